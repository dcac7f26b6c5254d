import CandorModel
import Foundation

/// Standard input line by line, for the batch doors: every line of input has its line of output.
struct BatchLines {
  private static let chunkSize = 1 << 16

  /// Calls `body` for every line; only the line feed is cut off.
  ///
  /// Output is flushed at the end and every 64 KiB of it.
  static func run(
    output: Output, _ body: (UnsafeBufferPointer<UInt8>, inout JSONWriter) throws -> Void
  ) throws {
    var pending: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: chunkSize)
    var writer = JSONWriter(capacity: chunkSize)
    func finish(_ line: UnsafeBufferPointer<UInt8>) throws {
      try body(line, &writer)
      writer.newline()
      if writer.bytes.count >= chunkSize {
        try output.write(writer.bytes)
        writer.removeAll()
      }
    }
    while true {
      let count = chunk.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure.cannotRead("standard input", String(cString: strerror(errno)))
      }
      if count == 0 { break }
      try chunk.withUnsafeBufferPointer { buffer in
        var start = 0
        for index in 0..<count where buffer[index] == 0x0A {
          let rest = UnsafeBufferPointer(rebasing: buffer[start..<index])
          if pending.isEmpty {
            try finish(rest)
          } else {
            pending.append(contentsOf: rest)
            try pending.withUnsafeBufferPointer(finish)
            pending.removeAll(keepingCapacity: true)
          }
          start = index + 1
        }
        pending.append(contentsOf: buffer[start..<count])
      }
    }
    if !pending.isEmpty { try pending.withUnsafeBufferPointer(finish) }
    try output.write(writer.bytes)
    try output.close()
  }
}
