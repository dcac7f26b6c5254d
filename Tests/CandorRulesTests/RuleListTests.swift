import CandorModel
import CandorRules
import Testing

/// The rules as `candor rules list` prints them.
@Suite struct RuleListTests {
  @Test func aTitleCannotSteerTheTerminal() {
    let plain = RuleTexts.rule(when: "switch.deviceChanged")
    let file = RuleFile(
      path: plain.path,
      text: plain.text.replacingFirst(
        "title: An example", #"title: "red \u001B[31m \u202E end\nof it""#))
    let text = RuleList(RuleTexts.pack([file])).text()
    #expect(text.hasSuffix(#"  red \u{1B}[31m \u{202E} end\u{A}of it"# + "\n"))
    #expect(text.split(separator: "\n").count == 2)
  }
}
