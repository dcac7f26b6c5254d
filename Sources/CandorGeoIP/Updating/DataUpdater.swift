import CandorModel
import Foundation

/// Fetches location data, tests it, and puts it in the place of the old.
///
/// A source is downloaded, compared with its checksum, unpacked, written beside the old file, opened
/// and looked at, and only then renamed into place. Whatever fails on the way leaves the old file as
/// it was; sources do not affect one another.
///
/// The checksum of the archive that a file came from is kept beside it (`NAME.source-sha256`), so
/// that an unchanged one is not downloaded again.
public struct DataUpdater: Sendable {
  /// Limits of what is taken.
  public struct Limits: Sendable, Hashable {
    /// The most bytes of a download.
    public var downloadByteCount: Int
    /// The most bytes it may unpack to.
    public var unpackedByteCount: Int

    /// Limits; a download of MaxMind's largest database is some 70 MB.
    ///
    /// - Precondition: both are positive.
    public init(downloadByteCount: Int = 512 << 20, unpackedByteCount: Int = 2 << 30) {
      precondition(
        downloadByteCount > 0 && unpackedByteCount > 0, "a limit of nothing lets nothing through")
      self.downloadByteCount = downloadByteCount
      self.unpackedByteCount = unpackedByteCount
    }
  }

  private let directory: DataDirectory
  private let transport: any DataTransport
  private let limits: Limits
  /// The most bytes of a checksum file.
  private static let checksumByteCount = 4_096

  /// An updater of a data directory.
  public init(
    directory: DataDirectory, transport: any DataTransport, limits: Limits = Limits()
  ) {
    self.directory = directory
    self.transport = transport
    self.limits = limits
  }

  /// Updates every source in turn.
  ///
  /// - Parameter progress: called with the name of a source before it is fetched.
  /// - Returns: one result a source, in the same order; this never throws, because one source that
  ///   fails says nothing of the others.
  public func update(
    _ sources: [DataUpdateSource], progress: (String) -> Void = { _ in }
  ) async -> [DataUpdateResult] {
    var results: [DataUpdateResult] = []
    for source in sources {
      progress(source.name)
      results.append(await update(source))
    }
    return results
  }

  /// Updates one source.
  public func update(_ source: DataUpdateSource) async -> DataUpdateResult {
    let path = directory.path(of: source.fileName)
    var outcome: DataUpdateResult.Outcome
    do throws(LocationDataError) {
      outcome = try await fetch(source, to: path)
    } catch {
      outcome = .failed(error)
    }
    let database = try? Database.open(path: path)
    return DataUpdateResult(
      name: source.name, fileName: source.fileName, outcome: outcome,
      builtAt: database?.metadata.builtAt,
      isInPlace: FileManager.default.fileExists(atPath: path))
  }

  private func fetch(
    _ source: DataUpdateSource, to path: String
  ) async throws(LocationDataError) -> DataUpdateResult.Outcome {
    guard DataDirectory.isPlainName(source.fileName) else {
      throw .cannotWrite(source.name, reason: "`fileName` is not a plain file name")
    }
    try DataFile.makeDirectory(directory.path)
    let expected = try await checksum(of: source)
    if let expected, Self.recordedChecksum(path) == expected,
      (try? Self.check(path, is: source)) != nil
    {
      return .unchanged
    }
    let archive = try await download(source)
    if let expected, Checksum.hexadecimal(of: archive) != expected {
      throw .damagedDownload(source.name, "its SHA-256 is not the one announced")
    }
    if source.packing == .none, Self.looksLikeHTML(archive) {
      throw .damagedDownload(source.name, "expected data, found a web page")
    }
    let contents = try unpacked(archive, source)
    if DataFile.holds(contents, path: path) {
      try record(expected, beside: path)
      return .unchanged
    }
    try DataFile.replace(path: path, with: contents) {
      new throws(LocationDataError) in
      try Self.check(new, is: source)
      try Self.check(new, isNotOlderThan: path, source)
    }
    try record(expected, beside: path)
    return .updated
  }

  // MARK: Download

  private func request(_ url: String, _ source: DataUpdateSource, limit: Int) -> DataRequest {
    DataRequest(url: url, credentials: source.credentials, maximumByteCount: limit)
  }

  /// The body of the first address that has one.
  private func download(_ source: DataUpdateSource) async throws(LocationDataError) -> [UInt8] {
    var missing: LocationDataError?
    for url in source.urls {
      let limit = limits.downloadByteCount
      do throws(LocationDataError) {
        return try await body(request(url, source, limit: limit), source)
      } catch {
        guard error.code == .notFound else { throw error }
        missing = error
      }
    }
    throw missing ?? .noAnswer(source.name)
  }

  private func body(
    _ request: DataRequest, _ source: DataUpdateSource
  ) async throws(LocationDataError) -> [UInt8] {
    let response: DataResponse
    do {
      response = try await transport.download(request)
    } catch let error as LocationDataError {
      throw error
    } catch {
      // What the transport throws may name hosts and more; the code is what a caller can act on.
      throw .noAnswer(source.name)
    }
    guard response.status == 200 else {
      throw .status(
        response.status, of: source.name, hasCredentials: source.credentials != nil)
    }
    guard response.body.count <= request.maximumByteCount else {
      throw .tooLarge(source.name, limit: request.maximumByteCount)
    }
    if let announced = response.announcedByteCount, announced != response.body.count {
      throw .damagedDownload(
        source.name, "expected `\(announced)` bytes, found `\(response.body.count)`")
    }
    guard !response.body.isEmpty else { throw .damagedDownload(source.name, "it is empty") }
    return response.body
  }

