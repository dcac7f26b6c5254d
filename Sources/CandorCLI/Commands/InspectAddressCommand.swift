import ArgumentParser
import CandorGeoIP
import CandorKit
import CandorModel
import CandorTimeline
import Foundation

/// What an address says of place and network, who said so, and how two addresses stand to each other.
struct InspectAddressCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ip",
    abstract: "Tell what an address says, or how two of them stand to each other.")

  @Argument(help: ArgumentHelp("One address, or two to compare.", valueName: "address"))
  var addresses: [String] = []

  @Flag(help: "Read addresses from standard input, one a line; print one JSON object a line.")
  var batch = false

  @Flag(help: "Print the whole record of one database, always as JSON.")
  var raw = false

  @OptionGroup var location: LocationOptions
  @OptionGroup var output: ResultOptions<InspectionForms>
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    let format =
      batch
      ? try output.format(settings, allowed: [.ndjson, .json])
      : try output.format(settings)
    if raw, batch {
      throw Failure.wrongUsage("expected `--raw` or `--batch`, found both")
    }
    if raw, !location.networkList.isEmpty {
      throw Failure.wrongUsage("`--network-list` means nothing together with `--raw`")
    }
    let sink = try output.open(settings)
    if raw { return try printRecord(settings, sink) }
    var options = try AnalysisParts.parse([])
    options.location = location
    let setup = AnalysisSetup(settings: settings, options: options)
    let location = try setup.location(.now)
    if batch {
      guard addresses.isEmpty else {
        throw Failure.wrongUsage(
          "expected addresses on standard input with `--batch`, found arguments")
      }
      try BatchLines.run(output: sink) { line, writer in
        writer.raw(location.batchLine(utf8: line))
      }
      return
    }
    guard (1...2).contains(addresses.count) else {
      throw Failure.wrongUsage("expected one address or two, found `\(addresses.count)`")
    }
    if format == .json { return try printJSON(location, sink) }
    try printText(location, sink)
    try sink.close()
  }

  private func printJSON(_ location: GeoIP, _ sink: Output) throws {
    let facts = addresses.compactMap { location.facts(for: $0).value }
    var writer = JSONWriter()
    if addresses.count == 2 {
      guard facts.count == 2 else {
        throw Failure(
          .unreadable, "G011", "expected IPv4 or IPv6 addresses, found text that is none")
      }
      let pair = Self.pair(facts[0], facts[1], location)
      pair.write(to: &writer) { location.writeAddress($0, to: &$1) }
    } else {
      location.writeAddress(addresses[0], to: &writer)
    }
    writer.newline()
    try sink.write(json: writer.bytes)
    try sink.close()
    // Its `error` says why.
    if facts.isEmpty { throw ExitStatus.unreadable }
  }

  private func printText(_ location: GeoIP, _ sink: Output) throws {
    var found: [AddressFacts] = []
    for address in addresses {
      switch location.explanation(for: address) {
      case .found(let explanation):
        try sink.write(Self.table(explanation.rows(at: .now)))
        found.append(explanation.facts)
      case .absent:
        throw Failure(.unreadable, "G010", "expected an address, found a placeholder")
      case .failed, .notAttempted:
        throw Failure(
          .unreadable, "G011", "expected an IPv4 or IPv6 address, found text that is none")
      }
      try sink.write("\n")
    }
    guard found.count == 2 else { return }
    try sink.write(Self.table(Self.pair(found[0], found[1], location).rows))
  }

  /// The two as an analysis with these databases would compare them.
  private static func pair(
    _ first: AddressFacts, _ second: AddressFacts, _ location: GeoIP
  ) -> AddressPair {
    AddressPair(first, second, timeline: TimelineBuilder(countries: location.countries))
  }

  /// Rows of label and text; an empty label goes on with the row above.
  private static func table(_ rows: [(label: String, text: String)]) -> String {
    // The type of a database is a label, and whatever its file says.
    let rows = rows.map { (label: TerminalText.safe($0.label), text: TerminalText.safe($0.text)) }
    let width = rows.map(\.label.count).max() ?? 0
    return rows.map { row in
      let label = row.label + String(repeating: " ", count: width - row.label.count)
      return "\(label)  \(row.text)\n"
    }.joined()
  }

  private func printRecord(_ settings: Settings, _ sink: Output) throws {
    let databases = settings.texts("geoip", flags: location.geoip)
    guard addresses.count == 1, databases.count == 1, databases[0] != "default" else {
      throw Failure.wrongUsage(
        "expected one address and one `--geoip` with `--raw`",
        help: "candor inspect ip ADDRESS --geoip FILE --raw")
    }
    // A plain address is looked up as it stands: a database has networks for `0.0.0.0`, and for
    // 6to4 and Teredo addresses apart from the IPv4 address inside.
    guard
      let address = IPAddress(addresses[0]) ?? AddressText.normalize(addresses[0]).value?.address
    else {
      throw Failure(
        .unreadable, "G011", "expected an IPv4 or IPv6 address, found text that is none")
    }
    let record: RawRecord
    do {
      record = try Database.open(path: databases[0]).raw(for: address)
    } catch {
      throw Failure(.unreadable, "G001", "cannot use the database: \(error)")
    }
    try sink.write(json: record.json + "\n")
    try sink.close()
  }
}
