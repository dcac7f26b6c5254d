import CandorModel
import CandorStore

/// What commands over a store tell beside their answer.
enum StoreNotes {
  /// That a platform still says of a person what was decided before the interview was taken up again.
  static func outdatedPush(_ name: InterviewName, status: String) -> Diagnostic {
    Diagnostic(
      .warning, "D013",
      "`\(TerminalText.safe(name.platform))` was told `\(TerminalText.safe(status))` about "
        + "`\(TerminalText.safe(name.interview))`, which was taken up again",
      help: "it stays there until the interview is decided anew and "
        + "`candor review push \(TerminalText.safe(name.platform)) --no-dry-run` sends that, or until "
        + "somebody changes it there")
  }
}
