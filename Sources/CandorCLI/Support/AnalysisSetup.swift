import CandorGeoIP
import CandorKit
import CandorModel
import CandorRules
import CandorTimeline
import CandorUserAgent
import Foundation
import datasets
import rules

/// Opens everything an analysis needs, and tells what is missing.
struct AnalysisSetup {
  let settings: Settings
  let options: AnalysisOptions
  let directories = DataDirectories()

  /// Puts the investigator together.
  ///
  /// - Throws: 65 where a named file cannot be used or a rule has an error.
  func investigator() throws -> Investigator {
    let today = Timestamp(millisecondsSinceEpoch: Int64(Date().timeIntervalSince1970) * 1000)
    let date = try options.referenceDate(settings, today: today)
    let countries = try Tables.countries()
    return Investigator(
      agents: try agents(referenceDate: date), location: try location(countries: countries, date),
      rules: try ruleEngine(countries: countries, date),
      timeline: TimelineBuilder(countries: countries), referenceDate: date)
  }
}
