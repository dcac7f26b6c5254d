import CandorKit
import CandorModel
import CandorRules
import CandorStore
import CandorTimeline

/// Links over everything a store holds: the latest assessment of each interview, beside the others.
///
/// Nothing is looked up anew: what linking needs is in the assessments.
final class StoreLinking {
  /// A stored interview, as it was stored and as it is beside the others.
  struct Item {
    let stored: StoredAssessment
    let before: Assessment
    let beside: Assessment
    let evidence: Evidence?
  }

  private let store: Store
  private let rules: RuleWorker
  private let index: LinkIndex
  /// The assessments by number, in the order of the index.
  private let numbers: SpillFile
  private let count: Int
  /// What was said of the interviews of one person.
  private var persons: [Int: RuleResult] = [:]
  private static let keptPersons = 4096

  /// Takes down the traces of every interview.
  convenience init(_ store: Store, rules: RuleEngine) throws {
    let collector = try LinkCollector(parameters: rules.pack.linkParameters)
    let numbers = try SpillFile()
    try Self.eachReadable(store) { stored, assessment in
      try collector.add(
        Self.record(of: stored, assessment), platform: stored.platform, id: stored.interview)
      try numbers.append(rows: [stored.id])
    }
    self.init(
      store, rules: rules, index: try collector.finish(), numbers: numbers, count: collector.count)
  }

  /// Links that were found over interviews of the store.
  ///
  /// - Parameters:
  ///   - numbers: those of the assessments, in the order of the index; 0 for one that is not stored.
  ///   - count: how many there are.
  init(_ store: Store, rules: RuleEngine, index: LinkIndex, numbers: SpillFile, count: Int) {
    self.store = store
    self.rules = rules.makeWorker()
    self.index = index
    self.numbers = numbers
    self.count = count
  }

  /// Calls a function for the latest assessment of each interview, in the order of the index.
  ///
  /// - Parameters:
  ///   - first: the position to begin with.
  ///   - isWanted: whether one that is linked with none is wanted too, by position.
  ///   - each: is given what is stored, and what it is beside the others.
  ///   - lost: is told of what cannot be read.
  func forEach(
    from first: Int = 0, isWanted: (Int) -> Bool = { _ in true }, each: (Item) throws -> Void,
    lost: (Diagnostic) throws -> Void
  ) throws {
    for position in first..<max(first, count) {
      let memberships = try index.memberships(of: position)
      let person = try index.person(of: position)
      guard !memberships.isEmpty || person != nil || isWanted(position) else { continue }
      // An interview that was erased meanwhile has no document any more.
      guard let stored = try stored(position), let document = stored.document else { continue }
      guard let assessment = try? Assessment(json: document) else {
        try lost(StoredAssessments.unreadable(stored))
        continue
      }
      let evidence = stored.evidence.flatMap { try? Evidence(json: $0) }
      // Without its addresses it is linked with nobody any more, so what was found in time stays.
      if assessment.isPseudonymous, assessment.links != nil {
        try each(Item(stored: stored, before: assessment, beside: assessment, evidence: evidence))
        continue
      }
      let others = OtherInterviews(
        memberships: memberships,
        candidate: try person.map { try candidateResult(of: $0) } ?? RuleResult())
      try each(
        Item(
          stored: stored, before: assessment,
          beside: others.applied(to: assessment, evidence: evidence, rules), evidence: evidence))
    }
  }

  private func stored(_ position: Int) throws -> StoredAssessment? {
    let number = try numbers.rows(of: Int64.self, position..<position + 1)[0]
    return try store.assessment(number)
  }

  private func candidateResult(of person: LinkIndex.Person) throws -> RuleResult {
    if let known = persons[person.number] { return known }
    var pairs: [(interview: EnrichedInterview, timeline: Timeline)] = []
    let interviews = try index.interviews(of: person)
    for position in interviews.compared {
      guard let stored = try stored(position), let document = stored.document,
        let assessment = try? Assessment(json: document)
      else { continue }
      let evidence = stored.evidence.flatMap { try? Evidence(json: $0) }
      pairs.append((EnrichedInterview(assessment, evidence: evidence), assessment.timeline))
    }
    // What cannot be read any more is none of them.
    let count = interviews.count - interviews.compared.count + pairs.count
    let result = pairs.count > 1 ? rules.evaluateCandidate(pairs, of: count) : RuleResult()
    if persons.count >= Self.keptPersons { persons.removeAll() }
    persons[person.number] = result
    return result
  }

  /// Calls a function for the latest assessment of each interview, by platform and interview, with its
  /// evidence.
  ///
  /// - Parameter body: is given what is stored, and the assessment where it can be read.
  static func eachReadable(
    _ store: Store, _ body: (StoredAssessment, Assessment?) throws -> Void
  ) throws {
    var failure: (any Error)?
    try store.eachLatest(withEvidence: true) { stored in
      guard failure == nil, let document = stored.document else { return }
      do { try body(stored, try? Assessment(json: document)) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// What linking keeps of a stored interview.
  static func record(of stored: StoredAssessment, _ assessment: Assessment?) -> LinkRecord {
    // Where addresses are cut to their networks nobody can tell who shares one.
    guard let assessment, !assessment.isPseudonymous else {
      return LinkRecord(identities: [], uses: [])
    }
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
