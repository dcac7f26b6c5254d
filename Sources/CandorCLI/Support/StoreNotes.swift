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

  /// That a look is not noted, since the store may not be written.
  static func unnotedLook(_ path: String) -> Diagnostic {
    Diagnostic(
      .warning, "D016",
      "file or folder of the store `\(path)` may not be written, so this look is not noted in its "
        + "access log",
      help: "where the log has to be whole, look into the store itself with the right to write it")
  }

  /// That what stays names the same e-mail address as what was erased; the address is not repeated.
  ///
  /// - Parameter interviews: that stay; at least one.
  static func sameEmail(_ interviews: [InterviewName]) -> Diagnostic {
    let named = interviews.prefix(3).map { "`\(TerminalText.safe($0.text))`" }
    let left = interviews.count - named.count
    let all = named.joined(separator: ", ") + (left > 0 ? " and \(left) more" : "")
    return Diagnostic(
      .warning, "D018", "the e-mail address of who was erased is stored elsewhere too, with \(all)",
      help: "where that is the same person, `candor store erase --candidate` with the e-mail "
        + "address erases these too")
  }

  /// That the file was not written anew after something was removed.
  ///
  /// - Parameter error: why not.
  static func notRewritten(_ error: StoreError) -> Diagnostic {
    Diagnostic(
      .warning, "D017",
      "\(error.message), so its file was not written anew and may hold copies of what was removed",
      help:
        "when there is room, and nobody else has the store open, `candor store purge` writes it "
        + "anew; without `retention:` in candor.yaml name an age, as --older-than 3650d")
  }
}

extension StoreCommandRun {
  /// Writes what was removed; where the file was not written anew, tells that too.
  ///
  /// - Throws: the exit code of what kept the file as it is, after everything was written.
  func write(
    text: @autoclosure () throws -> String, json: @autoclosure () throws -> String,
    rewriteError: StoreError?
  ) throws {
    if let rewriteError { Console.shared.report(StoreNotes.notRewritten(rewriteError)) }
    try write(text: text(), json: json())
    if let rewriteError { throw ExitStatus(code: rewriteError.code.exitCode) }
  }
}

extension Store {
  /// Notes who looks at interviews, before anything of them is shown. Where nothing can be noted
  /// because the store may not be written, says so.
  ///
  /// - Throws: where it cannot be noted for another reason; then nothing may be shown.
  func noteLook(by reader: String, action: String, at names: [InterviewName]) throws {
    guard !isReadOnly else { return Console.shared.report(StoreNotes.unnotedLook(path)) }
    try noteAccess(by: reader, action: action, to: names, now: .now)
  }
}
