public import CandorModel

/// Evidence of made-up interviews, for a sandbox to serve.
public enum InterviewLines {
  /// 2026-03-02T09:00:00Z.
  private static let start: Int64 = 1_772_442_000_000

  /// One interview.
  ///
  /// - Parameters:
  ///   - index: decides its identifier and its times.
  ///   - switchesDevice: whether the last answer comes from a telephone.
  ///   - revision: counts the changes since it was completed; each is a minute later.
  public static func interview(
    _ index: Int, switchesDevice: Bool = false, revision: Int = 0
  ) -> Evidence {
    let created = start + Int64(index) * 60_000
    let desktop =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
      + "Chrome/131.0.0.0 Safari/537.36"
    let telephone =
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
      + "Gecko) Version/17.6 Mobile/15E148 Safari/604.1"
    let steps = 3
    let answers = (0..<steps).map { step in
      Answer(
        step: Step(
          id: identifier(index * 10 + step, prefix: "5"), index: step, title: "Question \(step)",
          type: "InterviewStepTextQuestionWithVideoAnswer"),
        ip: "83.56.102.\(index % 250 + 1)",
        userAgent: switchesDevice && step == steps - 1 ? telephone : desktop)
    }
    return Evidence(
      platform: "hireflix",
      interview: Interview(
        id: identifier(index, prefix: "6"), status: "to_evaluate",
        createdAt: Timestamp(millisecondsSinceEpoch: created),
        completedAt: Timestamp(
          millisecondsSinceEpoch: created + 1_200_000 + Int64(revision) * 60_000),
        position: Position(id: identifier(1, prefix: "7"), name: "Clerk")),
      candidate: Candidate(email: "person\(index)@example.com", name: "Person \(index)"),
      answers: answers)
  }

  /// An identifier of Hireflix's shape: 24 hexadecimal digits.
  public static func identifier(_ index: Int, prefix: String = "6") -> String {
    let digits = String(index, radix: 16)
    return prefix + String(repeating: "0", count: 23 - digits.count) + digits
  }

  /// Evidence as NDJSON.
  public static func ndjson(_ interviews: [Evidence]) -> String {
    var writer = JSONWriter()
    for interview in interviews {
      interview.write(to: &writer)
      writer.newline()
    }
    return writer.text
  }
}
