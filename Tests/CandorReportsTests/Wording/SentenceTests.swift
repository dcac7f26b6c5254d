import CandorModel
import Foundation
import Testing

@testable import CandorReports

/// Sentences of findings in other languages: the same facts, or the rule's own words.
@Suite struct SentenceTests {
  private static let others: [ReportLanguage] = [.spanish, .german]

  private static func finding(_ rule: String, _ summary: String, _ observations: [Int]) -> Finding {
    Finding(
      rule: rule, ruleVersion: "1.0.0", ruleHash: "sha256:0", severity: .medium, summary: summary,
      observations: observations,
      values: [
        FindingValue("mark", .text("electron-unknown-app")), FindingValue("places", .integer(3)),
      ],
      kind: .place)
  }

  private static func timeline() -> Timeline {
    let windows = Client(
      ClientFacts(browser: "Chrome", browserVersion: "145", browserMajor: 145, os: "Windows"))
    let places = ["ES": ("Madrid", 40.4, -3.7), "PL": ("Warsaw", 52.2, 21.0)]
    let observations = ["ES", "ES", "PL"].enumerated().map { index, code in
      let (city, latitude, longitude) = places[code] ?? ("", 0, 0)
      let facts = IPAddress("83.56.102.23\(index)").map {
        AddressFacts(
          address: NormalizedAddress(raw: "83.56.102.23\(index)", address: $0),
          network: .found(Network(asn: 3352, organization: "TELEFONICA", source: "test")),
          place: .found(
            Place(
              country: code, city: city, latitude: latitude, longitude: longitude, source: "test")))
      }
      return Observation(
        index: index, answer: index, step: index, attempt: 0, at: nil,
        address: facts.map { .found($0) } ?? .absent, client: .found(windows))
    }
    return Timeline(
      observations: observations, order: .step,
      runs: [
        Run(first: 0, last: 1, place: 0, device: 0), Run(first: 2, last: 2, place: 1, device: 0),
      ], transitions: [Switch(from: 1, to: 2, endsRun: true, changed: [.place])])
  }

