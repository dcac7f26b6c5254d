import CandorModel

extension StoreError {
  static func noStore(_ path: String) -> StoreError {
    StoreError(
      .noStore, "there is no store at `\(path)`",
      help: "`candor audit` makes one; --store names another")
  }

  static func notAStore(_ path: String) -> StoreError {
    StoreError(.notAStore, "`\(path)` is no store", help: "name another place with --store")
  }

  /// The error of a row that holds what Candor never writes; the value may be personal data.
  static func damagedCell(_ column: String, _ path: String) -> StoreError {
    StoreError(
      .damaged, "the store `\(path)` holds what cannot be in the column `\(column)`",
      help: "`candor store verify` tells which rows were changed; restore a backup made by "
        + "`candor store backup`")
  }

  static func readOnly(_ path: String) -> StoreError {
    StoreError(
      .cannotWrite, "the store `\(path)` is read-only",
      help: "give the user who runs Candor the right to write file and folder")
  }

  static func earlierVersion(_ path: String) -> StoreError {
    StoreError(
      .earlierVersion,
      "expected a store of this version where file or folder may not be written, found `\(path)` "
        + "of an earlier one",
      help: copyHelp + "; there it is brought up to date")
  }

  static func unwrittenJournal(_ path: String) -> StoreError {
    StoreError(
      .unwrittenJournal,
      "expected the whole store in `\(path)`, which may not be written, found the last of it in "
        + "`\(path)-wal`",
      help: copyHelp + ", with `-wal` beside it; `candor store backup` makes copies of one file")
  }

  /// The error of a file that was read without locks while somebody wrote.
  static func changedMeanwhile(_ path: String) -> StoreError {
    StoreError(
      .locked, "the store `\(path)` was written to while it was read",
      help: "what was printed may be of two moments; try again later")
  }

  private static let copyHelp =
    "copy it into a folder that you may write to and name the copy with --store"

  static func unknownInterview(_ text: String) -> StoreError {
    StoreError(
      .notFound,
      AskedName.isEmail(text)
        ? "no interview is stored by the e-mail given"
        : "no interview \(AskedName.text(text)) is stored",
      help: "`candor review list --state all` names those there are")
  }

  /// The error of asking for what was erased.
  ///
  /// - Parameter text: the interview as it was asked for.
  package static func erasedInterview(_ text: String) -> StoreError {
    StoreError(
      .notFound, "what was stored of \(AskedName.text(text)) was erased",
      help: "it is not stored again")
  }

  /// The error of asking for a document that retention has removed.
  public static func purgedInterview(_ name: InterviewName) -> StoreError {
    StoreError(
      .notFound, "the assessment of \(AskedName.text(name.text)) was purged",
      help: "only its outcome is left; audit the interview again where that is allowed")
  }

  static func ambiguousInterview(_ text: String, platforms: [String]) -> StoreError {
    let names = platforms.map { platform in
      "`\(TerminalText.safe(platform))/\(AskedName.argument(text, else: "..."))`"
    }.joined(separator: ", ")
    return StoreError(
      .ambiguous,
      AskedName.isEmail(text)
        ? "several platforms have an interview by the e-mail given"
        : "several platforms have an interview \(AskedName.text(text))",
      help: "name one of \(names)")
  }

  /// - Parameter latest: the latest runs that asked a platform, the latest first.
  static func unknownRun(_ name: String, latest: [StoredRun]) -> StoreError {
    let runs = latest.map { "\($0.id) (\($0.startedAt.text))" }.joined(separator: ", ")
    return StoreError(
      .notFound, "no run `\(name)` is stored",
      help: latest.isEmpty ? "`candor audit` makes one" : "stored, the latest first: \(runs)")
  }

  /// Who decided is told to whoever may read the store, and not to a log.
  static func decidedAlready(_ name: InterviewName) -> StoreError {
    let interview = argument(name)
    return StoreError(
      .notAllowed, "\(AskedName.text(name.text)) is decided already",
      help: "`candor show \(interview)` tells by whom; take it up again first: "
        + "candor review reopen \(interview) --reason")
  }

  static func secondReviewerNeeded(_ name: InterviewName) -> StoreError {
    StoreError(
      .notAllowed, "this reviewer has decided \(AskedName.text(name.text)) already",
      help: "review.fourEyes asks for a second, different reviewer; "
        + "`candor show \(argument(name))` tells who decided")
  }

  static func notDecided(_ name: InterviewName) -> StoreError {
    StoreError(
      .notAllowed, "nothing was decided about \(AskedName.text(name.text))",
      help: "it can be decided as it is: candor review decide \(argument(name))")
  }

  /// The interview in a command to type.
  private static func argument(_ name: InterviewName) -> String {
    AskedName.argument(name.text, else: "INTERVIEW")
  }

  static func unknownCandidate() -> StoreError {
    // The name that was asked for is personal data, so it is not repeated.
    StoreError(
      .notFound, "nothing is stored of this candidate",
      help: "name the external id, the id or the e-mail, as the platform has it")
  }
}
