import CandorModel
import Foundation

/// A file for what does not fit into memory.
///
/// It has no name: it is removed as soon as it is open, so nobody else can open it, and it is gone
/// when the process ends, however it ends.
///
/// ## Thread safety
/// For one task at a time.
public final class SpillFile {
  private let descriptor: Int32
  /// What is not written yet.
  private var buffer: [UInt8] = []
  private var written = 0
  private static let bufferSize = 1 << 18

  /// Makes an empty file in the folder for temporary files (`TMPDIR`), readable by its owner only.
  ///
  /// - Throws: `cannotWrite`.
  public init() throws(StoreError) {
    let folder = FileManager.default.temporaryDirectory.path(percentEncoded: false)
    var path = Array((folder + "/candor-spill-XXXXXX").utf8CString)
    descriptor = mkstemp(&path)
    guard descriptor >= 0 else { throw Self.failure(errno) }
    unlink(path)
  }

  deinit { close(descriptor) }

  /// How many bytes it holds.
  public var count: Int { written + buffer.count }

  /// Adds bytes at the end.
  public func append(_ bytes: some Collection<UInt8>) throws(StoreError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Adds values as they lie in memory.
  public func append<Row: BitwiseCopyable>(rows: [Row]) throws(StoreError) {
    try rows.withUnsafeBufferPointer { (rows) throws(StoreError) in
      let bytes = UnsafeRawBufferPointer(rows)
      // Many are written from where they are.
      if bytes.count >= Self.bufferSize {
        try flush()
        try write(bytes)
      } else {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferSize { try flush() }
      }
    }
  }

  /// The bytes of a range.
  ///
  /// - Precondition: the range lies inside of the file.
  public func bytes(in range: Range<Int>) throws(StoreError) -> [UInt8] {
    precondition(range.upperBound <= count, "the range lies behind the end of the file")
    if range.upperBound > written { try flush() }
    var failure: StoreError?
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { target, count in
      do throws(StoreError) {
        try read(range, into: UnsafeMutableRawBufferPointer(target))
        count = range.count
      } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Values as they lie in memory, counted from the first.
  public func rows<Row: BitwiseCopyable>(
    of type: Row.Type, _ range: Range<Int>
  ) throws(StoreError) -> [Row] {
    let stride = MemoryLayout<Row>.stride
    let bytes = range.lowerBound * stride..<range.upperBound * stride
    precondition(bytes.upperBound <= count, "the range lies behind the end of the file")
    if bytes.upperBound > written { try flush() }
    var failure: StoreError?
    let rows = [Row](unsafeUninitializedCapacity: range.count) { target, count in
      do throws(StoreError) {
        let raw = UnsafeMutableRawBufferPointer(target)
        try read(bytes, into: UnsafeMutableRawBufferPointer(rebasing: raw[..<bytes.count]))
        count = range.count
      } catch { failure = error }
    }
    if let failure { throw failure }
    return rows
  }

  private func read(
    _ range: Range<Int>, into target: UnsafeMutableRawBufferPointer
  ) throws(StoreError) {
    var done = 0
    while done < range.count {
      let count = pread(
        descriptor, target.baseAddress! + done, range.count - done,
        off_t(range.lowerBound + done))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.failure(errno) }
      done += count
    }
  }

  private func flush() throws(StoreError) {
    try buffer.withUnsafeBufferPointer { (bytes) throws(StoreError) in
      try write(UnsafeRawBufferPointer(bytes))
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes bytes at the end, with nothing waiting before them.
  private func write(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = pwrite(
        descriptor, rest.baseAddress!, rest.count, off_t(written + bytes.count - rest.count))
      if count < 0 {
        if errno == EINTR { continue }
        throw Self.failure(errno)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    written += bytes.count
  }

  private static func failure(_ code: Int32) -> StoreError {
    StoreError(
      .cannotWrite, "cannot use a temporary file: \(String(cString: strerror(code)))",
      help: "make room, or name another folder with TMPDIR")
  }
}
