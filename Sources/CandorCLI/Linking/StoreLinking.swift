import CandorKit
import CandorModel
import CandorRules
import CandorStore
import CandorTimeline

/// Links over everything a store holds: the latest assessment of each interview, beside the others.
///
/// Nothing is looked up anew: what linking needs is in the assessments.
final class StoreLinking {
  private let store: Store
  private let rules: RuleWorker
  private let index: LinkIndex
  /// The assessments by number, in the order of platform and interview.
  private let numbers: SpillFile
  private let count: Int
  /// What was said of the interviews of one person.
  private var persons: [Int: RuleResult] = [:]
  private static let keptPersons = 4096

  /// Takes down the traces of every interview.
  init(_ store: Store, rules engine: RuleEngine) throws {
    self.store = store
    rules = engine.makeWorker()
    let collector = try LinkCollector(parameters: engine.pack.linkParameters)
    let numbers = try SpillFile()
    var failure: (any Error)?
    try store.eachLatest(withEvidence: true) { stored in
      guard failure == nil, stored.document != nil else { return }
      do {
        try collector.add(
          Self.record(of: stored), platform: stored.platform, id: stored.interview)
        try numbers.append(rows: [stored.id])
      } catch { failure = error }
    }
    if let failure { throw failure }
    count = collector.count
    self.numbers = numbers
    index = try collector.finish()
  }

  /// Calls a function for the latest assessment of each interview, by platform and interview.
  ///
  /// - Parameters:
  ///   - each: is given what is stored, and the assessment as it is beside the others.
  ///   - lost: is told of what cannot be read.
  func forEach(
    each: (StoredAssessment, Assessment, Evidence?) throws -> Void,
    lost: (Diagnostic) throws -> Void
  ) throws {
    for position in 0..<count {
      // An interview that was erased meanwhile has no document any more.
      guard let stored = try stored(position), let document = stored.document else { continue }
      guard let assessment = try? Assessment(json: document) else {
        try lost(StoredAssessments.unreadable(stored))
        continue
      }
      let evidence = stored.evidence.flatMap { try? Evidence(json: $0) }
      let others = OtherInterviews(
        memberships: try index.memberships(of: position),
        candidate: try candidateResult(of: position))
      try each(stored, others.applied(to: assessment, evidence: evidence, rules), evidence)
    }
  }

  private func stored(_ position: Int) throws -> StoredAssessment? {
    let number = try numbers.rows(of: Int64.self, position..<position + 1)[0]
    return try store.assessment(number)
  }

  private func candidateResult(of position: Int) throws -> RuleResult {
    guard let person = index.person(of: position) else { return RuleResult() }
    if let known = persons[person] { return known }
    var pairs: [(interview: EnrichedInterview, timeline: Timeline)] = []
    for position in try index.interviews(ofPerson: person) {
      guard let stored = try stored(position), let document = stored.document,
        let assessment = try? Assessment(json: document)
      else { continue }
      let evidence = stored.evidence.flatMap { try? Evidence(json: $0) }
      pairs.append((EnrichedInterview(assessment, evidence: evidence), assessment.timeline))
    }
    let result = pairs.count > 1 ? rules.evaluateCandidate(pairs) : RuleResult()
    if persons.count >= Self.keptPersons { persons.removeAll() }
    persons[person] = result
    return result
  }

  /// What linking keeps of a stored interview.
  static func record(of stored: StoredAssessment) -> LinkRecord {
    guard let document = stored.document, let assessment = try? Assessment(json: document),
      // Where addresses are cut to their networks nobody can tell who shares one.
      !assessment.isPseudonymous
    else { return LinkRecord(identities: [], uses: []) }
    let evidence = stored.evidence.flatMap { try? Evidence(json: $0) }
    let identities =
      evidence.map { LinkRecord.identities(of: $0.candidate, platform: stored.platform) }
      ?? LinkRecord.identities(
        reference: assessment.interview.candidate, platform: stored.platform)
    let facts =
      evidence?.interview
      ?? Interview(id: stored.interview, position: stored.position.map { Position(id: $0) })
    return LinkRecord(timeline: assessment.timeline, facts: facts, identities: identities)
  }
}
