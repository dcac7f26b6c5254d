import CandorModel

/// One way of reading the sentence of a finding: which two answers, which number, which clauses.
struct SentenceFacts {
  private let finding: Finding
  private let timeline: Timeline
  private var from: Int?
  private var to: Int?
  private var number: String?
  private var kilometres: String?
  private var clauses: Set<String> = []

  /// The ways of reading a finding's sentence by a template, the likely ones first.
  static func candidates(
    _ finding: Finding, _ timeline: Timeline, for template: Sentences.Template
  ) -> some Sequence<SentenceFacts> {
    let names = template.names
    let clauses = names.filter { Sentences.clause($0, .english) != nil }
    let inside = clauses.flatMap { Sentences.clause($0, .english)?.names ?? [] }
    let all = names + inside
    let needsPair = all.contains {
      $0.hasPrefix("from.") || $0.hasPrefix("to.") || pairNames.contains($0)
    }
    let pairs = needsPair ? pairs(of: finding, timeline) : [(-1, -1)]
    let numbers: [String?] = all.contains("n") ? numbers(in: finding.summary) : [nil]
    var base = SentenceFacts(finding: finding, timeline: timeline)
    base.kilometres = wordBefore(" km", in: finding.summary)
    let filled = base
    return pairs.lazy.flatMap { pair in
      numbers.lazy.flatMap { number in
        (0..<(1 << clauses.count)).lazy.map { bits in
          var facts = filled
          (facts.from, facts.to) = pair.0 < 0 ? (nil, nil) : (pair.0, pair.1)
          facts.number = number
          for (place, name) in clauses.enumerated() where bits & (1 << place) != 0 {
            facts.clauses.insert(name)
          }
          return facts
        }
      }
    }
  }

  /// The sentence in a language; `nil` where a fact of it is not known.
  func text(_ template: Sentences.Template, _ messages: Messages) -> String? {
    var text = ""
    for piece in template.pieces {
      switch piece {
      case .text(let part): text += part
      case .fact(let name):
        if let clause = Sentences.clause(name, messages.language) {
          guard clauses.contains(name) else { continue }
          guard let part = self.text(clause, messages) else { return nil }
          text += part
        } else {
          guard let part = fact(name, messages) else { return nil }
          text += part
        }
      }
    }
    return text
  }

  private func fact(_ name: String, _ messages: Messages) -> String? {
    let words = messages.sentenceWords
    switch name {
    case "answers": return AnswerText.named(AnswerText.merged(finding.observations), words)
    case "before", "after":
      guard let from, let to else { return nil }
      let change = change(from: from, to: to)
      return AnswerText.named(
        name == "before" ? timeline.answersBefore(change) : timeline.answersAfter(change), words)
    case "networks": return networks(words)
    case "n": return number
    case "km": return kilometres.map(messages.regrouped)
    case "hours": return Self.wordBefore(" h ", in: finding.summary)
    case "minutes": return Self.wordBefore(" min apart", in: finding.summary)
    case "count": return String(timeline.observations.count)
    case "question": return observation("from").map { String($0.step + 1) }
    case "mark": return text(of: "mark")
    case "declared":
      return text(of: "declaredCountry").map { messages.countryName($0) ?? $0 }
    case "unpaired-address", "unpaired-agent": return Sentences.gap
    default:
      let parts = name.split(separator: ".")
      guard parts.count == 2 else { return nil }
      if parts[0] == "value" || parts[0] == "size" { return value(parts[1], parts[0] == "size") }
      guard let observation = observation(String(parts[0])) else { return nil }
      let other = self.observation(parts[0] == "from" ? "to" : "from")
      return fact(String(parts[1]), of: observation, beside: other, messages)
    }
  }

  private func fact(
    _ name: String, of observation: Observation, beside other: Observation?, _ messages: Messages
  ) -> String? {
    let words = messages.sentenceWords
    let version = observation.client.value?.browserVersion
    switch name {
    case "answers": return AnswerText.named([observation.index...observation.index], words)
    case "device": return ObservationText.device(observation.client.value, words)
    case "version": return version.map { " " + $0 } ?? ""
    // Behind a device, whose name may end with a system.
    case "numbered": return version.map { ", \(messages["sentence.version"]) \($0)" } ?? ""
    case "bracketed": return version.map { " (\($0))" } ?? ""
    case "network": return ObservationText.network(observation.network.value, words)
    case "place":
      return ObservationText.place(
        observation.place.value, beside: other?.place.value, country: messages.countryName(of:),
        words)
    default: return nil
    }
  }

  /// The change between two answers; of a stored assessment only those that end a run are known, and
  /// of others the finding tells what changed.
  private func change(from: Int, to: Int) -> Switch {
    timeline.transitions.first { $0.from == from && $0.to == to }
      ?? Switch(
        from: from, to: to, endsRun: false, changed: [finding.kind == .device ? .device : .place])
  }

  private func observation(_ end: String) -> Observation? {
    guard let index = end == "from" ? from : to, timeline.observations.indices.contains(index)
    else { return nil }
    return timeline.observations[index]
  }

  /// The networks of the finding's answers, each once, as they come.
  private func networks(_ words: SentenceWords) -> String {
    var names: [String] = []
    for index in finding.observations where timeline.observations.indices.contains(index) {
      let name = ObservationText.network(timeline.observations[index].network.value, words)
      if !names.contains(name) { names.append(name) }
    }
    return names.joined(separator: ", ")
  }

  /// A value of the finding, or how many texts it holds.
  private func value(_ name: Substring, _ isSize: Bool) -> String? {
    switch finding.values.first(where: { $0.name == name })?.content {
    case .integer(let number)? where !isSize: String(number)
    case .text(let text)? where !isSize: text
    case .texts(let texts)? where isSize: String(texts.count)
    default: nil
    }
  }

  private func text(of name: String) -> String? {
    guard case .text(let text)? = finding.values.first(where: { $0.name == name })?.content else {
      return nil
    }
    return text
  }

  private static let pairNames: Set<String> = ["before", "after", "question"]

  /// Pairs of answers that the sentence may be about: what the finding rests on, then the changes of
  /// the timeline, then single answers.
  private static func pairs(of finding: Finding, _ timeline: Timeline) -> [(Int, Int)] {
    let answers = finding.observations.prefix(24)
    var pairs = Array(zip(answers, answers.dropFirst()))
    if let first = answers.first, let last = answers.last { pairs.insert((first, last), at: 0) }
    pairs += timeline.transitions.prefix(24).map { ($0.from, $0.to) }
    return pairs + answers.map { ($0, $0) }
  }

  /// The whole numbers of a sentence, each once.
  private static func numbers(in text: String) -> [String?] {
    var numbers: [String?] = []
    for word in text.split(whereSeparator: { !$0.isASCII || !$0.isNumber }).prefix(40) {
      let number = String(word)
      if number.utf8.count < 6, !numbers.contains(number) { numbers.append(number) }
    }
    return numbers.isEmpty ? [nil] : numbers.reversed()
  }

  /// The number that stands before a unit.
  private static func wordBefore(_ unit: String, in text: String) -> String? {
    guard let place = text.firstRange(of: unit) else { return nil }
    let digits = text[..<place.lowerBound].reversed().prefix { $0.isNumber || $0 == "," }
    return digits.isEmpty ? nil : String(digits.reversed())
  }
}
