import CandorGeoIP
import CandorModel
import CandorSources
import Foundation
import Yams

/// The sources of location data that arguments or the configuration name.
///
/// ```yaml
/// data:
///   sources:
///     - maxmind              # GeoLite2-City and GeoLite2-ASN
///     - dbip
///     - tor
///     - apple-relay
///     - {name: internal, url: "https://files.example.com/net.mmdb", file: net.mmdb}
///     - {name: campus, url: "https://...", file: network-education-campus.txt, class: education}
/// ```
struct DataSources {
  let settings: Settings
  let environment: [String: String]
  private static let known = ["maxmind", "dbip", "tor", "apple-relay"]

  private static let ownKeys = ["name", "url", "file", "class"]
  /// How a source of one's own is written.
  private static let ownForm = "{name: NAME, url: URL, file: NAME.mmdb}"

  private static func isAddress(_ name: String) -> Bool { name.contains("://") }

  /// Refuses what `data:` of the configuration has and nobody reads.
  ///
  /// - Throws: 78.
  static func check(_ settings: Settings) throws(Failure) {
    for (key, value) in try settings.mapping("data") {
      guard key.string == "sources" else {
        throw Failure.unknownConfigurationKey(
          "data.\(key.string ?? "")", at: settings.place(of: key), suggestion: "sources")
      }
      guard value.sequence != nil || value.null != nil else {
        throw Failure(
          .configuration, "C011", "expected `data.sources` to be a list",
          at: settings.place(of: value))
      }
      for node in value.sequence ?? [] { try check(node, settings) }
    }
  }

  private static func check(_ node: Node, _ settings: Settings) throws(Failure) {
    if let name = node.scalar?.string {
      guard !isAddress(name) else {
        throw Failure(
          .configuration, "G032", "expected a source of your own to have a name and a file",
          at: settings.place(of: node), help: "write it as \(ownForm)")
      }
      guard known.contains(name) else {
        throw Failure.unknownConfigurationKey(
          "data.sources: \(name)", at: settings.place(of: node),
          suggestion: NearestName.find(name, among: known))
      }
      return
    }
    _ = try described(node, settings)
  }

