import Synchronization

/// A wish to stop, raised once, heard by whoever is at work.
///
/// Thread safety: one lock for both values.
final class StopFlag: Sendable {
  private struct State {
    var isRaised = false
    var action: (@Sendable () -> Void)?
  }

  /// Protects whether it was raised and what then happens.
  private let state = Mutex(State())

  func raise() {
    let action = state.withLock { state -> (@Sendable () -> Void)? in
      state.isRaised = true
      return state.action
    }
    action?()
  }

  /// Replaces what happens; at once where the flag is raised already.
  func onRaise(_ action: @escaping @Sendable () -> Void) {
    let isRaised = state.withLock { state -> Bool in
      state.action = action
      return state.isRaised
    }
    if isRaised { action() }
  }
}
