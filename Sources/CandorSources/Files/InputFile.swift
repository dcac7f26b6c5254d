import Foundation

/// One input's bytes, unpacked: a file, or standard input for `-`.
///
/// Thread safety: of one task.
final class InputFile {
  private enum Packing {
    case none
    case gzip(Inflater)
    case zstd(ZstdDecoder)
  }

  /// As the user named it.
  let name: String
  private let descriptor: Int32
  private let isOwned: Bool
  private var packing = Packing.none
  /// Bytes read to tell the kind, or unpacked ahead; served first.
  private var pending: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  /// Met while unpacking; told once what came before it was served.
  private var damage: SourceError?

  static let packedBlockBytes = 256 * 1024

  /// Opens an input and tells by its first bytes whether it is packed.
  init(_ path: String) throws(SourceError) {
    if path == "-" {
      name = "standard input"
      descriptor = STDIN_FILENO
      isOwned = false
    } else {
      name = path
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
      isOwned = true
      guard descriptor >= 0 else { throw .cannotOpen(path, errno) }
    }
    var head = [UInt8](repeating: 0, count: 4)
    var count = 0
    while count < head.count {
      let got = try head.withUnsafeMutableBufferPointer { buffer throws(SourceError) in
        try readRaw(UnsafeMutableBufferPointer(rebasing: buffer[count...]))
      }
      if got == 0 { break }
      count += got
    }
    head.removeLast(head.count - count)
    if head.starts(with: [0x1F, 0x8B]) {
      guard let inflater = Inflater(maximumOutput: .max) else { throw .noMemory(name) }
      packing = .gzip(inflater)
      unpack(head)
    } else if Self.isZstd(head) {
      guard let decoder = ZstdDecoder(maximumOutput: .max) else { throw .noMemory(name) }
      packing = .zstd(decoder)
      unpack(head)
    } else {
      pending = head
    }
  }

  deinit { if isOwned, descriptor >= 0 { close(descriptor) } }

  /// Reads up to as many bytes as fit; 0 at the end.
  func read(_ target: UnsafeMutableBufferPointer<UInt8>) throws(SourceError) -> Int {
    while true {
      if position < pending.count {
        let count = min(target.count, pending.count - position)
        pending.withUnsafeBufferPointer { source in
          _ = target.update(fromContentsOf: source[position..<position + count])
        }
        position += count
        return count
      }
      if let damage { throw damage }
      if case .none = packing { return try readRaw(target) }
      if isAtEnd { return 0 }
      try refill()
    }
  }

  /// Reads all that is left, up to a limit.
  func readAll(limit: Int, into bytes: inout [UInt8]) throws(SourceError) {
    while true {
      let piece = try block(of: 1 << 20)
      if piece.isEmpty { return }
      guard bytes.count + piece.count <= limit else { throw .tooLargeToHold(name, limit) }
      bytes += piece
    }
  }

  /// The next bytes, at most so many; empty at the end.
  func block(of size: Int) throws(SourceError) -> [UInt8] {
    var failure: SourceError?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      do throws(SourceError) { count = try read(buffer) } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }

  private func refill() throws(SourceError) {
    var packed = [UInt8](repeating: 0, count: Self.packedBlockBytes)
    let count = try packed.withUnsafeMutableBufferPointer { buffer throws(SourceError) in
      try readRaw(buffer)
    }
    guard count > 0 else {
      isAtEnd = true
      guard isComplete else { throw .cutOff(name) }
      return
    }
    packed.removeLast(packed.count - count)
    unpack(packed)
  }

  private var isComplete: Bool {
    switch packing {
    case .none: true
    case .gzip(let inflater): inflater.isComplete
    case .zstd(let decoder): decoder.isComplete
    }
  }

  private func unpack(_ packed: [UInt8]) {
    pending.removeAll(keepingCapacity: true)
    position = 0
    packed.withUnsafeBufferPointer { buffer in
      do throws(Inflater.Failure) {
        switch packing {
        case .none: break
        case .gzip(let inflater): try inflater.unpack(buffer, into: &pending)
        case .zstd(let decoder): try decoder.unpack(buffer, into: &pending)
        }
      } catch { damage = .damaged(name) }
    }
  }

  private func readRaw(_ target: UnsafeMutableBufferPointer<UInt8>) throws(SourceError) -> Int {
    while true {
      let count = Foundation.read(descriptor, target.baseAddress, target.count)
      if count >= 0 { return count }
      if errno != EINTR { throw .cannotRead(name, errno) }
    }
  }

  /// A Zstandard frame or a skippable frame before one (RFC 8878, sections 3.1.1 and 3.1.2).
  private static func isZstd(_ head: [UInt8]) -> Bool {
    guard head.count == 4 else { return false }
    if head == [0x28, 0xB5, 0x2F, 0xFD] { return true }
    return head[0] & 0xF0 == 0x50 && head[1...] == [0x2A, 0x4D, 0x18]
  }
}

extension SourceError {
  static func cannotOpen(_ path: String, _ code: Int32) -> SourceError {
    SourceError(
      .unreadableInput, "`\(path)` cannot be opened: \(String(cString: strerror(code)))",
      help: "name a file, a folder, or `-` for standard input")
  }
  static func cannotRead(_ name: String, _ code: Int32) -> SourceError {
    SourceError(
      .unreadableInput, "`\(name)` cannot be read: \(String(cString: strerror(code)))")
  }
  static func noMemory(_ name: String) -> SourceError {
    SourceError(.unreadableInput, "no memory is left to unpack `\(name)`")
  }
  static func damaged(_ name: String) -> SourceError {
    SourceError(
      .damagedCompression, "`\(name)` is packed and damaged",
      help: "what came before the damage was read; fetch or copy the file again")
  }
  static func cutOff(_ name: String) -> SourceError {
    SourceError(
      .damagedCompression, "`\(name)` is packed and ends before it should",
      help: "what came before the end was read; fetch or copy the file again")
  }
  static func tooLargeToHold(_ name: String, _ limit: Int) -> SourceError {
    SourceError(
      .inputTooLarge, "expected `\(name)` to have at most \(limit) bytes unpacked, found more",
      help: "use NDJSON, which is read line by line, or raise `--max-input-bytes`")
  }
}
