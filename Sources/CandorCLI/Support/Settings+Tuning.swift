import CandorModel
import CandorRules
import Foundation

extension Settings {
  /// What the configuration file says of rules: parameters, severities, exceptions.
  ///
  /// - Throws: 78 where it cannot be read.
  func tunings() throws -> [RuleTuning] {
    guard section("rules") != nil, let path else { return [] }
    let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    let result = RuleTuning.reading(configuration: text, file: path)
    for diagnostic in result.diagnostics { Console.shared.report(diagnostic) }
    if result.diagnostics.contains(where: { $0.severity == .error }) {
      throw ExitStatus.configuration
    }
    return [result.tuning]
  }
}
