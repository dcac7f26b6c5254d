#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The end of a file, read before anything is mapped.
struct FileTail {
  /// What tells one state of a file from another.
  struct Identity: Hashable {
    var device: UInt64
    var inode: UInt64
    var size: Int
    var modifiedSeconds: Int
    var modifiedNanoseconds: Int
  }

  let identity: Identity
  let bytes: [UInt8]

  /// Reads up to `limit` bytes from the end of a regular file.
  init(path: String, name: String, limit: Int) throws(GeoIPError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannotOpen(name, reason: Self.reason(errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .cannotOpen(name, reason: Self.reason(errno))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .cannotOpen(name, reason: "expected a file, found a folder or a device")
    }
    identity = Self.identity(of: status)
    let size = identity.size
    let wanted = min(size, limit)
    var buffer = [UInt8](repeating: 0, count: wanted)
    var got = 0
    while got < wanted {
      let more = buffer.withUnsafeMutableBytes {
        pread(
          descriptor, $0.baseAddress! + got, wanted - got, off_t(size - wanted + got))
      }
      guard more > 0 else { throw .cannotOpen(name, reason: "it cannot be read to its end") }
      got += more
    }
    bytes = buffer
  }

  /// The state of the file a path leads to now; `nil` where there is none.
  static func identity(path: String) -> Identity? {
    var status = stat()
    return stat(path, &status) == 0 ? identity(of: status) : nil
  }

  private static func identity(of status: stat) -> Identity {
    #if canImport(Darwin)
      let modified = status.st_mtimespec
    #else
      let modified = status.st_mtim
    #endif
    return Identity(
      device: UInt64(truncatingIfNeeded: status.st_dev),
      inode: UInt64(truncatingIfNeeded: status.st_ino), size: Int(status.st_size),
      modifiedSeconds: Int(modified.tv_sec), modifiedNanoseconds: Int(modified.tv_nsec))
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "there is no such file"
    case EACCES: "its permissions forbid it"
    default: "the system says `\(String(cString: strerror(code)))`"
    }
  }
}