  // MARK: Checksum

  /// The SHA-256 that the source announces; `nil` where it announces none.
  private func checksum(of source: DataUpdateSource) async throws(LocationDataError) -> String? {
    guard let url = source.checksumURL else { return nil }
    let bytes = try await body(
      request(url, source, limit: Self.checksumByteCount), source)
    // `HEX  FILENAME`, as sha256sum writes it.
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    let word = text.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
    guard word.utf8.count == 64, word.allSatisfy(\.isHexDigit) else {
      throw .damagedDownload(source.name, "its checksum file holds no SHA-256")
    }
    return word
  }

  private static func sidecar(_ path: String) -> String { path + ".source-sha256" }

  private static func recordedChecksum(_ path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: sidecar(path)), data.count <= 256 else {
      return nil
    }
    return String(decoding: data, as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private func record(
    _ checksum: String?, beside path: String
  ) throws(LocationDataError) {
    guard let checksum else { return }
    try DataFile.replace(path: Self.sidecar(path), with: Array("\(checksum)\n".utf8))
  }

  // MARK: Unpacking

  private func unpacked(
    _ archive: [UInt8], _ source: DataUpdateSource
  ) throws(LocationDataError) -> [UInt8] {
    if source.packing == .none { return archive }
    guard archive.starts(with: [0x1f, 0x8b]) else {
      throw .damagedDownload(
        source.name,
        Self.looksLikeHTML(archive)
          ? "expected gzip, found a web page" : "expected gzip, found something else")
    }
    let contents: [UInt8]
    do {
      contents = try transport.gunzip(archive, maximumByteCount: limits.unpackedByteCount)
    } catch {
      throw .damagedDownload(source.name, "it cannot be unpacked")
    }
    guard contents.count <= limits.unpackedByteCount else {
      throw .tooLarge(source.name, limit: limits.unpackedByteCount)
    }
    if source.packing == .gzip { return contents }
    let files: [TarArchive.Entry]
    do throws(TarArchive.Damage) {
      files = try TarArchive.files(in: contents).filter { $0.name.hasSuffix(".mmdb") }
    } catch {
      throw .damagedDownload(source.name, error.text)
    }
    guard files.count == 1, let file = files.first else {
      throw .damagedDownload(
        source.name, "expected one `.mmdb` file in the archive, found `\(files.count)`")
    }
    return Array(contents[file.contents])
  }

  // MARK: Tests before a file is put in place

  private static func looksLikeHTML(_ bytes: [UInt8]) -> Bool {
    let start = bytes.prefix(512).drop { $0 <= 0x20 || $0 == 0xef || $0 == 0xbb || $0 == 0xbf }
    let text = String(decoding: start.prefix(16), as: UTF8.self).lowercased()
    return text.hasPrefix("<!doctype") || text.hasPrefix("<html") || text.hasPrefix("<head")
      || text.hasPrefix("<?xml")
  }

  private static func check(
    _ path: String, is source: DataUpdateSource
  ) throws(LocationDataError) {
    switch source.content {
    case .database(let typePrefix):
      let database = try open(path, source)
      guard database.metadata.type.hasPrefix(typePrefix) else {
        throw .damagedDownload(
          source.name,
          "expected a database of type `\(typePrefix)`, found `\(database.metadata.type)`")
      }
      // Every network is walked: a file that was cut and mended, or whose tree is damaged, shows
      // here and not at the first interview.
      do {
        var networks = 0
        try database.file.forEachNetwork { _, _ in
          networks += 1
          return true
        }
        guard networks > 0 else {
          throw LocationDataError.damagedDownload(source.name, "the database has no networks")
        }
      } catch let error as LocationDataError {
        throw error
      } catch {
        throw .damagedDownload(source.name, "the database has a damaged search tree")
      }
    case .networkList(let networkClass, let minimumCount):
      guard let text = FileManager.default.contents(atPath: path) else {
        throw .damagedDownload(source.name, "the list cannot be read")
      }
      let list: NetworkList
      do {
        list = try NetworkList(
          networkClass, name: source.fileName, text: String(decoding: text, as: UTF8.self))
      } catch {
        throw .damagedDownload(source.name, "expected a list of networks, found none in it")
      }
      guard list.count >= minimumCount else {
        throw .damagedDownload(
          source.name, "expected at least `\(minimumCount)` networks, found `\(list.count)`")
      }
      guard list.unreadableLines <= list.count / 10 else {
        throw .damagedDownload(
          source.name,
          "expected ten networks for each line that is none, found `\(list.count)` networks and "
            + "`\(list.unreadableLines)` other lines")
      }
    }
  }

  private static func open(
    _ path: String, _ source: DataUpdateSource
  ) throws(LocationDataError) -> Database {
    do throws(GeoIPError) {
      return try Database.open(path: path)
    } catch {
      throw .damagedDownload(source.name, "it does not open as a database (\(error.code.rawValue))")
    }
  }

  private static func check(
    _ new: String, isNotOlderThan old: String, _ source: DataUpdateSource
  ) throws(LocationDataError) {
    guard case .database = source.content, let current = try? Database.open(path: old) else {
      return
    }
    let fresh = try open(new, source)
    if fresh.metadata.builtAt < current.metadata.builtAt {
      throw .older(source.name, fresh.metadata.builtAt, current.metadata.builtAt)
    }
  }
}
