import CandorFiles
import Foundation

/// One input's bytes, unpacked: a file, or standard input for `-`.
///
/// Thread safety: of one task.
final class InputFile {
  /// As the user named it.
  let name: String
  private let descriptor: Int32
  private let isOwned: Bool
  /// `nil` where the input is not packed.
  private var unpacker: (any Unpacker)?
  /// Bytes as they stand in the input: packed, or read to tell the kind.
  private var pending: [UInt8]
  private var position = 0
  /// Whether the unpacker may have more to give without further bytes.
  private var holdsMore = false

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
    pending = [UInt8](repeating: 0, count: 4)
    var count = 0
    while count < pending.count {
      let got = try pending.withUnsafeMutableBufferPointer { buffer throws(SourceError) in
        try readRaw(UnsafeMutableBufferPointer(rebasing: buffer[count...]))
      }
      if got == 0 { break }
      count += got
    }
    pending.removeLast(pending.count - count)
    if pending.starts(with: [0x1F, 0x8B]) {
      guard let inflater = Inflater() else { throw .noMemory(name) }
      unpacker = inflater
    } else if Self.isZstd(pending) {
      guard let decoder = ZstdDecoder() else { throw .noMemory(name) }
      unpacker = decoder
    }
  }

  deinit { if isOwned, descriptor >= 0 { close(descriptor) } }

  /// Reads up to as many bytes as fit; 0 at the end.
  ///
  /// No more is unpacked than that, however much the packed bytes stand for.
  func read(_ target: UnsafeMutableBufferPointer<UInt8>) throws(SourceError) -> Int {
    guard let unpacker else {
      guard position < pending.count else { return try readRaw(target) }
      let count = min(target.count, pending.count - position)
      _ = target.update(fromContentsOf: pending[position..<position + count])
      position += count
      return count
    }
    while true {
      if holdsMore || position < pending.count {
        let count = pending.withUnsafeBufferPointer { packed in
          var input = UnsafeBufferPointer(rebasing: packed[position...])
          defer { position = packed.count - input.count }
          return unpacker.unpack(&input, into: target)
        }
        holdsMore = count == target.count
        if count > 0 { return count }
      }
      if unpacker.isDamaged {
        throw unpacker.isWindowTooLarge ? .windowTooLarge(name) : .damaged(name)
      }
      pending = try Self.filled(Self.packedBlockBytes, readRaw)
      position = 0
      guard pending.isEmpty else { continue }
      guard unpacker.isComplete else { throw .cutOff(name) }
      return 0
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
  func block(of size: Int) throws(SourceError) -> [UInt8] { try Self.filled(size, read) }

  private static func filled(
    _ size: Int, _ fill: (UnsafeMutableBufferPointer<UInt8>) throws(SourceError) -> Int
  ) throws(SourceError) -> [UInt8] {
    var failure: SourceError?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      let buffer = UnsafeMutableBufferPointer(rebasing: buffer[..<size])
      do throws(SourceError) { count = try fill(buffer) } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }

  private func readRaw(_ target: UnsafeMutableBufferPointer<UInt8>) throws(SourceError) -> Int {
    while true {
      let count = Foundation.read(descriptor, target.baseAddress, target.count)
      if count >= 0 { return count }
      let code = errno
      guard Readiness.mayRead(descriptor, after: code) else { throw .cannotRead(name, code) }
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
    // Bytes of a name that are not UTF-8 have become this character.
    let isDamaged = code == ENOENT && path.unicodeScalars.contains("\u{FFFD}")
    return SourceError(
      .unreadableInput, "`\(path)` cannot be opened: \(String(cString: strerror(code)))",
      help: isDamaged
        ? "a name that is not UTF-8 cannot be opened: rename it, or give it on standard input"
        : "name a file, a folder, or `-` for standard input")
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
  static func windowTooLarge(_ name: String) -> SourceError {
    let mebibytes: Int = 1 << Int(ZstdDecoder.maximumWindowLog - 20)
    return SourceError(
      .damagedCompression,
      "expected the window of `\(name)` to be at most \(mebibytes) MiB, found a larger one",
      help: "pack it again without `--long`, or unpack it first: "
        + "`zstd -dc --long=31 FILE | candor analyze -`")
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
