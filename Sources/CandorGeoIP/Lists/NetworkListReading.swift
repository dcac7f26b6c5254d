import CandorModel

/// Takes the networks out of a list, line by line.
struct NetworkListReading {
  private(set) var entries: [IPPrefix] = []
  /// Of each entry the country in the cell behind it, as Apple's relay list has it; see `CountryNumber`.
  private(set) var countries: [UInt32] = []
  private var country: UInt32 = 0
  private(set) var unreadable = 0
  /// The numbers of the first lines that cannot be read.
  private(set) var firstUnreadable: [Int] = []
  /// The number of the line that was taken for the header of a CSV file; `nil` where none was.
  private(set) var header: Int?

  private typealias Bytes = UnsafeBufferPointer<UInt8>

  /// Words that begin lines of Tor's exit list beside those with an address.
  private static let torWords: [StaticString] = ["ExitNode ", "Published ", "LastStatus "]

  mutating func read(_ text: UnsafeBufferPointer<UInt8>) {
    var rest = text
    if rest.count >= 3, rest[0] == 0xef, rest[1] == 0xbb, rest[2] == 0xbf {
      rest = Bytes(rebasing: rest[3...])
    }
    var number = 0
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.count
      number += 1
      country = 0
      readLine(Self.content(of: Bytes(rebasing: rest[..<end])), number: number)
      if entries.count > countries.count {
        countries.append(
          contentsOf: repeatElement(country, count: entries.count - countries.count))
      }
      rest = Bytes(rebasing: rest[min(end + 1, rest.count)...])
    }
  }

  private mutating func readLine(_ line: UnsafeBufferPointer<UInt8>, number: Int) {
    guard let first = line.first else { return }
    if first == UInt8(ascii: "E"), Self.starts(line, with: "ExitAddress ") {
      let rest = Self.trimmed(Bytes(rebasing: line[12...]))
      let end = rest.firstIndex(of: UInt8(ascii: " ")) ?? rest.count
      if add(Bytes(rebasing: rest[..<end])) { return }
    }
    if Self.torWords.contains(where: { Self.starts(line, with: $0) }) { return }
    // The first cell; the header of a CSV file begins with no network and is not counted.
    let comma = line.firstIndex(of: UInt8(ascii: ","))
    let cell = Self.cell(comma.map { Bytes(rebasing: line[..<$0]) } ?? line)
    if let comma {
      var rest = Bytes(rebasing: line[(comma + 1)...])
      if let next = rest.firstIndex(of: UInt8(ascii: ",")) { rest = Bytes(rebasing: rest[..<next]) }
      country = CountryNumber.of(Self.cell(rest))
      if let first = IPAddress(utf8: cell), let last = IPAddress(utf8: Self.cell(rest)) {
        if addRange(from: first, through: last) { return }
        return countUnreadable(number)
      }
    }
    if add(cell) { return }
    if comma != nil, number == 1 {
      header = number
      return
    }
    countUnreadable(number)
  }

  private mutating func countUnreadable(_ number: Int) {
    unreadable += 1
    if firstUnreadable.count < NetworkList.maximumNamedLines { firstUnreadable.append(number) }
  }

  private mutating func add(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    if let prefix = IPPrefix(utf8: cell) {
      if prefix.length == 0, !Self.beginsAtZero(cell) { return false }
      entries.append(Self.unmapped(prefix))
      return true
    }
    guard let dash = cell.firstIndex(of: UInt8(ascii: "-")),
      let first = IPAddress(utf8: Self.trimmed(Bytes(rebasing: cell[..<dash]))),
      let last = IPAddress(utf8: Self.trimmed(Bytes(rebasing: cell[(dash + 1)...])))
    else { return false }
    return addAll(from: first, through: last)
  }

  private mutating func addAll(from first: IPAddress, through last: IPAddress) -> Bool {
    let prefixes = IPPrefix.covering(from: first, through: last)
    entries.append(contentsOf: prefixes.lazy.map(Self.unmapped))
    return !prefixes.isEmpty
  }

  /// Adds a range whose ends stand in two cells, which is what tables of ranges look like.
  ///
  /// - Returns: `false` where they are none: another address beside the first would put half the Internet
  ///   on the list. The ends of a range agree in their first 8 bits, of IPv6 in their first 16.
  private mutating func addRange(from first: IPAddress, through last: IPAddress) -> Bool {
    guard first.family == last.family,
      first.shares(prefixLength: first.family == .v4 ? 8 : 16, with: last)
    else { return false }
    return addAll(from: first, through: last)
  }

  private static func cell(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    unquoted(trimmed(bytes))
  }

  /// Whether the address before the slash is the first of all. `81.14.0.0/0` is a slip of the pen,
  /// and would put the whole Internet on the list.
  private static func beginsAtZero(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let slash = cell.lastIndex(of: UInt8(ascii: "/")),
      let address = IPAddress(utf8: Bytes(rebasing: cell[..<slash]))
    else { return false }
    return IPPrefix(address, length: 0).base == address
  }

  /// A network of mapped addresses is one of IPv4, as the addresses looked up are.
  private static func unmapped(_ prefix: IPPrefix) -> IPPrefix {
    guard prefix.family == .v6, prefix.length >= 96 else { return prefix }
    let (base, embedding) = AddressText.embedded(in: prefix.base)
    return embedding == .mapped ? IPPrefix(base, length: prefix.length - 96) : prefix
  }

  /// The line without comment, spaces and carriage return.
  private static func content(of line: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    let end = line.firstIndex { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: ";") }
    return trimmed(end.map { Bytes(rebasing: line[..<$0]) } ?? line)
  }

  private static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var start = 0
    var end = bytes.count
    while start < end, bytes[start] <= 0x20 { start += 1 }
    while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
    return Bytes(rebasing: bytes[start..<end])
  }

  private static func unquoted(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    let quote = UInt8(ascii: "\"")
    guard bytes.count >= 2, bytes.first == quote, bytes.last == quote else { return bytes }
    return Bytes(rebasing: bytes[1..<(bytes.count - 1)])
  }

  private static func starts(_ line: UnsafeBufferPointer<UInt8>, with word: StaticString) -> Bool {
    guard line.count >= word.utf8CodeUnitCount else { return false }
    for index in 0..<word.utf8CodeUnitCount where line[index] != word.utf8Start[index] {
      return false
    }
    return true
  }
}
