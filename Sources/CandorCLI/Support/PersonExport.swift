import CandorModel
import CandorReports
import CandorStore

/// What is stored of one person, as text to read and as JSON.
struct PersonExport {
  private let records: [PersonalRecord]

  init(_ records: [PersonalRecord]) { self.records = records }

  /// The export in plain words: per interview the report for the person concerned, then what is
  /// kept, what was decided and when somebody looked.
  func text(_ language: ReportLanguage) -> String {
    let report = CandidateReport(ReportContext(language: language))
    let count = records.count
    var text = "What is stored about you: \(CountText.of(count, "interview"))\n"
    for record in records {
      text += "\n" + String(repeating: "=", count: 72) + "\n\n"
      text += Self.text(record, report)
    }
    return text
  }

  private static func text(_ record: PersonalRecord, _ report: CandidateReport) -> String {
    var text = ""
    let evidence = record.evidence.last.flatMap { try? Evidence(json: $0.document) }
    if let document = record.assessments.last?.document,
      let assessment = try? Assessment(json: document)
    {
      text += report.text(
        ReportedInterview(
          assessment, notes: evidence.map { InterviewNotes($0) },
          lookedAt: ReviewHistory(record.decisions).lookedAt(record.state)))
    } else {
      text += "Interview \(TerminalText.safe(record.name.text)): its assessment was removed.\n"
    }
    text += "\nWhat is kept\n------------\n"
    for stored in record.assessments {
      let kept = stored.document == nil ? "its outcome alone" : "the whole assessment"
      text += "  - assessed on \(stored.assessedAt.dateText): \(kept)\n"
    }
    for stored in record.evidence {
      text += "  - what the platform recorded, as of \(stored.storedAt.dateText)\n"
    }
    if let candidate = evidence?.candidate {
      let facts = [
        ("name", candidate.name), ("e-mail", candidate.email), ("id", candidate.id),
        ("external id", candidate.externalId), ("stated country", candidate.declaredCountry),
      ]
      for (name, value) in facts {
        if let value { text += "  - \(name): \(TerminalText.safe(value))\n" }
      }
    }
    if let evidence { text += traces(evidence) }
    if !record.decisions.isEmpty {
      text += "\nWhat reviewers decided\n----------------------\n"
      for decision in record.decisions {
        let reason = decision.reason.map { ": " + TerminalText.safe($0) } ?? ""
        text += "  - \(decision.decidedAt.dateText), \(words(decision.verdict))\(reason)\n"
      }
    }
    if !record.accesses.isEmpty {
      text += "\nWhen somebody looked\n--------------------\n"
      for access in record.accesses {
        text += "  - \(access.at.text), with `candor \(TerminalText.safe(access.action))`\n"
      }
    }
    return text
  }

  /// Addresses and agents as they were recorded, each once.
  private static func traces(_ evidence: Evidence) -> String {
    var seen: Set<String> = []
    var texts: [String?] = evidence.answers.flatMap { answer -> [String?] in
      [answer.ip, answer.userAgent]
    }
    texts += evidence.contacts.flatMap { contact -> [String?] in [contact.ip, contact.userAgent] }
    texts += evidence.seen.ipAddresses + evidence.seen.userAgents
    return texts.compactMap { $0 }.filter { seen.insert($0).inserted }
      .map { "  - recorded: \(TerminalText.safe($0))\n" }.joined()
  }

  private static func words(_ verdict: StoredDecision.Verdict) -> String {
    switch verdict {
    case .confirmed: "what was found is so"
    case .innocent: "there is an innocent reason"
    case .unsure: "it cannot be told"
    case .escalated: "somebody else should look"
    case .reopened: "it was taken up again"
    }
  }

  /// Every stored document (`candor.person-export/1`).
  var json: String {
    var writer = JSONWriter(capacity: 16_384)
    writer.beginObject()
    writer.key("interviews")
    writer.beginArray()
    for record in records { Self.write(record, to: &writer) }
    writer.endArray()
    writer.member("schema", "candor.person-export/1")
    writer.endObject()
    return writer.text + "\n"
  }

  private static func write(_ record: PersonalRecord, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("accesses")
    writer.beginArray()
    for access in record.accesses {
      writer.beginObject()
      writer.member("action", access.action)
      writer.member("at", access.at.text)
      writer.endObject()
    }
    writer.endArray()
    writer.key("assessments")
    writer.beginArray()
    for stored in record.assessments {
      writer.beginObject()
      writer.member("at", stored.assessedAt.text)
      if let document = stored.document {
        writer.key("document")
        writer.raw(document)
      }
      writer.member("outcome", stored.outcome.rawValue)
      writer.member("run", stored.run)
      writer.endObject()
    }
    writer.endArray()
    writer.key("decisions")
    ReviewHistory(record.decisions).write(to: &writer, withReviewer: false)
    writer.key("evidence")
    writer.beginArray()
    for stored in record.evidence {
      writer.beginObject()
      writer.member("at", stored.storedAt.text)
      writer.key("document")
      writer.raw(stored.document)
      writer.endObject()
    }
    writer.endArray()
    record.name.write(to: &writer)
    writer.member("state", record.state.rawValue)
    writer.endObject()
  }
}
