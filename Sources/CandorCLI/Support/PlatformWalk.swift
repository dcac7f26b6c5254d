import CandorModel
import CandorSources
import Foundation

/// Walks through a platform's interviews and tells on standard error what happens.
struct PlatformWalk {
  /// Whether it says at its end how many requests it took.
  private let isVerbose: Bool
  /// Interviews and pages that could not be read.
  private(set) var lost = 0
  /// What was lost, in order.
  private(set) var losses: [SourceLoss] = []
  /// Interviews that were not read, since the platform says that they did not change.
  private(set) var unchanged = 0

  init(isVerbose: Bool) { self.isVerbose = isVerbose }

  /// One interview of the walk.
  enum Interview {
    case read(Evidence, changedAt: Timestamp?)
    /// The run has it already; an earlier process read it.
    case finishedBefore(id: String)
  }

  /// Reads the selected interviews one after another.
  ///
  /// Ctrl-C and SIGTERM end the walk; what came before was handed over.
  ///
  /// - Throws: what `take` throws; a `Failure` with the platform's error; the exit status of a signal.
  mutating func run<Platform: InterviewPlatform>(
    _ source: Platform, _ selection: Platform.Selection, known: KnownInterviews = .none,
    take: (Interview) throws -> Void
  ) async throws {
    let stop = StopFlag()
    Interruption.shared.listen(onInterrupt: { stop.raise() })
    let progress = ProgressLine(platform: source.name.displayName)
    var noted = NoteCount()
    defer { for diagnostic in noted.diagnostics { Console.shared.report(diagnostic) } }
    do {
      for try await event in stoppable(source.evidence(selection, known: known), stop) {
        switch event {
        case .evidence(let evidence, let changedAt):
          noted.add(evidence.notes)
          try take(.read(evidence, changedAt: changedAt))
        case .known(let id, .finished): try take(.finishedBefore(id: id))
        case .known(_, .unchanged): unchanged += 1
        case .lost(let loss):
          lost += 1
          losses.append(loss)
          Console.shared.report(loss.diagnostic)
        case .note(let diagnostic): Console.shared.report(diagnostic)
        case .progress(let state): progress.show(state)
        }
      }
    } catch {
      await tellRequests(of: source)
      await source.shutdown()
      Interruption.shared.finishing()
      if let status = Interruption.shared.status { throw status }
      throw error
    }
    await tellRequests(of: source)
    await source.shutdown()
    Interruption.shared.finishing()
    if let status = Interruption.shared.status { throw status }
  }

  private func tellRequests(of source: some InterviewPlatform) async {
    guard isVerbose else { return }
    let statistics = await source.statistics
    Console.shared.report(
      Diagnostic(
        .note, "C071",
        "\(CountText.of(statistics.requests, "request")) to \(source.name.displayName), of which "
          + "\(statistics.retries) repeated others; told to slow down "
          + "\(CountText.of(statistics.rateLimited, "time")); "
          + "\(CountText.of(statistics.responseBytes, "byte")) of answers"))
  }

  /// The same events, ended when somebody raises the flag.
  private func stoppable(
    _ events: EvidenceSequence, _ stop: StopFlag
  ) -> AsyncThrowingStream<SourceEvent, any Error> {
    let iterator = IteratorBox(events.makeAsyncIterator())
    return AsyncThrowingStream {
      let next = Task { try await iterator.next() }
      stop.onRaise { next.cancel() }
      return try await next.value
    }
  }
}

/// Lets a stream's closure own an iterator.
///
/// Thread safety: the stream asks for one event after another, never for two at once.
private final class IteratorBox: @unchecked Sendable {
  private var iterator: EvidenceSequence.AsyncIterator

  init(_ iterator: EvidenceSequence.AsyncIterator) { self.iterator = iterator }

  func next() async throws -> SourceEvent? { try await iterator.next() }
}
