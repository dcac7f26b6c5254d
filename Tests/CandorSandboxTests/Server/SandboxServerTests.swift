import CandorModel
import Testing

@testable import CandorSandbox

@Suite struct SandboxServerTests {
  @Test func theReadyLineNamesEveryPlatform() {
    let addresses = SandboxAddresses(host: "127.0.0.1", port: 8123)
    #expect(
      addresses.readyLine
        == #"{"ashby":"http://127.0.0.1:8123/ashby","hireflix":"http://127.0.0.1:8123/me","#
        + #""instaview":"http://127.0.0.1:8123/instaview","#
        + #""interviewrelay":"http://127.0.0.1:8123/interviewrelay/v1","ready":true}"#)
    #expect(SandboxAddresses(host: "::1", port: 1).origin == "http://[::1]:1")
  }

  @Test func aTakenPortIsAnError() async throws {
    try await withSandbox { _, addresses async throws in
      let second = try SandboxServer(
        SandboxConfiguration(port: addresses.port, dataset: SandboxDataset([])))
      await #expect {
        try await second.run { _ in }
      } throws: { error in
        (error as? SandboxError)?.code == .cannotListen
      }
    }
  }

  @Test func cancellingEndsItAndFreesThePort() async throws {
    let port = try await withSandbox { _, addresses async throws in
      // A connection that is kept open must not keep the server.
      _ = try await addresses.client(.ashby).post("/candidate.list", "{}")
      return addresses.port
    }
    let again = try await withSandbox({ $0.port = port }) { _, addresses in addresses.port }
    #expect(again == port)
  }

  @Test func otherPathsAndLargeBodiesAreRefused() async throws {
    try await withSandbox { _, addresses async throws in
      let client = SandboxClient(base: addresses.origin)
      #expect(try await client.get("/other").status == 404)
      #expect(try await client.get("/interviewrelay/v2/campaigns").status == 404)
      #expect(try await client.get("/sandbox/other").status == 404)
      let large = String(repeating: "a", count: SandboxResponder.maximumBodyBytes + 1)
      let answer = try? await client.post("/me", large)
      #expect(answer == nil || answer?.status == 413)
    }
  }

  @Test func countsWhatItWasAsked() async throws {
    try await withSandbox { server, addresses async throws in
      _ = try await addresses.client(.ashby).post("/candidate.list", "{}")
      _ = try await addresses.client(.hireflix).get("")
      let answer = try await SandboxClient(base: addresses.origin).get("/sandbox/statistics")
      #expect(answer.text == #"{"faults":{},"limited":0,"requests":{"ashby":1,"hireflix":1}}"#)
      #expect(server.statistics.requests == [.ashby: 1, .hireflix: 1])
    }
  }

  @Test func theKeyComesFromTheEnvironment() {
    #expect(SandboxConfiguration.key(in: [:]) == "sandbox-key")
    #expect(SandboxConfiguration.key(in: ["CANDOR_SANDBOX_KEY": ""]) == "sandbox-key")
    #expect(SandboxConfiguration.key(in: ["CANDOR_SANDBOX_KEY": "mine"]) == "mine")
  }

  @Test(
    arguments: [
      ("/a/b?x=1&y=a%20b+c&z", ["a", "b"], ["x=1", "y=a b c", "z="]),
      ("/a%2Fb/%C3%A9/", ["a/b", "é"], []),
      ("/?", [], []), ("", [], []), ("/%", ["%"], []), ("/%zz", ["%zz"], []), ("/a+b", ["a+b"], []),
    ] as [(String, [String], [String])])
  func targetsAreDecoded(text: String, path: [String], query: [String]) {
    let target = RequestTarget(text)
    #expect(target.path == path)
    #expect(target.query.map { "\($0.name)=\($0.value)" } == query)
  }
}
