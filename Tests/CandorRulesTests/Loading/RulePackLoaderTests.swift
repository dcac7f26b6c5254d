import CandorModel
import CandorRules
import Testing

/// Packs of several files.
@Suite struct RulePackLoaderTests {
  private let good = RuleTexts.rule("device/good", when: "switch.deviceChanged")
  private let bad = RuleTexts.rule("device/bad", when: "switch.deviceChangd")

  @Test func aBadRuleHidesNoOther() {
    let loaded = RulePackLoader().load([bad, good])
    #expect(loaded.pack.rules.map(\.id) == ["device/good"])
    #expect(loaded.diagnostics.map(\.code) == ["R042"])
    #expect(loaded.hasErrors)
  }

  @Test func orderOfFilesDoesNotMatter() {
    let other = RuleTexts.rule("client/other", when: "switch.deviceChanged")
    let one = RulePackLoader().load([good, other]).pack
    let two = RulePackLoader().load([other, good]).pack
    #expect(one.hash == two.hash)
    #expect(one.rules.map(\.id) == ["client/other", "device/good"])
    #expect(one.rules.map(\.id) == two.rules.map(\.id))
  }

  @Test func testsAndOtherFilesAreNoPartOfTheHash() {
    let files = [good]
    let more =
      files + [
        RuleFile(path: "device/good.tests.yaml", text: "fires: []"),
        RuleFile(path: "README.md", text: "# Rules"),
      ]
    #expect(RulePackLoader().load(files).pack.hash == RulePackLoader().load(more).pack.hash)
  }

  @Test func anIDMayStandOnceOnly() {
    let twin = RuleFile(path: "elsewhere/device/good.yaml", text: good.text)
    let loaded = RulePackLoader().load([good, twin])
    #expect(loaded.pack.rules.count == 1)
    #expect(loaded.diagnostics.map(\.code) == ["R022"])
    #expect(loaded.diagnostics.first?.place?.file == "elsewhere/device/good.yaml")
    #expect(loaded.diagnostics.first?.place?.line == 1)
  }

  @Test func thePackHasANameAndAVersion() {
    let head = RuleFile(path: "pack.yaml", text: "name: ours\nversion: 2.1.0\n")
    let pack = RulePackLoader().load([head, good]).pack
    #expect(pack.provenance.name == "ours")
    #expect(pack.provenance.version == "2.1.0")
    #expect(pack.provenance.hash.hasPrefix("sha256:"))
    #expect(RulePackLoader().load([good]).pack.name == "custom")
    let wrong = RuleFile(path: "pack.yaml", text: "name: ours\nversion: two\n")
    #expect(RulePackLoader().load([wrong, good]).diagnostics.map(\.code) == ["R023"])
  }

  @Test func nothingToLoadIsAnError() {
    #expect(RulePackLoader().load([]).diagnostics.map(\.code) == ["R027"])
  }

  @Test func limitsAreKept() {
    var loader = RulePackLoader()
    loader.limits.maximumFileBytes = 100
    #expect(loader.load([good]).diagnostics.map(\.code) == ["R004"])
    loader = RulePackLoader()
    loader.limits.maximumRules = 1
    let other = RuleTexts.rule("client/other", when: "switch.deviceChanged")
    #expect(loader.load([good, other]).diagnostics.map(\.code) == ["R024"])
    loader = RulePackLoader()
    loader.limits.maximumNodes = 5
    #expect(loader.load([good]).diagnostics.map(\.code) == ["R005"])
    loader = RulePackLoader()
    loader.limits.maximumDepth = 1
    #expect(loader.load([good]).diagnostics.map(\.code) == ["R003"])
    loader = RulePackLoader()
    loader.limits.maximumExpressionLength = 10
    #expect(loader.load([good]).diagnostics.map(\.code) == ["R046"])
    loader = RulePackLoader()
    loader.limits.maximumTemplatePieces = 1
    let summary = RuleTexts.rule(
      "device/good", when: "switch.deviceChanged", summary: "\"{{1}} {{2}}\"")
    #expect(loader.load([summary]).diagnostics.map(\.code) == ["R051"])
  }

