import CandorTesting
import Foundation
import Testing

@testable import CandorSources

struct CredentialsTests {
  private func failure(_ environment: [String: String]) -> SourceError? {
    do {
      _ = try Credentials.key(for: .hireflix, environment: environment)
      return nil
    } catch { return error }
  }

  @Test func variableIsTrimmed() throws {
    let key = try Credentials.key(
      for: .hireflix, environment: ["HIREFLIX_API_KEY": " abc-123\n"])
    #expect(key.secret == "abc-123")
  }

  @Test func keyIsShownNowhere() throws {
    let key = try APIKey("very-secret")
    #expect(!"\(key)".contains("secret"))
    #expect(!String(reflecting: key).contains("very-secret"))
    var dumped = ""
    dump(["key": key], to: &dumped)
    #expect(!dumped.contains("very-secret"))
  }

  @Test func missingKey() {
    let error = failure(["HIREFLIX_API_KEY": ""])
    #expect(error?.code == .credentialsMissing)
    #expect(error?.code.exitCode == 77)
    #expect(
      error?.message
        == "expected `HIREFLIX_API_KEY` or `HIREFLIX_API_KEY_FILE` to be set, found neither")
  }

  @Test(arguments: ["a b", "a\nb", "a\u{7}b", "schlüssel", "   "])
  func unusableKey(text: String) {
    let error = failure(["HIREFLIX_API_KEY": text])
    #expect(error?.code == .credentialsUnusable)
    #expect(error?.message.contains(text.trimmingCharacters(in: .whitespaces) + "`") == false)
  }

  @Test func fileHasToBeTheOwnersAlone() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("from-file\n", to: "key")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    let error = failure(["HIREFLIX_API_KEY_FILE": path])
    #expect(error?.code == .credentialsUnusable)
    #expect(error?.message.contains("found mode `640`") == true)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    let key = try Credentials.key(for: .hireflix, environment: ["HIREFLIX_API_KEY_FILE": path])
    #expect(key.secret == "from-file")
  }

  /// systemd gives the right to read by an access list, which shows as the group's.
  @Test func fileThatSystemdHandsOverMayShowAGroup() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("from-systemd\n", to: "credentials/key")
    try FileManager.default.setAttributes([.posixPermissions: 0o440], ofItemAtPath: path)
    var environment = ["HIREFLIX_API_KEY_FILE": path]
    environment["CREDENTIALS_DIRECTORY"] = folder.path("credentials")
    #expect(try Credentials.key(for: .hireflix, environment: environment).secret == "from-systemd")
    environment["CREDENTIALS_DIRECTORY"] = folder.path("other")
    #expect(failure(environment)?.code == .credentialsUnusable)
    environment["CREDENTIALS_DIRECTORY"] = folder.path("credentials")
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
    #expect(failure(environment)?.code == .credentialsUnusable)
  }

  @Test func aSecretThatNobodySetIsNone() throws {
    #expect(try Credentials.secret("X_SECRET", environment: ["X_SECRET": ""]) == nil)
    #expect(try Credentials.secret("X_SECRET", environment: ["X_SECRET": "s"])?.secret == "s")
  }

  @Test func fileThatIsNoKeyFile() throws {
    let folder = try TemporaryFolder()
    #expect(failure(["HIREFLIX_API_KEY_FILE": folder.path("none")])?.code == .credentialsUnusable)
    #expect(
      failure(["HIREFLIX_API_KEY_FILE": folder.url.path()])?.message.contains("it is not a file")
        == true)
    let large = try folder.write(String(repeating: "x", count: 20_000), to: "large")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: large)
    #expect(failure(["HIREFLIX_API_KEY_FILE": large])?.message.contains("20000 bytes") == true)
    let empty = try folder.write("\n", to: "empty")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: empty)
    #expect(failure(["HIREFLIX_API_KEY_FILE": empty])?.code.exitCode == 77)
  }
}
