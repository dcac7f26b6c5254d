/// Answers that are written like one before: most of every line, so everything stays in registers
/// that can.
extension EvidenceSketchReader {
  /// Reads answers as long as they are written in a form.
  ///
  /// - Returns: `entry` where another one comes that is written otherwise.
  mutating func answersWritten(
    as form: borrowing WrittenForm<AnswerField>,
    into answers: inout ContiguousArray<EvidenceSketch.Attempt>, _ isFirst: inout Bool
  ) -> JSONSpanScanner.Next {
    let tail = form.tail
    let place = form.withParts { bytes, parts in
      var cursor = Cursor(scanner)
      let pair = Self.pair(in: parts)
      // Where address and agent of the answer before stand, with the bytes around them.
      var pairBefore = 0..<0
      var before = answers.last ?? EvidenceSketch.Attempt()
      var isNext = !isFirst
      while true {
        let start = cursor.offset
        guard !isNext || cursor.take(UInt8(ascii: ",")) else { return start }
        var answer = EvidenceSketch.Attempt()
        var pairStart = 0
        var index = 0
        while index < parts.count {
          if index == pair {
            pairStart = cursor.offset
            if cursor.repeats(pairBefore) {
              // The same bytes, read the same way.
              let distance = pairStart &- pairBefore.lowerBound
              answer.address = before.address.moved(by: distance)
              answer.agent = before.agent.moved(by: distance)
              answer.repeatsAddress = true
              answer.repeatsAgent = true
              pairBefore = pairStart..<cursor.offset
              index &+= 2
              continue
            }
          }
          let part = parts[index]
          guard cursor.take(bytes + part.start, count: part.count),
            cursor.value(part.field, into: &answer, before)
          else { return start }
          if index == pair &+ 1 { pairBefore = pairStart..<cursor.offset }
          index &+= 1
        }
        guard cursor.take(bytes + tail.lowerBound, count: tail.count) else { return start }
        // What neither has is repeated too.
        if before.address.isEmpty, answer.address.isEmpty { answer.repeatsAddress = true }
        if before.agent.isEmpty, answer.agent.isEmpty { answer.repeatsAgent = true }
        answers.append(answer)
        before = answer
        isFirst = false
        isNext = true
      }
    }
    if let place { scanner.go(to: place) }
    return scanner.element(&isFirst)
  }

  /// The part of the first of address and agent where one comes directly behind the other: mostly
  /// both are those of the answer before, and then so are the bytes between them. Below zero where
  /// they do not come so.
  private static func pair(
    in parts: UnsafeBufferPointer<WrittenForm<AnswerField>.Part>
  ) -> Int {
    for index in parts.indices.dropFirst() {
      switch (parts[index - 1].field, parts[index].field) {
      case (.address, .agent), (.agent, .address): return index - 1
      default: break
      }
    }
    return -2
  }
}

extension EvidenceSketchReader {
  /// Where a scanner stands, apart from the rest of it; what is rare is left to the scanner.
  private struct Cursor {
    private let scanner: JSONSpanScanner
    private let base: UnsafePointer<UInt8>
    private let count: Int
    private(set) var offset: Int

    @inline(__always)
    init(_ scanner: JSONSpanScanner) {
      self.scanner = scanner
      base = scanner.base
      count = scanner.count
      offset = scanner.offset
    }

    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
      guard offset < count, base[offset] == byte else { return false }
      offset &+= 1
      return true
    }

    @inline(__always)
    mutating func take(_ bytes: UnsafeRawPointer, count length: Int) -> Bool {
      guard length <= count &- offset,
        ByteComparison.areEqual(base + offset, bytes, count: length)
      else { return false }
      offset &+= length
      return true
    }

    /// Takes the bytes of a part of the line if they come again; an empty part never does.
    @inline(__always)
    mutating func repeats(_ part: Range<Int>) -> Bool {
      !part.isEmpty && take(base + part.lowerBound, count: part.count)
    }

