import CandorTesting
import Foundation
import Testing

/// The parts of an HTML report that is too long for one page: beside a file, and beside nothing else.
@Suite struct ReportPartsTests {
  /// Just too many for one page.
  private static let long = lines(2501)

  private static func lines(_ count: Int) -> String {
    (0..<count).map { AnalyzeCommandTests.line("i-\($0)", agents: []) + "\n" }.joined()
  }

  private func report(
    _ input: String, to path: String, launcher: [String] = []
  ) throws -> CandorProcess.Result {
    try CandorProcess.run(
      ["analyze", "-", "--format", "html", "--output", path], input: input, launcher: launcher)
  }

  private func names(_ folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
  }

  /// A page as it would be the first part of a longer report.
  private func asPart(_ page: String) throws -> String {
    let text = try String(contentsOfFile: page, encoding: .utf8)
    let part = text.replacing("</p>\n</header>", with: " · Part 1</p>\n</header>")
    #expect(part != text)
    return part
  }

  /// They may hold people who were erased or purged since.
  @Test func aShorterReportTakesEarlierPartsWithIt() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("r.html")
    #expect(try report(Self.long, to: path).status == 0)
    #expect(try names(folder) == ["r-1.html", "r-2.html", "r.html"])
    try folder.write("<p>mine</p>\n", to: "r-3.html")
    #expect(try report(Self.lines(1), to: path).status == 0)
    #expect(try names(folder) == ["r-3.html", "r.html"])
  }

  @Test func whatIsNoPartStays() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("r.html")
    let first = folder.path("r-1.html")
    // A report of its own that is only called like a part.
    #expect(try report(Self.lines(1), to: first).status == 0)
    #expect(try report(Self.lines(1), to: path).status == 0)
    #expect(try names(folder) == ["r-1.html", "r.html"])
    // A link, whatever it names.
    let kept = try folder.write(try asPart(path), to: "kept.html")
    try FileManager.default.removeItem(atPath: first)
    try FileManager.default.createSymbolicLink(atPath: first, withDestinationPath: kept)
    #expect(try report(Self.lines(1), to: path).status == 0)
    #expect(try names(folder) == ["kept.html", "r-1.html", "r.html"])
    // The same page as a file is a part.
    try FileManager.default.removeItem(atPath: first)
    try folder.write(try asPart(path), to: "r-1.html")
    #expect(try report(Self.lines(1), to: path).status == 0)
    #expect(try names(folder) == ["kept.html", "r.html"])
  }

  /// Standard output by its name, as a pipe and as a file that a shell opened.
  @Test(arguments: [#""$@" | cat"#, #"exec "$@""#])
  func aStreamStaysOnePage(script: String) throws {
    let parts = ["/dev/stdout-1.html", "/dev/stdout-2.html"]
    defer { for part in parts { unlink(part) } }
    let result = try report(
      Self.long, to: "/dev/stdout", launcher: ["/bin/sh", "-c", script, "sh"])
    #expect(result.status == 0)
    #expect(result.closingLine == "2501 done, 0 flagged, 0 lost")
    #expect(result.output.contains("i-2500"))
    #expect(result.output.contains("<div class=\"body\">"))
    for part in parts { #expect(!FileManager.default.fileExists(atPath: part)) }
  }
}
