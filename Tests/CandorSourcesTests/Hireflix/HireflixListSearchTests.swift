import Testing

@testable import CandorSources

struct HireflixListSearchTests {
  /// Asks a platform until a form is accepted or none is left.
  ///
  /// - Parameters:
  ///   - lacking: fields that it does not have.
  ///   - literals: the way of writing values that it takes; `nil` for none.
  ///   - isNaming: whether its refusals name the fields.
  private func search(
    lacking: Set<HireflixField> = [], literals: HireflixListQuery.Literals? = .enumeration,
    isNaming: Bool
  ) -> (forms: [HireflixListQuery], verdict: HireflixListSearch.Verdict) {
    var search = HireflixListSearch(from: HireflixListQuery())
    var forms: [HireflixListQuery] = []
    while true {
      forms.append(search.form)
      let unknown = search.form.fields.intersection(lacking)
      let isRefused = !unknown.isEmpty || search.form.literals != literals
      let verdict = search.learn(isRefused: isRefused, naming: isNaming ? unknown : [])
      if verdict != .tryNext { return (forms, verdict) }
    }
  }

  @Test func whatIsTakenAtOnceIsAskedOnce() {
    let (forms, verdict) = search(isNaming: true)
    #expect(forms == [HireflixListQuery()])
    #expect(verdict == .accepted)
  }

  @Test(arguments: [true, false])
  func onlyWhatIsLackingIsLeftOut(isNaming: Bool) {
    let cases: [Set<HireflixField>] = [[.fullName], [.total], [.fullName, .completedAt, .total]]
    let ways: [HireflixListQuery.Literals] = [.enumeration, .string]
    for lacking in cases {
      for literals in ways {
        let (forms, verdict) = search(lacking: lacking, literals: literals, isNaming: isNaming)
        #expect(verdict == .accepted)
        #expect(forms.last?.fields == HireflixListQuery.allFields.subtracting(lacking))
        #expect(forms.last?.literals == literals)
        #expect(forms.count <= 17)
      }
    }
  }

  @Test func aRefusalThatNamesTheFieldCostsOneRequest() {
    #expect(search(lacking: [.fullName], isNaming: true).forms.count == 2)
    #expect(search(literals: .string, isNaming: true).forms.count == 4)
  }

  @Test func whatIsRefusedInEveryFormIsGivenUp() {
    let (forms, verdict) = search(literals: nil, isNaming: false)
    #expect(verdict == .refused)
    #expect(forms.count == 4)
  }

  static let refusals: [(String, Set<HireflixField>)] = [
    (
      #"Cannot query field "fullName" on type "CandidateType". Did you mean "firstName"?"#,
      [.fullName]
    ),
    ("Field 'completedAt' doesn't exist on type 'Interview'", [.completedAt]),
    (
      "Validation error (FieldUndefined@[position/candidate/email]) : Field 'email' is undefined",
      [.email]
    ),
    ("Cannot query field updatedAt", [.updatedAt]),
    (#"Cannot query field "count" on type "List""#, [.total]),
    (
      #"Unknown field "candidate" on type "InterviewType""#,
      [.email, .firstName, .lastName, .fullName]
    ),
    (#"Value "createdAt" does not exist in "SortField" enum."#, []),
    (#"Field "field" of required type "SortField!" was not provided."#, []), ("no field", []),
    ("", []),
  ]

  @Test(arguments: refusals)
  func fieldsThatRefusalsName(message: String, fields: Set<HireflixField>) {
    #expect(HireflixField.named(in: [.init(message: message, path: [])]) == fields)
  }
}
