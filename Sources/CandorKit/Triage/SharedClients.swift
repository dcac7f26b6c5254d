import CandorModel
import Synchronization

/// What agents tell, for several workers: what one of them read, the others need not read again.
///
/// A worker comes here only with agents that it does not remember itself.
///
/// ## Thread safety
/// One lock for which nobody waits: who does not get it reads the agent, as if nobody had before, with
/// the same result.
final class SharedClients: Sendable {
  /// Half of what one worker remembers: who meets an agent that another one read does so soon.
  private static let capacity = 1 << 15

  private let lock = Mutex(())
  // Only whoever has the lock touches it. It is not inside, where a mutex takes no texts of a line in.
  nonisolated(unsafe) private let known = TextCache<Lookup<Client>>(
    capacity: capacity, textBytes: 64)

  /// What an agent tells, where a worker read it and it is still remembered; `nil` else.
  ///
  /// - Parameter text: as it stands in a line of JSON.
  func client(of text: UnsafeBufferPointer<UInt8>) -> Lookup<Client>? {
    lock.withLockIfAvailable { _ in known.meaning(of: text) } ?? nil
  }

  /// Remembers what an agent tells.
  ///
  /// - Parameter text: as it stands in a line of JSON.
  func remember(_ client: Lookup<Client>, of text: UnsafeBufferPointer<UInt8>) {
    lock.withLockIfAvailable { _ in known.remember(client, of: text) }
  }
}
