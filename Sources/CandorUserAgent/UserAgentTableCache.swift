import CandorUserAgentPatterns

/// Where tables that were made of a file are kept between runs.
///
/// This module opens no files: the caller says how a name is read and written, usually in
/// `$XDG_CACHE_HOME/candor/`. A name holds the hash of the file and the version of the format, and
/// what is read back is checked, so a damaged or foreign entry is made anew and never believed.
public struct UserAgentTableCache: Sendable {
  let read: @Sendable (_ name: String) -> [UInt8]?
  let write: @Sendable (_ name: String, _ bytes: [UInt8]) -> Void

  /// Makes a cache of two functions.
  ///
  /// - Parameters:
  ///   - read: the bytes kept under a name, a plain file name in ASCII; `nil` where there are none.
  ///   - write: keeps bytes under a name. It must put them there in one step (write beside, then
  ///     rename), and may fail silently: a cache that cannot be written costs time only.
  public init(
    read: @escaping @Sendable (_ name: String) -> [UInt8]?,
    write: @escaping @Sendable (_ name: String, _ bytes: [UInt8]) -> Void
  ) {
    self.read = read
    self.write = write
  }

  /// The table of a file, from the cache where it is there and whole.
  static func table(
    of yaml: [UInt8], name: String, cache: UserAgentTableCache?
  ) throws(UserAgentError) -> AgentTable {
    guard let cache else { return try fresh(yaml, name: name) }
    let hash = SHA256Digest.hexadecimal(of: yaml)
    let key = "useragents-\(AgentTable.formatVersion)-\(hash).table"
    if let bytes = cache.read(key), let table = checked(bytes), table.hash == hash {
      return AgentTable(
        name: name, hash: hash, entries: table.entries, literals: table.literals)
    }
    let table = try fresh(yaml, name: name)
    let encoded = table.encoded()
    cache.write(key, Array(SHA256Digest.hexadecimal(of: encoded).utf8) + encoded)
    return table
  }

  /// The table behind its own hash; `nil` where the two do not fit.
  private static func checked(_ bytes: [UInt8]) -> AgentTable? {
    let hashLength = 64
    guard bytes.count > hashLength else { return nil }
    let encoded = Array(bytes[hashLength...])
    guard SHA256Digest.hexadecimal(of: encoded).utf8.elementsEqual(bytes[..<hashLength]) else {
      return nil
    }
    return encoded.withUnsafeBufferPointer { try? AgentTable(encoded: $0) }
  }

  private static func fresh(
    _ yaml: [UInt8], name: String
  ) throws(UserAgentError) -> AgentTable {
    let table: AgentTable
    do {
      table = try AgentFile.read(yaml, name: name)
    } catch {
      throw UserAgentError(error, in: name)
    }
    if let refusal = PatternStore(table.entries).firstRefusal() {
      throw UserAgentError(.badPattern, file: name, line: refusal.line, text: refusal.text)
    }
    return table
  }
}
