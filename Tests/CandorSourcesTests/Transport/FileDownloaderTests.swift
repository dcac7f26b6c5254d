import CandorTesting
import Testing

@testable import CandorSources

struct FileDownloaderTests {
  /// MaxMind's files are at addresses with a query, and redirect to others with one.
  @Test func queriesAreSentAndRedirectsFollowed() async throws {
    let server = try StubServer { request, _ in
      switch request.target {
      case "/data/city?suffix=tar.gz": .answer(302, headers: [("Location", "files/1?sign=x")])
      case "/data/files/1?sign=x": .answer(302, headers: [("Location", "/2")])
      default: .answer(200, body: [1, 2, 3])
      }
    }
    let answer = try await FileDownloader(configuration: quickConfiguration()).download(
      "http://127.0.0.1:\(server.port)/data/city?suffix=tar.gz", user: "u", password: "p",
      maximumBytes: 10)
    #expect(answer.status == 200)
    #expect(answer.body == [1, 2, 3])
    #expect(
      server.requests.map(\.target) == ["/data/city?suffix=tar.gz", "/data/files/1?sign=x", "/2"])
    #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Basic dTpw" })
  }

  @Test(arguments: ["http://files.example.com/x", "ftp://127.0.0.1/x"])
  func noRedirectLeadsToAnUnencryptedHost(location: String) async throws {
    let server = try StubServer { _, _ in .answer(302, headers: [("Location", location)]) }
    let error = await sourceError {
      _ = try await FileDownloader(configuration: quickConfiguration()).download(
        "http://127.0.0.1:\(server.port)/x", maximumBytes: 10)
    }
    #expect(error?.code == .configuration)
    #expect(server.requests.count == 1)
  }
}
