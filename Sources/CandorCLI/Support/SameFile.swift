import CandorFiles
import CandorReports
import Foundation

/// Keeps what a run writes apart: of two results for one file, the later would take the place of the
/// earlier, and nobody would miss it.
enum SameFile {
  /// Refuses a file for figures that is that of the results, or of a part of them.
  ///
  /// - Parameters:
  ///   - metrics: where figures are to go; `nil` for nowhere.
  ///   - output: where results are to go; `nil` and `-` for standard output.
  ///   - isPage: whether the results are a page that may have parts beside it.
  /// - Throws: 64.
  static func check(metrics: String?, output: String?, isPage: Bool) throws(Failure) {
    guard let metrics, let output, output != "-" else { return }
    guard areOne(metrics, output) || isPage && isPart(metrics, of: output) else { return }
    throw .wrongUsage(
      "expected another file than the one for results, found `\(metrics)` with `--metrics-file`",
      help: "name a file of its own; parts of a page have its name with a number behind it")
  }

  /// Whether two paths lead to one file, by whatever links. A device or a pipe takes from everybody.
  static func areOne(_ left: String, _ right: String) -> Bool {
    guard !FileReplacement.isNoFile(left), !FileReplacement.isNoFile(right) else { return false }
    if FilePath.withoutLinks(left) == FilePath.withoutLinks(right) { return true }
    guard let one = identity(left), let other = identity(right) else { return false }
    return one == other
  }

  /// Whether a path is that of a part of a page, of however many interviews.
  private static func isPart(_ path: String, of page: String) -> Bool {
    let (part, page) = (
      URL(filePath: FilePath.withoutLinks(path)), URL(filePath: FilePath.withoutLinks(page))
    )
    guard part.deletingLastPathComponent() == page.deletingLastPathComponent() else { return false }
    let name = part.lastPathComponent
    let digits = name.dropLast(".html".count).reversed().prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(String(digits.reversed())), number > 0 else { return false }
    return name == HTMLReport.partName(number, of: page.lastPathComponent)
  }

  private struct Identity: Equatable {
    let device: dev_t
    let file: ino_t
  }

  private static func identity(_ path: String) -> Identity? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Identity(device: status.st_dev, file: status.st_ino)
  }
}
