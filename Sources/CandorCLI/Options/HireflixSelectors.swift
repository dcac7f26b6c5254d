import ArgumentParser
import CandorModel
import CandorSources

/// Which interviews of Hireflix.
struct HireflixSelectors: PlatformSelectors {
  typealias Since = SinceSelector

  static let platform = PlatformName.hireflix

  @Option(help: ArgumentHelp("This interview; may be repeated.", valueName: "id"))
  var interview: [String] = []

  @Option(help: ArgumentHelp("All interviews of this position; may be repeated.", valueName: "id"))
  var position: [String] = []

  @Flag(help: "All interviews of all positions.")
  var all = false

  @Option(help: ArgumentHelp("Only with this status; may be repeated.", valueName: "status"))
  var status: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Only completed since this date, or span back. `last`, with `audit`: only what is new or changed \
      since the last run of this selection.
      """, valueName: "date"))
  var since: String?

  @Option(help: ArgumentHelp("Only completed before this date, or span back.", valueName: "date"))
  var until: String?

  @Option(
    name: .customLong("select"),
    help: ArgumentHelp("Ask for this field of answers too; may be repeated.", valueName: "field"))
  var extraFields: [String] = []

  @Option(help: ArgumentHelp("Interviews per request, 1 to 50.", valueName: "n"))
  var batchSize: Int?

  /// Whether settings name the fields, and no flag; nothing that could be typed.
  var fieldsAreSettings = false

  func completed(by settings: Settings) throws -> HireflixSelectors {
    guard extraFields.isEmpty else { return self }
    var selectors = self
    let fields = try Self.fields(settings)
    selectors.extraFields =
      try fields.isEmpty ? PlatformSettings(.hireflix, settings).fields() : fields
    selectors.fieldsAreSettings = true
    return selectors
  }

  /// The further fields that are named outside of `platforms:`.
  ///
  /// - Throws: 78 where one has not the form of a field.
  static func fields(_ settings: Settings) throws(Failure) -> [String] {
    let fields = settings.texts("select")
    if let field = fields.first(where: { !HireflixSelection.isField($0) }) {
      throw Failure.badConfigurationValue(
        "select", expected: PlatformSettings.fieldForm, found: field,
        source: settings.source(of: "select"))
    }
    return fields
  }

  func selection(now: Timestamp) throws -> HireflixSelection {
    guard all || !interview.isEmpty || !position.isEmpty else {
      throw Self.nothingSelected("--interview ID, --position ID or --all")
    }
    try Self.check(interview, flag: "--interview")
    try Self.check(position, flag: "--position")
    for text in status where !HireflixSelection.statusWords.contains(text) {
      throw Failure.wrongUsage(
        "expected `--status` to be a status of Hireflix, found `\(text)`",
        help: "they are \(HireflixSelection.statusWords.joined(separator: ", "))")
    }
    let since = try DateSelector.moment(
      asksForChanges ? nil : since, flag: "--since", now: now)
    let until = try DateSelector.moment(until, flag: "--until", now: now)
    try DateSelector.checkOrder(since, until, flags: ("--since", "--until"))
    return HireflixSelection(
      interviews: interview, positions: position, includesAll: all, statuses: status,
      since: since, until: until, extraFields: extraFields,
      extraFieldsAreSettings: fieldsAreSettings)
  }

  var asksForChanges: Bool { since == DateSelector.last }

  var bounds: [String] {
    let since = asksForChanges ? nil : since
    return [since.map { "since=\($0)" }, until.map { "until=\($0)" }].compactMap { $0 }
  }

  var canonicalText: String {
    var parts = interview.sorted().map { "interview=\($0)" }
    parts += position.sorted().map { "position=\($0)" }
    if all { parts.append("all") }
    parts += status.sorted().map { "status=\($0)" }
    parts += extraFields.sorted().map { "select=\($0)" }
    return parts.joined(separator: " ")
  }

  func source(_ settings: Settings, environment: [String: String]) throws -> HireflixSource {
    let connection = try PlatformConnection(.hireflix, settings, environment: environment)
    var options = HireflixSource.Options()
    let maximum = HireflixSource.maximumBatchSize
    let own = try PlatformSettings(.hireflix, settings).count("batchSize", maximum: maximum)
    let size = try settings.integer(
      "batchSize", flag: batchSize, minimum: 1, maximum: maximum)
    if let size = size ?? own { options.batchSize = size }
    return try HireflixSource(
      key: connection.key, endpoint: connection.endpoint, configuration: connection.configuration,
      options: options)
  }
}
