import CandorModel
import CandorTesting
import Foundation
import Testing

@testable import CandorSources

struct SecretMaskTests {
  private static let key = "sk/live+0123456789abcdef"
  private let mask = SecretMask(Self.key)

  @Test(arguments: [
    key, "SK/LIVE+0123456789ABCDEF", "sk%2Flive%2B0123456789abcdef", "sk%2flive%2b0123456789abcdef",
    Data(key.utf8).base64EncodedString(), Data("\(key):".utf8).base64EncodedString(),
    "89abcdef", "sk/live+",
  ])
  func everyFormAndPartIsMasked(written: String) {
    #expect(mask.masked("no account of `\(written)`, really") == "no account of `[key]`, really")
    #expect(mask.masked(written) == "[key]")
  }

  @Test func severalPartsAreMasked() {
    #expect(
      mask.masked("\(Self.key) is not Basic \(Data("\(Self.key):".utf8).base64EncodedString())")
        == "[key] is not Basic [key]")
    #expect(mask.masked("ends with cdef, é") == "ends with cdef, é")
    #expect(mask.masked("") == "")
  }

  @Test func aShortKeyIsMaskedWhole() {
    #expect(SecretMask("abcde").masked("key abcde, part abcd") == "key [key], part abcd")
    #expect(SecretMask(nil).masked("key abcde") == "key abcde")
  }

  @Test func onlyWhatTellsOfAFailureIsTouched() throws {
    let answer = try json(
      #"""
      {"data":{"title":"sk/live+0123456789abcdef"},"message":"sk/live+0123456789abcdef",
       "errors":[{"path":["0123456789"],"message":"x","locations":[{"line":1}]}]}
      """#)
    let expected = try json(
      #"""
      {"data":{"title":"sk/live+0123456789abcdef"},"message":"[key]",
       "errors":[{"path":["[key]"],"message":"x","locations":[{"line":1}]}]}
      """#)
    #expect(mask.maskedFailure(answer) == expected)
  }

  /// Basic authentication shows the key in Base64, and a code may be made of it.
  @Test func codesOfRESTPlatformsAreMasked() async throws {
    let server = try StubServer { request, _ in
      let shown = (request.headers["authorization"] ?? "").replacing("Basic ", with: "")
      return .json(#"{"success":false,"errorInfo":{"code":"\#(shown)"}}"#, status: 400)
    }
    let client = try AshbyClient(
      key: try APIKey("abcdefghijklmnopqrstuvwxyz"), endpoint: try server.endpoint(""),
      configuration: quickConfiguration())
    let error = await sourceError { _ = try await client.candidate("c") }
    #expect(error?.platformCode == nil)
    #expect(error?.message == "Ashby answered 400 for this candidate")
    await client.shutdown()
  }
}
