import CandorKit
import CandorModel
import CandorReports
import CandorStore

/// A stored assessment with its evidence, as far as both are kept.
struct StoredInterview {
  let stored: StoredAssessment
  /// The document, byte for byte as it was stored.
  let document: [UInt8]
  let assessment: Assessment
  let evidence: Evidence?

  /// Reads what is stored.
  ///
  /// - Throws: 65 where the document was erased or purged, or cannot be read.
  init(_ stored: StoredAssessment, in store: Store) throws {
    guard let document = stored.document else {
      throw stored.isErased
        ? StoreError.erasedInterview(stored.name.text) : StoreError.purgedInterview(stored.name)
    }
    self.stored = stored
    self.document = document
    do throws(JSONError) { assessment = try Assessment(json: document) } catch {
      throw Failure(
        .unreadable, "D006", "the assessment `\(stored.id)` of the store cannot be read",
        help: "`candor store verify` tells which rows were changed")
    }
    evidence = try store.evidence(hash: stored.evidenceHash).flatMap { try? Evidence(json: $0) }
  }

  /// The assessment without anything that names a person, where that was asked for.
  func shown(_ pseudonymizer: Pseudonymizer?) -> Assessment {
    pseudonymizer?.apply(to: assessment) ?? assessment
  }

  /// The assessment for a report.
  func reported(_ pseudonymizer: Pseudonymizer?) -> ReportedInterview {
    let shown = shown(pseudonymizer)
    return ReportedInterview(
      shown,
      notes: evidence.map { InterviewNotes($0, isPseudonymous: shown.isPseudonymous) })
  }
}