  static let scopes: [(String, String, String, String?)] = [
    ("link/example", "link", "link.candidates == 2", nil),
    ("candidate/example", "candidate", "candidate.interviewCount == 2", nil),
    (
      "network/shared-line", "link", "link.candidates == 2",
      "expected a rule of the scope `link` in the area `link`, found `network/shared-line`"
    ),
    (
      "candidate/example", "link", "link.candidates == 2",
      "expected a rule of the scope `link` in the area `link`, found `candidate/example`"
    ),
    ("evidence/example", "candidate", "candidate.interviewCount == 2", nil),
    (
      "link/example", "switch", "switch.deviceChanged",
      "expected a rule of the area `link` to have the scope `link`, found `switch`"
    ),
    (
      "candidate/example", "interview", "interview.answerCount == 2",
      "expected a rule of the area `candidate` to have the scope `candidate`, found `interview`"
    ),
  ]

  /// By the area of a stored finding it is known whether it is about other people.
  @Test(arguments: scopes)
  func scopesOfSeveralInterviewsHaveAnAreaEach(
    _ id: String, _ scope: String, _ condition: String, _ message: String?
  ) {
    let loaded = RulePackLoader().load([RuleTexts.rule(id, scope: scope, when: condition)])
    #expect(loaded.diagnostics.map(\.message) == (message.map { [$0] } ?? []))
    #expect(loaded.diagnostics.allSatisfy { $0.code == "R028" && $0.place?.line == 5 })
    #expect(loaded.pack.rules.isEmpty == (message != nil))
  }

  @Test func diagnosticsOfAFileAreBounded() {
    var loader = RulePackLoader()
    loader.limits.maximumDiagnostics = 3
    let keys = (0..<20).map { "unknown\($0): 1" }.joined(separator: "\n")
    let file = RuleFile(path: "device/good.yaml", text: good.text + "\n" + keys)
    let codes = loader.load([file]).diagnostics.map(\.code)
    #expect(codes.count == 4)
    #expect(codes.contains("R015"))
  }

  @Test func aByteOrderMarkAndOtherLineBreaksAreRead() {
    let text = "\u{FEFF}" + good.text.split(separator: "\n").joined(separator: "\r\n")
    let loaded = RulePackLoader().load([RuleFile(path: "device/good.yaml", text: text)])
    #expect(loaded.diagnostics.isEmpty)
    let wrong = text.replacingFirst("deviceChanged", "deviceChangd")
    let place = RulePackLoader().load([RuleFile(path: "device/good.yaml", text: wrong)])
      .diagnostics.first?.place
    #expect(place?.line == 8)
    #expect(place?.column == 10)
  }

  @Test func norwayIsNoTruthValue() {
    let rule = RuleTexts.rule(
      "device/good", when: "switch.deviceChanged && params.word != ''",
      more: "parameters: {word: {type: string, default: NO, description: \"A word.\"}}")
    #expect(RuleTexts.pack([rule]).rules[0].parameters[0].valueText == "NO")
  }

  @Test func aBrokenNewPackKeepsTheOldOne() {
    let engine = RuleEngine(pack: RulePackLoader().load([good]).pack)
    let holder = RulePackHolder(engine, loader: RulePackLoader())
    if case .kept(let diagnostics) = holder.reload([bad]) {
      #expect(diagnostics.map(\.code) == ["R042"])
    } else {
      Issue.record("a broken pack was taken")
    }
    #expect(holder.engine.pack.hash == engine.pack.hash)
    if case .unchanged = holder.reload([good]) {} else { Issue.record("the same pack is no news") }
    let other = RuleTexts.rule("client/other", when: "switch.deviceChanged")
    if case .replaced(let hash, _) = holder.reload([good, other]) {
      #expect(holder.engine.pack.hash == hash)
      #expect(holder.engine.pack.rules.count == 2)
    } else {
      Issue.record("a good pack was not taken")
    }
  }
}
