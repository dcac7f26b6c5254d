import CandorFiles
import CandorModel
import Foundation

/// Standard input line by line, for the batch doors: every line of input has its line of output.
struct BatchLines {
  private static let chunkSize = 1 << 16

  /// Calls `body` for every line; only the line feed is cut off.
  ///
  /// Output is flushed at the end and every 64 KiB of it. Ctrl-C and SIGTERM end the reading: what
  /// was answered by then is written.
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
        try output.write(json: writer.bytes)
        writer.removeAll()
      }
    }
    let stop = try WakeUp()
    Interruption.shared.listen(onInterrupt: { stop.wake() })
    while stop.waitForInput() {
      let count = chunk.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
      if count < 0 {
        if Readiness.mayRepeat(after: errno) { continue }
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
    let status = Interruption.shared.status
    if !pending.isEmpty, status == nil { try pending.withUnsafeBufferPointer(finish) }
    try output.write(json: writer.bytes)
    try output.close()
    if let status { throw status }
  }
}

/// Waits for standard input, or for somebody who wakes it up.
///
/// Thread safety: one thread waits, any other may wake.
private final class WakeUp: Sendable {
  private let reading: Int32
  private let writing: Int32

  init() throws(Failure) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw Failure.cannotRead("standard input", String(cString: strerror(errno)))
    }
    (reading, writing) = (ends[0], ends[1])
  }

  deinit {
    close(reading)
    close(writing)
  }

  func wake() {
    var byte: UInt8 = 0
    _ = write(writing, &byte, 1)
  }

  /// `true` where standard input has something to read or is at its end; `false` once woken.
  func waitForInput() -> Bool {
    var watched = [STDIN_FILENO, reading].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    while poll(&watched, nfds_t(watched.count), -1) < 0, errno == EINTR {}
    return watched[1].revents == 0
  }
}
