package import CandorModel

extension MMDBValue {
  /// Writes the value as `candor inspect ip --raw` prints it: keys sorted, bytes as base64, 128-bit
  /// integers as decimal strings, floating-point numbers in the shortest form that reads back
  /// equal, those that JSON does not have as `"NaN"`, `"Infinity"` and `"-Infinity"`.
  package func write(to writer: inout JSONWriter) {
    switch self {
    case .map(let fields):
      writer.beginObject()
      for (key, value) in fields.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
      {
        writer.key(key)
        value.write(to: &writer)
      }
      writer.endObject()
    case .array(let elements):
      writer.beginArray()
      for element in elements { element.write(to: &writer) }
      writer.endArray()
    case .string(let text): writer.string(text)
    case .bytes(let bytes): writer.string(Self.base64(bytes))
    case .double(let number): Self.write(number, shortest: number.description, to: &writer)
    case .float(let number):
      Self.write(Double(number), shortest: number.description, to: &writer)
    case .uint16(let number): writer.number(number)
    case .uint32(let number): writer.number(number)
    case .uint64(let number): writer.number(number)
    case .uint128(let number): writer.string(String(number))
    case .int32(let number): writer.number(number)
    case .bool(let value): writer.bool(value)
    }
  }

  private static func write(_ number: Double, shortest: String, to writer: inout JSONWriter) {
    if number.isNaN {
      writer.string("NaN")
    } else if number.isInfinite {
      writer.string(number < 0 ? "-Infinity" : "Infinity")
    } else {
      // A whole number keeps its `.0`, so that `-0.0` and the type survive readers that tell.
      writer.raw(shortest.utf8)
    }
  }

  /// RFC 4648 section 4, with padding.
  private static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var number = 0
      for byte in group { number = number << 8 | Int(byte) }
      number <<= 8 * (3 - group.count)
      for place in 0..<4 {
        text.append(
          place <= group.count ? alphabet[number >> (18 - place * 6) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
