import ArgumentParser
import CandorModel
import CandorStore

/// Erases one person.
struct StoreEraseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Erase what is stored of one person.",
    discussion: """
      Documents, evidence, reasons of decisions and all names go; outcomes and counts stay under names \
      that tell nothing, and `candor store verify` still works. Later runs do not store the same \
      interviews again. An interview that knows the person by the e-mail alone stays where another \
      name was given, which is told. Copies made before, and what a platform keeps, are other matters. \
      Where the file cannot be written anew (damaged: 65, no room: 73, somebody reads or writes it: 75) \
      they go all the same, and a warning tells that copies of them may be left in it.
      """)

  @OptionGroup var person: CandidateOptions
  @OptionGroup var options: StoreCommandOptions

  func run() async throws {
    let command = try options.begin()
    let counts = try command.openStore(.change).erase(
      candidate: try person.names(), now: .now)
    let numbers = [
      ("assessments", counts.assessments), ("decisions", counts.decisions),
      ("evidence", counts.evidence), ("interviews", counts.interviews),
    ]
    let words = numbers.map { name, count in
      // There is no one evidence.
      count == 1 && name.hasSuffix("s") ? "1 \(name.dropLast())" : "\(count) \(name)"
    }
    if !counts.sameEmail.isEmpty { Console.shared.report(StoreNotes.sameEmail(counts.sameEmail)) }
    try command.write(
      text: "erased: \(words.joined(separator: ", "))\n",
      json: Self.json(numbers, sameEmail: counts.sameEmail.count),
      rewriteError: counts.rewriteError)
  }

  private static func json(
    _ numbers: [(name: String, count: Int)], sameEmail: Int
  ) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("erased")
    writer.beginObject()
    for (name, count) in numbers { writer.member(name, count) }
    writer.endObject()
    writer.member("sameEmail", sameEmail)
    writer.member("schema", "candor.store-erasure/1")
    writer.endObject()
    return writer.text + "\n"
  }
}