  @Test(arguments: [
    (
      "location/country-switch",
      "answers 1-2 came from Madrid, Spain, answer 3 from Warsaw, Poland (at least 2,249 km apart)",
      [1, 2],
      "Antworten 1-2: aus Madrid, Spanien; Antwort 3: aus Warsaw, Polen (mindestens 2.249 km "
        + "voneinander entfernt)",
      "respuestas 1-2: desde Madrid, España; respuesta 3: desde Warsaw, Polonia (a 2.249 km como "
        + "mínimo)"
    ),
    (
      "location/country-switch",
      "answers 1-2 came from Madrid, Spain, answer 3 from Warsaw, Poland, on another device",
      [1, 2],
      "Antworten 1-2: aus Madrid, Spanien; Antwort 3: aus Warsaw, Polen, an einem anderen Gerät",
      "respuestas 1-2: desde Madrid, España; respuesta 3: desde Warsaw, Polonia, en otro dispositivo"
    ),
    (
      "location/region-switch",
      "answers 1-2 came from Madrid, Spain, answer 3 from Warsaw, Poland (at least 262 km apart)",
      [1, 2],
      "Antworten 1-2: aus Madrid, Spanien; Antwort 3: aus Warsaw, Polen (mindestens 262 km "
        + "voneinander entfernt)",
      "respuestas 1-2: desde Madrid, España; respuesta 3: desde Warsaw, Polonia (a 262 km como "
        + "mínimo)"
    ),
    (
      "location/interleaved",
      "two places alternate: Madrid, Spain and Warsaw, Poland, 5 changes of place among 3 places in "
        + "3 answers", [0, 1, 2],
      "zwei Orte wechseln sich ab: Madrid, Spanien und Warsaw, Polen, 5 Ortswechsel zwischen 3 Orten "
        + "bei 3 Antworten",
      "dos lugares se alternan: Madrid, España y Warsaw, Polonia, 5 cambios de lugar entre 3 lugares "
        + "en 3 respuestas"
    ),
    (
      "client/automated",
      "answer 3 came from a program built on Electron that names no app that people use "
        + "(electron-unknown-app)", [2],
      "Antwort 3: von einem Programm auf Grundlage von Electron, das keine bekannte App nennt "
        + "(electron-unknown-app)",
      "respuesta 3: desde un programa hecho con Electron que no nombra ninguna aplicación conocida "
        + "(electron-unknown-app)"
    ),
    (
      "network/switch",
      "answer 1 came from TELEFONICA (AS3352), answer 2 from another address of it (2 such changes)",
      [0, 1, 2],
      "Antwort 1: von TELEFONICA (AS3352); Antwort 2: von einer anderen Adresse desselben Netzes (2 "
        + "solche Wechsel)",
      "respuesta 1: desde TELEFONICA (AS3352); respuesta 2: desde otra dirección suya (2 cambios así)"
    ),
    (
      "device/browser-switch",
      "answer 1 came from Chrome on Windows, version 145, answer 2 from Chrome on Windows, version "
        + "145", [0, 1],
      "Antwort 1: von Chrome unter Windows, Version 145; Antwort 2: von Chrome unter Windows, "
        + "Version 145",
      "respuesta 1: desde Chrome en Windows, versión 145; respuesta 2: desde Chrome en Windows, "
        + "versión 145"
    ),
    (
      "device/downgrade",
      "answer 1 came from Chrome on Windows, version 145, answer 2 from an older version (145)",
      [0, 1],
      "Antwort 1: von Chrome unter Windows, Version 145; Antwort 2: von einer älteren Version (145)",
      "respuesta 1: desde Chrome en Windows, versión 145; respuesta 2: desde una versión anterior "
        + "(145)"
    ),
    (
      "device/version-gap",
      "answer 1 came from Chrome on Windows, version 145, answer 2 from a version three or more "
        + "later (145)", [0, 1],
      "Antwort 1: von Chrome unter Windows, Version 145; Antwort 2: von einer um drei oder mehr "
        + "späteren Version (145)",
      "respuesta 1: desde Chrome en Windows, versión 145; respuesta 2: desde una versión tres o más "
        + "posterior (145)"
    ),
    (
      "evidence/unattributed-address",
      "an address of the interview (Oslo, Norway, TELENOR (AS2119)) appears in no answer", [],
      "eine Adresse des Interviews (Oslo, Norwegen, TELENOR (AS2119)) kommt in keiner Antwort vor",
      "una dirección de la entrevista (Oslo, Noruega, TELENOR (AS2119)) no aparece en ninguna respuesta"
    ),
    (
      "evidence/unattributed-address",
      "an address of the interview (M247 (AS9009)) appears in no answer", [],
      "eine Adresse des Interviews (M247 (AS9009)) kommt in keiner Antwort vor",
      "una dirección de la entrevista (M247 (AS9009)) no aparece en ninguna respuesta"
    ),
    (
      "evidence/unattributed-address",
      "2 addresses of the interview (one is an unknown place, an unknown network) appear in no "
        + "answer", [],
      "2 Adressen des Interviews (eine ist Ort unbekannt, Netz unbekannt) kommen in keiner Antwort "
        + "vor",
      "2 direcciones de la entrevista (una es lugar desconocido, red desconocida) no aparecen en "
        + "ninguna respuesta"
    ),
    (
      "evidence/unattributed-agent",
      "an agent of the interview (Chrome on Windows) appears in no answer", [],
      "ein Agent des Interviews (Chrome unter Windows) kommt in keiner Antwort vor",
      "un agente de la entrevista (Chrome en Windows) no aparece en ninguna respuesta"
    ),
    (
      "evidence/unattributed-agent",
      "2 agents of the interview (one is Safari on iOS) appear in no answer", [],
      "2 Agenten des Interviews (einer ist Safari unter iOS) kommen in keiner Antwort vor",
      "2 agentes de la entrevista (uno es Safari en iOS) no aparecen en ninguna respuesta"
    ),
    (
      "location/impossible-travel",
      "answer 2 came from Madrid, Spain, answer 3 from Warsaw, Poland, at least 2,249 km away, at "
        + "most 24 minutes apart", [1, 2],
      "Antwort 2: aus Madrid, Spanien; Antwort 3: aus Warsaw, Polen, mindestens 2.249 km "
        + "entfernt, im Abstand von höchstens 24 Minuten",
      "respuesta 2: desde Madrid, España; respuesta 3: desde Warsaw, Polonia, a 2.249 km como "
        + "mínimo, con un máximo de 24 minutos de diferencia"
    ),
    (
      "location/impossible-travel",
      "answer 2 came from Madrid, Spain, answer 3 from Warsaw, Poland, at least 2,249 km away, 1 "
        + "second apart", [1, 2],
      "Antwort 2: aus Madrid, Spanien; Antwort 3: aus Warsaw, Polen, mindestens 2.249 km "
        + "entfernt, im Abstand von 1 Sekunde",
      "respuesta 2: desde Madrid, España; respuesta 3: desde Warsaw, Polonia, a 2.249 km como "
        + "mínimo, con 1 segundo de diferencia"
    ),
  ])
  func sayTheSame(
    rule: String, english: String, observations: [Int], german: String, spanish: String
  ) {
    let finding = Self.finding(rule, english, observations)
    let timeline = Self.timeline()
    #expect(Sentences.translation(of: finding, timeline, into: Messages(.german)) == german)
    #expect(Sentences.translation(of: finding, timeline, into: Messages(.spanish)) == spanish)
    #expect(Messages(.english).sentence(finding, timeline).line == english)
  }

