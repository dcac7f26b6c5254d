import CandorModel
import Foundation
import Testing

@testable import CandorReports

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Hostile texts in every form of report: they are shown, and that is all.
@Suite struct HostileTests {
  private static let context = ReportContext(generatedAt: Timestamp("2026-03-05T12:00:00Z"))

  @Test func corpusIsLargeEnough() throws {
    let texts = try Samples.hostileTexts()
    #expect(Set(texts).count >= 200)
  }

  /// The tags of a page with the names of their attributes, in order.
  static func structure(_ html: String) -> [String] {
    var tags: [String] = []
    // Scalars, as a browser reads: a combining mark behind `>` does not make it another sign.
    var name: String.UnicodeScalarView?
    var isQuoted = false
    for scalar in html.unicodeScalars {
      guard name != nil else {
        if scalar == "<" { name = String.UnicodeScalarView() }
        continue
      }
      switch scalar {
      case "\"": isQuoted.toggle()
      case ">" where !isQuoted:
        tags.append(String(name ?? String.UnicodeScalarView()))
        name = nil
      default: if !isQuoted { name?.append(scalar) }
      }
    }
    return tags
  }

  private func expectSame(_ found: [String], _ model: [String], _ text: String) {
    guard found != model else { return }
    let place = zip(found, model).first { $0 != $1 }
    Issue.record(
      """
      `\(text.prefix(60).debugDescription)` changed the page: \(model.count) tags became \
      \(found.count), the first other one is \(place.map { "`\($0.0.prefix(80))`" } ?? "at the end")
      """)
  }

  @Test func pageKeepsItsStructure() throws {
    for language in ReportLanguage.allCases {
      var context = Self.context
      context.language = language
      func page(_ text: String) -> String {
        var report = HTMLReport(context)
        return report.whole([Samples.interview(holding: text)])
      }
      let plain = Self.structure(page("plain"))
      for text in try Samples.hostileTexts() {
        let found = Self.structure(page(text))
        expectSame(found, plain, text)
      }
    }
  }

  @Test func indexAndPartsKeepTheirStructure() throws {
    func pages(_ text: String) -> [String] {
      var report = HTMLReport(Self.context, fileName: "r.html", interviewsPerPage: 1)
      _ = report.add(Samples.interview(holding: text))
      _ = report.add(Samples.interview(holding: text))
      let end = report.finish()
      return [end.text] + end.parts.map(\.text)
    }
    let plain = pages("plain").map(Self.structure)
    #expect(plain.count == 3)
    for text in try Samples.hostileTexts() {
      for (found, model) in zip(pages(text), plain) {
        expectSame(Self.structure(found), model, text)
      }
    }
  }

  @Test func candidatePageKeepsItsStructure() throws {
    let report = CandidateReport(Self.context)
    let plain = Self.structure(report.html(Samples.interview(holding: "plain")))
    for text in try Samples.hostileTexts() {
      let html = report.html(Samples.interview(holding: text))
      expectSame(Self.structure(html), plain, text)
      #expect(!html.contains("<script"))
    }
  }