    @inline(__always)
    mutating func value(
      _ field: AnswerField, into answer: inout EvidenceSketch.Attempt,
      _ before: EvidenceSketch.Attempt
    ) -> Bool {
      switch field {
      case .address: text(into: &answer.address, &answer.repeatsAddress, like: before.address)
      case .agent: text(into: &answer.agent, &answer.repeatsAgent, like: before.agent)
      case .attempt: number(into: &answer.attempt)
      case .moment: moment(into: &answer.at)
      case .stepID: text(into: &answer.stepID)
      case .stepIndex: number(into: &answer.step)
      case .stepTitle: text(into: &answer.stepTitle)
      case .stepType: text(into: &answer.stepType)
      case .other: rare { $0.skip() }
      }
    }

    /// Does with the scanner what is rare.
    @inline(__always)
    private mutating func rare(_ body: (inout JSONSpanScanner) -> Bool) -> Bool {
      guard let place = Self.place(behind: body, scanner, at: offset) else { return false }
      offset = place
      return true
    }

    /// Apart, so that nobody else knows where a cursor is kept and registers will do.
    @inline(never)
    private static func place(
      behind body: (inout JSONSpanScanner) -> Bool, _ scanner: JSONSpanScanner, at offset: Int
    ) -> Int? {
      var scanner = scanner
      scanner.go(to: offset)
      return body(&scanner) ? scanner.offset : nil
    }

    @inline(__always)
    private mutating func text(into span: inout EvidenceSketch.Span) -> Bool {
      if offset < count, base[offset] == UInt8(ascii: "\"") {
        let end = scanner.special(from: offset &+ 1)
        if end < count, base[end] == UInt8(ascii: "\"") {
          span = EvidenceSketch.Span(
            first: Int32(truncatingIfNeeded: offset &+ 1), last: Int32(truncatingIfNeeded: end))
          offset = end &+ 1
          return true
        }
      }
      var read = EvidenceSketch.Span()
      guard
        rare({
          guard $0.text() else { return false }
          read = $0.span
          return true
        })
      else { return false }
      span = read
      return true
    }

    /// Reads a text that mostly is the one of the answer before.
    @inline(__always)
    private mutating func text(
      into span: inout EvidenceSketch.Span, _ repeats: inout Bool,
      like before: EvidenceSketch.Span
    ) -> Bool {
      let length = before.end &- before.start
      let start = offset &+ 1
      if length > 0, length < count &- start, base[offset] == UInt8(ascii: "\""),
        base[start &+ length] == UInt8(ascii: "\""),
        ByteComparison.areEqual(base + start, base + before.start, count: length)
      {
        span = before.moved(by: start &- before.start)
        repeats = true
        offset = start &+ length &+ 1
        return true
      }
      return text(into: &span)
    }

    @inline(__always)
    private mutating func number(into number: inout Int) -> Bool {
      // One digit, which nearly all are.
      if offset &+ 1 < count {
        let digit = base[offset] &- 0x30
        let next = base[offset &+ 1]
        if digit < 10, next == UInt8(ascii: ",") || next == UInt8(ascii: "}") {
          number = Int(digit)
          offset &+= 1
          return true
        }
      }
      var read = 0
      guard
        rare({
          guard $0.integer(), $0.number >= 0 else { return false }
          read = $0.number
          return true
        })
      else { return false }
      number = read
      return true
    }

    @inline(__always)
    private mutating func moment(into moment: inout Timestamp?) -> Bool {
      if let plain = scanner.plainMoment(at: offset) {
        moment = plain
        offset &+= JSONSpanScanner.plainMomentBytes
        return true
      }
      var read: Timestamp?
      guard
        rare({
          guard $0.text() else { return false }
          if $0.span.isEmpty { return true }
          read = Timestamp(utf8: $0.bytes(of: $0.span))
          return read != nil
        })
      else { return false }
      moment = read
      return true
    }
  }
}