  /// Of one contact the address and the agent came together; of the sets that is not known.
  @Test(arguments: [
    (
      "an agent of another device appears in no answer either (the two lists are not paired)", false
    ),
    ("came together with an agent of another device, which appears in no answer either", true),
  ])
  func whatCameTogetherIsToldSo(ending: String, isTogether: Bool) throws {
    let summary =
      "an address of the interview (M247 (AS9009)) appears in no answer; it is far from every "
      + "answer, and \(ending)"
    let finding = Self.finding("evidence/unattributed-address", summary, [])
    for (language, word) in [(ReportLanguage.german, "kam zusammen"), (.spanish, "llegó junto")] {
      let text = try #require(
        Sentences.translation(of: finding, Self.timeline(), into: Messages(language)))
      #expect(text.contains(word) == isTogether, "\(text)")
    }
  }

  @Test func everyNetworkIsNamedOnce() {
    let networks: [(asn: UInt32, name: String)] = [
      (24940, "Hetzner"), (16509, "Amazon"), (24940, "Hetzner"),
    ]
    let observations = networks.enumerated().map { index, network in
      let facts = IPAddress("78.46.1.\(index)").map {
        AddressFacts(
          address: NormalizedAddress(raw: "78.46.1.\(index)", address: $0),
          network: .found(Network(asn: network.asn, organization: network.name, source: "test")),
          place: .absent)
      }
      return Observation(
        index: index, answer: index, step: index, attempt: 0, at: nil,
        address: facts.map { .found($0) } ?? .absent, client: .absent)
    }
    let finding = Self.finding(
      "network/hosting",
      "answers 1-3 came through a data centre (Hetzner (AS24940), Amazon (AS16509)), which says "
        + "nothing of the place", [0, 1, 2])
    let timeline = Timeline(observations: observations, order: .step)
    #expect(
      Sentences.translation(of: finding, timeline, into: Messages(.german))
        == "Antworten 1-3: über ein Rechenzentrum (Hetzner (AS24940), Amazon (AS16509)), was "
        + "nichts über den Ort sagt")
  }

  /// A rule that somebody rewrote, or a fact that does not fit, keeps its own words.
  @Test(arguments: [
    "answers 1-2 came from Madrid, Spain, answer 3 from Lisbon, Portugal",
    "answers 1-2 came from Madrid, Spain, answer 3 from Warsaw, Poland; look at it",
    "something else",
    "",
  ])
  func otherWordsStay(summary: String) {
    let finding = Self.finding("location/country-switch", summary, [1, 2])
    let messages = Messages(.german)
    #expect(Sentences.translation(of: finding, Self.timeline(), into: messages) == nil)
    let sentence = messages.sentence(finding, Self.timeline())
    #expect(sentence.isForeign)
    #expect(sentence.line == "Die Antworten kamen aus verschiedenen Ländern: \(summary)")
  }

  @Test func indexesThatDoNotExistAreNoFacts() {
    let finding = Self.finding("device/os-switch", "answers 1-2 came from X", [-1, 77])
    #expect(Sentences.translation(of: finding, Self.timeline(), into: Messages(.german)) == nil)
  }

  @Test func everySampleIsTranslated() throws {
    var count = 0
    for interview in try Samples.interviews() {
      let assessment = interview.assessment
      // The sentences of links in the samples are made up.
      for finding in assessment.findings where !finding.rule.hasPrefix("link/") {
        for language in Self.others {
          count += 1
          let text = Sentences.translation(
            of: finding, assessment.timeline, into: Messages(language))
          #expect(text != nil, "\(finding.rule): \(finding.summary)")
        }
      }
    }
    #expect(count > 20)
  }

  @Test func everyTemplateHasTheSameFactsInEveryLanguage() {
    #expect(Sentences.table.count > 40)
    for (key, templates) in Sentences.table {
      let names = templates[.english]?.names.sorted()
      for language in Self.others {
        #expect(templates[language]?.names.sorted() == names, "\(key) in \(language.rawValue)")
      }
    }
  }

  @Test(arguments: [
    ("by device; no address was locatable", "nach Gerät; keine Adresse war zu verorten"),
    (
      "by network; every address hides its place, and no answer carries an agent that can be used",
      "nach Netz; jede Adresse verbirgt ihren Ort, und keine Antwort trägt einen brauchbaren Agenten"
    ),
    (
      "no location database was there; `candor data build` makes one",
      "es gab keine Ortsdatenbank; `candor data build` legt eine an"
    ),
    ("something that nobody translated", "something that nobody translated"),
  ])
  func notesAreTranslatedInParts(english: String, german: String) {
    #expect(Messages(.german).note(english) == german)
    #expect(Messages(.english).note(english) == english)
  }

  /// Words between names are put into the language, names stay.
  @Test(arguments: [
    ("an unknown device", "unbekanntes Gerät"), ("Safari on macOS", "Safari unter macOS"),
    ("Google Pixel 7 (Chrome)", "Google Pixel 7 (Chrome)"),
    ("Apple iPhone (the Instagram app)", "Apple iPhone (App Instagram)"),
    ("the LinkedIn app on Android", "App LinkedIn unter Android"), ("Firefox", "Firefox"),
    ("", ""), ("phone", "Telefon"), ("the Signal app on tablet", "App Signal (Tablet)"),
  ])
  func devicesAreNamedInTheLanguage(english: String, german: String) {
    #expect(Messages(.german).device(named: english) == german)
    #expect(Messages(.english).device(named: english) == english)
  }

  @Test(arguments: [
    ("Spain, AS3352", "Spanien, AS3352"),
    ("Singapore, Singapore, SingTel (AS9506)", "Singapore, Singapur, SingTel (AS9506)"),
    ("Oslo, Atlantis, Spain, Ltd. (AS1)", "Oslo, Atlantis, Spain, Ltd. (AS1)"),
    ("an unknown place, Spain", "Ort unbekannt, Spain"), ("Spain", "Spain"),
  ])
  func addressesAreNamedInTheLanguage(english: String, german: String) {
    #expect(Messages(.german).address(named: english) == german)
    #expect(Messages(.english).address(named: english) == english)
  }

  @Test func explanationsNameTheirAnswers() {
    let explanation = Explanation(
      code: "dual-stack", effect: .removed, observations: [2, 3], text: "answers 3-4: IPv4 and IPv6"
    )
    #expect(
      Messages(.german).sentence(explanation)
        == "Antworten 3-4: IPv4 und IPv6 desselben Anbieters")
    #expect(Messages(.english).sentence(explanation) == "answers 3-4: IPv4 and IPv6")
  }

  @Test func anyNumberCanBeADistance() {
    for (value, text) in [
      (2248.6, "2.249"), (1e30, "1e+30"), (-1e30, "-1e+30"), (.infinity, "inf"), (.nan, "nan"),
    ] as [(Double, String)] {
      #expect(Messages(.german).kilometres(value) == text)
    }
  }

  /// Where one provider is not known to have both, none is told in any language.
  @Test func ofOneCountryAloneNoProviderIsTold() {
    let text = "answers 3-4: \(ExplanationText.dualStackOfOneCountry)"
    let explanation = Explanation(
      code: "dual-stack", effect: .removed, observations: [2, 3], text: text)
    #expect(
      Messages(.german).sentence(explanation)
        == "Antworten 3-4: IPv4 und IPv6 desselben Landes; von mindestens einer ist der "
        + "Anbieter nicht bekannt")
    #expect(Messages(.english).sentence(explanation) == text)
  }

  @Test(arguments: [
    (Explanation.Effect.lowered, Severity.medium, "lowered from high", "herabgestuft von hoch"),
    (.lowered, .high, "recorded, lowers nothing", "vermerkt, stuft nichts herab"),
    (.removed, .none, "explained", "erklärt"),
  ])
  func explanationsSayWhatTheyDid(
    effect: Explanation.Effect, left: Severity, english: String, german: String
  ) {
    var finding = Self.finding("location/country-switch", "", [1, 2])
    finding.severity = .high
    finding.effectiveSeverity = left
    let explanation = Explanation(code: "roaming", effect: effect, observations: [1], text: "")
    #expect(Messages(.english).effect(explanation, of: finding) == english)
    #expect(Messages(.german).effect(explanation, of: finding) == german)
  }

  /// Databases call countries differently, and a stored assessment does not tell how.
  @Test(arguments: ["Turkey", "Türkiye"])
  func countriesAreKnownByEachOfTheirNames(name: String) throws {
    var timeline = Self.timeline()
    let address = try #require(IPAddress("78.160.0.1"))
    let facts = AddressFacts(
      address: NormalizedAddress(raw: "78.160.0.1", address: address), network: .absent,
      place: .found(Place(country: "TR", source: "test")))
    var observations = timeline.observations
    observations[2] = Observation(
      index: 2, answer: 2, step: 2, attempt: 0, at: nil, address: .found(facts),
      client: observations[2].client)
    timeline = Timeline(
      observations: observations, order: .step, runs: timeline.runs,
      transitions: timeline.transitions)
    let finding = Self.finding(
      "location/country-switch",
      "answers 1-2 came from Madrid, Spain, answer 3 from \(name) (at least 2,249 km apart)",
      [1, 2])
    let german = Messages(.german).sentence(finding, timeline).line
    #expect(german.contains("aus Türkei"), "\(german)")
    // Beside such a sentence the place has the name that the built-in rules use.
    #expect(Messages(.english).countryName("TR") == "Turkey")
  }

  @Test func countriesHaveNames() {
    #expect(Messages(.german).countryName("ES") == "Spanien")
    #expect(Messages(.spanish).countryName("DE") == "Alemania")
    #expect(Messages(.english).countryName("ZZ9") == nil)
  }
}

