import CandorModel
import Testing

/// What the id of a rule tells of the interviews it speaks of.
@Suite struct RuleReachTests {
  @Test(arguments: [
    ("link/hub", RuleReach.otherCandidates), ("candidate/device-change", .candidate),
    ("device/os-switch", .interview), ("network/shared-line", .interview),
    ("links/hub", .interview), ("candidates/all", .interview), ("device/link", .interview),
    ("", .interview),
  ])
  func isThatOfTheArea(_ id: String, _ reach: RuleReach) {
    #expect(RuleReach(ofRule: id) == reach)
    #expect(RuleReach.needsSeveralInterviews(id, among: []) == (reach != .interview))
    #expect(RuleReach.needsSeveralInterviews(id, among: [id]))
  }
}
