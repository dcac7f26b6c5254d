import CandorGeoIP
import CandorModel
import CandorTesting
import Foundation
import Testing

/// What `candor doctor` says of settings that cannot be used.
@Suite struct DoctorCommandTests {
  private static func doctor(
    _ settings: String, _ arguments: [String] = []
  ) throws -> CandorProcess.Result {
    let folder = try TemporaryFolder()
    try folder.write(settings + "\n", to: "candor.yaml")
    return try CandorProcess.run(["doctor"] + arguments, in: folder.url)
  }

  /// The lines of the table that are about a setting.
  private static func rows(_ name: String, in result: CandorProcess.Result) -> [String] {
    result.lines.filter { line in
      line.split(separator: " ").prefix(2).map(String.init) == ["missing", name]
    }
  }

  @Test(
    arguments: [
      ("format: bogus", "format", 78), ("format: [text]", "format", 78),
      ("logFormat: bogus", "logFormat", 78), ("quiet: perhaps", "quiet", 78),
      ("output: /dev/null/x.txt", "output", 73),
      ("store: ''", "store", 78), ("metricsFile: \"\"", "metricsFile", 78),
      ("retention: {evidence: soon}", "retention", 78), ("retention: 90d", "retention", 78),
      ("review: {fourEyes: perhaps}", "review", 78),
      ("data: {sources: [nowhere]}", "data.sources", 78),
      ("platforms: {ashbi: {}}", "platforms", 78),
      ("retentoin: {}", "configuration", 78), ("format: 'a", "configuration", 78),
    ] as [(String, String, Int32)])
  func whatEndsEveryCommandIsARow(setting: String, row: String, status: Int32) throws {
    let result = try Self.doctor(setting)
    #expect(result.status == status, "\(result.errors)")
    let rows = Self.rows(row, in: result)
    #expect(rows.count == 1, "\(result.output)")
    // What to do stands behind what is wrong.
    #expect(rows.first?.contains("; ") == true, "\(rows)")
    // The code that it ends with has its reason, and the rest is looked at all the same.
    #expect(result.errors.contains("error["))
    #expect(result.output.contains("InterviewRelay"))
    // Any other command ends with it too.
    let folder = try TemporaryFolder()
    try folder.write(setting + "\n", to: "candor.yaml")
    #expect(try CandorProcess.run(["rules", "list"], in: folder.url).status == status)
  }

  /// What only an audit ends with is a row as well.
  @Test func whatAnAuditEndsWithIsARow() throws {
    let folder = try TemporaryFolder()
    let store = try folder.write("SQLite format 3\0", to: "a.sqlite")
    for (setting, row) in [
      ("platforms: {ashby: {concurrency: 9223372036854775807}}", "platforms.ashby"),
      ("metricsFile: \(store)", "metricsFile"),
    ] {
      let result = try Self.doctor(setting)
      #expect(Self.rows(row, in: result).count == 1, "\(result.output)")
    }
  }

  @Test func theRowsAreInJSONToo() throws {
    let result = try Self.doctor("retention: {evidense: 90d}", ["--format", "json"])
    #expect(result.status == 78)
    let checks = try JSONValue(parsing: result.output.utf8)["checks"]?.array ?? []
    let check = try #require(checks.first { $0["name"]?.string == "retention" })
    #expect(check["state"]?.string == "missing")
    #expect(check["text"]?.string?.hasSuffix("; did you mean `evidence`?") == true, "\(check)")
    #expect(checks.count > 5)
  }

  /// Where several apply the largest wins, and each has its row.
  @Test func everyOneOfThemIsNamed() throws {
    let result = try Self.doctor(
      "format: bogus\noutput: /dev/null/x.txt\nretention: soon\nprivacy: bogus\nbogus: 1")
    #expect(result.status == 78)
    for name in ["format", "output", "retention", "privacy", "configuration"] {
      #expect(Self.rows(name, in: result).count == 1, "\(name): \(result.output)")
    }
  }

