extension Assessment {
  /// Whether every number that names an observation names one that is there: whoever prints an assessment
  /// rests on that.
  ///
  /// - Throws: what a number should have been.
  func checkNumbers() throws(JSONError) {
    let count = timeline.observations.count
    func check(_ isMet: Bool, _ expected: String) throws(JSONError) {
      guard isMet else { throw JSONError(.invalidValue, at: 0, expected: expected) }
    }
    for (place, observation) in timeline.observations.enumerated() {
      try check(observation.index == place, "`observations` to be numbered from 0")
      try check(
        [observation.answer, observation.step, observation.attempt].allSatisfy(Self.isCount),
        "`answer`, `step` and `attempt` to be counts")
    }
    for run in timeline.runs {
      try check(
        0 <= run.first && run.first <= run.last && run.last < count,
        "`runs` to be of observations that are there")
      try check(
        [run.place, run.device].allSatisfy { $0.map(Self.isCount) ?? true },
        "`place` and `device` of a run to be counts")
    }
    for change in timeline.transitions {
      try check(
        0..<count ~= change.from && 0..<count ~= change.to,
        "`switches` to be between observations that are there")
    }
    for finding in findings {
      try check(
        ([finding.observations] + finding.explanations.map(\.observations)).joined()
          .allSatisfy { 0..<count ~= $0 }, "`observations` of a finding to be there")
    }
  }

  private static func isCount(_ number: Int) -> Bool { 0..<1 << 53 ~= number }
}
