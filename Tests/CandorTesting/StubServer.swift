import Foundation
import Synchronization

/// A request as it came over the socket.
public struct StubRequest: Sendable {
  /// The method, in capitals.
  public var method: String
  /// Path and query as they stood in the request line.
  public var target: String
  /// Names in lower case.
  public var headers: [String: String]
  /// The bytes of the body.
  public var body: [UInt8]

  /// The body as text.
  public var text: String { String(decoding: body, as: UTF8.self) }
}

/// What a stub answers, or how it misbehaves.
public enum StubReply: Sendable {
  /// A whole answer.
  case answer(Int, headers: [(String, String)] = [], body: [UInt8] = [])
  /// Headers that promise the whole body, and only so many bytes of it.
  case cut(after: Int, body: [UInt8])
  /// The connection is closed without a byte.
  case hangUp
  /// Nothing for so many seconds, then the connection is closed.
  case silence(seconds: Double)

  /// An answer in JSON.
  public static func json(
    _ text: String, status: Int = 200, headers: [(String, String)] = []
  ) -> StubReply {
    .answer(
      status, headers: headers + [("Content-Type", "application/json")], body: Array(text.utf8))
  }
}

/// A server on loopback whose answers a test writes: for what no well-behaved stand-in does.
///
/// One thread per connection; meant for a handful of them.
public final class StubServer: Sendable {
  /// Answers a request.
  public typealias Handler = @Sendable (_ request: StubRequest, _ number: Int) -> StubReply

  /// Where it listens.
  public let port: Int
  private let listener: Int32
  private let handler: Handler
  private let log = Mutex<[StubRequest]>([])

  /// Starts listening.
  ///
  /// - Parameter handler: is given each request and its number, from 0.
  public init(_ handler: @escaping Handler) throws {
    self.handler = handler
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw StubFailure() }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
    }
    guard bound == 0, listen(descriptor, 64) == 0 else { throw StubFailure() }
    var length = size
    _ = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &length)
      }
    }
    port = Int(UInt16(bigEndian: address.sin_port))
    listener = descriptor
    Thread.detachNewThread { [weak self] in
      while true {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { return }
        guard let self else {
          close(connection)
          return
        }
        Thread.detachNewThread { self.serve(connection) }
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// What came so far.
  public var requests: [StubRequest] { log.withLock { $0 } }

  private struct StubFailure: Error {}

  private func serve(_ connection: Int32) {
    defer { close(connection) }
    var buffer: [UInt8] = []
    while let request = read(connection, &buffer) {
      let number = log.withLock { log in
        log.append(request)
        return log.count - 1
      }
      switch handler(request, number) {
      case .answer(let status, let headers, let body):
        // A status has three digits, also one that is none.
        let code = String(repeating: "0", count: max(0, 3 - String(status).count)) + String(status)
        var head = "HTTP/1.1 \(code) Stub\r\nContent-Length: \(body.count)\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        write(connection, Array((head + "\r\n").utf8) + body)
      case .cut(let count, let body):
        let head = "HTTP/1.1 200 Stub\r\nContent-Length: \(body.count)\r\n\r\n"
        write(connection, Array(head.utf8) + body.prefix(count))
        return
      case .hangUp: return
      case .silence(let seconds):
        Thread.sleep(forTimeInterval: seconds)
        return
      }
    }
  }

  private func write(_ connection: Int32, _ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { raw in
        send(connection, raw.baseAddress.map { $0 + sent }, raw.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return }
      sent += count
    }
  }

  private func read(_ connection: Int32, _ buffer: inout [UInt8]) -> StubRequest? {
    let separator = Array("\r\n\r\n".utf8)
    while true {
      // A greeting of TLS (RFC 8446, section 5.1) is no request.
      if buffer.first == 22 {
        write(connection, Array("HTTP/1.1 400 Stub\r\nContent-Length: 0\r\n\r\n".utf8))
        return nil
      }
      if let end = Self.find(separator, in: buffer) {
        let lines = String(decoding: buffer[..<end], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ").map(String.init)
        guard words.count == 3 else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
          let parts = line.split(separator: ":", maxSplits: 1)
          guard parts.count == 2 else { continue }
          headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        let length = headers["content-length"].flatMap(Int.init) ?? 0
        let start = end + separator.count
        if buffer.count >= start + length {
          let body = Array(buffer[start..<start + length])
          buffer.removeFirst(start + length)
          return StubRequest(method: words[0], target: words[1], headers: headers, body: body)
        }
      }
      var piece = [UInt8](repeating: 0, count: 64 * 1024)
      let count = recv(connection, &piece, piece.count, 0)
      if count <= 0 { return nil }
      buffer += piece[..<count]
    }
  }

  private static func find(_ needle: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= needle.count else { return nil }
    return (0...bytes.count - needle.count).first {
      bytes[$0..<$0 + needle.count].elementsEqual(needle)
    }
  }
}
