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
  ///   - output: where results are to go; `nil` and `-` for standard output, which may be a file too.
  ///   - isPage: whether the results are a page that may have parts beside it.
  /// - Throws: 64.
  static func check(metrics: String?, output: String?, isPage: Bool) throws(Failure) {
    guard let metrics else { return }
    guard !metrics.isEmpty else {
      throw .wrongUsage("expected a file for figures, found an empty name with `--metrics-file`")
    }
    let isSame =
      if let output, !leadsToStandardOutput(output) {
        areOne(metrics, output) || isPage && isPart(metrics, of: output)
      } else {
        isStandardOutput(metrics)
      }
    guard isSame else { return }
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

  /// Whether a path is the file that standard output goes to, or a name for whatever that is.
  private static func isStandardOutput(_ path: String) -> Bool {
    if leadsToStandardOutput(path) { return true }
    var status = stat()
    guard fstat(STDOUT_FILENO, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return false
    }
    return identity(path) == Identity(device: status.st_dev, file: status.st_ino)
  }

  /// Whether a path is one of the names of standard output, by whatever links.
  private static func leadsToStandardOutput(_ path: String) -> Bool {
    if path == "-" { return true }
    let folders = ["/proc/self/fd", "/dev/fd"].compactMap { FilePath.real($0) }
    var path = path
    // As many links as Linux follows.
    for _ in 0..<40 {
      let url = URL(filePath: path).absoluteURL
      let parent = url.deletingLastPathComponent().path(percentEncoded: false)
      guard let folder = FilePath.real(parent) else { return false }
      switch url.lastPathComponent {
      case "1": if folders.contains(folder) { return true }
      case "stdout": if folder == "/dev" { return true }
      default: break
      }
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else {
        return false
      }
      path = next.hasPrefix("/") ? next : folder + "/" + next
    }
    return false
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
