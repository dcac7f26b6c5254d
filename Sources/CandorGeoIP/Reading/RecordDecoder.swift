/// Reads values of the MaxMind DB format out of a data section, never a byte outside of it.
///
/// The format: https://maxmind.github.io/MaxMind-DB/, chapter "Output Data Section".
///
/// libmaxminddb is not asked for records. It trusts sizes and pointers of the file in places (its
/// release notes tell release by release which were mended, and distributions carry old ones), it
/// allocates a list node for each value, and it answers a damaged record with a status of success
/// now and then. A walk of our own checks each size and each pointer against the section's end and
/// reads only the few fields that are wanted.
///
/// Thread safety: a value over memory that does not change; whoever keeps it keeps the file open.
struct RecordDecoder: @unchecked Sendable {
  // Unchecked because of the pointer: the memory is a private read-only mapping of `DatabaseFile`.

  /// How deep maps and arrays may nest, as in libmaxminddb; real records reach 4.
  static let maximumDepth = 512
  /// How many values one record may hold, pointers followed; real records reach some hundred. A few
  /// hundred bytes of pointers to pointing maps would otherwise unfold without end.
  static let maximumValues = 1 << 18
  /// How many bytes of texts, keys and octets one record may hold, pointers followed: 1 MiB; real
  /// records reach some thousand. Pointers to one long text would unfold to gigabytes.
  static let maximumBytes = 1 << 20

  /// A value's control bytes, read.
  struct Control {
    var kind: MMDBFieldType
    /// Bytes of a scalar, elements of an array, pairs of a map; the truth value of a bool; the
    /// target of a pointer.
    var size: Int
    /// Where the payload begins.
    var payload: Int
  }

  let section: UnsafeRawBufferPointer

  /// Reads the control bytes of the value at an offset.
  @inline(__always)
  func control(at offset: Int) throws(RecordDamage) -> Control {
    guard offset >= 0, offset < section.count else { throw .endsEarly }
    let first = section[offset]
    // Most values of a record are pointers, and the rest is long.
    guard first >> 5 != 1 else { return try pointer(first, next: offset + 1) }
    return try anyControl(first, next: offset + 1)
  }

  /// Reads the control bytes of a value that is no pointer.
  private func anyControl(_ first: UInt8, next: Int) throws(RecordDamage) -> Control {
    let count = section.count
    var next = next
    var type = first >> 5
    if type == 0 {
      guard next < count else { throw .endsEarly }
      // Numbers below 8 have their own control byte and are a mistake here.
      guard section[next] >= 1, section[next] <= 8 else { throw .unknownType }
      type = section[next] + 7
      next += 1
    }
    guard let kind = MMDBFieldType(rawValue: type) else { throw .unknownType }
    var size = Int(first & 0x1f)
    if size >= 29 {
      let extra = size - 28
      guard next + extra <= count else { throw .endsEarly }
      var number = 0
      for index in 0..<extra { number = number << 8 | Int(section[next + index]) }
      size = number + (extra == 1 ? 29 : extra == 2 ? 285 : 65_821)
      next += extra
    }
    switch kind {
    case .double: guard size == 8 else { throw .wrongSize }
    case .float: guard size == 4 else { throw .wrongSize }
    case .uint16: guard size <= 2 else { throw .wrongSize }
    case .uint32, .int32: guard size <= 4 else { throw .wrongSize }
    case .uint64: guard size <= 8 else { throw .wrongSize }
    case .uint128: guard size <= 16 else { throw .wrongSize }
    case .bool:
      guard size <= 1 else { throw .wrongSize }
      return Control(kind: kind, size: size, payload: next)
    case .map, .array:
      // Each element takes a byte at least, so a larger number cannot be true.
      guard size <= count - next else { throw .endsEarly }
      return Control(kind: kind, size: size, payload: next)
    case .string, .bytes, .pointer: break
    }
    guard size <= count - next else { throw .endsEarly }
    return Control(kind: kind, size: size, payload: next)
  }