  /// A flag stands above a setting for this once, and the setting is named all the same.
  @Test func aFlagStandsAbove() throws {
    let result = try Self.doctor("format: bogus", ["--format", "text"])
    #expect(result.status == 1, "\(result.errors)")
    #expect(Self.rows("format", in: result).count == 1)
  }

  /// What the environment says wrongly ends a run too.
  @Test(
    arguments: [
      (["CANDOR_CA_FILE": "/nonexistent"], "CANDOR_CA_FILE", "to name a PEM file"),
      (
        [
          "CANDOR_NOTIFY": "https://hooks.example.com/x",
          "CANDOR_NOTIFY_SECRET_FILE": "/nonexistent",
        ], "notify", "`CANDOR_NOTIFY_SECRET_FILE` names cannot be read"
      ),
      (
        ["HIREFLIX_API_KEY_FILE": "/nonexistent"], "Hireflix",
        "`HIREFLIX_API_KEY_FILE` names cannot be read"
      ),
      (["CANDOR_BATCH_SIZE": "99"], "batchSize", "found `99` in the environment"),
      (["CANDOR_SELECT": "bogus.x"], "select", "found `bogus.x` in the environment"),
    ] as [([String: String], String, String)])
  func whatTheEnvironmentSaysIsLookedAt(
    environment: [String: String], row: String, text: String
  ) throws {
    let result = try CandorProcess.run(["doctor"], environment: environment)
    #expect(result.status == 1, "\(result.errors)")
    let rows = Self.rows(row, in: result)
    #expect(rows.count == 1 && rows.first?.contains(text) == true, "\(result.output)")
  }

