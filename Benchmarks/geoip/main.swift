import CMaxMindDB
import CandorGeoIP
import CandorModel
import CandorTesting
import Foundation

// How long it takes from the text of an address to country, position, radius, AS number and class,
// one by one as an assessment asks and in lots as `analyze` does before it makes any, beside
// libmaxminddb as it is plainly used: look the text up in each file, ask for each field.
//
// usage: geoip-benchmark [CITY.mmdb [ASN.mmdb ...]]
//
// Without arguments a file of the size of a City database is made with our own writer: about two
// million networks of IPv4 with 150,000 different records of the shape of GeoLite2-City, and one
// of 400,000 networks and 70,000 systems of the shape of GeoLite2-ASN.

func write(_ writer: MMDBWriter, to name: String) throws -> String {
  let file = FileManager.default.temporaryDirectory.appending(path: name)
  try Data(writer.encoded()).write(to: file)
  return file.path(percentEncoded: false)
}

func writer(_ type: String) -> MMDBWriter {
  MMDBWriter(
    metadata: MMDBWriter.Metadata(
      databaseType: type, buildEpoch: 1_767_225_600, description: ["en": "made for measuring"]))
}

/// Networks that follow one another and fill IPv4, from the lengths that occur.
func eachNetwork(
  _ lengths: ClosedRange<Int>, _ numbers: inout SeededNumbers,
  _ body: (IPPrefix, inout SeededNumbers) throws -> Void
) rethrows {
  var next: UInt64 = 1 << 24
  while next < 0xe000_0000 {
    var length = Int.random(in: lengths, using: &numbers)
    while next & (1 << UInt64(32 - length) - 1) != 0 { length += 1 }
    try body(IPPrefix(IPAddress(v4: UInt32(next)), length: length), &numbers)
    next += 1 << UInt64(32 - length)
  }
}

func makeCity() throws -> String {
  var numbers = SeededNumbers(seed: 1)
  var writer = writer("GeoLite2-City")
  writer.mergesEqualNeighbors = true
  let languages = ["de", "en", "es", "fr", "ja", "pt-BR", "ru", "zh-CN"]
  let countries = ["ES", "FR", "DE", "PL", "PT", "IT", "US", "BR", "IN", "PH", "RO", "GB"]
  var records: [MMDBWriter.Record] = []
  for index in 0..<150_000 {
    func names(_ text: String) -> MMDBValue {
      let fields = languages.map { (MMDBValue.MapKey($0), MMDBValue.string("\(text) \($0)")) }
      return .map(Dictionary(uniqueKeysWithValues: fields))
    }
    let country = countries[index % countries.count]
    records.append(
      try writer.add([
        "city": ["geoname_id": .uint32(UInt32(index)), "names": names("City \(index)")],
        "continent": ["code": "EU", "names": names("Europe")],
        "country": ["iso_code": .string(country), "names": names("Country \(country)")],
        "registered_country": ["iso_code": .string(country), "names": names(country)],
        "location": [
          "accuracy_radius": .uint16(UInt16(index % 500)),
          "latitude": .double(Double(index % 17_000) / 100 - 85),
          "longitude": .double(Double(index % 35_900) / 100 - 179.5), "time_zone": "Europe/Madrid",
        ],
        "postal": ["code": .string("\(10_000 + index % 50_000)")],
        "subdivisions": .array([
          ["iso_code": .string("S\(index % 90)"), "names": names("Region \(index % 900)")]
        ]),
      ]))
  }
  try eachNetwork(20...24, &numbers) { prefix, numbers in
    try writer.insert(records[Int(numbers.next() % 150_000)], into: prefix)
  }
  print("city: \(writer.networkCount) networks")
  return try write(writer, to: "candor-benchmark-city.mmdb")
}

func makeASN() throws -> String {
  var numbers = SeededNumbers(seed: 2)
  var writer = writer("GeoLite2-ASN")
  var records: [MMDBWriter.Record] = []
  for index in 0..<70_000 as Range<UInt32> {
    records.append(
      try writer.add([
        "autonomous_system_number": .uint32(index + 1),
        "autonomous_system_organization": .string("Organisation number \(index)"),
      ]))
  }
  try eachNetwork(16...24, &numbers) { prefix, numbers in
    try writer.insert(records[Int(numbers.next() % 70_000)], into: prefix)
  }
  print("asn: \(writer.networkCount) networks")
  return try write(writer, to: "candor-benchmark-asn.mmdb")
}

/// The median of five runs, in nanoseconds for one of `count`.
func median(_ count: Int, _ body: () -> Void) -> Int {
  let times = (0..<5).map { _ in ContinuousClock().measure(body) / count }.sorted()
  return Int(times[2] / .nanoseconds(1))
}