extension SentenceTests {
  @Test(arguments: [
    ([[1]], "and 1 more of this kind: answer 2", "und 1 weitere dieser Art: Antwort 2"),
    ([[1, 2]], "and 1 more of this kind: answers 2-3", "und 1 weitere dieser Art: Antworten 2-3"),
    (
      [[1], [3]], "and 2 more of this kind: answers 2; 4",
      "und 2 weitere dieser Art: Antworten 2; 4"
    ),
  ])
  func furtherFindingsAreCounted(others: [[Int]], english: String, german: String) throws {
    let findings = ([[0]] + others).map { Self.finding("client/missing", "an answer", $0) }
    let group = try #require(FindingGroup.groups(of: findings).first)
    #expect(Messages(.english).more(group) == english)
    #expect(Messages(.german).more(group) == german)
  }

  @Test func decisionsAreToldInEveryLanguage() {
    #expect(DecisionWords(.english).line("innocent", by: "ana") == "innocent by ana")
    #expect(DecisionWords(.german).line("innocent", by: "ana") == "harmlos, von ana")
    #expect(DecisionWords(.spanish).heading == "Decidido hasta ahora")
    for verdict in ["confirmed", "innocent", "unsure", "escalated", "reopened"] {
      #expect(DecisionWords(.english).line(verdict, by: "b") == "\(verdict) by b")
      #expect(!DecisionWords(.spanish).line(verdict, by: "b").contains(verdict))
    }
  }

