import CandorGeoIP
import CandorModel
import CandorTesting
import Foundation
import Testing

@Suite struct InspectCommandTests {
  @Test func everyLineOfABatchHasItsAnswer() throws {
    let agents = ["", AnalyzeCommandTests.iPhone, "\u{1B}[31m", AnalyzeCommandTests.windows + "\r"]
    let result = try CandorProcess.run(
      ["inspect", "ua", "--batch"], input: agents.joined(separator: "\n") + "\n")
    #expect(result.status == 0)
    #expect(result.lines.count == agents.count)
    let second = try JSONValue(parsing: result.lines[1].utf8)
    #expect(second["ua"]?["family"]?.string == "Mobile Safari")
    #expect(second["ua"]?["major"]?.string == "18")
    #expect(second["os"]?["family"]?.string == "iOS")
    #expect(second["client"]?["class"]?.string == "phone")
    #expect(try JSONValue(parsing: result.lines[0].utf8)["ua"]?["family"]?.string == "Other")
  }

  @Test func anotherFileAnswersAloneUnlessTheOverlayIsAskedFor() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      user_agent_parsers:
        - regex: '(LinkedIn)'
          family_replacement: 'Of the file'
      os_parsers: []
      device_parsers: []
      """, to: "regexes.yaml")
    let agent = "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/15E148 [LinkedInApp]/9.29\n"
    let flags = ["inspect", "ua", "--batch", "--ua-regexes", folder.path("regexes.yaml")]
    let alone = try CandorProcess.run(flags, input: agent)
    #expect(alone.output.contains(#""ua":{"family":"Of the file"}"#))
    let overlaid = try CandorProcess.run(flags + ["--ua-overlay"], input: agent)
    #expect(overlaid.output.contains(#""ua":{"family":"LinkedIn","major":"9","minor":"29"}"#))
  }

  @Test func aCutAgentIsMarkedAlsoWhereNothingElseIsKnown() throws {
    let result = try CandorProcess.run(
      ["inspect", "ua", "--batch"], input: String(repeating: "(", count: 100_000) + "\n")
    #expect(result.output.hasPrefix(#"{"client":{"cut":true},"#))
  }

  @Test func twoAgentsAreCompared() throws {
    let result = try CandorProcess.run(
      [
        "inspect", "ua", AnalyzeCommandTests.windows, AnalyzeCommandTests.iPhone, "--format",
        "json",
      ])
    #expect(result.status == 0)
    #expect(result.output.contains("differentClass"))
  }

  @Test func addressesAnswerWithPlaceOrError() throws {
    let folder = try TemporaryFolder()
    let cities = folder.path("cities.mmdb")
    #expect(try CandorProcess.run(["data", "build", "--illustrative-cities", cities]).status == 0)
    let result = try CandorProcess.run(
      ["inspect", "ip", "--batch", "--geoip", cities],
      input: "83.56.102.236\n10.0.0.1\nnonsense\n\n")
    #expect(result.lines.count == 4)
    let first = try JSONValue(parsing: result.lines[0].utf8)
    #expect(first["place"]?["country"]?.string == "ES")
    #expect(
      try JSONValue(parsing: result.lines[1].utf8)["error"]?["code"]?.string == "not-locatable")
    #expect(
      try JSONValue(parsing: result.lines[2].utf8)["error"]?["code"]?.string == "invalid-address")
    let raw = try CandorProcess.run(
      ["inspect", "ip", "83.56.102.236", "--geoip", cities, "--raw"])
    #expect(raw.status == 0)
    #expect(try JSONValue(parsing: raw.output.utf8)["record"] != nil)
    // As the flag, so the variable and the setting.
    let settings = try folder.write("geoip: [\(cities)]\n", to: "candor.yaml")
    let raws = try [
      CandorProcess.run(
        ["inspect", "ip", "83.56.102.236", "--raw"], environment: ["CANDOR_GEOIP": cities]),
      CandorProcess.run(["inspect", "ip", "83.56.102.236", "--raw", "--config", settings]),
    ]
    for other in raws { #expect(other.output == raw.output, "\(other.errors)") }
    try folder.write("this is no database", to: "bad.mmdb")
    let bad = try CandorProcess.run(
      ["inspect", "ip", "83.56.102.236", "--geoip", folder.path("bad.mmdb"), "--raw"])
    #expect(bad.status == 65)
    #expect(bad.output.isEmpty)
  }

  @Test(arguments: [
    ("0.0.0.0", "0.0.0.0/32"), ("1.2.3.4", "1.2.3.4/32"),
    ("2002:102:304::1", "2002:102:304::/48"), ("2001:0:1::", "2001::/32"),
  ])
  func aRawRecordIsThatOfTheAddressAsItStands(_ address: String, _ network: String) throws {
    let folder = try TemporaryFolder()
    let file = folder.path("addresses.mmdb")
    var writer = MMDBWriter(
      metadata: .init(databaseType: "Test", buildEpoch: 1, description: ["en": "test"]),
      includesAliases: false)
    for text in ["0.0.0.0/32", "1.2.3.4/32", "2002:102:304::/48", "2001::/32"] {
      try writer.insert(.string(text), into: try #require(IPPrefix(text)))
    }
    try Data(writer.encoded()).write(to: URL(filePath: file))
    let result = try CandorProcess.run(["inspect", "ip", address, "--geoip", file, "--raw"])
    #expect(result.output == #"{"network":"\#(network)","record":"\#(network)"}"# + "\n")
  }

  /// The type stands in the file, and the file may come from anywhere.
  @Test func theTypeOfADatabaseSteersNothing() throws {
    let folder = try TemporaryFolder()
    let file = folder.path("candor/evil.mmdb")
    var writer = MMDBWriter(
      metadata: .init(
        databaseType: "City\u{1B}[2J\u{9B}31m\n0 done, 0 flagged, 0 lost", buildEpoch: 1,
        description: ["en": "test"]))
    try writer.insert(
      .map(["autonomous_system_number": .uint32(64_496)]),
      into: try #require(IPPrefix("1.2.3.0/24")))
    try folder.write("", to: "candor/evil.mmdb")
    try Data(writer.encoded()).write(to: URL(filePath: file))
    let environment = ["XDG_DATA_HOME": folder.url.path(percentEncoded: false)]
    for arguments in [
      ["inspect", "ip", "1.2.3.4", "--geoip", file], ["data", "status"], ["doctor"], ["analyze"],
    ] {
      let result = try CandorProcess.run(arguments, environment: environment)
      for text in [result.output, result.errors] {
        #expect(!text.contains("\u{1B}") && !text.contains("\u{9B}"), "\(arguments)")
        let forged = text.split(separator: "\n").filter { $0.hasPrefix("0 done, 0 flagged") }
        #expect(forged.count == (arguments == ["analyze"] && text == result.errors ? 1 : 0))
      }
    }
  }

  /// What is printed as JSON is one object with a schema of its own.
  @Test func addressesAsJSONHaveASchema() throws {
    let one = try CandorProcess.run(["inspect", "ip", "10.0.0.1", "--format", "json"])
    #expect(one.status == 0)
    let address = try JSONValue(parsing: one.output.utf8)
    #expect(address["schema"]?.string == "candor.address/1")
    #expect(address["error"]?["code"]?.string == "not-locatable")
    let two = try CandorProcess.run(
      ["inspect", "ip", "2a00:1450::1", "2a00:1450::2", "--format", "json"])
    let pair = try JSONValue(parsing: two.output.utf8)
    #expect(pair["schema"]?.string == "candor.address-relation/1")
    #expect(pair["relation"]?.string == "same-host-network")
    #expect(pair["second"]?["input"]?.string == "2a00:1450::2")
    let none = try CandorProcess.run(["inspect", "ip", "nonsense", "--format", "json"])
    #expect(none.status == 65)
    #expect(
      try JSONValue(parsing: none.output.utf8)["error"]?["code"]?.string == "invalid-address")
  }

  @Test(arguments: [
    ["inspect", "ip", "--batch", "--format", "html"],
    ["inspect", "ua", "--batch", "--format", "csv"],
    ["inspect", "ip", "1.1.1.1", "--raw", "--batch", "--geoip", "x.mmdb"],
  ])
  func whatMeansNothingIsRefused(arguments: [String]) throws {
    let result = try CandorProcess.run(arguments, input: "1.1.1.1\n")
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
  }

  @Test(arguments: CandorProcess.signals)
  func aSignalKeepsWhatABatchHasAnswered(signal: Int32, status: Int32) throws {
    let pipe = Pipe()
    let running = try CandorProcess.start(["inspect", "ua", "--batch"], input: .pipe(pipe))
    try pipe.fileHandleForWriting.write(contentsOf: Data("one\ntwo\nhalf of".utf8))
    Thread.sleep(forTimeInterval: 0.7)
    kill(running.process.processIdentifier, signal)
    let result = try running.finish()
    #expect(result.status == status)
    #expect(result.lines.count == 2)
  }

  @Test func theDoctorNamesTheCommandThatMends() throws {
    let result = try CandorProcess.run(["doctor"])
    #expect(result.status == 1)
    #expect(result.output.contains("mend: candor data build"))
    #expect(result.output.contains("mend: candor data update dbip"))
  }

  /// `data update tor` puts its list there, and it would be of no use if nobody looked into it.
  @Test func listsOfTheDataDirectoryAreAsked() throws {
    let folder = try TemporaryFolder()
    let list = try folder.write("83.56.102.0/24\n", to: "candor/network-tor.txt")
    let environment = ["XDG_DATA_HOME": folder.url.path(percentEncoded: false)]
    func inspect(_ flags: [String]) throws -> String {
      try CandorProcess.run(["inspect", "ip", "83.56.102.7"] + flags, environment: environment)
        .output
    }
    #expect(try inspect([]).contains("network-tor.txt says tor"))
    // Named as something else, it is that and no longer both.
    let renamed = try inspect(["--network-list", "vpn=\(list)"])
    #expect(renamed.contains("says vpn") && !renamed.contains("says tor"))
    // Databases that are named stand in the place of the whole directory, unless it is added.
    let cities = folder.path("cities.mmdb")
    _ = try CandorProcess.run(["data", "build", "--illustrative-cities", cities])
    #expect(!(try inspect(["--geoip", cities])).contains("says tor"))
    #expect(try inspect(["--geoip", cities, "--geoip", "default"]).contains("says tor"))
  }

  /// What would end every run is missing, each part by itself.
  @Test(arguments: [
    ("geoip: [nothere.mmdb]", "nothere.mmdb"), ("networkList: ['vpn=/dev/null/x']", "/dev/null/x"),
    ("privacy: bogus", "privacy"), ("uaRegexes: /nonexist.yaml", "/nonexist.yaml"),
    ("language: fr", "language"), ("referenceDate: bogus", "referenceDate"),
    ("store: /dev/null/x.sqlite", "store"), ("metricsFile: /dev/null/a.prom", "metricsFile"),
    ("notify: 'ftp://x'", "notify"), ("rules: {off: [no/such-rule]}", "rules"),
    ("links: perhaps", "links"), ("jobs: none", "jobs"), ("jobs: 1025", "jobs"),
    ("store: candor.yaml", "store"),
    ("platforms: {hireflix: {concurrency: 0}}", "platforms.hireflix"),
    ("platforms: {hireflix: {batchSize: x}}", "platforms.hireflix"),
    ("platforms: {hireflix: {batchSize: 99}}", "platforms.hireflix"),
    ("platforms: {hireflix: {select: bogus.x}}", "platforms.hireflix"),
    ("batchSize: 99", "batchSize"), ("select: [bogus.x]", "select"), ("store: /proc/x/y", "store"),
    ("platforms: {ashby: {url: 'http://example.com'}}", "platforms.ashby"),
  ])
  func theDoctorTellsWhatEndsARun(setting: String, expected: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(setting + "\n", to: "candor.yaml")
    let result = try CandorProcess.run(["doctor"], in: folder.url)
    #expect(result.status == 1, "\(result.errors)")
    let lines = result.lines.filter { $0.hasPrefix("missing") && $0.contains(expected) }
    #expect(!lines.isEmpty, "\(result.output)")
    // The rest is looked at all the same.
    #expect(result.output.contains("InterviewRelay"))
  }

  /// The doctor and a run call a database old from the same moment on.
  @Test(arguments: [("2026-01-31", false), ("2026-02-01", true), ("2026-02-02", true)])
  func aDatabaseIsOldAfterThirtyDays(date: String, isOld: Bool) throws {
    let folder = try TemporaryFolder()
    // Built at noon of 2026-01-01, so that the second date is thirty days and a half behind it.
    var writer = MMDBWriter(
      metadata: .init(
        databaseType: "Own", buildEpoch: 1_767_268_800, description: ["en": "test"]))
    try writer.insert(
      .map(["autonomous_system_number": .uint32(64_496)]),
      into: try #require(IPPrefix("1.2.3.0/24")))
    let path = folder.path("own.mmdb")
    try Data(writer.encoded()).write(to: URL(filePath: path))
    let result = try CandorProcess.run(
      ["analyze", "--geoip", path, "--reference-date", date], in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("note[G003]: the database `own.mmdb` is 3") == isOld)
  }

  /// What `data build` made is made anew by it; no source has to be configured for that.
  @Test func whatIsStaleNamesTheCommandThatMadeIt() throws {
    let folder = try TemporaryFolder()
    func put(_ name: String, type: String) throws {
      var writer = MMDBWriter(
        metadata: .init(databaseType: type, buildEpoch: 1_700_000_000, description: ["en": "test"]))
      try writer.insert(
        .map(["autonomous_system_number": .uint32(64_496)]),
        into: try #require(IPPrefix("1.2.3.0/24")))
      try folder.write("", to: "candor/" + name)
      try Data(writer.encoded()).write(to: URL(filePath: folder.path("candor/" + name)))
    }
    try put("asn.mmdb", type: "Candor-ASN")
    try put("GeoLite2-City.mmdb", type: "GeoLite2-City")
    try put("own.mmdb", type: "Own")
    let environment = ["XDG_DATA_HOME": folder.url.path(percentEncoded: false)]
    let doctor = try CandorProcess.run(["doctor"], environment: environment).output
    let lines = doctor.split(separator: "\n").map(String.init)
    for (name, command) in [("asn.mmdb", "build"), ("GeoLite2-City.mmdb", "update maxmind")] {
      let line = try #require(lines.firstIndex { $0.contains(name) })
      #expect(lines[line].contains(": stale"))
      // Debian's package may be as old as the file that was made of it.
      #expect(lines[line].contains("candor data update dbip") == (command == "build"))
      #expect(lines[line + 1].hasSuffix("mend: candor data \(command)"))
    }
    #expect(doctor.contains("stale, get a newer one where it came from"))
    let analyze = try CandorProcess.run(["analyze"], environment: environment).errors
    #expect(analyze.contains("make it anew: candor data build"))
    #expect(analyze.contains("make it anew: candor data update maxmind"))
    #expect(analyze.contains("get a newer one where it came from"))
    #expect(!analyze.contains("candor data update\n"))
    #expect(analyze.contains("where its package has nothing newer: candor data update dbip"))
    // A copy elsewhere is no file that a command of ours replaces.
    let copy = folder.path("asn.mmdb")
    try FileManager.default.copyItem(atPath: folder.path("candor/asn.mmdb"), toPath: copy)
    let elsewhere = try CandorProcess.run(["analyze", "--geoip", copy]).errors
    #expect(elsewhere.contains("get a newer one where it came from"))
  }
}
