import CandorModel

/// The candidates and positions of a data set, for platforms that keep them as things of their own.
struct SandboxPeople: Sendable {
  /// Somebody with all interviews.
  struct Person: Sendable {
    /// The same for the same person on every platform.
    var key: String
    var candidate: Candidate
    /// Places in `interviews`, in the order of the evidence.
    var interviews: [Int]
  }

  /// A position with its interviews.
  struct Job: Sendable {
    var key: String
    var name: String
    /// Places in `interviews`, in the order of the evidence.
    var interviews: [Int]
  }

  let interviews: [Evidence]
  /// In the order of first appearance.
  let people: [Person]
  /// In the order of first appearance.
  let jobs: [Job]

  init(_ dataset: SandboxDataset) {
    interviews = dataset.interviews
    var people: [Person] = []
    var jobs: [Job] = []
    var peopleByKey: [String: Int] = [:]
    var jobsByKey: [String: Int] = [:]
    for (place, evidence) in dataset.interviews.enumerated() {
      let person = Self.personKey(of: evidence)
      if let known = peopleByKey[person] {
        people[known].interviews.append(place)
      } else {
        peopleByKey[person] = people.count
        people.append(
          Person(key: person, candidate: evidence.candidate ?? Candidate(), interviews: [place]))
      }
      let job = Self.jobKey(of: evidence)
      if let known = jobsByKey[job] {
        jobs[known].interviews.append(place)
      } else {
        jobsByKey[job] = jobs.count
        let name = evidence.interview.position?.name ?? "Unnamed position"
        jobs.append(Job(key: job, name: name, interviews: [place]))
      }
    }
    self.people = people
    self.jobs = jobs
  }

  /// What tells persons apart: the first that is known of e-mail, external id and id; somebody of
  /// whom nothing is known is a person for each interview.
  static func personKey(of evidence: Evidence) -> String {
    let candidate = evidence.candidate
    return candidate?.email ?? candidate?.externalId ?? candidate?.id ?? evidence.interview.id
  }

  /// What tells positions apart.
  static func jobKey(of evidence: Evidence) -> String {
    evidence.interview.position?.id ?? evidence.interview.position?.name ?? "unnamed"
  }
}
