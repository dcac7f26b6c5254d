import CandorModel
import Testing

@testable import CandorReports

/// Words of values, codes and reasons in every language.
@Suite struct MessagesTests {
  @Test(arguments: [
    (FindingValue("distanceKm", .number(7005.1, decimals: 1)), "distance 7,005.1 km", "7.005,1 km"),
    (FindingValue("gapSeconds", .number(212, decimals: 0)), "time between 212 s", "212 s"),
    (FindingValue("confidencePercent", .integer(60)), "confidence 60 %", "60 %"),
    (FindingValue("fromAsn", .integer(5617)), "from AS 5617", "5617"),
    (FindingValue("ownKm", .text("<b>")), "ownKm <b>", "<b>"),
  ])
  func valuesHaveNamesAndUnits(value: FindingValue, english: String, german: String) {
    let messages = Messages(.english)
    #expect("\(messages.name(of: value)) \(messages.quantity(value))" == english)
    #expect(Messages(.german).quantity(value) == german)
  }

  /// A condition that failed has the reason of unknown fields, and is not told as that.
  @Test func aFailedConditionIsNoUnknownFact() {
    let failed = NotEvaluable(
      rule: "device/example", reason: .unknownFields,
      text: "the condition of the rule could not be computed: division by zero")
    let unknown = NotEvaluable(
      rule: "device/example", reason: .unknownFields,
      text: "the facts to compare are not known of these answers")
    #expect(Messages(.english).reason(failed) == failed.text)
    #expect(
      Messages(.german).reason(failed)
        == "die Bedingung der Regel ließ sich nicht berechnen: division by zero")
    #expect(
      Messages(.spanish).reason(failed)
        == "no se pudo calcular la condición de la regla: division by zero")
    #expect(
      Messages(.german).reason(unknown)
        == "die zu vergleichenden Angaben sind bei diesen Antworten nicht bekannt")
  }

  /// What only some of the answers lack is not told as missing from all.
  @Test(
    arguments: [
      (.missingAddress, "some of the answers carry no address"),
      (.missingAgent, "some of the answers carry no agent that tells a device"),
      (
        .missingAgent,
        "some of the answers carry an automated agent, which says nothing of a person's device"
      ),
      (.missingTime, "some of the answers carry no timestamps"),
    ] as [(NotEvaluable.Reason, String)])
  func whatSomeAnswersLackIsSaidOfThem(reason: NotEvaluable.Reason, text: String) {
    let entry = NotEvaluable(rule: "device/example", reason: reason, text: text)
    #expect(Messages(.german).reason(entry).hasPrefix("einige der Antworten tragen"))
    #expect(Messages(.spanish).reason(entry).hasPrefix("algunas de las respuestas"))
  }

  /// The order of interviews is another thing than that of answers.
  @Test func severalInterviewsAreNoAnswers() {
    let simultaneous = NotEvaluable(
      rule: "candidate/device-change", reason: .unknownOrder,
      text: "interviews of the candidate begin at the same moment, so their order is not known")
    #expect(
      Messages(.german).reason(simultaneous)
        == "Interviews der Person beginnen im selben Augenblick, also ist ihre Reihenfolge nicht "
        + "bekannt")
    let answers = NotEvaluable(
      rule: "location/impossible-travel", reason: .unknownOrder,
      text: "the timestamps contradict the order of the answers")
    #expect(
      Messages(.german).reason(answers)
        == "die Zeitstempel widersprechen der Reihenfolge der Antworten")
  }

  /// Codes of ours are words; what somebody else wrote stays.
  @Test func codesAreWords() {
    func text(_ name: String, _ code: String, _ language: ReportLanguage) -> String {
      Messages(language).quantity(FindingValue(name, .text(code)))
    }
    let codes: [(name: String, codes: [String])] = [
      ("reason", ClientComparison.Reason.allCases.map(\.rawValue)),
      ("relation", ClientRelation.allCases.map(\.rawValue)),
      ("relation", NetworkRelation.allCases.map(\.rawValue)),
      ("scope", AddressScope.allCases.map(\.rawValue)),
      ("toClass", NetworkClass.allCases.map(\.rawValue)),
    ]
    for (name, codes) in codes {
      for code in codes {
        let key = name == "toClass" ? "class.\(code)" : "content.\(name).\(code)"
        for language in ReportLanguage.allCases {
          let word = Messages(language).found(key)
          #expect(word != nil, "\(key) in \(language.rawValue)")
          if name != "toClass" { #expect(text(name, code, language) == word) }
        }
        if name == "toClass" { #expect(text(name, code, .english) == code) }
      }
    }
    #expect(text("reason", "other-system", .english) == "another system")
    #expect(text("reason", "own-code", .english) == "own-code")
    #expect(text("reason", "other-system", .german) == "anderes System")
    #expect(text("reason", "own-code", .german) == "own-code")
    #expect(text("browser", "other-system", .german) == "other-system")
  }

  /// Evidence counts questions from 0; devices and codes are words of the language.
  @Test func valuesAreForPeople() {
    let (english, german) = (Messages(.english), Messages(.german))
    #expect(english.quantity(FindingValue("step", .integer(2))) == "3")
    #expect(english.name(of: FindingValue("step", .integer(2))) == "question")
    #expect(german.quantity(FindingValue("gapKnown", .text("bounded"))) == "als Grenze")
    #expect(
      german.quantity(FindingValue("fromDevice", .text("Chrome on Windows")))
        == "Chrome unter Windows")
    #expect(
      english.quantity(FindingValue("toDevice", .text("Chrome on Windows"))) == "Chrome on Windows")
  }
}
