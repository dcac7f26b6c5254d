import CandorModel

/// Reads an input that is one or several JSON documents: evidence objects over several lines, arrays
/// of them, and saved answers of platforms.
enum JSONDocument {
  /// The items of an input, in its order.
  ///
  /// Answers to the two evidence queries of Hireflix about the same interview become one interview.
  ///
  /// - Throws: where it is no JSON, or JSON of another kind. Elements of an array that are no
  ///   evidence are losses.
  static func items(of bytes: [UInt8], file: String) throws(SourceError) -> [EvidenceItem] {
    let result: Result<[EvidenceItem], SourceError> = bytes.withUnsafeBufferPointer { buffer in
      var reading = Reading(buffer, file: file)
      do throws(SourceError) { return .success(try reading.read()) } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private struct Reading {
    let bytes: UnsafeBufferPointer<UInt8>
    let file: String
    var items: [EvidenceItem] = []
    var saved = SavedAnswer.Collector()
    var countedTo = 0
    var line = 1

    init(_ bytes: UnsafeBufferPointer<UInt8>, file: String) {
      self.bytes = bytes
      self.file = file
    }

    mutating func read() throws(SourceError) -> [EvidenceItem] {
      var scanner = JSONScanner(bytes)
      do throws(JSONError) {
        while (try? scanner.end()) == nil {
          let isArray = try scanner.peek() == .array
          guard isArray else {
            let start = scanner.offset
            try scanner.skipValue()
            guard add(start, scanner.offset) else {
              throw JSONError(.invalidValue, at: start, expected: Self.expectation)
            }
            continue
          }
          try scanner.beginArray()
          var isFirst = true
          while try scanner.nextElement(&isFirst) {
            _ = try scanner.peek()
            let start = scanner.offset
            try scanner.skipValue()
            if !add(start, scanner.offset) { lose(start, Self.expectation) }
          }
        }
      } catch {
        throw .invalidDocument(file, line: lineNumber(error.offset), error)
      }
      return items + saved.take().map { .evidence($0) }
    }

    static let expectation =
      "an evidence object with `schema` or a saved answer of a platform, told by its keys"

    /// Adds one object; `false` where it is neither evidence nor a saved answer.
    private mutating func add(_ start: Int, _ end: Int) -> Bool {
      let slice = UnsafeBufferPointer(rebasing: bytes[start..<end])
      do throws(JSONError) {
        let keys = try Self.keys(slice)
        if keys.contains("schema") {
          do throws(JSONError) {
            let evidence = try Evidence(jsonBuffer: slice)
            items += saved.take().map { .evidence($0) }
            items.append(.evidence(evidence))
          } catch {
            lose(start + error.offset, error.expected)
          }
          return true
        }
        guard SavedAnswer.hasKeys(keys) || SavedAnswer.mayRefuse(keys) else { return false }
        switch saved.add(try JSONValue(parsing: slice)) {
        case .kept(missing: 0): break
        case .kept(let missing):
          let places = missing == 1 ? "one place" : "\(missing) places"
          loseAnswer(start, "found `null`, an error or no `id` in \(places)")
        case .refusal: loseAnswer(start, "found an error and nothing else")
        case .unknown: return false
        }
        return true
      } catch {
        return false
      }
    }

    private static func keys(_ slice: UnsafeBufferPointer<UInt8>) throws(JSONError) -> Set<String> {
      var scanner = JSONScanner(slice)
      guard try scanner.peek() == .object else { return [] }
      var keys: Set<String> = []
      try scanner.beginObject()
      var isFirst = true
      while let key = try scanner.nextKey(&isFirst) {
        keys.insert(try scanner.text(key))
        try scanner.skipValue()
      }
      return keys
    }

    private mutating func lose(_ offset: Int, _ expected: String) {
      items.append(
        .lost(
          Diagnostic(
            .error, "S112", "expected \(expected) at byte \(offset)",
            at: Diagnostic.Place(file: file, line: lineNumber(offset)),
            help: "the element was left out, the rest went on")))
    }

    private mutating func loseAnswer(_ offset: Int, _ found: String) {
      items.append(
        .lost(
          Diagnostic(
            .error, "S114",
            "expected what was asked for in the saved answer at byte \(offset), \(found)",
            at: Diagnostic.Place(file: file, line: lineNumber(offset)),
            help: "the platform did not know it or refused it; ask again, or leave the answer out"))
      )
    }

    private mutating func lineNumber(_ offset: Int) -> Int {
      let end = min(offset, bytes.count)
      if end < countedTo {
        countedTo = 0
        line = 1
      }
      line += LineFeed.count(in: bytes, from: countedTo, to: end)
      countedTo = end
      return line
    }
  }
}

extension SourceError {
  static func invalidDocument(_ file: String, line: Int, _ error: JSONError) -> SourceError {
    SourceError(
      .invalidDocument,
      "`\(file)`, line \(line): expected \(error.expected) at byte \(error.offset)",
      help: "evidence is described in the documentation as `candor.evidence/1`")
  }
}
