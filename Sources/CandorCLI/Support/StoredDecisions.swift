import CandorModel
import CandorRules
import CandorStore
import Foundation

/// What reviewers decided, for the comparison of rules.
struct StoredDecisions {
  private let decisions: [InterviewName: RuleBacktest.Decision]

  /// Reads the store that is named, or the one in the data directory where there is one.
  ///
  /// - Throws: 65 where a named store is not there.
  init(_ location: StoreOptions, _ settings: Settings) throws {
    let isNamed = settings.text("store", flag: location.store) != nil
    guard isNamed || FileManager.default.fileExists(atPath: DataDirectories().store) else {
      decisions = [:]
      return
    }
    let standing = try location.open(settings).standingDecisions()
    decisions = standing.reduce(into: [:]) { decisions, decision in
      switch decision.verdict {
      case .confirmed: decisions[decision.name] = .confirmed
      case .innocent: decisions[decision.name] = .innocent
      case .unsure, .escalated, .reopened: break
      }
    }
  }

  /// What was decided about an interview; `nil` where nothing was, or nobody was sure.
  subscript(_ evidence: Evidence) -> RuleBacktest.Decision? {
    decisions[
      InterviewName(platform: evidence.platform, interview: evidence.interview.id)]
  }
}
