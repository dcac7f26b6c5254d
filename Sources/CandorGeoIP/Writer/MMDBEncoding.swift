/// The byte forms of the data section: control bytes, sizes, scalars and pointers.
///
/// Source: "Data Field Format" of https://maxmind.github.io/MaxMind-DB/.
enum MMDBEncoding {
  /// The largest payload or element count a size can name: 65,821 and the largest 24-bit number.
  static let maximumSize = 65_821 + 0xff_ffff

  /// Appends the control byte, the extended type where there is one, and the size bytes.
  static func appendControl(_ type: MMDBFieldType, size: Int, to bytes: inout [UInt8]) {
    let extended = type.rawValue > 7
    let upper = extended ? 0 : type.rawValue << 5
    let lower: UInt8 = size < 29 ? UInt8(size) : size < 285 ? 29 : size < 65_821 ? 30 : 31
    bytes.append(upper | lower)
    // The extended type stands between the control byte and the size bytes.
    if extended { bytes.append(type.rawValue - 7) }
    switch lower {
    case 29: appendBigEndian(UInt64(size - 29), byteCount: 1, to: &bytes)
    case 30: appendBigEndian(UInt64(size - 285), byteCount: 2, to: &bytes)
    case 31: appendBigEndian(UInt64(size - 65_821), byteCount: 3, to: &bytes)
    default: break
    }
  }

  /// Appends the lowest `byteCount` bytes of a number, most significant first.
  static func appendBigEndian(_ value: UInt64, byteCount: Int, to bytes: inout [UInt8]) {
    var shift = UInt64(byteCount) * 8
    while shift > 0 {
      shift -= 8
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// Appends an unsigned integer in as few bytes as it needs; zero needs none.
  static func appendUnsigned<Number: FixedWidthInteger & UnsignedInteger>(
    _ type: MMDBFieldType, _ value: Number, to bytes: inout [UInt8]
  ) {
    let count = (Number.bitWidth - value.leadingZeroBitCount + 7) / 8
    appendControl(type, size: count, to: &bytes)
    for index in stride(from: count - 1, through: 0, by: -1) {
      bytes.append(UInt8(truncatingIfNeeded: value >> Number(index * 8)))
    }
  }

  /// Appends a pointer to an offset in the data section.
  ///
  /// The three shorter forms count from 0, from 2,048 and from 526,336; the longest names the
  /// offset itself.
  static func appendPointer(to target: UInt32, into bytes: inout [UInt8]) {
    let kind = MMDBFieldType.pointer.rawValue << 5
    func short(_ value: UInt32, size: UInt8, byteCount: Int) {
      bytes.append(kind | size << 3 | UInt8(truncatingIfNeeded: value >> UInt32(byteCount * 8)))
      appendBigEndian(UInt64(value), byteCount: byteCount, to: &bytes)
    }
    switch target {
    case 0..<2_048: short(target, size: 0, byteCount: 1)
    case 2_048..<526_336: short(target - 2_048, size: 1, byteCount: 2)
    case 526_336..<134_744_064: short(target - 526_336, size: 2, byteCount: 3)
    default:
      bytes.append(kind | 3 << 3)
      appendBigEndian(UInt64(target), byteCount: 4, to: &bytes)
    }
  }

  /// Appends a value that holds no other value.
  ///
  /// - Returns: whether it was such a value; nothing is appended for maps, arrays, text and bytes.
  static func appendScalar(_ value: MMDBValue, to bytes: inout [UInt8]) -> Bool {
    switch value {
    case .map, .array, .string, .bytes: return false
    case .double(let number):
      appendControl(.double, size: 8, to: &bytes)
      appendBigEndian(number.bitPattern, byteCount: 8, to: &bytes)
    case .float(let number):
      appendControl(.float, size: 4, to: &bytes)
      appendBigEndian(UInt64(number.bitPattern), byteCount: 4, to: &bytes)
    case .uint16(let number): appendUnsigned(.uint16, number, to: &bytes)
    case .uint32(let number): appendUnsigned(.uint32, number, to: &bytes)
    case .uint64(let number): appendUnsigned(.uint64, number, to: &bytes)
    case .uint128(let number): appendUnsigned(.uint128, number, to: &bytes)
    case .int32(let number): appendUnsigned(.int32, UInt32(bitPattern: number), to: &bytes)
    case .bool(let flag): appendControl(.bool, size: flag ? 1 : 0, to: &bytes)
    }
    return true
  }

  /// Appends a text.
  static func appendText(_ text: String, to bytes: inout [UInt8]) {
    appendControl(.string, size: text.utf8.count, to: &bytes)
    bytes.append(contentsOf: text.utf8)
  }

  /// Appends a value and all within it in place, without pointers.
  ///
  /// This is how the metadata is written: its reader starts from the file's end and cannot resolve
  /// a pointer into the data section.
  static func appendInline(_ value: MMDBValue, to bytes: inout [UInt8]) {
    if appendScalar(value, to: &bytes) { return }
    switch value {
    case .map(let fields):
      appendControl(.map, size: fields.count, to: &bytes)
      for (key, field) in fields.sorted(by: { $0.key < $1.key }) {
        appendText(key.text, to: &bytes)
        appendInline(field, to: &bytes)
      }
    case .array(let elements):
      appendControl(.array, size: elements.count, to: &bytes)
      for element in elements { appendInline(element, to: &bytes) }
    case .string(let text):
      appendText(text, to: &bytes)
    case .bytes(let raw):
      appendControl(.bytes, size: raw.count, to: &bytes)
      bytes.append(contentsOf: raw)
    default: break
    }
  }
}
