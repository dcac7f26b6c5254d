import CandorTesting
import Foundation
import Testing

/// `candor data update` with sources of the user's own.
@Suite struct DataUpdateCommandTests {
  /// A folder with a configuration that has one source.
  private static func configured(_ source: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("data:\n  sources:\n    - \(source)\n", to: "candor.yaml")
    return folder
  }

  private static let address = "url: 'https://files.example.com/a'"
  private static let noAddress =
    "expected the `url` of a source to be `https://host/path`; `http` is for loopback only"
  private static let noDatabase =
    "expected the `file` of a source without `class` to be a database, `NAME.mmdb`, found"

  static let refused: [(String, String)] = [
    (
      "{name: a, \(address), file: network-vpn-a.txt, class: education}",
      "expected the `file` of a list of `class: education` to be `network-education.txt` or "
        + "`network-education-NAME.txt`, or `.csv`, found `network-vpn-a.txt`"
    ),
    (
      "{name: a, \(address), file: campus.txt, class: education}",
      "expected the `file` of a list of `class: education` to be"
    ),
    (
      "{name: a, \(address), file: a.mmdb, class: tor}",
      "expected the `file` of a list of `class: tor` to be"
    ),
    ("{name: a, \(address), file: x.txt}", "\(noDatabase) `x.txt`"),
    ("{name: a, \(address), file: network-tor.txt}", "\(noDatabase) `network-tor.txt`"),
    (
      "{name: a, \(address), file: illustrative-city.mmdb}",
      "\(noDatabase) `illustrative-city.mmdb`"
    ),
    (
      "{name: a, \(address), file: ../x.mmdb}",
      "expected the `file` of a source to be a plain name without a folder, found `../x.mmdb`"
    ),
    (
      "{name: a, \(address), file: a.mmdb, class: [tor]}",
      "expected the `class` of a source to be one"
    ),
    ("{name: a, url: 'http://192.0.2.9/a', file: a.mmdb}", noAddress),
    ("{name: a, url: bogus, file: a.mmdb}", noAddress),
    ("{name: a, url: 'https://files.example.com/a?key=hidden d', file: a.mmdb}", noAddress),
  ]

  @Test(arguments: refused)
  func whatCannotWorkIsAConfigurationError(source: String, message: String) throws {
    let folder = try Self.configured(source)
    for command in [["data", "update"], ["doctor"], ["analyze", "-"]] {
      let result = try CandorProcess.run(command, in: folder.url)
      #expect(result.status == 78, "\(command): \(result.errors)")
      #expect(result.errors.contains("candor.yaml:3:"))
      #expect(result.errors.contains("error[G032]: \(message)"), "\(result.errors)")
      #expect(!result.errors.contains("hidden"))
    }
  }

  @Test func aListIsFetchedAndAskedAsItsClass() throws {
    let server = try StubServer { _, _ in .answer(200, body: Array("83.56.102.0/24\n".utf8)) }
    let folder = try Self.configured(
      "{name: a, url: 'http://127.0.0.1:\(server.port)/a?b=c', file: network-education-a.txt, "
        + "class: education}")
    let environment = ["XDG_DATA_HOME": folder.url.path(percentEncoded: false)]
    let update = try CandorProcess.run(
      ["data", "update"], environment: environment, in: folder.url)
    #expect(update.status == 0, "\(update.errors)")
    #expect(update.output == "network-education-a.txt: updated\n")
    let inspect = try CandorProcess.run(
      ["inspect", "ip", "83.56.102.7"], environment: environment, in: folder.url)
    #expect(inspect.output.contains("network-education-a.txt says education"))
  }

  /// It was told as a connection that fails, although nothing had been asked.
  @Test(arguments: [
    (["HTTPS_PROXY": "ftp://p:1"], "expected the proxy to be"),
    (["CANDOR_CA_FILE": "/nonexistent"], "expected `CANDOR_CA_FILE` to name a PEM file"),
  ])
  func aProxyOrAuthoritiesThatMakeNoSenseAreToldAsThat(
    environment: [String: String], message: String
  ) throws {
    let result = try CandorProcess.run(["data", "update", "tor"], environment: environment)
    #expect(result.status == 78, "\(result.errors)")
    #expect(result.errors.contains("error[S005]: \(message)"), "\(result.errors)")
  }
}
