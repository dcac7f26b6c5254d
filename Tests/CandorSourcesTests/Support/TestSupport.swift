import CandorModel
import CandorSandbox
import CandorTesting
import Testing

@testable import CandorSources

/// A configuration that does not keep tests waiting.
func quickConfiguration(concurrency: Int = 4) -> TransportConfiguration {
  var configuration = TransportConfiguration()
  configuration.concurrency = concurrency
  configuration.retry.firstPauseSeconds = 0.005
  configuration.retry.longestPauseSeconds = 0.02
  return configuration
}

func testKey() throws -> APIKey { try APIKey(SandboxConfiguration.defaultKey) }

extension StubServer {
  func endpoint(_ path: String = "/me") throws -> Endpoint {
    try Endpoint("http://127.0.0.1:\(port)\(path)")
  }

  func transport(_ configuration: TransportConfiguration) throws -> PlatformTransport {
    try PlatformTransport(
      endpoint: try endpoint(), authentication: .header(name: "X-API-KEY", try testKey()),
      configuration: configuration)
  }

  func hireflix(
    _ configuration: TransportConfiguration = quickConfiguration(),
    options: HireflixSource.Options = .init()
  ) throws -> HireflixSource {
    try HireflixSource(
      key: try testKey(), endpoint: try endpoint(), configuration: configuration, options: options)
  }
}

/// What came out of a walk.
struct Walked {
  var evidence: [Evidence] = []
  /// When each changed last, as the platform said.
  var changes: [Timestamp?] = []
  var known: [(id: String, reason: KnownInterviews.Reason)] = []
  var losses: [SourceLoss] = []
  var notes: [Diagnostic] = []
  var lastProgress: SourceProgress?
  var error: (any Error)?

  var ids: [String] { evidence.map(\.interview.id) }
  var sourceError: SourceError? { error as? SourceError }
}

/// Takes all there is.
func walk(_ sequence: EvidenceSequence) async -> Walked {
  var walked = Walked()
  do {
    for try await event in sequence {
      switch event {
      case .evidence(let evidence, let changedAt):
        walked.evidence.append(evidence)
        walked.changes.append(changedAt)
      case .known(let id, let reason): walked.known.append((id, reason))
      case .lost(let loss): walked.losses.append(loss)
      case .note(let note): walked.notes.append(note)
      case .progress(let progress): walked.lastProgress = progress
      }
    }
  } catch {
    walked.error = error
  }
  return walked
}

/// The error of a call that has to fail.
func sourceError(
  _ location: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async -> SourceError? {
  do {
    try await body()
    Issue.record("expected an error", sourceLocation: location)
  } catch let error as SourceError {
    return error
  } catch {
    Issue.record("expected a SourceError, found \(error)", sourceLocation: location)
  }
  return nil
}

func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: text.utf8) }
