/// A form of report that takes interviews one by one.
public protocol AssessmentReport {
  /// Takes the next interview.
  ///
  /// - Returns: what can be written already; empty where the form has to see everything first.
  mutating func add(_ interview: ReportedInterview) -> String

  /// Ends the report.
  ///
  /// - Parameter totals: what a summary tells; `nil` where the report has seen everything.
  /// - Returns: what is left to write, and further files.
  mutating func finish(_ totals: ReportTotals?) -> ReportEnd
}

extension AssessmentReport {
  /// Ends a report that has seen everything.
  public mutating func finish() -> ReportEnd { finish(nil) }
}

/// What stands at the end of a report.
public struct ReportEnd: Sendable {
  /// What is left to write.
  public var text: String
  /// Further files that the report refers to; they belong beside it.
  public var parts: [ReportPart]

  /// Makes an end.
  public init(text: String, parts: [ReportPart] = []) {
    self.text = text
    self.parts = parts
  }
}

/// A further file of a report.
public struct ReportPart: Sendable {
  /// Its file name.
  public var name: String
  /// Its contents.
  public var text: String

  /// Makes a part.
  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}
