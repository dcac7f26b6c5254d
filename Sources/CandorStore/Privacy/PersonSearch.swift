import CandorModel
import Foundation
import GRDB

/// Finds the interviews of one person.
///
/// A person is named by external id, id or e-mail, as the platform has it, or by the keyed hash that
/// stands for one of them. The store's columns hold one of these; the others stand in the
/// evidence, as long as that is kept.
struct PersonSearch {
  private let names: Set<String>
  private let needles: [[UInt8]]

  /// A name as names are compared: neither case nor the way in which a character is composed, nor white
  /// space around it, makes another person; and none at all in an e-mail address, as in linking.
  static func identity(_ name: String) -> String {
    name.split(whereSeparator: \.isWhitespace).joined(separator: name.contains("@") ? "" : " ")
      .lowercased().precomposedStringWithCanonicalMapping
  }

  /// Whether a text names anybody: what platforms write where they have no name would name all of whom
  /// they have none.
  private static func isName(_ text: String) -> Bool { PlaceholderText.meaning(of: text) != nil }

  /// `personIdentity(text)`: the same for SQL, whose own `lower` knows ASCII alone.
  static let identityFunction = DatabaseFunction(
    "personIdentity", argumentCount: 1, pure: true
  ) { values in
    String.fromDatabaseValue(values[0]).map(PersonSearch.identity)
  }

  /// - Parameter names: what the person is called; any of them.
  init(_ names: [String]) {
    self.names = Set(names.filter(Self.isName).map(Self.identity))
    needles = self.names.map { name in
      var writer = JSONWriter()
      writer.string(name)
      // White space may stand around it.
      return Array(writer.bytes.dropFirst().dropLast())
    }
  }

  /// The interviews, by platform and identifier.
  func interviews(in db: Database) throws -> [InterviewName] {
    var found: Set<InterviewName> = []
    var references: Set<InterviewName> = []
    for name in names {
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT DISTINCT platform, interview, candidate FROM assessment
          WHERE candidate IS NOT NULL AND personIdentity(candidate) = ?
          """, arguments: [name])
      for row in rows {
        found.insert(try InterviewName(row))
        references.insert(
          try InterviewName(platform: row.value("platform"), interview: row.value("candidate")))
      }
    }
    let rows = try Row.fetchCursor(
      db, sql: "SELECT platform, interview, candidate, body FROM evidence WHERE body IS NOT NULL")
    while let row = try rows.next() {
      let body = try BodyCodec.unpack(row.value("body"))
      guard isNamed(in: body) else { continue }
      let name = try InterviewName(row)
      found.insert(name)
      if let candidate = try row.optional("candidate") as String?, Self.isName(candidate) {
        references.insert(InterviewName(platform: name.platform, interview: candidate))
      }
    }
    // The same person's interviews whose evidence is gone.
    for reference in references {
      let rows = try Row.fetchAll(
        db,
        sql:
          "SELECT DISTINCT platform, interview FROM assessment WHERE candidate = ? AND platform = ?",
        arguments: [reference.interview, reference.platform])
      found.formUnion(try rows.map(InterviewName.init))
    }
    return found.sorted { ($0.platform, $0.interview) < ($1.platform, $1.interview) }
  }

  private func isNamed(in body: [UInt8]) -> Bool {
    // Most documents are of somebody else, and reading one costs more than looking for a name.
    let lowered = Data(body.map { $0 >= 65 && $0 <= 90 ? $0 | 0x20 : $0 })
    let mayBe =
      names.contains { !$0.allSatisfy(\.isASCII) || $0.contains(" ") || $0.contains("@") }
      || needles.contains { lowered.range(of: Data($0)) != nil }
    guard mayBe, let evidence = try? Evidence(json: body), let candidate = evidence.candidate else {
      return false
    }
    return [candidate.externalId, candidate.id, candidate.email].contains { text in
      text.map { names.contains(Self.identity($0)) } ?? false
    }
  }

  /// Everything by which interviews name their person, as names are compared.
  static func identities(of interviews: [InterviewName], in db: Database) throws -> Set<String> {
    var found: Set<String> = []
    for name in interviews {
      let arguments: StatementArguments = [name.platform, name.interview]
      found.formUnion(
        try String.fetchAll(
          db,
          sql: """
            SELECT DISTINCT candidate FROM assessment
            WHERE platform = ? AND interview = ? AND candidate IS NOT NULL
            """, arguments: arguments))
      let bodies = try Data.fetchAll(
        db,
        sql: "SELECT body FROM evidence WHERE platform = ? AND interview = ? AND body IS NOT NULL",
        arguments: arguments)
      for body in bodies {
        let candidate = try? Evidence(json: BodyCodec.unpack(Array(body))).candidate
        found.formUnion(
          [candidate?.externalId, candidate?.id, candidate?.email].compactMap { $0 })
      }
    }
    return Set(found.filter(isName).map(identity))
  }
}
