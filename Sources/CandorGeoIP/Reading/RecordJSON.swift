package import CandorModel
import Foundation

extension MMDBValue {
  /// Writes the value as `candor inspect ip --raw` prints it: keys sorted, bytes as base64, 128-bit
  /// integers as decimal strings, floating-point numbers in the shortest form that reads back
  /// equal, those that JSON does not have as `"NaN"`, `"Infinity"` and `"-Infinity"`.
  package func write(to writer: inout JSONWriter) {
    switch self {
    case .map(let fields):
      writer.beginObject()
      for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
        writer.key(key.text)
        value.write(to: &writer)
      }
      writer.endObject()
    case .array(let elements):
      writer.beginArray()
      for element in elements { element.write(to: &writer) }
      writer.endArray()
    case .string(let text): writer.string(text)
    case .bytes(let bytes): writer.string(Data(bytes).base64EncodedString())
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
}
