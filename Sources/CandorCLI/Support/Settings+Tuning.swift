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
}
