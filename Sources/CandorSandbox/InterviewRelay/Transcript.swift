import CandorModel

/// What was said in a session: made up around the questions, the same every time.
struct Transcript: Sendable {
  enum Speaker: String, Sendable {
    case interviewer = "ai"
    case participant
  }

  struct Utterance: Sendable {
    var id: String
    var speaker: Speaker
    var text: String
    /// Seconds from the session's start.
    var start: Double
    var end: Double
    var questionID: String
  }

  let sessionID: String
  /// Seconds.
  let duration: Double
  var utterances: [Utterance]
  /// What `redact_pii` takes out of the texts.
  private let personal: [String]

  /// Makes the transcript of a completed session.
  init(_ evidence: Evidence) {
    sessionID = InterviewRelayDocuments.sessionID(evidence)
    personal = [evidence.candidate?.name, evidence.candidate?.email].compactMap { $0 }
    let steps = Dictionary(grouping: evidence.answers, by: \.step.index).sorted { $0.key < $1.key }
    var time = 2.0
    var utterances: [Utterance] = []
    let session = sessionID
    func say(_ speaker: Speaker, _ text: String, seconds: Double, pause: Double, _ step: Int) {
      let id = StableIdentifier.prefixed("utt", session, "\(utterances.count)")
      utterances.append(
        Utterance(
          id: id, speaker: speaker, text: text, start: time + pause,
          end: time + pause + seconds, questionID: "q\(step + 1)"))
      time += pause + seconds
    }
    for (place, (index, answers)) in steps.enumerated() {
      let question = answers[0].step.title ?? "Question \(index + 1)"
      say(.interviewer, question, seconds: 4.5, pause: 0.5, index)
      let greeting = place == 0 ? evidence.candidate?.name.map { "My name is \($0). " } ?? "" : ""
      say(
        .participant, greeting + "This is the answer to question \(index + 1).", seconds: 42.5,
        pause: 1.25, index)
    }
    self.utterances = utterances
    duration = time
  }

  /// Only what one of the two said.
  func filtered(_ speaker: Speaker) -> Transcript {
    var copy = self
    copy.utterances.removeAll { $0.speaker != speaker }
    return copy
  }

  /// Without the participant's name and e-mail address.
  func redacted() -> Transcript {
    var copy = self
    for index in copy.utterances.indices {
      for word in personal where !word.isEmpty {
        copy.utterances[index].text.replace(word, with: "[REDACTED]")
      }
    }
    return copy
  }

  // MARK: Formats

  func json(includesSentiment: Bool, includesKeywords: Bool) -> JSONValue {
    .object([
      ("sessionId", .string(sessionID)), ("language", .string("en")),
      ("duration", .decimal(duration)),
      (
        "utterances",
        .array(
          utterances.map { utterance in
            .present([
              ("id", .string(utterance.id)), ("speaker", .string(utterance.speaker.rawValue)),
              ("text", .string(utterance.text)), ("startTime", .decimal(utterance.start)),
              ("endTime", .decimal(utterance.end)), ("confidence", .number("0.97")),
              ("sentiment", includesSentiment ? .string("neutral") : nil),
              (
                "keywords",
                includesKeywords ? .array([.string("answer"), .string("question")]) : nil
              ), ("questionId", .string(utterance.questionID)),
            ])
          })
      ),
    ])
  }

  var text: String {
    utterances.map { "\(Self.name($0.speaker)): \($0.text)\n" }.joined()
  }

  var subRip: String {
    utterances.enumerated().map { index, utterance in
      "\(index + 1)\n\(Self.time(utterance.start, ",")) --> \(Self.time(utterance.end, ","))\n"
        + "\(Self.name(utterance.speaker)): \(utterance.text)\n\n"
    }.joined()
  }

  var webVTT: String {
    "WEBVTT\n\n"
      + utterances.map { utterance in
        "\(Self.time(utterance.start, ".")) --> \(Self.time(utterance.end, "."))\n"
          + "<v \(Self.name(utterance.speaker))>\(utterance.text)\n\n"
      }.joined()
  }

  private static func name(_ speaker: Speaker) -> String {
    speaker == .interviewer ? "Interviewer" : "Participant"
  }

  /// `00:01:02.500`; the sign before the milliseconds differs between the formats.
  static func time(_ seconds: Double, _ separator: String) -> String {
    let all = Int((seconds * 1000).rounded())
    func padded(_ value: Int, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(all / 3_600_000, 2)):\(padded(all / 60_000 % 60, 2)):"
      + "\(padded(all / 1000 % 60, 2))\(separator)\(padded(all % 1000, 3))"
  }
}
