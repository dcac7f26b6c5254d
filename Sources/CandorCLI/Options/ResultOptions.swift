import ArgumentParser
import CandorReports
import Foundation

/// The forms that results are printed in.
enum Format: String, CaseIterable {
  case text, json, ndjson, csv, markdown, html, junit
}

/// The forms that a command has; its help tells no others.
protocol ResultForms: Sendable {
  static var all: [Format] { get }
  /// What the help of `--format` says.
  static var help: String { get }
}

extension ResultForms {
  static var help: String { all.map(\.rawValue).alternatives + "." }
}

/// What prints assessments.
enum EveryForm: ResultForms {
  static var all: [Format] { Format.allCases }
}

/// What prints assessments of a store, or counts over them.
enum ReportForms: ResultForms {
  static var all: [Format] { Format.allCases }
  static let fairness: [Format] = [.text, .json, .csv, .markdown]
  static let precision: [Format] = [.text, .json]
  static var help: String {
    EveryForm.help.dropLast() + "; with --fairness \(fairness.map(\.rawValue).alternatives); "
      + "with --precision \(precision.map(\.rawValue).alternatives)."
  }
}

/// What prints anything else.
enum TextOrJSON: ResultForms {
  static var all: [Format] { [.text, .json] }
}

/// What tests rules.
enum TextOrJUnit: ResultForms {
  static var all: [Format] { [.text, .junit] }
}

/// What looks at single values; a batch has forms of its own.
enum InspectionForms: ResultForms {
  static var all: [Format] { [.text, .json] }
  static var help: String { "text or json; with --batch ndjson or json." }
}

/// How assessments are printed, and where.
typealias OutputOptions = ResultOptions<EveryForm>

/// How results are printed, and where.
struct ResultOptions<Forms: ResultForms>: ParsableArguments {
  @Option(help: ArgumentHelp(Forms.help, valueName: "form"))
  var format: String?

  @Option(name: .long, help: ArgumentHelp("Write results to this file.", valueName: "path"))
  var output: String?

  @Flag(name: .customLong("no-color"), help: "Print no colours, also on a terminal.")
  var noColor = false

  /// - Parameter allowed: where it depends on other flags; else all that the help tells.
  func format(_ settings: Settings, allowed: [Format] = Forms.all) throws -> Format {
    try settings.choice("format", flag: format, default: .text, of: allowed)
  }

  func open(_ settings: Settings) throws -> Output {
    try Output(path: settings.text("output", flag: output))
  }

  /// The report for a terminal, as it fits where results go; brief where somebody wants it quiet.
  func terminal(
    _ sink: Output, _ settings: Settings, language: ReportLanguage = .english
  ) throws -> TerminalReport {
    .fitting(
      sink, noColor: try settings.bool("noColor", flag: noColor), isBrief: Console.shared.isQuiet,
      environment: ProcessInfo.processInfo.environment, language: language)
  }
}
