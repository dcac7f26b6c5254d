/// Sentences are put together as bytes: one buffer takes all parts, and becomes a text once.
extension [UInt8] {
  /// Puts a text behind what stands there.
  @inline(__always)
  package mutating func append(text: String) {
    let isWritten: Void? = text.utf8.withContiguousStorageIfAvailable { append(contentsOf: $0) }
    if isWritten == nil { append(contentsOf: text.utf8) }
  }

  /// Puts the digits of a whole number behind what stands there.
  package mutating func append(number: Int) {
    append(addingCapacity: DecimalText.maximumBytes) { span in
      span.withUnsafeMutableBufferPointer { buffer, written in
        guard let place = buffer.baseAddress else { return }
        written = DecimalText.write(Int64(number), to: place)
      }
    }
  }
}

extension String {
  /// The text that is put into an empty buffer.
  init(writing body: (inout [UInt8]) -> Void) {
    var bytes: [UInt8] = []
    body(&bytes)
    self.init(decoding: bytes, as: UTF8.self)
  }
}
