import CandorModel
import Testing

@Suite struct PersonalTextTests {
  @Test(
    arguments: [
      (
        "SecretAgent/1.0 83.56.102.236 zed@example.com", "SecretAgent/1.0 83.56.102.0/24 e-mail"
      ),
      ("zed@example.com", "e-mail"), ("(Zed.Doe+x@mail.example.co.uk; a)", "(e-mail; a)"),
      ("from zed@example.com. Then", "from e-mail. Then"),
      ("Agent/zed@example.com/2", "Agent/e-mail/2"),
      ("añ@exämple.com,b@example.org", "e-mail,e-mail"),
      ("zed@example.com.83.56.102.236", "e-mail.83.56.102.0/24"),
      ("zed@83.56.102.236", "zed@83.56.102.0/24"), ("zed@[83.56.102.236]", "zed@[83.56.102.0/24]"),
    ] as [(String, String)])
  func cuts(text: String, expected: String) {
    #expect(PersonalText.cutting(text) == expected)
  }

  @Test(arguments: [
    "", "@", "a@", "@b.example", "Chrome 120.0.6099.130", "zed@localhost", "clang@15.0.1",
    "icon@2x", "a @ example.com", "81.2.69.0/24", "café – 12:30:05",
  ])
  func leavesAlone(text: String) {
    #expect(PersonalText.cutting(text) == text)
  }
}
