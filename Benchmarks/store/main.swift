import CandorModel
import CandorStore
import Foundation

// Fills a store as an audit does and measures what a reviewer waits for.
//
//   StoreBenchmark [COUNT] [FOLDER]
//
// COUNT is 1,000,000 unless given. Assessments are of eight answers each, with places, networks and
// devices; one in seven is flagged. Evidence is not stored.

let count = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 1_000_000
let folder = CommandLine.arguments.dropFirst(2).first ?? NSTemporaryDirectory()
let path = folder + "/candor-benchmark-\(ProcessInfo.processInfo.processIdentifier).sqlite"
/// As many as an audit stores in one transaction.
let batchSize = 64

/// The same numbers in every run.
struct Numbers: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

let cities = [
  ("Madrid", "ES", "MD", 40.4168, -3.7038), ("Barcelona", "ES", "CT", 41.3874, 2.1686),
  ("Warsaw", "PL", "14", 52.2297, 21.0122), ("Lisbon", "PT", "11", 38.7223, -9.1393),
  ("Manila", "PH", "00", 14.5995, 120.9842), ("Berlin", "DE", "BE", 52.52, 13.405),
]
let systems = [
  #""browser":"Chrome","browserVersion":"131.0.0.0","class":"desktop","engine":"Blink","frozen":["browserMinor","osVersion"],"os":"Windows""#,
  #""brand":"Apple","browser":"Safari","browserVersion":"18.1","class":"desktop","engine":"WebKit","frozen":["osVersion"],"model":"Mac","os":"macOS""#,
  #""brand":"Apple","browser":"Mobile Safari","browserVersion":"18.1","class":"phone","engine":"WebKit","model":"iPhone","os":"iOS","osVersion":"18.1""#,
]

func digits(_ numbers: inout Numbers) -> String {
  (0..<8).map { _ in
    let text = String(UInt32.random(in: 0...UInt32.max, using: &numbers), radix: 16)
    return String(repeating: "0", count: 8 - text.count) + text
  }.joined()
}

func observations(_ numbers: inout Numbers, _ isFlagged: Bool) -> String {
  var city = cities.randomElement(using: &numbers)!
  var system = systems.randomElement(using: &numbers)!
  var address =
    "83.\(Int.random(in: 0...255, using: &numbers)).\(Int.random(in: 0...255, using: &numbers)).7"
  return (0..<8).map { index in
    if isFlagged, index == 4 {
      city = cities.randomElement(using: &numbers)!
      system = systems.randomElement(using: &numbers)!
      address =
        "77.\(Int.random(in: 0...255, using: &numbers)).4.\(Int.random(in: 1...254, using: &numbers))"
    }
    let minute = Int.random(in: 10...59, using: &numbers)
    return #"{"address":{"scope":"global","text":"\#(address)","version":4},"answer":\#(index),"#
      + #""at":"2026-03-02T1\#(index):\#(minute):05Z","attempt":0,"client":{\#(system)},"index":\#(index),"#
      + #""network":{"asn":3352,"class":"residential","confidence":60,"organization":"TELEFONICA DE ESPANA","source":"asn-classes"},"#
      + #""place":{"city":"\#(city.0)","country":"\#(city.1)","latitude":\#(city.3),"longitude":\#(city.4),"radiusKm":20,"source":"GeoLite2-City","subdivision":"\#(city.2)"},"step":\#(index)}"#
  }.joined(separator: ",")
}

