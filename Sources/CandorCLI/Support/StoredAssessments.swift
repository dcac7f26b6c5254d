import CandorModel
import CandorStore

/// The latest assessment of each interview of a store, read one after another.
struct StoredAssessments {
  let store: Store
  /// Whether interviews are taken as they are beside others.
  var besideOthers = true

  /// Calls a function for every assessment, by platform and interview.
  ///
  /// What was erased is passed over; a document that cannot be read is a loss.
  ///
  /// - Parameter withEvidence: gives the evidence too, where it was kept.
  func forEach(
    withEvidence: Bool = false, assessment: (Assessment, Evidence?) throws -> Void,
    lost: (Diagnostic) throws -> Void
  ) throws {
    var failure: (any Error)?
    do {
      try store.eachLatest(withEvidence: withEvidence, besideOthers: besideOthers) { stored in
        guard failure == nil, let document = stored.document else { return }
        do {
          guard let read = try? Assessment(json: document) else {
            try lost(Self.unreadable(stored))
            return
          }
          try assessment(read, stored.evidence.flatMap { try? Evidence(json: $0) })
        } catch { failure = error }
      }
    }
    if let failure { throw failure }
  }

  static func unreadable(_ stored: StoredAssessment) -> Diagnostic {
    Diagnostic(
      .error, "D006",
      "the assessment `\(stored.platform)/\(stored.interview)` of the store cannot be read",
      help: "`candor store verify` tells which rows were changed")
  }
}