/// One field of a record, by libmaxminddb; as a number, which is all that is needed to keep it.
func value(_ entry: inout MMDB_entry_s, _ path: [StaticString]) -> Double {
  var data = MMDB_entry_data_s()
  var names = path.map { name -> UnsafePointer<CChar>? in
    UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
  }
  names.append(nil)
  guard MMDB_aget_value(&entry, &data, names) == MMDB_SUCCESS, data.has_data else { return 0 }
  switch Int32(data.type) {
  case MMDB_DATA_TYPE_DOUBLE: return data.double_value
  case MMDB_DATA_TYPE_UINT16: return Double(data.uint16)
  case MMDB_DATA_TYPE_UINT32: return Double(data.uint32)
  default: return Double(data.data_size)
  }
}

/// The wanted fields of each file for an address, by libmaxminddb.
func plainLookup(_ files: [MMDB_s], _ text: UnsafePointer<CChar>) -> Double {
  var sum = 0.0
  for index in files.indices {
    var addressError: Int32 = 0
    var status: Int32 = 0
    var file = files[index]
    var result = MMDB_lookup_string(&file, text, &addressError, &status)
    guard addressError == 0, status == MMDB_SUCCESS, result.found_entry else { continue }
    if index == 0 {
      _ = value(&result.entry, ["country", "iso_code"])
      sum += value(&result.entry, ["location", "latitude"])
      sum += value(&result.entry, ["location", "longitude"])
      sum += value(&result.entry, ["location", "accuracy_radius"])
    } else {
      sum += value(&result.entry, ["autonomous_system_number"])
      _ = value(&result.entry, ["autonomous_system_organization"])
    }
  }
  return sum
}

/// Addresses in lots, as `analyze` looks them up: what is compared of each, no names.
struct Lots {
  private let index: LocationIndex
  private var readings: ContiguousArray<AddressText.Reading> = []
  private var located: ContiguousArray<LocationIndex.Located> = []

  init(_ location: GeoIP) { index = LocationIndex(location) }

  /// Adds up what is found of all texts.
  mutating func sum(_ texts: UnsafeBufferPointer<UInt8>, _ ends: [Int]) -> Double {
    var sum = 0.0
    for position in 1..<ends.count {
      let text = UnsafeBufferPointer(rebasing: texts[ends[position - 1]..<ends[position]])
      if let reading = AddressText.plain(text) { readings.append(reading) }
      guard readings.count == 256 || position == ends.count - 1 else { continue }
      _ = index.makeRoom()
      index.located(readings, into: &located)
      for address in located {
        let compared = index.compared(address)
        if let circle = compared.place.circle {
          sum += circle.latitude + circle.longitude + circle.radiusKm
        }
        sum += Double(compared.network.asn ?? 0)
      }
      readings.removeAll(keepingCapacity: true)
    }
    return sum
  }
}

func run() throws {
  var paths = Array(CommandLine.arguments.dropFirst())
  if paths.isEmpty { paths = [try makeCity(), try makeASN()] }
  let databases = try paths.map { try Database.open(path: $0) }
  for database in databases { print("\(database.name): \(database.byteCount >> 20) MiB") }
  let plainFiles = paths.map { path in
    var file = MMDB_s()
    precondition(MMDB_open(path, UInt32(MMDB_MODE_MMAP), &file) == MMDB_SUCCESS, "cannot open")
    return file
  }
  let geoIP = GeoIP(databases: databases, countries: .empty)

  for (name, different) in [
    ("random", 1_000_000), ("each ten times", 50_000), ("a thousand addresses", 1_000),
  ] {
    var numbers = SeededNumbers(seed: 3)
    var pool: [String] = []
    while pool.count < different {
      let address = IPAddress(v4: UInt32(truncatingIfNeeded: numbers.next()))
      if address.isGlobal { pool.append(address.description) }
    }
    let count = 500_000
    var texts: [UInt8] = []
    var ends: [Int] = [0]
    for _ in 0..<count {
      texts += Array(pool[Int(numbers.next() % UInt64(different))].utf8)
      ends.append(texts.count)
    }
    var checksum = 0.0
    let time = median(count) {
      texts.withUnsafeBufferPointer { bytes in
        for index in 0..<count {
          let text = UnsafeBufferPointer(rebasing: bytes[ends[index]..<ends[index + 1]])
          guard let facts = geoIP.facts(utf8: text).value else { continue }
          if case .found(let place) = facts.place {
            checksum += (place.latitude ?? 0) + (place.longitude ?? 0) + (place.radiusKm ?? 0)
          }
          if case .found(let network) = facts.network { checksum += Double(network.asn ?? 0) }
        }
      }
    }
    var lots = Lots(geoIP)
    var lotSum = 0.0
    let together = median(count) { texts.withUnsafeBufferPointer { lotSum += lots.sum($0, ends) } }
    let terminated = (0..<count).map { index in
      texts[ends[index]..<ends[index + 1]].map { CChar(bitPattern: $0) } + [0]
    }
    var plainSum = 0.0
    let plain = median(count) {
      for text in terminated { plainSum += plainLookup(plainFiles, text) }
    }
    print(
      "\(name): \(time) ns from text to facts, \(together) ns in lots to what is compared, "
        + "libmaxminddb \(plain) ns (checksums \(Int(checksum)), \(Int(lotSum)), \(Int(plainSum)))")
  }
}

try run()
