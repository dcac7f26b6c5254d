public import CandorModel

/// What came of the tests of a pack.
public struct RuleTestReport: Sendable {
  /// What came of one case.
  public struct Result: Sendable {
    /// The rule's id.
    public let rule: String
    /// The section.
    public let section: RuleTest.Section
    /// What the case is about.
    public let name: String
    /// Where it stands.
    public let place: Diagnostic.Place
    /// `severity: expected high, found medium`; empty where it passed.
    public let failures: [String]
    /// The values that mattered, `path = value`, where it failed.
    public let values: [String]

    /// Whether it is as expected.
    public var hasPassed: Bool { failures.isEmpty }
  }

  /// The cases, by rule, section and place in the file.
  public let results: [Result]
  /// Test files that cannot be read, rules without tests of each kind.
  public let diagnostics: [Diagnostic]

  /// How many cases passed.
  public var passedCount: Int { results.count { $0.hasPassed } }
  /// Whether every case passed and every rule has a case of each kind.
  public var hasPassed: Bool {
    results.allSatisfy(\.hasPassed) && !diagnostics.contains { $0.severity == .error }
  }

  /// The report as text: what failed, with the values that mattered, and a last line that counts.
  ///
  /// - Parameter isVerbose: whether the cases that passed are listed too.
  public func text(isVerbose: Bool = false) -> String {
    var lines: [String] = []
    for result in results where isVerbose || !result.hasPassed {
      let word = result.hasPassed ? "passed" : "FAILED"
      lines.append("\(word)  \(result.rule)  \(result.section.rawValue): \(result.name)")
      guard !result.hasPassed else { continue }
      let line = result.place.line.map { ":\($0)" } ?? ""
      lines.append("        \(result.place.file)\(line)")
      lines += result.failures.map { "        \($0)" }
      if !result.values.isEmpty {
        lines.append("        values that mattered:")
        lines += result.values.map { "          \($0)" }
      }
    }
    // A name of a case is whatever its file says, and stays on its line.
    lines = lines.map(TerminalText.safe)
    lines += diagnostics.map(\.text)
    let rules = Set(results.map(\.rule)).count
    lines.append(
      "\(passedCount) of \(results.count) cases of \(CountText.of(rules, "rule")) passed"
        + (diagnostics.isEmpty ? "" : ", \(diagnostics.count) diagnostics"))
    return lines.joined(separator: "\n") + "\n"
  }

  /// The report in the form of JUnit, which build servers read: one suite for each rule.
  ///
  /// Source of the format: the schema of Apache Ant's JUnit task and what Jenkins reads of it.
  public func junit() -> String {
    var suites: [(rule: String, results: [Result])] = []
    for result in results {
      if suites.last?.rule != result.rule { suites.append((result.rule, [])) }
      suites[suites.count - 1].results.append(result)
    }
    let errors = diagnostics.filter { $0.severity == .error }
    let failed = results.count - passedCount
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text +=
      "<testsuites name=\"candor rules\" tests=\"\(results.count + errors.count)\" "
      + "failures=\"\(failed)\" errors=\"\(errors.count)\">\n"
    for suite in suites {
      let failed = suite.results.count { !$0.hasPassed }
      text +=
        "  <testsuite name=\"\(Self.escaped(suite.rule))\" tests=\"\(suite.results.count)\" "
        + "failures=\"\(failed)\" errors=\"0\" skipped=\"0\" time=\"0\">\n"
      for result in suite.results { text += Self.junit(result) }
      text += "  </testsuite>\n"
    }
    if !errors.isEmpty {
      text +=
        "  <testsuite name=\"rule files\" tests=\"\(errors.count)\" failures=\"0\" "
        + "errors=\"\(errors.count)\" skipped=\"0\" time=\"0\">\n"
      for error in errors {
        let name = Self.escaped("\(error.code) \(error.place?.file ?? "")")
        text += "    <testcase classname=\"rule files\" name=\"\(name)\" time=\"0\">\n"
        text +=
          "      <error message=\"\(Self.escaped(error.message))\">"
          + "\(Self.escaped(error.text))</error>\n    </testcase>\n"
      }
      text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  private static func junit(_ result: Result) -> String {
    let line = result.place.line.map { " line=\"\($0)\"" } ?? ""
    var text =
      "    <testcase classname=\"\(escaped(result.rule))\" "
      + "name=\"\(escaped("\(result.section.rawValue): \(result.name)"))\" "
      + "file=\"\(escaped(result.place.file))\"\(line) time=\"0\""
    guard !result.hasPassed else { return text + "/>\n" }
    let body = (result.failures + result.values).joined(separator: "\n")
    text += ">\n      <failure message=\"\(escaped(result.failures[0]))\">"
    return text + "\(escaped(body))</failure>\n    </testcase>\n"
  }

  /// Text inside of XML; what steers or hides is shown as in every other form.
  private static func escaped(_ text: String) -> String {
    // In an attribute a line feed would be read as a space.
    Markup.escaped(TerminalText.safeLines(text)).replacing("\n", with: "&#10;")
  }
}
