import CandorModel
import CandorSources
import Yams

/// What `platforms:` in the configuration says of one platform; nothing of it is secret.
///
/// ```yaml
/// platforms:
///   hireflix: {batchSize: 5, requestsPerSecond: 4, select: [answers.createdAt]}
///   instaview: {company: "123e4567-...", addressKey: signupIp, agentKey: signupAgent}
///   interviewrelay: {url: "https://relay.example.com/v1", concurrency: 2}
/// ```
struct PlatformSettings {
  private static let common: Set<String> = ["url", "concurrency", "requestsPerSecond"]
  private static let own: [PlatformName: Set<String>] = [
    .hireflix: ["batchSize", "select"], .instaview: ["company", "addressKey", "agentKey"],
    .interviewrelay: ["addressKey", "agentKey"],
  ]

  /// The keys that hold several values.
  private static let lists: Set<String> = ["select"]

  private let node: Node?
  private let path: String
  private let name: String

  init(_ platform: PlatformName, _ settings: Settings) {
    name = platform.rawValue
    path = settings.path ?? "candor.yaml"
    node = settings.section("platforms")?[platform.rawValue]
  }

  var url: String? { node?["url"]?.scalar?.string }
  var company: String? { node?["company"]?.scalar?.string }
  var metadataKeys: MetadataKeys {
    MetadataKeys(
      address: node?["addressKey"]?.scalar?.string, agent: node?["agentKey"]?.scalar?.string)
  }

  /// What a field of `select` is, as messages say it.
  static let fieldForm = "fields such as `createdAt`, `steps.completedAt` or `answers.createdAt`"

  /// The further fields that Hireflix is asked for; empty where none is named.
  ///
  /// - Throws: 78 where one has not the form of a field.
  func fields() throws(Failure) -> [String] {
    let fields = node?["select"].flatMap(Settings.texts) ?? []
    if let field = fields.first(where: { !HireflixSelection.isField($0) }) {
      throw bad("select", Self.fieldForm, field)
    }
    return fields
  }

  /// A whole number from 1 up to a maximum.
  func count(_ key: String, maximum: Int = .max) throws(Failure) -> Int? {
    guard let text = node?[key]?.scalar?.string else { return nil }
    guard let value = Int(text), value > 0, value <= maximum else {
      let range = maximum < .max ? "between 1 and \(maximum)" : "from 1"
      throw bad(key, "a whole number \(range)", text)
    }
    return value
  }

  /// More at a time than any platform allows a second.
  private static let maximumConcurrency = 1000

  /// Sets what the configuration says of the connection.
  func apply(to configuration: inout TransportConfiguration) throws(Failure) {
    if let count = try count("concurrency", maximum: Self.maximumConcurrency) {
      configuration.concurrency = count
    }
    if let text = node?["requestsPerSecond"]?.scalar?.string {
      guard let rate = Double(text), rate > 0, rate <= 10_000 else {
        throw bad("requestsPerSecond", "a number above 0", text)
      }
      configuration.requestsPerSecond = rate
    }
  }

  private func bad(_ key: String, _ expected: String, _ found: String) -> Failure {
    Failure.badConfigurationValue(
      "platforms.\(name).\(key)", expected: expected, found: found, source: "`\(path)`")
  }

  /// Refuses unknown platforms and keys, and values of another shape.
  static func check(
    _ section: Node, place: (Mark?) -> Diagnostic.Place
  ) throws(Failure) {
    let platforms = PlatformName.allCases.map(\.rawValue)
    for (nameNode, value) in section.mapping ?? [:] {
      let name = nameNode.string ?? ""
      guard let platform = PlatformName(rawValue: name) else {
        throw Failure.unknownConfigurationKey(
          name, at: place(nameNode.mark), suggestion: NearestName.find(name, among: platforms))
      }
      let known = common.union(own[platform] ?? [])
      for (keyNode, keyValue) in value.mapping ?? [:] {
        let key = keyNode.string ?? ""
        guard known.contains(key) else {
          throw Failure.unknownConfigurationKey(
            key, at: place(keyNode.mark), suggestion: NearestName.find(key, among: known))
        }
        try Settings.refuseNUL(in: keyValue, of: key, place: place)
        let isFitting =
          lists.contains(key) ? Settings.texts(keyValue) != nil : keyValue.scalar != nil
        guard isFitting else {
          throw Failure(
            .configuration, "C011", "expected a plain value for `\(key)`", at: place(keyValue.mark))
        }
      }
      guard value.mapping != nil || value.null != nil else {
        throw Failure(
          .configuration, "C011", "expected settings for `\(name)`", at: place(value.mark))
      }
    }
    guard section.mapping != nil || section.null != nil else {
      throw Failure(
        .configuration, "C011", "expected platforms as `name: settings`", at: place(section.mark))
    }
  }
}
