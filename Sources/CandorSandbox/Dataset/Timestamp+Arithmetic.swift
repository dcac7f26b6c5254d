import CandorModel

extension Timestamp {
  /// The same time of day some days later.
  func adding(days: Int) -> Timestamp { adding(seconds: Int64(days) * 86_400) }

  /// Some seconds later.
  func adding(seconds: Int64) -> Timestamp {
    Timestamp(millisecondsSinceEpoch: millisecondsSinceEpoch + seconds * 1000)
  }
}
