extension Database {
  /// What tells this file from every other and from its earlier selves: device, inode, size and time
  /// of the last change. The same text means the same bytes, as far as the file system says.
  public var cacheKey: String {
    let identity = file.identity
    return [
      UInt64(identity.device), UInt64(identity.inode), UInt64(identity.size),
      UInt64(bitPattern: Int64(identity.modifiedSeconds)),
      UInt64(bitPattern: Int64(identity.modifiedNanoseconds)),
    ].map { String($0, radix: 36) }.joined(separator: "-")
  }
}
