/// Scaffolds of the two areas whose rules need more than one interview.
extension RuleScaffold {
  static func candidateRule(_ id: String) -> String {
    """
    # What it observes and why that is worth a reviewer's time; what it does not cover.
    id: \(id)
    version: 0.1.0
    title: Another device than in the interview before
    status: experimental
    # Rules of this area are asked about all interviews of one person.
    scope: candidate
    # Without these the rule is not evaluable, and the reviewer is told what was missing.
    requires:
      - candidate.steps.sharesDevice
    when: >-
      candidate.steps.exists(s, has(s.sharesDevice) && !s.sharesDevice)
    severity: low
    # Expressions stand between double braces.
    summary: >-
      the candidate gave {{candidate.interviewCount}} interviews, not all of them on the same devices
    values:
      interviews: candidate.interviewCount
    # What a person may have done for it to look like this.
    innocent:
      - "Time lies between the interviews, and the candidate has a new computer or telephone."
    references:
      - "Say where the defaults come from."
    tags: [candidate, device]

    """
  }

  static let candidateTests = """
    fires:
      - name: a Mac, then a phone
        interviews:
          - interview: {startedAt: 2026-03-02T09:00:00Z}
            observations:
              - {browser: Safari, browserVersion: "18.1", os: macOS, deviceClass: desktop}
          - interview: {startedAt: 2026-04-02T09:00:00Z}
            observations:
              - {browser: Chrome, browserVersion: "131", os: Android, deviceClass: phone}
        expect: {findings: 1, severity: low, observations: [], values: {interviews: 2}}
    does-not-fire:
      - name: the same device twice
        interviews:
          - interview: {startedAt: 2026-03-02T09:00:00Z}
            observations:
              - {browser: Chrome, browserVersion: "131", os: Android, deviceClass: phone}
          - interview: {startedAt: 2026-04-02T09:00:00Z}
            observations:
              - {browser: Chrome, browserVersion: "135", os: Android, deviceClass: phone}
    missing-data:
      - name: one interview only
        interviews:
          - interview: {startedAt: 2026-03-02T09:00:00Z}
            observations:
              - {browser: Safari, browserVersion: "18.1", os: macOS, deviceClass: desktop}
        expect: {reason: single-observation}

    """

  static func linkRule(_ id: String) -> String {
    """
    # What it observes and why that is worth a reviewer's time; what it does not cover.
    id: \(id)
    version: 0.1.0
    title: Candidates share an address
    status: experimental
    # Rules of this area are asked about what the interview shares with those of other candidates.
    scope: link
    parameters:
      minimumCandidates:
        type: int
        unit: candidates
        default: 2
        minimum: 2
        maximum: 100000
        description: "Fewer candidates on the address are none."
    when: >-
      link.kind == "shared-address" && link.candidates >= params.minimumCandidates
    severity: low
    # Expressions stand between double braces. Answers are counted from 1.
    summary: >-
      {{theAnswers(observations)}} came from an address that {{link.candidates}} candidates share
    values:
      candidates: link.candidates
      link: link.id
    # What a person may have done for it to look like this.
    innocent:
      - "Two people of one household or flat share one line, and may share a computer."
    references:
      - "Say where the defaults come from."
    tags: [link]

    """
  }

  static let linkTests = """
    fires:
      - name: two candidates at one address
        observations:
          - {repeat: 3, country: ES, asn: 3352}
        links:
          - {kind: shared-address, candidates: 2, candidatesInInput: 400}
        expect: {findings: 1, severity: low, observations: [0, 1, 2], values: {candidates: 2, link: link 1}}
    does-not-fire:
      - name: nothing is shared
        observations:
          - {repeat: 3, country: ES, asn: 3352}
    missing-data:
      - name: answers without addresses share none
        observations:
          - {repeat: 2, browser: Chrome, browserVersion: "131", os: Windows, deviceClass: desktop}
        expect: {findings: 0}

    """
}
