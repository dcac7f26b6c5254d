import CandorModel
import Testing

@testable import CandorSources

struct CSVEvidenceTests {
  private func read(_ text: String) throws -> (evidence: [Evidence], losses: [Diagnostic]) {
    var result: (evidence: [Evidence], losses: [Diagnostic]) = ([], [])
    for item in try CSVEvidence.items(of: Array(text.utf8), file: "in.csv") {
      switch item {
      case .evidence(let evidence): result.evidence.append(evidence)
      case .lost(let diagnostic): result.losses.append(diagnostic)
      case .block: Issue.record("a block of CSV")
      }
    }
    return result
  }

  @Test func allColumns() throws {
    let result = try read(
      """
      platform,interview_id,candidate_email,step_index,step_title,attempt,ip,user_agent,at
      codility,i1,a@example.com,3,"Say ""hello"", please",1,1.1.1.1,"Mozilla/5.0 (X11; a, b)",2026-03-02T09:00:00+01:00
      """)
    #expect(result.losses.isEmpty)
    let evidence = try #require(result.evidence.first)
    #expect(evidence.platform == "codility")
    #expect(evidence.candidate?.email == "a@example.com")
    #expect(
      evidence.answers == [
        Answer(
          step: Step(index: 3, title: "Say \"hello\", please"), attempt: 1, ip: "1.1.1.1",
          userAgent: "Mozilla/5.0 (X11; a, b)", at: Timestamp("2026-03-02T08:00:00Z"))
      ])
  }

  @Test func rowsOfOneInterviewMayStandApart() throws {
    let result = try read(
      "user_agent,interview_id\r\nUA 1,b\r\nUA 2,a\r\n\r\nUA 3,b\r\n,b\r\n")
    #expect(result.evidence.map(\.interview.id) == ["b", "a"])
    #expect(result.evidence.map(\.platform) == ["file", "file"])
    #expect(result.evidence[0].answers.map(\.step.index) == [0, 1, 2])
    #expect(result.evidence[0].answers.map(\.userAgent) == ["UA 1", "UA 3", nil])
  }

  @Test func samePlatformsIdsAreOneInterview() throws {
    let result = try read("platform,interview_id,ip\nx,1,1.1.1.1\ny,1,2.2.2.2\n,1,3.3.3.3\n")
    #expect(result.evidence.map(\.platform) == ["x", "y", "file"])
  }

  @Test func cellWithSeveralAddresses() throws {
    let result = try read(
      "interview_id,ip,step_index,attempt\na,\"1.1.1.1, 2.2.2.2;3.3.3.3  4.4.4.4\",5,2\na,::1,6,\n")
    #expect(
      result.evidence[0].answers.map { "\($0.step.index).\($0.attempt) \($0.ip ?? "-")" } == [
        "5.2 1.1.1.1", "5.3 2.2.2.2", "5.4 3.3.3.3", "5.5 4.4.4.4", "6.0 ::1",
      ])
  }

  @Test(
    "the addresses of a cell stand together, whatever rows the step has besides",
    arguments: [
      (["0,0,1 2", "0,0,3 4"], ["0.0 1", "0.1 2", "0.2 3", "0.3 4"]),
      (["0,,1 2", "0,,3", "0,,4"], ["0.0 1", "0.1 2", "0.2 3", "0.2 4"]),
      (["0,0,1 2 3", "0,1,4"], ["0.0 1", "0.1 2", "0.2 3", "0.3 4"]),
      (["0,1,4", "1,0,9", "0,0,1 2 3"], ["0.0 1", "0.1 2", "0.2 3", "0.3 4", "1.0 9"]),
      (["0,0,1", "0,0,2 3", "0,1,4"], ["0.0 1", "0.0 2", "0.1 3", "0.2 4"]),
      (["0,0,1 2", "0,7,3 4", "0,9,5"], ["0.0 1", "0.1 2", "0.8 3", "0.9 4", "0.11 5"]),
      (["0,0,1", "0,0,2", "0,1,3"], ["0.0 1", "0.0 2", "0.1 3"]),
    ])
  func cellsOfOneStep(rows: [String], order: [String]) throws {
    let text = "interview_id,step_index,attempt,ip\n"
    let result = try read(text + rows.map { "a,\($0)\nb,0,0,8 9\n" }.joined())
    let answers = result.evidence[0].answers
    // As an analysis without times orders them.
    let sorted = answers.enumerated().sorted {
      ($0.element.step.index, $0.element.attempt, $0.offset)
        < ($1.element.step.index, $1.element.attempt, $1.offset)
    }.map { $0.element }
    #expect(sorted.map { "\($0.step.index).\($0.attempt) \($0.ip ?? "-")" } == order)
    // In the evidence they stay as they stand in the file.
    let given = rows.flatMap { $0.split(separator: ",").last?.split(separator: " ") ?? [] }
    #expect(answers.map { $0.ip ?? "-" } == given.map(String.init))
  }

  @Test(
    "a moment without its second is no moment",
    arguments: ["2026-03-02", "2026-03-02T09:00Z", "2026-03-02 09:00+01:00"])
  func momentsWithoutTheirSecond(moment: String) throws {
    let result = try read(
      "interview_id,ip,at\na,1.1.1.1,\(moment)\nb,1.1.1.1,2026-03-02T09:00:00Z\n")
    #expect(result.evidence.map(\.interview.id) == ["b"])
    #expect(
      result.losses.map(\.message) == [
        "the row at byte 19 cannot be read: expected `at` to be a moment such as "
          + "`2026-03-02T09:00:00Z`"
      ])
  }

  @Test(
    "a placeholder beside an address is no answer of its own",
    arguments: [
      ("- 1.1.1.1", ["1.1.1.1"]), ("unknown,,;1.1.1.1", ["1.1.1.1"]),
      ("1.1.1.1, Not Available", ["1.1.1.1"]), ("-", ["-"]), ("- -", ["-"]),
      ("Not Available", ["Not Available"]), ("unknown;nonsense", ["nonsense"]), (",", []),
    ] as [(String, [String])])
  func placeholdersInACell(cell: String, addresses: [String]) {
    #expect(CSVEvidence.addresses(cell) == addresses)
  }

  @Test func headerInAnyOrderAndCase() throws {
    #expect(try read(" IP , Interview_ID ,other\n1.1.1.1,a,x\n").evidence.count == 1)
    #expect(try read("interview_id;ip\na;1.1.1.1, 2.2.2.2\n").evidence[0].answers.count == 2)
    #expect(try read("interview_id\tip\na\t1.1.1.1\n").evidence[0].answers.count == 1)
  }

  @Test(arguments: [
    ("id,ip\na,b\n", "it lacks `interview_id`"),
    ("interview_id,name\n", "it lacks `ip` or `user_agent`"),
    ("a,b\n", "it lacks `interview_id` and `ip` or `user_agent`"),
    ("interview_id,ip,IP\n", "the column `ip` stands there twice"),
    ("\"interview_id,ip\n", "the header cannot be read as CSV"),
    ("<html>\n", "it lacks `interview_id` and `ip` or `user_agent`"),
  ])
  func headersThatDoNotDo(text: String, why: String) {
    do {
      _ = try CSVEvidence.items(of: Array(text.utf8), file: "in.csv")
      Issue.record("taken")
    } catch {
      #expect(error.code == .invalidHeader)
      #expect(error.code.exitCode == 65)
      #expect(error.message == "`in.csv` is no CSV evidence: \(why)")
    }
  }

  @Test func readsNULInACellAsTheReplacementCharacter() throws {
    let result = try read("interview_id,ip\nabc,1.1.1.1\nabc\0x,1.1.1.1\n\"abc\0y\",1.1.1.1\n")
    #expect(result.losses.isEmpty)
    #expect(result.evidence.map(\.interview.id) == ["abc", "abc\u{FFFD}x", "abc\u{FFFD}y"])
  }

  @Test func spacesAroundACellThatIsNoTextAreSteppedOver() throws {
    let result = try read(
      "interview_id,ip,step_index,attempt,at\na, 1.1.1.1 , 2 , 1 , 2026-03-02T09:00:00Z \n")
    #expect(result.losses.isEmpty)
    let answer = try #require(result.evidence.first?.answers.first)
    #expect(answer.ip == "1.1.1.1")
    #expect(answer.step.index == 2)
    #expect(answer.attempt == 1)
    #expect(answer.at == Timestamp("2026-03-02T09:00:00Z"))
  }

  @Test func badRowsAreLostByLineAndByte() throws {
    let result = try read(
      "interview_id,ip,step_index,at\na,1.1.1.1,0,\nb,1.1.1.1\nc,1.1.1.1,x,\nd,1.1.1.1,0,soon\n"
        + ",1.1.1.1,0,\ne,\"1\"1,0,\nf,1\"1,0,\n\"g\n\",1.1.1.1,0,\nh,\"open,0,\n")
    #expect(result.evidence.map(\.interview.id) == ["a", "g\n"])
    #expect(result.losses.map { $0.place?.line } == [3, 4, 5, 6, 7, 8, 11])
    #expect(
      result.losses[0].message
        == "the row at byte 43 cannot be read: expected 4 fields, as in the header, found 2")
    #expect(result.losses[6].message.contains("a closing `\"` before the end of the input"))
  }

  @Test(
    "a line ends with LF, CRLF, or CR alone",
    arguments: [
      ("\n", "\n"), ("\r\n", "\r\n"), ("\r", "\r"), ("\n", "\r"), ("\r\n", "\r"),
    ])
  func lineEnds(end: String, other: String) throws {
    let text =
      "interview_id;ip\(end)a;1.1.1.1\(other)b;\"2.2.2.2\(other)\"\(end)\(end)"
      + "c\(end)d;3.3.3.3\(end)"
    let result = try read(text)
    #expect(result.evidence.map(\.interview.id) == ["a", "b", "d"])
    #expect(
      result.evidence.flatMap { $0.answers.map(\.ip) } == ["1.1.1.1", "2.2.2.2", "3.3.3.3"])
    #expect(result.losses.map { $0.place?.line } == [6])
    // A first look may end anywhere, also between CR and LF.
    for count in 0...text.utf8.count {
      try CSVEvidence.checkHeader(of: Array(text.utf8.prefix(count)), file: "in.csv")
    }
  }

  @Test(
    "an open quote takes no row with it but its own",
    arguments: [
      ("a,1.1.1.1,\"UA\nb,2.2.2.2,UA\nc,3.3.3.3,UA\n", ["b", "c"], [2]),
      ("a,1.1.1.1,\"UA\nb,2.2.2.2,UA\nc,3.3.3.3,\"UA\"\nd,1.1.1.1,\n", ["b", "c", "d"], [2]),
      ("a,1.1.1.1,\"UA\nb,2.2.2.2,\"UA\nc,3.3.3.3,UA\nd,1.1\n", ["c"], [2, 3, 5]),
      ("a,1.1.1.1,\"UA\r\nb,2.2.2.2,UA\r\nc,3.3.3.3\r\n", ["b"], [2, 4]),
    ] as [(String, [String], [Int])])
  func openQuotes(rows: String, ids: [String], lines: [Int]) throws {
    let result = try read("interview_id,ip,user_agent\n" + rows)
    #expect(result.evidence.map(\.interview.id) == ids)
    #expect(result.losses.map { $0.place?.line } == lines)
  }

  @Test func headerAlone() throws {
    #expect(try read("interview_id,ip").evidence.isEmpty)
  }

  @Test func aPlaceholderOfTwoWordsIsOneAnswer() throws {
    let answers = try read(
      "interview_id,ip\na,Not Available\na,\"1.1.1.1, not  available\"\na,-\n"
    ).evidence[0].answers
    #expect(answers.map(\.ip) == ["Not Available", "1.1.1.1", "-"])
  }

  @Test(arguments: [
    "\n\r\ninterview_id;ip\na;1.1.1.1\n", "\u{feff}\ninterview_id\tip\na\t1.1.1.1\n",
    "interview_id;ip;\"notes, other\"\na;1.1.1.1;x\n", "interview_id,ip,\"a;b\"\na,1.1.1.1,\n",
  ])
  func whatDividesTheHeaderIsFound(text: String) throws {
    let result = try read(text)
    #expect(result.losses.isEmpty)
    #expect(result.evidence.map(\.interview.id) == ["a"])
    #expect(result.evidence.flatMap(\.answers).map(\.ip) == ["1.1.1.1"])
  }

  /// `cat a.csv b.csv`.
  @Test func aHeaderThatComesAgainIsNoInterview() throws {
    let result = try read("interview_id,ip\na,1.1.1.1\ninterview_id,ip\na,2.2.2.2\n")
    #expect(result.losses.isEmpty)
    #expect(result.evidence.map(\.interview.id) == ["a"])
    #expect(result.evidence.flatMap(\.answers).map(\.ip) == ["1.1.1.1", "2.2.2.2"])
  }
}