  @Test func terminalIsNeverSteered() throws {
    let texts = try Samples.hostileTexts()
    for text in texts {
      let interview = Samples.interview(holding: text)
      for width in [60, 200] {
        let report = TerminalReport(width: width, isColored: false)
        let lines = report.block(interview.assessment) + report.line(interview.assessment)
        expectHarmless(lines, text)
        for line in lines.split(separator: "\n") {
          #expect(
            DisplayWidth.columns(String(line)) <= width, "`\(text.prefix(40).debugDescription)`")
        }
      }
      expectHarmless(CandidateReport(Self.context).text(interview), text)
    }
  }

  @Test func markdownKeepsItsLines() throws {
    func markdown(_ text: String) -> String {
      var report = MarkdownReport(Self.context)
      return report.whole([Samples.interview(holding: text)])
    }
    let plain = markdown("plain").split(separator: "\n", omittingEmptySubsequences: false)
    for text in try Samples.hostileTexts() {
      let found = markdown(text)
      expectHarmless(found.replacing("\u{200B}", with: ""), text)
      let lines = found.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count == plain.count, "`\(text.prefix(60).debugDescription)`")
      #expect(!found.unicodeScalars.contains("<"), "`\(text.prefix(60).debugDescription)`")
      #expect(!found.contains("http:"), "`\(text.prefix(60).debugDescription)`")
      #expect(!found.contains("]("), "`\(text.prefix(60).debugDescription)`")
      for (line, model) in zip(lines, plain) where model.hasPrefix("|") {
        // A bar counts unless a backslash stands before it.
        let bars = zip((" " + line).unicodeScalars, line.unicodeScalars)
          .count { $1 == "|" && $0 != "\\" }
        #expect(bars == model.count { $0 == "|" }, "`\(text.prefix(60).debugDescription)`")
      }
    }
  }

  @Test func cellsOfCSVNeverBecomeFormulas() throws {
    for rows in CSVReport.Rows.allCases {
      for text in try Samples.hostileTexts() {
        var report = CSVReport(rows: rows)
        let table = try parse(report.whole([Samples.interview(holding: text)]))
        #expect(table.count == (rows == .finding ? 3 : 2))
        #expect(table.allSatisfy { $0.count == table[0].count })
        for cell in table.joined() {
          let signs = "=+-@|%\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}\t\r\n".unicodeScalars
          let first = cell.unicodeScalars.first { !$0.properties.isWhitespace }
          #expect(
            first.map { !signs.contains($0) } ?? true,
            "`\(cell.prefix(40).debugDescription)`")
          #expect(!cell.unicodeScalars.contains { $0.value < 0x20 })
        }
      }
    }
  }

  @Test func junitIsWellFormed() throws {
    for text in try Samples.hostileTexts() {
      var report = JUnitReport(Self.context)
      let document = report.whole([Samples.interview(holding: text)])
      let counter = ElementCounter()
      let parser = XMLParser(data: Data(document.utf8))
      parser.delegate = counter
      #expect(parser.parse(), "`\(text.prefix(60).debugDescription)`: \(document.prefix(300))")
      #expect(counter.names == ["testsuites", "testsuite", "testcase", "failure"])
    }
  }

  @Test func jsonReadsBackEqual() throws {
    for text in try Samples.hostileTexts() {
      let assessment = Samples.interview(holding: text).assessment
      let value = try JSONValue(parsing: assessment.jsonBytes)
      #expect(value["interview"]?["candidate"]?.string == text)
      #expect(value["findings"]?.array?.first?["summary"]?.string == text)
      #expect(!assessment.jsonBytes.contains(0x0A))
    }
  }

  private func expectHarmless(_ report: String, _ text: String) {
    let bad = report.unicodeScalars.first { scalar in
      if scalar == "\n" { return false }
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: return true
      case .format: return scalar.value != 0x200D
      default: return false
      }
    }
    #expect(
      bad == nil,
      "`\(text.prefix(40).debugDescription)` left U+\(String(bad?.value ?? 0, radix: 16))")
  }

  /// RFC 4180, read strictly.
  private func parse(_ text: String) throws -> [[String]] {
    var rows: [[String]] = [[]]
    var cell = ""
    var isQuoted = false
    var wasQuoted = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"" where isQuoted: isQuoted = false
      case "\"" where cell.isEmpty && !wasQuoted:
        isQuoted = true
        wasQuoted = true
      case "\"" where wasQuoted:
        cell.unicodeScalars.append("\"")
        isQuoted = true
      case "\"": Issue.record("a quote inside a bare cell: \(cell)")
      case "," where !isQuoted, "\n" where !isQuoted:
        rows[rows.count - 1].append(cell)
        cell = ""
        wasQuoted = false
        if scalar == "\n" { rows.append([]) }
      default: cell.unicodeScalars.append(scalar)
      }
    }
    #expect(!isQuoted && rows.last?.isEmpty == true && cell.isEmpty)
    return rows.dropLast()
  }
}

private final class ElementCounter: NSObject, XMLParserDelegate {
  var names: [String] = []

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
    qualifiedName qName: String?, attributes attributeDict: [String: String] = [:]
  ) {
    names.append(elementName)
  }
}