func template(_ numbers: inout Numbers) throws -> Assessment {
  let dice = Int.random(in: 0..<100, using: &numbers)
  let outcome =
    dice < 3 ? "priority" : dice < 10 ? "review" : dice < 15 ? "not-assessable" : "clear"
  let isFlagged = dice < 10
  let rules = isFlagged ? ["device/os-switch", "location/country-switch"] : []
  let findings = rules.map { rule in
    #"{"effectiveSeverity":"high","explanations":[],"innocentReasons":["The first device failed: camera, microphone, battery or connection."],"#
      + #""observations":[3,4],"rule":"\#(rule)","ruleHash":"sha256:\#(digits(&numbers))","ruleVersion":"1.0.0","severity":"high","#
      + #""summary":"answers 1-4 came from one place, answers 5-8 from another","values":{"minimumDistanceKm":2280.4}}"#
  }.joined(separator: ",")
  let silent = ["location/declared-country", "location/impossible-travel", "network/tor"].map {
    #"{"reason":"missing-declaration","rule":"\#($0)","text":"no country was declared"}"#
  }.joined(separator: ",")
  let text =
    #"{"contributions":[],"findings":[\#(findings)],"interview":{"id":"x","platform":"hireflix"},"notEvaluable":[\#(silent)],"#
    + #""outcome":"\#(outcome)","provenance":{"databases":[{"builtAt":"2026-03-01T00:00:00Z","hash":"sha256:00","type":"GeoLite2-City"}],"engine":"0.1.0","input":"sha256:00","referenceDate":"2026-03-31","rulePack":{"hash":"sha256:00","name":"candor","version":"1.0.0"},"userAgents":"uap-core"},"#
    + #""schema":"candor.assessment/1","timeline":{"observations":[\#(observations(&numbers, isFlagged))],"pattern":"steady","runs":[{"device":0,"first":0,"last":7,"place":0}],"switches":[]}}"#
  return try Assessment(json: text.utf8)
}

func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  let duration = start.duration(to: .now).components
  return Double(duration.seconds) + Double(duration.attoseconds) / 1e18
}

var numbers = Numbers(state: 7)
let templates = try (0..<2000).map { _ in try template(&numbers) }
let documentBytes = templates.map(\.jsonBytes.count).reduce(0, +) / templates.count
let now = Timestamp.init(millisecondsSinceEpoch: 1_772_442_065_000)
defer { for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) } }

var inserting = 0.0
do {
  let store = try Store(path: path, access: .write)
  let run = try store.beginRun(platform: "hireflix", selection: "hireflix all", now: now)
  var place = 0
  while place < count {
    let entries = (place..<min(count, place + batchSize)).map { number -> Store.Entry in
      var assessment = templates[number % templates.count]
      let id = String(number, radix: 16)
      assessment.interview.id = "68dcfd08" + String(repeating: "0", count: 16 - id.count) + id
      assessment.interview.candidate = "ats-\(number)"
      assessment.provenance.input = "sha256:" + digits(&numbers)
      let evidence = Evidence(
        platform: "hireflix",
        interview: Interview(
          id: assessment.interview.id, position: Position(id: "p-\(number % 50)")))
      return Store.Entry(evidence: evidence, assessment: assessment)
    }
    inserting += try seconds {
      try store.save(
        entries, run: run.id, keepsEvidence: false,
        now: Timestamp(millisecondsSinceEpoch: now.millisecondsSinceEpoch + Int64(place)))
    }
    place += batchSize
  }
  try store.finishRun(run.id, isComplete: true, unchanged: 0, now: now)
}

var waiting = 0
let opening = try (0..<5).map { _ in
  try seconds {
    let store = try Store(path: path, access: .read)
    _ = try store.queue(ReviewFilter(), limit: 100)
    waiting = try store.queueCounts(ReviewFilter()).values.reduce(0, +)
  }
}.sorted()
let verification = try Store(path: path, access: .read)
var changes = 0
let verifying = try seconds { changes = try verification.verify().changeCount }
let size = ["", "-wal"].reduce(0) { total, suffix in
  let attributes = try? FileManager.default.attributesOfItem(atPath: path + suffix)
  return total + ((attributes?[.size] as? NSNumber)?.intValue ?? 0)
}

func text(_ value: Double) -> String { String(format: "%.1f", value) }
print("assessments            \(count), \(documentBytes) bytes of JSON each")
print("inserts                \(Int(Double(count) / inserting)) a second")
print("file                   \(size / count) bytes an assessment")
print("queue opens in         \(text(opening[2] * 1000)) ms (\(waiting) waiting; median of 5)")
print("verify                 \(text(verifying)) s, \(changes) changes")
