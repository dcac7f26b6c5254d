import CandorModel
import Mustache

/// A report for the person concerned: what was recorded, what was concluded and why, and what
/// speaks for them, in plain words.
public struct CandidateReport: Sendable {
  private let context: ReportContext
  private let messages: Messages

  /// Makes a report.
  public init(_ context: ReportContext) {
    self.context = context
    messages = Messages(context.language)
  }

  /// The report as text.
  ///
  /// - Parameter width: of a line, 60 to 200 columns.
  public func text(_ interview: ReportedInterview, width: Int = 80) -> String {
    let digest = CandidateDigest(interview, messages)
    let width = min(200, max(60, width))
    func paragraph(_ key: String) -> [String] { WordWrap.lines(messages[key], width: width) }
    func list(_ items: [String]) -> [String] {
      items.flatMap { WordWrap.lines($0, width: width, first: "  - ") }
    }
    var lines = WordWrap.lines(messages["candidate.title"], width: width)
    lines += WordWrap.lines(
      "\(messages["candidate.interview"]) \(digest.interview)", width: width)
    lines += [""] + paragraph("candidate.about")
    lines += ["", Self.heading(messages["candidate.recorded"])]
    if digest.records.isEmpty { lines += paragraph("candidate.recorded.none") }
    for record in digest.records {
      let address = record.address ?? messages["candidate.no-address"]
      let parts = [
        record.question, record.time ?? messages["candidate.no-time"], record.device, record.place,
        // Without an address the place says so already.
        address == record.place ? nil : address,
      ]
      lines += WordWrap.lines(
        parts.compactMap { $0 }.joined(separator: " · "), width: width,
        first: DisplayWidth.padded("  \(record.number).", to: 6))
    }
    if !digest.records.isEmpty {
      lines += paragraph("candidate.place-note") + paragraph("candidate.agent-note")
    }
    lines += ["", Self.heading(messages["candidate.concluded"])]
    lines += WordWrap.lines(digest.outcome, width: width)
    if !digest.reasons.isEmpty { lines += paragraph("candidate.because") + list(digest.reasons) }
    if !digest.noticed.isEmpty {
      lines += WordWrap.lines(digest.noticedWords, width: width) + list(digest.noticed)
    }
    if digest.hasForYou { lines += ["", Self.heading(messages["candidate.for-you"])] }
    if digest.hasNothingAgainst { lines += paragraph("candidate.for-you.none") }
    if !digest.explained.isEmpty {
      lines += paragraph("candidate.explained") + list(digest.explained)
    }
    if !digest.beside.isEmpty { lines += paragraph("candidate.beside") + list(digest.beside) }
    if !digest.ordinary.isEmpty { lines += paragraph("candidate.ordinary") + list(digest.ordinary) }
    if !digest.unknown.isEmpty {
      lines += ["", Self.heading(messages["candidate.unknown"])] + list(digest.unknown)
      lines += paragraph("candidate.unknown-note")
    }
    return (lines + [""] + paragraph("candidate.rights")).joined(separator: "\n") + "\n"
  }

  /// The report as one HTML page without script.
  public func html(_ interview: ReportedInterview) -> String {
    let digest = CandidateDigest(interview, messages)
    var words: [String: Any] = [:]
    for key in Messages.keys where key.hasPrefix("candidate.") {
      words[key.dropFirst("candidate.".count).filter { $0 != "-" && $0 != "." }] = messages[key]
    }
    for key in ["answer", "question", "time", "device", "place", "address"] {
      words["col" + key] = messages["raw.\(key)"]
    }
    var values: [String: Any] = [
      "lang": context.language.rawValue, "policy": Page.policy(hasScript: false), "css": Page.css,
      "words": words, "interview": digest.interview, "outcome": digest.outcome,
      "noticedWords": digest.noticedWords,
      "records": digest.records.map { record -> [String: Any] in
        [
          "number": record.number, "question": record.question ?? "",
          "time": record.time ?? messages["candidate.no-time"], "device": record.device,
          "place": record.place, "address": record.address ?? messages["candidate.no-address"],
        ]
      },
    ]
    if let moment = context.generatedAt {
      values["generated"] = messages.text("doc.generated", ["time": moment.text])
    }
    if digest.records.isEmpty { values["isEmpty"] = true } else { values["hasRecords"] = true }
    let lists: KeyValuePairs = [
      "reasons": digest.reasons, "noticed": digest.noticed, "explained": digest.explained,
      "beside": digest.beside,
      "ordinary": digest.ordinary, "unknown": digest.unknown,
    ]
    for (name, items) in lists where !items.isEmpty {
      values["has" + name] = true
      values[name] = items
    }
    if digest.hasNothingAgainst { values["nothingAgainst"] = true }
    if digest.hasForYou { values["hasForYou"] = true }
    return Page.candidate.render(values)
  }

  private static func heading(_ text: String) -> String {
    text + "\n" + String(repeating: "-", count: DisplayWidth.columns(text))
  }
}
