// swift-tools-version: 6.1
import PackageDescription

// Every target of ours is built with the same language settings; see CONTRIBUTING.md.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// The targets a library product of ours is made of, by the name both share.
let libraries = [
  "CandorKit", "CandorModel", "CandorExpression", "CandorUserAgent", "CandorGeoIP",
  "CandorTimeline", "CandorRules", "CandorSources", "CandorStore", "CandorReports",
]

let package = Package(
  name: "candor",
  platforms: [.macOS(.v15)],
  products: libraries.map { .library(name: $0, targets: [$0]) } + [
    .executable(name: "candor", targets: ["CandorCLI"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/onevcat/Rainbow", from: "4.2.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // MARK: C libraries

    .systemLibrary(
      name: "CMaxMindDB", pkgConfig: "libmaxminddb",
      providers: [.apt(["libmaxminddb-dev"])]),
    .systemLibrary(
      name: "CPCRE2", pkgConfig: "libpcre2-8",
      providers: [.apt(["libpcre2-dev"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CZstd", pkgConfig: "libzstd",
      providers: [.apt(["libzstd-dev"])]),

    // MARK: Vocabulary and language

    .target(name: "CandorModel", swiftSettings: settings),
    .target(name: "CandorExpression", swiftSettings: settings),

    // MARK: Files, for those stages that write some

    .target(name: "CandorFiles", swiftSettings: settings),

    // MARK: Stages; none of them imports another

    .target(
      name: "CandorUserAgentPatterns",
      dependencies: [.product(name: "Yams", package: "Yams")],
      swiftSettings: settings),
    .target(
      name: "CandorUserAgent",
      dependencies: ["CandorModel", "CandorUserAgentPatterns", "CPCRE2"],
      swiftSettings: settings, plugins: ["UserAgentTablePlugin"]),
    .target(
      name: "CandorGeoIP",
      dependencies: [
        "CandorModel", "CandorFiles", "CMaxMindDB",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .target(
      name: "CandorSources",
      dependencies: [
        "CandorModel", "CandorFiles", "CZlib", "CZstd",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: settings),
    .target(
      name: "CandorTimeline",
      dependencies: [
        "CandorModel", .product(name: "BitCollections", package: "swift-collections"),
      ],
      swiftSettings: settings),
    .target(
      name: "CandorRules",
      dependencies: [
        "CandorModel", "CandorExpression",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),
    .target(
      name: "CandorStore",
      dependencies: [
        "CandorModel", "CandorFiles", "CZstd",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .target(
      name: "CandorReports",
      dependencies: [
        "CandorModel", "datasets",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "Rainbow", package: "Rainbow"),
      ],
      exclude: ["Languages", "Templates"],
      swiftSettings: settings, plugins: ["EmbedFilesPlugin"]),

    // MARK: Front door

    .target(
      name: "CandorKit",
      dependencies: [
        "CandorModel", "CandorUserAgent", "CandorGeoIP", "CandorTimeline", "CandorRules", "rules",
        "datasets",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .target(
      name: "CandorSandbox",
      dependencies: [
        "CandorModel", "datasets",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "CandorCLI",
      dependencies: [
        "CandorModel", "CandorFiles", "CandorKit", "CandorSources", "CandorStore", "CandorReports",
        "CandorSandbox", "CandorExpression", "CandorUserAgent", "CandorGeoIP",
        "CandorTimeline", "CandorRules", "datasets",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),

    // MARK: Files that travel inside the binary

    .executableTarget(
      name: "EmbedFiles", path: "Plugins/EmbedFilesTool", swiftSettings: settings),
    .plugin(
      name: "EmbedFilesPlugin", capability: .buildTool(), dependencies: ["EmbedFiles"],
      path: "Plugins/EmbedFilesPlugin"),
    .executableTarget(
      name: "UserAgentTable", dependencies: ["CandorUserAgentPatterns"],
      path: "Plugins/UserAgentTableTool", swiftSettings: settings),
    .plugin(
      name: "UserAgentTablePlugin", capability: .buildTool(), dependencies: ["UserAgentTable"],
      path: "Plugins/UserAgentTablePlugin"),
    .target(
      name: "rules", path: "rules",
      exclude: ["README.md", "detections", "pack.yaml", "schema.json"], sources: ["RulePack.swift"],
      swiftSettings: settings, plugins: ["EmbedFilesPlugin"]),
    .target(
      name: "datasets", path: "datasets", exclude: ["README.md"], sources: ["Datasets.swift"],
      swiftSettings: settings, plugins: ["EmbedFilesPlugin"]),

    // MARK: Tests

    .target(
      name: "CandorTesting", dependencies: ["CandorModel"], path: "Tests/CandorTesting",
      swiftSettings: settings),
    .testTarget(
      name: "CandorModelTests", dependencies: ["CandorModel", "CandorTesting"],
      swiftSettings: settings),
    .testTarget(
      name: "CandorFilesTests", dependencies: ["CandorFiles", "CandorTesting"],
      swiftSettings: settings),
    .testTarget(
      name: "CandorExpressionTests", dependencies: ["CandorExpression"], exclude: ["Goldens"],
      swiftSettings: settings),
    .testTarget(
      name: "CandorUserAgentTests",
      dependencies: [
        "CandorUserAgent", "CandorUserAgentPatterns", "CandorModel", "CandorTesting", "datasets",
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "CandorGeoIPTests",
      dependencies: ["CandorGeoIP", "CandorModel", "CandorTesting", "CMaxMindDB", "datasets"],
      swiftSettings: settings),
    .testTarget(
      name: "CandorSourcesTests",
      dependencies: ["CandorSources", "CandorModel", "CandorTesting", "CandorSandbox"],
      swiftSettings: settings),
    .testTarget(
      name: "CandorSandboxTests",
      dependencies: [
        "CandorSandbox", "CandorModel", "datasets",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "CandorTimelineTests",
      dependencies: ["CandorTimeline", "CandorModel", "CandorTesting"],
      swiftSettings: settings),
    .testTarget(
      name: "CandorRulesTests",
      dependencies: [
        "CandorRules", "CandorModel", "CandorExpression", "CandorTimeline", "CandorTesting",
      ],
      exclude: ["Malformed"],
      swiftSettings: settings),
    .testTarget(
      name: "CandorStoreTests",
      dependencies: [
        "CandorStore", "CandorModel", "CandorTesting",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Released"],
      swiftSettings: settings),
    .testTarget(
      name: "CandorReportsTests",
      dependencies: ["CandorReports", "CandorModel", "CandorTesting"],
      exclude: ["Goldens", "Samples"],
      swiftSettings: settings),
    .testTarget(
      name: "CandorKitTests",
      dependencies: [
        "CandorKit", "CandorModel", "CandorGeoIP", "CandorRules", "CandorTimeline",
        "CandorTesting", "rules", "datasets",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "CandorScenarioTests",
      dependencies: [
        "CandorKit", "CandorModel", "CandorExpression", "CandorGeoIP", "CandorRules",
        "CandorTimeline", "CandorUserAgent", "CandorTesting", "rules", "datasets",
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "CandorCLITests",
      dependencies: [
        "CandorCLI", "CandorGeoIP", "CandorModel", "CandorSources", "CandorStore", "CandorTesting",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),
  ]
)

// Benchmarks are built only when asked for: they need nothing that `make test` has to install.
if Context.environment["CANDOR_BENCHMARKS"] != nil {
  // Without the traits it replaces neither the allocator nor the runtime.
  package.dependencies.append(
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.0", traits: []))
  package.targets += [
    .executableTarget(
      name: "StageBenchmarks",
      dependencies: [
        "CandorKit", "CandorModel", "CandorExpression", "CandorUserAgent", "CandorGeoIP",
        "CandorTimeline", "CandorRules", "CandorTesting", "rules", "datasets",
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Benchmarks/stages", exclude: ["Thresholds"], swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    .executableTarget(
      name: "UserAgentBenchmark", dependencies: ["CandorUserAgent", "CandorModel"],
      path: "Benchmarks/useragents", exclude: ["run", "peer.py"], swiftSettings: settings),
    .executableTarget(
      name: "GeoIPBenchmark",
      dependencies: ["CandorGeoIP", "CandorModel", "CandorTesting", "CMaxMindDB"],
      path: "Benchmarks/geoip", swiftSettings: settings),
    .executableTarget(
      name: "SourcesBenchmark", dependencies: ["CandorSources", "CandorModel", "CandorSandbox"],
      path: "Benchmarks/sources", swiftSettings: settings),
    .executableTarget(
      name: "StoreBenchmark", dependencies: ["CandorStore", "CandorModel", "CandorTesting"],
      path: "Benchmarks/store", swiftSettings: settings),
  ]
}

// What is installed is built for how a training run went through it; see scripts/profile.sh. `generate`
// makes a binary that counts, anything else is the file of what was counted.
if let profile = Context.environment["CANDOR_PROFILE"] {
  let analysis: Set = [
    "CandorModel", "CandorExpression", "CandorFiles", "CandorUserAgent", "CandorGeoIP",
    "CandorTimeline", "CandorRules", "CandorSources", "CandorKit", "CandorCLI",
  ]
  for target in package.targets where analysis.contains(target.name) {
    target.swiftSettings?.append(
      .unsafeFlags([
        // Counting is added after the compiler has looked whether an object is up to date already.
        "-Xfrontend", "-disable-incremental-llvm-codegen",
        "-Xfrontend",
        profile == "generate" ? "-ir-profile-generate" : "-ir-profile-use=\(profile)",
      ]))
    if target.name == "CandorCLI", profile == "generate" {
      target.linkerSettings = [.unsafeFlags(["-profile-generate"])]
    }
  }
}
