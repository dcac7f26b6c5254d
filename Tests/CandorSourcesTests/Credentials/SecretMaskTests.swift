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
    Data(key.dropFirst(1).utf8).base64EncodedString(),
    Data("\(key.dropFirst(2)):".utf8).base64EncodedString(),
  ])
  func everyFormAndPartIsMasked(written: String) {
    #expect(mask.masked("no account of `\(written)`, really") == "no account of `[key]`, really")
    #expect(mask.masked(written) == "[key]")
  }

  /// What stands before the key shifts its bytes against the groups of three.
  @Test(arguments: ["x", "xy", "user:", "Bearer "])
  func base64WithSomethingBeforeItIsMasked(before: String) {
    let masked = mask.masked(Data((before + Self.key).utf8).base64EncodedString())
    #expect(masked.hasSuffix("[key]"))
    let left = masked.replacing("[key]", with: "").utf8.count
    #expect(left <= (before.utf8.count + 2) / 3 * 4)
    // So is a key of eight characters.
    let short = Data("\(before)k3yK3yK3".utf8).base64EncodedString()
    #expect(SecretMask("k3yK3yK3").masked(short).contains("[key]"))
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

  /// Only codes that are documented may look like the key.
  @Test func aKeyOfCapitalsIsNoCode() throws {
    let answer = try json(#"{"error":{"code":"QWERTZUIOPASDFGH"},"code":"X_QWERTZUIOP"}"#)
    let expected = try json(#"{"error":{"code":"[key]"},"code":"X_[key]"}"#)
    #expect(SecretMask("QWERTZUIOPASDFGH").maskedFailure(answer) == expected)
    let suspended = try json(#"{"error":{"code":"API_KEY_SUSPENDED"}}"#)
    #expect(SecretMask("sandbox-key_suspended").maskedFailure(suspended) == suspended)
  }

  /// GraphQL tells failures among the data.
  @Test func errorObjectsAmongDataAreMasked() throws {
    let answer = try json(
      #"""
      {"data":{"interview":{"__typename":"AccessError","code":"89abcdef","name":"x89abcdef"},
       "interview1":{"id":"i","name":"89abcdef","code":"89abcdef","message":"89abcdef"},
       "position":{"interviewList":{"message":"of 89abcdef","code":"sk/live+0123456789abcdef"}}}}
      """#)
    let expected = try json(
      #"""
      {"data":{"interview":{"__typename":"AccessError","code":"[key]","name":"x[key]"},
       "interview1":{"id":"i","name":"89abcdef","code":"89abcdef","message":"89abcdef"},
       "position":{"interviewList":{"message":"of [key]","code":"[key]"}}}}
      """#)
    #expect(mask.maskedFailure(answer) == expected)
  }

  @Test(arguments: ["code", "name"])
  func anErrorObjectOfHireflixShowsNoKey(member: String) async throws {
    let server = try StubServer { request, _ in
      let key = request.headers["x-api-key"] ?? ""
      return .json(
        #"{"data":{"interview":{"__typename":"AccessError","\#(member)":"\#(key)","message":"m"}}}"#
      )
    }
    let source = try HireflixSource(
      key: try APIKey("abcdEFGHij0123456789"), endpoint: try server.endpoint(),
      configuration: quickConfiguration())
    let walked = await walk(source.evidence(HireflixSelection(interviews: ["a"])))
    #expect(walked.losses.map(\.diagnostic.code) == ["S014"])
    for loss in walked.losses { #expect(!loss.diagnostic.text.contains("abcdEFGH")) }
    await source.shutdown()
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
