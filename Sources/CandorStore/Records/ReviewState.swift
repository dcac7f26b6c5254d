/// Where an interview stands in the reviewer's queue.
public enum ReviewState: String, Sendable, CaseIterable {
  /// Nobody has decided.
  case open
  /// One reviewer has decided, a second one is asked for.
  case second
  /// A reviewer looked and was not sure.
  case unsure
  /// A reviewer passed it on.
  case escalated
  /// It was decided.
  case decided
  /// Nothing was found that somebody should look at.
  case clear
  /// Its documents are gone, by retention.
  case purged
  /// Its data was erased.
  case erased

  /// Whether a reviewer is asked to look.
  public var isWaiting: Bool {
    switch self {
    case .open, .second, .unsure, .escalated: true
    case .decided, .clear, .purged, .erased: false
    }
  }

  /// Whether somebody's decision made it so.
  var restsOnDecisions: Bool {
    switch self {
    case .second, .unsure, .escalated, .decided: true
    case .open, .clear, .purged, .erased: false
    }
  }
}