  /// A source that the configuration describes by itself.
  ///
  /// - Throws: 78.
  private static func described(
    _ node: Node, _ settings: Settings
  ) throws(Failure) -> DataUpdateSource {
    for (key, _) in node.mapping ?? [:] where !ownKeys.contains(key.string ?? "") {
      let name = key.string ?? ""
      throw Failure.unknownConfigurationKey(
        "data.sources.\(name)", at: settings.place(of: key),
        suggestion: NearestName.find(name, among: ownKeys))
    }
    guard let name = node["name"]?.string, let url = node["url"]?.string,
      let file = node["file"]?.string
    else {
      throw Failure(
        .configuration, "G032", "expected a source to have `name`, `url` and `file`",
        at: settings.place(of: node))
    }
    // It may hold a secret, and is not repeated.
    guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), (try? Endpoint(ofURL: url)) != nil else {
      throw Failure(
        .configuration, "G032",
        "expected the `url` of a source to be `https://host/path`; `http` is for loopback only",
        at: settings.place(of: node["url"] ?? node))
    }
    var kind: NetworkClass?
    if let given = node["class"] {
      let word = given.string ?? "a list"
      kind = NetworkClass(rawValue: word).flatMap { NetworkList.kinds.contains($0) ? $0 : nil }
      guard kind != nil else {
        let kinds = NetworkList.kinds.map(\.rawValue)
        throw Failure(
          .configuration, "G032",
          "expected the `class` of a source to be one of \(kinds.joined(separator: ", ")), "
            + "found `\(word)`", at: settings.place(of: node),
          help: NearestName.find(word, among: kinds).map { "did you mean `\($0)`?" })
      }
    }
    try check(file, kind, at: settings.place(of: node["file"] ?? node))
    return download(name: name, url: url, file: file, kind: kind)
  }

  /// Refuses a file that nobody would read, or that would be read as another class.
  ///
  /// - Parameter kind: the class of a list; `nil` for a database.
  private static func check(
    _ file: String, _ kind: NetworkClass?, at place: Diagnostic.Place
  ) throws(Failure) {
    func failure(_ expected: String, help: String? = nil) -> Failure {
      Failure(
        .configuration, "G032", "expected \(expected), found `\(file)`", at: place, help: help)
    }
    guard DataDirectory.isPlainName(file) else {
      throw failure("the `file` of a source to be a plain name without a folder")
    }
    if let kind {
      let stem = "network-\(kind.rawValue)"
      guard DataDirectory.listClass(of: file) == kind else {
        throw failure(
          "the `file` of a list of `class: \(kind.rawValue)` to be `\(stem).txt` or "
            + "`\(stem)-NAME.txt`, or `.csv`",
          help: "its name is what says the class where it is read")
      }
    } else {
      guard DataDirectory.isDatabase(file) else {
        let known = DataDirectory.listClass(of: file)
        throw failure(
          "the `file` of a source without `class` to be a database, `NAME.mmdb`",
          help: known.map { "a list of networks needs `class: \($0.rawValue)`" }
            ?? (file == DataBuilder.cityFileName
              ? "that one is of `data build` and never asked by itself" : nil))
      }
    }
  }

  func sources(_ names: [String]) throws -> [DataUpdateSource] {
    if !names.isEmpty { return try names.flatMap { try named($0) } }
    return try (settings.section("data")?["sources"]?.sequence ?? []).flatMap { node in
      if let name = node.scalar?.string { return try named(name) }
      return [try Self.described(node, settings)]
    }
  }

  /// The files of the sources that the configuration describes by itself, without a known name.
  static func configuredFiles(_ settings: Settings) -> Set<String> {
    guard let list = settings.section("data")?["sources"]?.sequence else { return [] }
    return Set(list.compactMap { $0["file"]?.string })
  }

  private func named(_ name: String) throws -> [DataUpdateSource] {
    switch name {
    case "maxmind":
      let account = try secret("MAXMIND_ACCOUNT_ID")
      let key = try secret("MAXMIND_LICENSE_KEY")
      return ["GeoLite2-City", "GeoLite2-ASN"].map {
        .maxMind(edition: $0, accountID: account, licenceKey: key)
      }
    case "dbip": return ["city", "asn"].map { .dbIPLite($0, on: .now) }
    case "tor": return [.torExits]
    case "apple-relay": return [.appleRelay]
    case _ where Self.isAddress(name):
      throw Failure.wrongUsage(
        "expected the name of a source, found an address",
        help: "`data: sources:` in candor.yaml takes one as \(Self.ownForm)")
    default:
      let nearest = NearestName.find(name, among: Self.known)
      throw Failure.wrongUsage(
        "expected a known source, found `\(name)`",
        help: nearest.map { "did you mean `\($0)`?" }
          ?? "known are " + Self.known.joined(separator: ", "))
    }
  }

  private static func download(
    name: String, url: String, file: String, kind: NetworkClass?
  ) -> DataUpdateSource {
    let packing: DataUpdateSource.Packing =
      url.hasSuffix(".tar.gz") || url.hasSuffix(".tgz")
      ? .tarGzip : url.hasSuffix(".gz") ? .gzip : .none
    return DataUpdateSource(
      name: name, fileName: file, urls: [url], packing: packing,
      content: kind.map { .networkList($0, minimumCount: 1) } ?? .database(typePrefix: ""))
  }

  private func secret(_ variable: String) throws -> String {
    if let text = environment[variable], !text.isEmpty { return text }
    if let path = environment[variable + "_FILE"], !path.isEmpty,
      let data = FileManager.default.contents(atPath: path)
    {
      let text = String(decoding: data, as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines)
      if !text.isEmpty { return text }
    }
    throw Failure(
      .credentials, "G033", "expected `\(variable)` or `\(variable)_FILE` to be set, found neither",
      help: "accounts are free: https://www.maxmind.com/en/geolite2/signup")
  }
}
