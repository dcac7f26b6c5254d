import CandorModel

/// What an input is, told by its beginning.
enum InputKind: Equatable {
  case empty
  /// One JSON object a line.
  case lines
  /// JSON over several lines, an array, or saved answers of a platform.
  case document
  case csv
  /// More bytes are needed.
  case unknown

  /// What is blank or broken for so long is told without the rest of it.
  static let decisiveBytes = 1 << 20

  /// Tells by the first bytes.
  ///
  /// - Parameters:
  ///   - head: what was read so far, unpacked.
  ///   - isAtEnd: whether that is all there is.
  init(_ head: [UInt8], isAtEnd: Bool) {
    let start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard
      let first = head[start...].firstIndex(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) })
    else {
      // Blank lines can be stepped over, however many there are.
      self = isAtEnd ? .empty : head.count < Self.decisiveBytes ? .unknown : .lines
      return
    }
    switch head[first] {
    case UInt8(ascii: "["): self = .document
    case UInt8(ascii: "{"):
      self = head.withUnsafeBufferPointer {
        Self.object(UnsafeBufferPointer(rebasing: $0[first...]), isAtEnd: isAtEnd)
      }
    default: self = .csv
    }
  }

  /// Whether the bytes are UTF-16, by the byte order mark or by two first characters of ASCII.
  static func isUTF16(_ head: [UInt8]) -> Bool {
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return true }
    let zeros = head.prefix(4).map { $0 == 0 }
    return zeros == [false, true, false, true] || zeros == [true, false, true, false]
  }

  private static func object(_ bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool) -> InputKind {
    let lineEnd = LineFeed.first(in: bytes, from: 0, to: bytes.count)
    guard let end = lineEnd ?? (isAtEnd ? bytes.count : nil) else {
      // Only an object can be worth holding until its end.
      if bytes.count <= decisiveBytes, case .broken = whole(bytes) { return .lines }
      return .unknown
    }
    switch whole(UnsafeBufferPointer(rebasing: bytes[..<end])) {
    case .object(let hasSchema, let isSaved): return !hasSchema && isSaved ? .document : .lines
    case .refusal:
      // By itself it is a saved answer; before evidence it is a line that is none.
      if hasEvidenceLine(bytes) { return .lines }
      return isAtEnd || bytes.count >= decisiveBytes ? .document : .unknown
    case .broken: return .lines
    case .unfinished: break
    }
    if lineEnd == nil { return .lines }
    // The first line is no whole object: either it is cut off, or the object goes on. In the second
    // case the lines together make one, in the first a later line is evidence by itself.
    switch whole(bytes) {
    case .object, .refusal: return .document
    case .unfinished: return isAtEnd ? (hasEvidenceLine(bytes) ? .lines : .document) : .unknown
    case .broken:
      if hasEvidenceLine(bytes) { return .lines }
      // A pipe gives line by line: evidence may stand on one that has not come yet.
      return isAtEnd || bytes.count >= decisiveBytes ? .document : .unknown
    }
  }

  private enum Reading {
    case object(hasSchema: Bool, isSaved: Bool)
    /// How a platform says no.
    case refusal
    case unfinished
    case broken
  }

  /// Reads the first value; what follows it does not matter.
  private static func whole(_ bytes: UnsafeBufferPointer<UInt8>) -> Reading {
    var scanner = JSONScanner(bytes)
    do throws(JSONError) {
      var hasSchema = false
      var keys: [String] = []
      try scanner.beginObject()
      var isFirst = true
      while let key = try scanner.nextKey(&isFirst) {
        if scanner.matches(key, "schema") { hasSchema = true }
        if keys.count < 100 { keys.append(try scanner.text(key)) }
        try scanner.skipValue()
      }
      let known = Set(keys)
      let isSaved = SavedAnswer.hasKeys(known)
      if !isSaved, SavedAnswer.mayRefuse(known), isRefusal(bytes) { return .refusal }
      return .object(hasSchema: hasSchema, isSaved: isSaved)
    } catch {
      return error.code == .unexpectedEnd ? .unfinished : .broken
    }
  }

  /// Whether the first value is how a platform says no; what follows it does not matter.
  private static func isRefusal(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var scanner = JSONScanner(bytes)
    return (try? scanner.value()).map(SavedAnswer.isRefusal) ?? false
  }

  private static func hasEvidenceLine(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var start = 0
    while start < bytes.count {
      let end = LineFeed.first(in: bytes, from: start, to: bytes.count) ?? bytes.count
      if case .object(hasSchema: true, _) = whole(UnsafeBufferPointer(rebasing: bytes[start..<end]))
      {
        return true
      }
      start = end + 1
    }
    return false
  }
}