  @inline(__always)
  private func pointer(_ first: UInt8, next: Int) throws(RecordDamage) -> Control {
    let extra = Int(first >> 3 & 3) + 1
    guard next + extra <= section.count else { throw .endsEarly }
    let upper = Int(first & 7)
    func byte(_ index: Int) -> Int { Int(section[next + index]) }
    let target =
      switch extra {
      case 1: upper << 8 | byte(0)
      case 2: (upper << 16 | byte(0) << 8 | byte(1)) + 2048
      case 3: (upper << 24 | byte(0) << 16 | byte(1) << 8 | byte(2)) + 526_336
      // The four-byte form ignores the three bits of the control byte.
      default: byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3)
      }
    guard target < section.count else { throw .pointsOutside }
    return Control(kind: .pointer, size: target, payload: next + extra)
  }

  /// The target of the pointer at an offset and the offset behind it, where that is a pointer of
  /// the shortest form, as those to keys are in nearly all files; `nil` for every other value and
  /// for damage.
  @inline(__always)
  func shortPointer(at offset: Int) -> (target: Int, next: Int)? {
    guard offset >= 0, offset + 2 <= section.count, section[offset] >> 3 == 0b001_00 else {
      return nil
    }
    let target = Int(section[offset] & 7) << 8 | Int(section[offset + 1])
    return target < section.count ? (target, offset + 2) : nil
  }

  /// The control bytes of the value at an offset, a pointer followed.
  @inline(__always)
  func resolved(at offset: Int) throws(RecordDamage) -> Control {
    try resolved(control(at: offset))
  }

  /// What a pointer leads to; everything else as it is.
  @inline(__always)
  func resolved(_ here: Control) throws(RecordDamage) -> Control {
    guard here.kind == .pointer else { return here }
    let there = try control(at: here.size)
    guard there.kind != .pointer else { throw .pointerToPointer }
    return there
  }

  /// The offset behind the value at an offset; pointers are not followed.
  func skip(_ offset: Int, depth: Int = 0) throws(RecordDamage) -> Int {
    try end(of: control(at: offset), depth: depth)
  }

  /// The offset behind a value as it stands.
  @inline(__always)
  func end(of here: Control, depth: Int = 0) throws(RecordDamage) -> Int {
    switch here.kind {
    case .pointer, .bool: here.payload
    case .map, .array: try endOfAll(in: here, depth: depth)
    default: here.payload + here.size
    }
  }

  /// The offset behind a map or an array: they have to be walked to know.
  private func endOfAll(in here: Control, depth: Int) throws(RecordDamage) -> Int {
    guard depth < Self.maximumDepth else { throw .tooDeep }
    var next = here.payload
    for _ in 0..<(here.kind == .map ? here.size * 2 : here.size) {
      next = try skip(next, depth: depth + 1)
    }
    return next
  }

  /// The text of a string value.
  func text(_ string: Control) throws(RecordDamage) -> String {
    guard string.size > 0, let base = section.baseAddress else { return "" }
    // Plain bytes rather than a slice: the standard library reads them several times faster.
    let bytes = UnsafeBufferPointer(
      start: (base + string.payload).assumingMemoryBound(to: UInt8.self), count: string.size)
    var all: UInt8 = 0
    for byte in bytes { all |= byte }
    // ASCII needs no proof; for the rest, `validating` costs a thousand instructions a text.
    if all < 0x80 { return String(decoding: bytes, as: UTF8.self) }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
    return text
  }

  /// The unsigned number of up to eight bytes.
  @inline(__always)
  func unsigned(_ value: Control) -> UInt64 {
    var number: UInt64 = 0
    for index in 0..<min(value.size, 8) {
      number = number << 8 | UInt64(section[value.payload + index])
    }
    return number
  }

  /// The number of an `int32`; fewer than four bytes are filled up with zeros in front.
  @inline(__always)
  func signed(_ value: Control) -> Int32 {
    Int32(truncatingIfNeeded: unsigned(value))
  }

  /// The number of a `double`, which `control` lets have eight bytes only.
  @inline(__always)
  func double(_ value: Control) -> Double {
    let bits = section.loadUnaligned(fromByteOffset: value.payload, as: UInt64.self)
    return Double(bitPattern: UInt64(bigEndian: bits))
  }

  @inline(__always)
  func float(_ value: Control) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: unsigned(value)))
  }
}
