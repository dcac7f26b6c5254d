import CandorModel

extension Evidence {
  /// The latest moment that the interview tells of: what a platform would say it changed last at.
  var latestTime: Timestamp? {
    let own = [interview.createdAt, interview.startedAt, interview.completedAt]
    return (own + answers.map(\.at) + calls.map(\.at)).compactMap { $0 }.max()
  }
}
