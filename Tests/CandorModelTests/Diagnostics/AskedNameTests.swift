import CandorModel
import Testing

@Suite struct AskedNameTests {
  @Test(arguments: [
    ("68dc", "`68dc`"), ("hireflix/68dc", "`hireflix/68dc`"), ("a\nb", "`a\\u{A}b`"),
    ("jane@example.com", "the e-mail given"), ("hireflix/jane@example.com", "the e-mail given"),
  ])
  func anEmailIsNotRepeated(name: String, text: String) {
    #expect(AskedName.text(name) == text)
    #expect(AskedName.argument(name, else: "ID").contains("@") == false)
  }
}
