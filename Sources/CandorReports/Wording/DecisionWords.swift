/// What reviewers decided, in the words of a report.
package struct DecisionWords {
  private let messages: Messages

  /// Takes the words of a language.
  package init(_ language: ReportLanguage) { messages = Messages(language) }

  /// What stands above the decisions.
  package var heading: String { messages["review.decided"] }

  /// Who decided what: `innocent by ana`.
  ///
  /// - Parameters:
  ///   - verdict: as programs know it.
  ///   - reviewer: safe to print.
  package func line(_ verdict: String, by reviewer: String) -> String {
    let word = messages.found("verdict.\(verdict)") ?? verdict
    return messages.text("review.line", ["verdict": word, "reviewer": reviewer])
  }
}
