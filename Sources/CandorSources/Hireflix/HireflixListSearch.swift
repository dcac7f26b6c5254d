/// Finds out in which form the platform takes the query for a page of interviews. A pure state
/// machine: a form, what came of it, the next form.
///
/// Everything is asked for at first, and what a refusal names is left out. A refusal that names
/// nothing may be about anything; then the ids alone are asked for, in each way of writing values,
/// until one is taken, and one field after the other is added to it.
struct HireflixListSearch {
  enum Verdict: Equatable {
    /// The form is the one, and its answer can be used.
    case accepted
    /// `form` is to be asked next.
    case tryNext
    /// The platform takes no form.
    case refused
  }

  private enum Step { case whole, idsAlone, adding, last }

  /// The form to ask.
  private(set) var form: HireflixListQuery
  private var step = Step.whole
  /// How values were written when everything was refused without a reason.
  private var refusedLiterals: HireflixListQuery.Literals?
  private var takesIDs = false
  private var accepted: Set<HireflixField> = []
  private var untried: ArraySlice<HireflixField> = []

  /// Begins a search.
  ///
  /// - Parameter form: to ask first, such as one that was accepted before.
  init(from form: HireflixListQuery) { self.form = form }

  /// Learns from the answer to `form`.
  mutating func learn(isRefused: Bool, naming named: Set<HireflixField>) -> Verdict {
    switch step {
    case .whole:
      guard isRefused else { return .accepted }
      if !form.fields.isDisjoint(with: named) {
        form.fields.subtract(named)
      } else if takesIDs {
        beginAdding()
      } else {
        refusedLiterals = form.literals
        step = .idsAlone
        form = HireflixListQuery(fields: [])
      }
      return .tryNext
    case .idsAlone:
      if isRefused {
        guard let literals = form.literals.next else { return .refused }
        form.literals = literals
      } else if form.literals == refusedLiterals {
        beginAdding()
      } else {
        takesIDs = true
        step = .whole
        form.fields = HireflixListQuery.allFields
      }
      return .tryNext
    case .adding:
      if !isRefused { accepted = form.fields }
      if let field = untried.popFirst() {
        form.fields = accepted.union([field])
        return .tryNext
      }
      guard isRefused else { return .accepted }
      step = .last
      form.fields = accepted
      return .tryNext
    case .last: return isRefused ? .refused : .accepted
    }
  }

  private mutating func beginAdding() {
    step = .adding
    accepted = []
    untried = HireflixField.allCases.filter { HireflixListQuery.allFields.contains($0) }[...]
    if let field = untried.popFirst() { form.fields = [field] }
  }
}
