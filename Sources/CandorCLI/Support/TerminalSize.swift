import CandorReports
import Foundation

/// How much room there is where the output goes.
struct TerminalSize {
  /// Absent where nothing says it.
  let columns: Int?
  /// Absent where nothing says it.
  let lines: Int?

  /// The size that `COLUMNS` and `LINES` say, else that of the terminal.
  init(_ output: Output, environment: [String: String] = ProcessInfo.processInfo.environment) {
    func number(_ variable: String, _ own: UInt16) -> Int? {
      if let number = environment[variable].flatMap(Int.init), number > 0 { return number }
      return own > 0 ? Int(own) : nil
    }
    var size = winsize()
    if !output.isTerminal || ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) != 0 {
      size = winsize()
    }
    columns = number("COLUMNS", size.ws_col)
    lines = number("LINES", size.ws_row)
  }
}

extension TerminalReport {
  /// A report for where the output goes: the terminal's width, colours only there.
  ///
  /// `NO_COLOR` is honoured (<https://no-color.org>), and so is `COLUMNS`.
  static func fitting(
    _ output: Output, noColor: Bool, isBrief: Bool, environment: [String: String],
    language: ReportLanguage = .english
  ) -> TerminalReport {
    let isColored =
      output.isTerminal && !noColor && (environment["NO_COLOR"] ?? "").isEmpty
      && environment["TERM"] != "dumb"
    return TerminalReport(
      width: TerminalSize(output, environment: environment).columns ?? 100, isColored: isColored,
      isBrief: isBrief, language: language)
  }
}
