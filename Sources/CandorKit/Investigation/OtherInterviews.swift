public import CandorModel
public import CandorRules
public import CandorTimeline

/// What is known of an interview beside others: traces that different candidates share, and the
/// interviews of the same candidate.
public struct OtherInterviews: Sendable {
  /// A link that the interview is a member of.
  public struct Membership: Sendable {
    /// What is printed of it.
    public var link: Link
    /// What it is weighed by.
    public var facts: LinkFacts
    /// The traces as numbers of address, agent and AS; see `FoundLink`.
    public var traces: [Trace]

    /// Makes a membership.
    public init(link: Link, facts: LinkFacts, traces: [Trace]) {
      self.link = link
      self.facts = facts
      self.traces = traces
    }
  }

  /// The numbers of a trace; 0 for what is not part of it.
  public struct Trace: Sendable, Hashable {
    /// The address.
    public var address: UInt64
    /// The agent.
    public var agent: UInt64
    /// The AS number.
    public var asn: UInt32

    /// Makes a trace.
    public init(address: UInt64, agent: UInt64, asn: UInt32) {
      self.address = address
      self.agent = agent
      self.asn = asn
    }
  }

  /// The links, by kind and id.
  public var memberships: [Membership]
  /// What the rules of scope `candidate` said of all interviews of the candidate.
  public var candidate: RuleResult

  /// Makes it.
  public init(memberships: [Membership] = [], candidate: RuleResult = RuleResult()) {
    self.memberships = memberships.sorted {
      ($0.link.kind, $0.link.id) < ($1.link.kind, $1.link.id)
    }
    self.candidate = candidate
  }

  /// The links as an assessment prints them.
  public var links: [Link] { memberships.map(\.link) }

  /// What the rules say of it.
  ///
  /// - Parameter rules: of the pack that is in force.
  public func result(
    for interview: EnrichedInterview, _ timeline: Timeline, _ rules: RuleWorker
  ) -> RuleResult {
    var result = rules.evaluateLinks(traces(in: timeline), interview, timeline)
    result.add(rules.candidateResult(candidate, on: interview, timeline))
    return result
  }

  /// The links with the observations that carry them.
  public func traces(in timeline: Timeline) -> [SharedTrace] {
    memberships.map { membership in
      let carrying = timeline.observations.indices.filter { index in
        membership.traces.contains {
          FoundLink.carries(
            timeline.observations[index], address: $0.address, agent: $0.agent, asn: $0.asn)
        }
      }
      return SharedTrace(
        link: membership.link, facts: membership.facts, observations: Array(carrying))
    }
  }
}

extension RuleResult {
  /// Takes in another result.
  public mutating func add(_ other: RuleResult) {
    findings += other.findings
    guard !other.notEvaluable.isEmpty || !other.exceptions.isEmpty else { return }
    notEvaluable = (notEvaluable + other.notEvaluable).sorted { $0.rule < $1.rule }
    exceptions = Set(exceptions + other.exceptions).sorted()
  }
}

extension RulePack {
  /// The numbers that traces are found with: parameters of `link/hub` and `link/shared-address`. One
  /// that the pack does not have, or that is no number there, has its standard value.
  public var linkParameters: LinkParameters {
    var parameters = LinkParameters.standard
    if let count = parameter(.hubCandidates)?.count { parameters.hubCandidates = count }
    if let percent = parameter(.rarePercent)?.number { parameters.rarePercent = percent }
    if let count = parameter(.rarityCandidates)?.count { parameters.rarityCandidates = count }
    return parameters
  }
}

extension Investigator.Worker {
  /// What linking keeps of an interview.
  public mutating func linkRecord(of evidence: Evidence) -> LinkRecord {
    let (interview, timeline) = enriched(evidence)
    return LinkRecord(of: interview, timeline: timeline)
  }

  /// What linking keeps of the line that was looked at last, and which interview that is.
  ///
  /// - Precondition: the look told anything but `unread`, and the line is the same.
  package mutating func linkRecordSeen(
    _ line: UnsafeBufferPointer<UInt8>
  ) -> (record: LinkRecord, platform: String, id: String) {
    guard let seen = triage?.linkRecord(line) else {
      preconditionFailure("a line is looked at before it is asked about")
    }
    return seen
  }

  /// What the rules of scope `candidate` say of the interviews of one person.
  ///
  /// - Parameter count: how many there are, where these are the latest of more.
  public mutating func candidateResult(
    of interviews: [Evidence], count: Int? = nil
  ) -> RuleResult {
    candidateResult(of: interviews.map { enriched($0) }, count: count)
  }

  /// The same of interviews that are lines of NDJSON; what cannot be read is left out.
  package mutating func candidateResult(
    ofLines lines: [UnsafeBufferPointer<UInt8>], count: Int
  ) -> RuleResult {
    var interviews: [(EnrichedInterview, Timeline)] = []
    read(lines)
    for (position, line) in lines.enumerated() {
      if case .unread = look(at: position, line, wanting: .everything) {
        if let evidence = try? Evidence(jsonBuffer: line) { interviews.append(enriched(evidence)) }
      } else {
        interviews.append(interviewSeen(line))
      }
    }
    return candidateResult(of: interviews, count: count)
  }

  private func candidateResult(
    of interviews: [(EnrichedInterview, Timeline)], count: Int?
  ) -> RuleResult {
    interviews.count > 1 ? rules.evaluateCandidate(interviews, of: count) : RuleResult()
  }

  private mutating func enriched(_ evidence: Evidence) -> (EnrichedInterview, Timeline) {
    let interview = enrich(evidence)
    return (interview, investigator.timeline.timeline(of: interview))
  }
}

extension OtherInterviews {
  /// An assessment that was made before, decided anew beside the others.
  ///
  /// - Parameters:
  ///   - evidence: what it was made of; absent where it was not kept.
  ///   - rules: of the pack that is in force.
  public func applied(
    to assessment: Assessment, evidence: Evidence?, _ rules: RuleWorker
  ) -> Assessment {
    let interview = EnrichedInterview(assessment, evidence: evidence)
    let result = result(for: interview, assessment.timeline, rules)
    return OutcomeStage().decide(
      assessment, with: result, links: links, rules: rules.severalInterviewRules)
  }
}

extension EnrichedInterview {
  /// The interview that an assessment was made of, as far as the assessment tells.
  public convenience init(_ assessment: Assessment, evidence: Evidence?) {
    let subject = assessment.interview
    self.init(
      evidence: evidence
        ?? Evidence(platform: subject.platform, interview: Interview(id: subject.id)),
      observations: assessment.timeline.observations)
  }
}
