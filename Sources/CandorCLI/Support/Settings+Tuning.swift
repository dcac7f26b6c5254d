import CandorModel
import CandorRules
import Foundation

extension Settings {
  /// What the configuration file says of rules: parameters, severities, exceptions.
  ///
  /// - Throws: 78 where it cannot be read.
  func tunings() throws -> [RuleTuning] {
    guard section("rules") != nil, let path else { return [] }
    let result = RuleTuning.reading(configuration: fileText, file: path)
    for diagnostic in result.diagnostics { Console.shared.report(diagnostic) }
    if result.diagnostics.contains(where: { $0.severity == .error }) {
      throw ExitStatus.configuration
    }
    return [result.tuning]
  }

  /// Ends a command whose rules have errors, after they were told.
  ///
  /// - Parameter diagnostics: of the rules and of what tunes them.
  /// - Throws: 78 where the configuration has one, which is the larger code, else 65 where a rule has.
  func endWhereRulesHaveErrors(_ diagnostics: [Diagnostic]) throws(ExitStatus) {
    let errors = diagnostics.filter { $0.severity == .error }
    if let path, errors.contains(where: { $0.place?.file == path }) {
      throw ExitStatus.configuration
    }
    if !errors.isEmpty { throw ExitStatus.unreadable }
  }
}
