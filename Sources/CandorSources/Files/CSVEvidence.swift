import CandorModel

/// Turns CSV rows, one per answer, into evidence.
struct CSVEvidence {
  /// The columns that mean something; others are stepped over.
  enum Column: String, CaseIterable {
    case platform
    case interviewID = "interview_id"
    case candidateEmail = "candidate_email"
    case stepIndex = "step_index"
    case stepTitle = "step_title"
    case attempt
    case ip
    case userAgent = "user_agent"
    case at
  }

  /// The platform where the column or its cell is missing.
  static let defaultPlatform = "file"
  /// Longest header; what is longer is something else.
  static let maximumHeaderBytes = 64 * 1024

  /// Above what JSON evidence may hold: whole numbers have 18 digits at most.
  private static let numberLimit = 1_000_000_000_000_000_000

  private struct Key: Hashable {
    var platform: String
    var interview: String
  }

  private let file: String
  private var columns: [Column: Int] = [:]
  private var header: [CSVReader.Field] = []
  private var places: [Key: Int] = [:]
  private var interviews: [CSVInterview] = []
  private var losses: [EvidenceItem] = []

  /// The items of an input: the losses, then the interviews by first appearance.
  ///
  /// - Throws: `invalidHeader` where a required column is missing or one stands twice.
  static func items(of bytes: [UInt8], file: String) throws(SourceError) -> [EvidenceItem] {
    let result: Result<[EvidenceItem], SourceError> = bytes.withUnsafeBufferPointer { buffer in
      var reading = CSVEvidence(file: file)
      do throws(SourceError) { return .success(try reading.read(CSVReader(buffer))) } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Looks at the header, so that what is no CSV need not be held to its end.
  ///
  /// - Parameter head: the beginning of an input; without a line end nothing is told of it before
  ///   it is as long as a header may be.
  /// - Throws: `invalidHeader`.
  static func checkHeader(of head: [UInt8], file: String) throws(SourceError) {
    let isLong = head.count >= maximumHeaderBytes
    let result: Result<Void, SourceError> = head.withUnsafeBufferPointer { buffer in
      let end = buffer.lastIndex(where: CSVReader.isLineEnd)
      var reader = CSVReader(UnsafeBufferPointer(rebasing: buffer[..<(end.map { $0 + 1 } ?? 0)]))
      let first = reader.next()
      switch first {
      // A name in quotes may go on in the next line.
      case nil where !isLong, .unreadable(.unclosedQuote, _, _) where !isLong: return .success(())
      case nil, .unreadable(.unclosedQuote, _, _):
        return .failure(
          .invalidHeader(file, "the first line is longer than \(maximumHeaderBytes) bytes"))
      case .unreadable, .record:
        var reading = CSVEvidence(file: file)
        do throws(SourceError) { return .success(try reading.readHeader(first, reader)) } catch {
          return .failure(error)
        }
      }
    }
    try result.get()
  }

  private init(file: String) { self.file = file }

  private mutating func read(_ reader: CSVReader) throws(SourceError) -> [EvidenceItem] {
    var reader = reader
    let first = reader.next()
    if first == nil { return [] }
    try readHeader(first, reader)
    while let item = reader.next() {
      switch item {
      case .unreadable(let failure, let line, let offset):
        lose(failure.expectation, line, offset)
      // Of files that were put one behind the other.
      case .record(let record) where isHeader(record, reader): break
      case .record(let record):
        do throws(RowProblem) { try add(record, reader) } catch {
          lose(error.expectation, record.line, record.byteOffset)
        }
      }
    }
    return losses + interviews.map { .evidence($0.finished()) }
  }

  private func isHeader(_ record: CSVReader.Record, _ reader: CSVReader) -> Bool {
    record.fields.count == header.count
      && zip(record.fields, header).allSatisfy {
        reader.bytes(of: $0).elementsEqual(reader.bytes(of: $1))
      }
  }

  private mutating func readHeader(
    _ first: CSVReader.Item?, _ reader: CSVReader
  ) throws(SourceError) {
    guard case .record(let header) = first else {
      throw .invalidHeader(file, "the header cannot be read as CSV")
    }
    self.header = header.fields
    for (index, field) in header.fields.enumerated() {
      let text = String(decoding: reader.bytes(of: field), as: UTF8.self)
      let name = text.filter { !$0.isWhitespace }.lowercased()
      guard let column = Column(rawValue: name) else { continue }
      guard columns[column] == nil else {
        throw .invalidHeader(file, "the column `\(name)` stands there twice")
      }
      columns[column] = index
    }
    var missing: [String] = []
    if columns[.interviewID] == nil { missing.append("`interview_id`") }
    if columns[.ip] == nil, columns[.userAgent] == nil { missing.append("`ip` or `user_agent`") }
    guard missing.isEmpty else {
      throw .invalidHeader(file, "it lacks \(missing.joined(separator: " and "))")
    }
  }

  private struct RowProblem: Error {
    var expectation: String
  }

  private mutating func add(
    _ record: CSVReader.Record, _ reader: CSVReader
  ) throws(RowProblem) {
    guard record.fields.count == header.count else {
      throw RowProblem(
        expectation: "\(header.count) fields, as in the header, found \(record.fields.count)")
    }
    func cell(_ column: Column) throws(RowProblem) -> String? {
      guard let index = columns[column] else { return nil }
      guard let raw = String(validating: reader.bytes(of: record.fields[index]), as: UTF8.self)
      else { throw RowProblem(expectation: "`\(column.rawValue)` to be UTF-8") }
      // As JSON reads it: a store would take NUL for the end of the text.
      let text = raw.utf8.contains(0) ? raw.replacing("\0", with: "\u{FFFD}") : raw
      return text.isEmpty || text.allSatisfy(\.isWhitespace) ? nil : text
    }
    func number(_ column: Column) throws(RowProblem) -> Int? {
      guard let text = try cell(column) else { return nil }
      guard let value = Int(text.filter { !$0.isWhitespace }), value >= 0 else {
        throw RowProblem(expectation: "`\(column.rawValue)` to be a whole number from 0")
      }
      guard value < Self.numberLimit else {
        throw RowProblem(expectation: "`\(column.rawValue)` to have at most 18 digits")
      }
      return value
    }
    guard let id = try cell(.interviewID) else {
      throw RowProblem(expectation: "`interview_id` to hold something")
    }
    let platform = try cell(.platform) ?? Self.defaultPlatform
    var time: Timestamp?
    if let text = try cell(.at) {
      guard let moment = Timestamp(complete: text.trimmedSpace) else {
        throw RowProblem(expectation: "`at` to be a moment such as `2026-03-02T09:00:00Z`")
      }
      time = moment
    }
    let stepIndex = try number(.stepIndex)
    let attempt = try number(.attempt) ?? 0
    let title = try cell(.stepTitle)
    let userAgent = try cell(.userAgent)
    let email = try cell(.candidateEmail)
    let addresses = try cell(.ip).map(Self.addresses) ?? []

    let key = Key(platform: platform, interview: id)
    let place = places[key] ?? interviews.count
    if place == interviews.count {
      places[key] = place
      interviews.append(CSVInterview(platform: platform, id: id))
    }
    if interviews[place].evidence.candidate == nil, let email {
      interviews[place].evidence.candidate = Candidate(email: email)
    }
    let step = Step(index: stepIndex ?? interviews[place].rows, title: title)
    interviews[place].add(
      Answer(step: step, attempt: attempt, userAgent: userAgent, at: time), from: addresses)
  }

  /// The addresses of a cell, divided by `,`, `;` or space; one placeholder where it holds nothing
  /// else, since beside an address it stands for no answer.
  static func addresses(_ cell: String) -> [String] {
    let texts = cell.split { $0 == "," || $0 == ";" }.flatMap { part -> [String] in
      let words = part.split(whereSeparator: \.isWhitespace).map(String.init)
      let whole = words.joined(separator: " ")
      return isPlaceholder(whole) && !words.isEmpty ? [whole] : words
    }
    let addresses = texts.filter { !isPlaceholder($0) }
    return addresses.isEmpty ? Array(texts.prefix(1)) : addresses
  }

  private static func isPlaceholder(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { AddressText.isPlaceholder($0) }
  }

  private mutating func lose(_ expectation: String, _ line: Int, _ offset: Int) {
    losses.append(
      .lost(
        Diagnostic(
          .error, "S113", "the row at byte \(offset) cannot be read: expected \(expectation)",
          at: Diagnostic.Place(file: file, line: line),
          help: "the row was left out, the rest went on")))
  }
}

extension CSVReader.Failure {
  var expectation: String {
    switch self {
    case .strayQuote: "a field with `\"` in it to stand in quotes, its quotes doubled"
    case .textAfterQuote: "a comma or the end of the row behind a closing `\"`"
    case .unclosedQuote: "a closing `\"` before the end of the input"
    }
  }
}

extension SourceError {
  static func invalidHeader(_ file: String, _ why: String) -> SourceError {
    SourceError(
      .invalidHeader, "`\(file)` is no CSV evidence: \(why)",
      help: "the header needs `interview_id` and one of `ip` and `user_agent`; it may have "
        + "`platform`, `candidate_email`, `step_index`, `step_title`, `attempt` and `at`")
  }
}