  @Test func aKeyFileThatOthersCanReadIsNoKey() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("some-key\n", to: "key")
    func rows(mode: Int) throws -> [String] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
      return Self.rows(
        "Hireflix",
        in: try CandorProcess.run(["doctor"], environment: ["HIREFLIX_API_KEY_FILE": file]))
    }
    #expect(try rows(mode: 0o644).first?.contains("found mode `644`") == true)
    #expect(try rows(mode: 0o600).isEmpty)
  }

  /// What is tried out leaves nothing behind.
  @Test func whereAStoreCanBeMadeNothingIs() throws {
    let folder = try TemporaryFolder()
    let result = try CandorProcess.run(
      ["doctor"], environment: ["CANDOR_STORE": folder.path("new/a.sqlite")])
    #expect(Self.rows("store", in: result).isEmpty, "\(result.output)")
    let path = folder.url.path(percentEncoded: false)
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
  }

  /// What a database of one network has, built at a moment.
  private static func database(
    _ record: [MMDBValue.MapKey: MMDBValue], type: String = "Own", builtAt date: Date = Date()
  ) throws -> [UInt8] {
    let epoch = UInt64(date.timeIntervalSince1970)
    var writer = MMDBWriter(
      metadata: .init(databaseType: type, buildEpoch: epoch, description: ["en": "test"]))
    try writer.insert(.map(record), into: try #require(IPPrefix("1.2.3.0/24")))
    return try writer.encoded()
  }

  /// Databases that the settings name stand in the place of the data directory, which has none here.
  @Test func whatNamedDatabasesCannotTellIsMissing() throws {
    let folder = try TemporaryFolder()
    func put(_ bytes: [UInt8], _ name: String) throws {
      try Data(bytes).write(to: URL(filePath: folder.path(name)))
    }
    func doctor() throws -> CandorProcess.Result {
      try CandorProcess.run(["doctor"], in: folder.url)
    }
    try folder.write("geoip: [number.mmdb, country.mmdb]\n", to: "candor.yaml")
    let number = try Self.database(["autonomous_system_number": .uint32(64_496)])
    try put(number, "number.mmdb")
    let country: [MMDBValue.MapKey: MMDBValue] = ["country": .map(["iso_code": .string("ES")])]
    try put(try Self.database(country), "country.mmdb")
    #expect(try doctor().status == 0)
    #expect(try doctor().output.contains("distances within a country cannot be told"))

    // The same networks twice: no answer can be placed.
    try put(number, "country.mmdb")
    let unplaced = try doctor()
    #expect(unplaced.status == 1)
    let row = try #require(Self.rows("country", in: unplaced).first)
    #expect(row.contains("no answer can be placed; add `default` to geoip"))
    #expect(Self.rows("network", in: unplaced).isEmpty)

    let old = Date(timeIntervalSince1970: 1_700_000_000)
    try put(try Self.database(country, builtAt: old), "country.mmdb")
    #expect(try doctor().output.contains("stale, get a newer one where it came from"))
    try put(
      try Self.database(country, type: "Candor-Illustrative-City", builtAt: old), "country.mmdb")
    #expect(!(try doctor().output.contains("stale")))
  }

  /// Foundation's way of finding the folder of a path ends the program where the path is one letter.
  @Test(arguments: ["s", "é"])
  func pathsOfOneLetterAreNoTrouble(name: String) throws {
    let folder = try TemporaryFolder()
    func run(
      _ arguments: [String], _ environment: [String: String] = [:], input: String = ""
    ) throws -> Int32 {
      try CandorProcess.run(arguments, input: input, environment: environment, in: folder.url)
        .status
    }
    for variable in ["CANDOR_STORE", "CANDOR_METRICS_FILE", "CANDOR_GEOIP"] {
      #expect(try run(["doctor"], [variable: name]) == 1)
    }
    #expect(try run(["doctor"], ["CANDOR_STORE": "\(name)/y.sqlite"]) == 1)
    let key = ["HIREFLIX_API_KEY": "some-key", "HIREFLIX_URL": "http://127.0.0.1:9/me"]
    #expect(try run(["audit", "hireflix", "--all", "--store", name], key) == 69)
    let old = Date(timeIntervalSince1970: 1_700_000_000)
    let bytes = try Self.database(["country": .map(["iso_code": .string("ES")])], builtAt: old)
    try Data(bytes).write(to: URL(filePath: folder.path("d")))
    #expect(try run(["inspect", "ip", "1.2.3.4", "--geoip", "d"]) == 0)
    #expect(try run(["analyze", "-", "--geoip", "d"]) == 0)
  }

  /// A look-up that meets a damaged record sends people here.
  @Test func aDamagedRecordIsFound() throws {
    let folder = try TemporaryFolder()
    var bytes = try Self.database(
      ["country": .map(["iso_code": .string("ES"), "names": .map(["en": .string("Spain")])])],
      type: "GeoLite2-Country")
    let name = try #require(bytes.firstRange(of: Array("Spain".utf8)))
    bytes[name.lowerBound] = 0xFF
    try folder.write("", to: "candor/GeoLite2-Country.mmdb")
    let path = folder.path("candor/GeoLite2-Country.mmdb")
    try Data(bytes).write(to: URL(filePath: path))
    let data = ["XDG_DATA_HOME": folder.url.path(percentEncoded: false)]
    for (arguments, environment) in [
      (["doctor"], data), (["doctor"], ["CANDOR_GEOIP": path]), (["data", "status"], data),
    ] {
      let result = try CandorProcess.run(arguments, environment: environment)
      #expect(result.status == 1)
      #expect(
        result.output.contains("a record is damaged, a text is not UTF-8"), "\(result.output)")
      // What else it has can be used.
      #expect(!result.output.contains("no answer can be placed"))
    }
  }

  /// What a flag says wrongly is wrong usage.
  @Test(
    arguments: [
      (["--format", "bogus"], 64), (["--log-format", "bogus"], 64),
      (["--output", "/dev/null/x.txt"], 73),
    ] as [([String], Int32)])
  func flagsEndItBeforeTheTable(arguments: [String], status: Int32) throws {
    let result = try Self.doctor("failOn: never", arguments)
    #expect(result.status == status)
    #expect(result.output.isEmpty)
  }
}
