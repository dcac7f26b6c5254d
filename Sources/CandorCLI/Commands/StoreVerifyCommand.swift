import ArgumentParser
import CandorModel
import CandorStore

/// Whether the record is as it was stored.
struct StoreVerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Look for rows that were changed, removed or put in behind Candor's back.",
    discussion: """
      Ends with 1 where there are any. Assessments, decisions and erasures are linked in a chain, \
      with which evidence, the queue and the names of what was erased are compared; in runs, losses, \
      looks and what platforms were told only values of another kind are found. The head is the last \
      link of the chain: noted elsewhere it also tells when a whole file was put in the place of \
      another.
      """)

  @OptionGroup var options: StoreCommandOptions

  func run() async throws {
    let command = try options.begin()
    let result = try command.openStore().verify()
    try command.write(text: Self.text(result), json: Self.json(result))
    if result.changeCount > 0 { throw ExitStatus.negative }
  }

  private static func text(_ result: StoreVerification) -> String {
    var text = ""
    for change in result.changes { text += "\(change.kind.rawValue)  \(change.text)\n" }
    let unnamed = result.changeCount - result.changes.count
    if unnamed > 0 { text += "and \(unnamed) more\n" }
    let rows = result.rows.sorted { $0.key < $1.key }.map { kind, count in
      // What has no plural.
      let plural = ["evidence", "provenance"].contains(kind) ? kind : nil
      return CountText.of(count, kind, plural: plural)
    }
    text += "\(CountText.of(result.links, "link")) over \(rows.joined(separator: ", ")): "
    let count = result.changeCount
    text += (count == 0 ? "unchanged" : CountText.of(count, "change")) + "\n"
    if let head = result.head { text += "head sha256:\(head)\n" }
    return text
  }

  private static func json(_ result: StoreVerification) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("changeCount", result.changeCount)
    writer.key("changes")
    writer.beginArray()
    for change in result.changes {
      writer.beginObject()
      writer.member("kind", change.kind.rawValue)
      writer.member("row", change.row)
      writer.member("table", change.table)
      writer.member("text", change.text)
      writer.endObject()
    }
    writer.endArray()
    writer.member("head", result.head.map { "sha256:" + $0 })
    writer.member("links", result.links)
    writer.key("rows")
    writer.beginObject()
    for (table, count) in result.rows.sorted(by: { $0.key < $1.key }) {
      writer.member(table, count)
    }
    writer.endObject()
    writer.member("schema", "candor.store-verification/1")
    writer.endObject()
    return writer.text + "\n"
  }
}
