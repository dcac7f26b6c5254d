import CandorReports
import Foundation

extension TerminalReport {
  /// A report for where the output goes: the terminal's width, colours only there.
  ///
  /// `NO_COLOR` is honoured (<https://no-color.org>), and so is `COLUMNS`.
  static func fitting(
    _ output: Output, noColor: Bool, environment: [String: String],
    language: ReportLanguage = .english
  ) -> TerminalReport {
    var width = environment["COLUMNS"].flatMap(Int.init)
    if width == nil, output.isTerminal {
      var size = winsize()
      if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
        width = Int(size.ws_col)
      }
    }
    let isColored =
      output.isTerminal && !noColor && (environment["NO_COLOR"] ?? "").isEmpty
      && environment["TERM"] != "dumb"
    return TerminalReport(width: width ?? 100, isColored: isColored, language: language)
  }
}
