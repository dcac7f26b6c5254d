public import CandorModel

/// A list of networks of one class that the user named, as `--network-list KIND=PATH`.
///
/// Read from text with one entry a line: a CIDR network, an address, or a range `first-last`; also
/// Apple's relay list (CSV, the network in the first cell, the country that the relay keeps in the
/// second) and both forms of Tor's exit list (plain
/// addresses, or `ExitAddress` lines between others). What follows `#` or `;` is a comment.
///
/// Thread safety: an immutable value.
public struct NetworkList: Sendable {
  /// The classes a list can be of.
  public static let kinds = NetworkClass.allCases.filter { $0 != .unknown }
  /// How sure a list makes its class: somebody named it on purpose.
  public static let confidence = 90
  /// The most networks of one list.
  public static let maximumNetworks = 4_000_000
  /// The most bytes of one list.
  public static let maximumByteCount = 256 << 20
  /// Of how many lines that cannot be read the number is kept.
  public static let maximumNamedLines = 5

  /// The class of the addresses in the list.
  public let networkClass: NetworkClass
  /// The list's name: the file's name without its folder.
  public let name: String
  /// How many lines held no network and no comment.
  public let unreadableLines: Int
  /// The numbers of the first five such lines, 1-based, ascending.
  public let firstUnreadableLines: [Int]
  /// The networks, with their countries where the list is one of relays; see `CountryNumber`.
  let ranges: RangeSet
  /// Whether it tells countries.
  let hasCountries: Bool

  /// Reads a list.
  ///
  /// - Throws: `GeoIPError` where the text is too large or holds no network at all, such as a web
  ///   page that came in place of the list. Single lines that cannot be read are counted.
  public init(
    _ networkClass: NetworkClass, name: String, utf8 bytes: UnsafeBufferPointer<UInt8>
  ) throws(GeoIPError) {
    guard bytes.count <= Self.maximumByteCount else {
      throw .listTooLarge(name, limit: Self.maximumByteCount, what: "bytes", found: bytes.count)
    }
    var reading = NetworkListReading()
    reading.read(bytes)
    guard reading.entries.count <= Self.maximumNetworks else {
      throw .listTooLarge(
        name, limit: Self.maximumNetworks, what: "networks", found: reading.entries.count)
    }
    if reading.entries.isEmpty, let line = reading.header ?? reading.firstUnreadable.first {
      throw .noNetworks(name, line: line)
    }
    self.networkClass = networkClass
    self.name = name
    unreadableLines = reading.unreadable
    firstUnreadableLines = reading.firstUnreadable
    let isOfRelays = networkClass == .relay
    hasCountries = isOfRelays && reading.countries.contains { $0 > 0 }
    ranges = RangeSet(
      zip(reading.entries, reading.countries).map {
        RangeSet.Entry(prefix: $0, value: isOfRelays ? $1 : 0)
      })
  }

  /// Reads a list from a text.
  ///
  /// - Throws: as the other initialiser.
  public init(_ networkClass: NetworkClass, name: String, text: String) throws(GeoIPError) {
    let bytes = Array(text.utf8)
    let result: Result<NetworkList, GeoIPError> = bytes.withUnsafeBufferPointer { buffer in
      do throws(GeoIPError) {
        return .success(try NetworkList(networkClass, name: name, utf8: buffer))
      } catch {
        return .failure(error)
      }
    }
    self = try result.get()
  }

  /// The number of the first line that held no network and no comment; `nil` where there is none.
  public var firstUnreadableLine: Int? { firstUnreadableLines.first }

  /// How many lines could not be read and which: `7 lines of the list name no network: 2, 3, 5, 8, 9
  /// and 2 more`; `nil` where there is none.
  public var unreadableLinesText: String? {
    guard unreadableLines > 1 else {
      return firstUnreadableLine.map { "line \($0) of the list names no network" }
    }
    let numbers = firstUnreadableLines.map { String($0) }.joined(separator: ", ")
    let more = unreadableLines - firstUnreadableLines.count
    return "\(unreadableLines) lines of the list name no network: \(numbers)"
      + (more > 0 ? " and \(more) more" : "")
  }

  /// The number of different networks.
  public var count: Int { ranges.count }

  /// The longest network of the list that an address lies in; `nil` where there is none.
  public func network(of address: IPAddress) -> IPPrefix? { ranges.entry(for: address)?.prefix }

  /// The number of the country that the list tells of an address; 0 where it tells none.
  func country(of address: IPAddress) -> UInt32 { ranges.value(for: address) ?? 0 }

  @inline(__always)
  func contains(_ address: IPAddress) -> Bool { ranges.value(for: address) != nil }
}

extension GeoIPError {
  static func listTooLarge(_ file: String, limit: Int, what: String, found: Int) -> GeoIPError {
    GeoIPError(
      code: .unreadableList, file: file,
      message: "expected \(limit) \(what) at most, found `\(found)`. split or shorten the list")
  }

  static func noNetworks(_ file: String, line: Int) -> GeoIPError {
    GeoIPError(
      code: .unreadableList, file: file,
      message: "expected networks, addresses or ranges, one a line, found none, "
        + "line `\(line)` is the first of something else: "
        + "check that the download is not a web page")
  }
}
