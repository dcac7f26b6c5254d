import CandorUserAgent
import Crypto
import Foundation

/// What can be made again, kept below `$XDG_CACHE_HOME`.
///
/// Nothing here is trusted: every reader checks what it finds, and a cache that cannot be written is
/// no error.
struct CacheFiles: Sendable {
  private let folder: String

  init(_ directories: DataDirectories) { folder = directories.cache }

  /// Where read tables of agents are kept.
  var tableCache: UserAgentTableCache {
    UserAgentTableCache(
      read: { [self] in read($0) },
      write: { [self] in write($1, to: $0) })
  }

  func read(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: folder + "/" + name).map(Array.init)
  }

  func write(_ bytes: [UInt8], to name: String) {
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try? Data(bytes).write(to: URL(filePath: folder + "/" + name), options: .atomic)
  }
}