  @Test func everyBuiltInRuleIsToldInEveryLanguage() throws {
    let folder = Samples.folder.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "rules/detections")
    let files = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    var count = 0
    for case let file as URL in files
    where file.pathExtension == "yaml" && !file.path.hasSuffix(".tests.yaml") {
      let text = try String(contentsOf: file, encoding: .utf8)
      let id = try #require(
        text.firstMatch(of: /\nid: (\S+)/)?.1 ?? text.firstMatch(of: /^id: (\S+)/)?.1)
      count += 1
      for language in [ReportLanguage.spanish, .german] {
        let messages = Messages(language)
        #expect(Sentences.table[String(id)]?[language] != nil, "no sentence of \(id)")
        #expect(messages.title(ofRule: String(id)) != nil, "no title of \(id)")
        // `innocent:` is a list of quoted texts that may be folded.
        let list = text.firstMatch(of: /\ninnocent:\n((?:  .*\n)+)/)?.1 ?? ""
        for item in list.matches(of: /- "((?:[^"\\]|\\.)*)"/) {
          let reason = item.1.split(whereSeparator: \.isWhitespace).joined(separator: " ")
          #expect(messages.reason(reason) != reason, "\(id): \(reason)")
        }
      }
    }
    #expect(count > 30)
  }
}
