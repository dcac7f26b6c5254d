import CandorModel
import CandorStore
import CandorTesting
import Foundation

// Fills a store as `candor audit` does, opens its queue as a reviewer does, and measures both and the
// file. Ends with 1 where a limit is missed.
//
//   StoreBenchmark [COUNT] [FOLDER]
//
// COUNT is 1,000,000 unless given. The assessments are made by the `candor` beside this program out of
// made-up evidence; 2,000 of them are stored again and again under other names, with other candidates
// and hashes. Evidence is not stored. Run it in the folder of the project.

struct Limits {
  var insertsPerSecond = 5000
  var bytesPerAssessment = 2000
  var openingMilliseconds = 200.0
}

let limits = Limits()
let count = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 1_000_000
let parent = CommandLine.arguments.dropFirst(2).first ?? NSTemporaryDirectory()
let folder = URL(filePath: parent).appending(
  path: "candor-store-benchmark-\(ProcessInfo.processInfo.processIdentifier)")
let path = folder.appending(path: "store.sqlite").path(percentEncoded: false)
/// As many as an audit stores in one transaction.
let pieceSize = 64
let templateCount = 2000

func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  return start.duration(to: .now) / .seconds(1)
}

/// Assessments as `candor analyze` prints them.
func makeTemplates(_ candor: BuiltCandor) throws -> [Assessment] {
  let table = try String(contentsOfFile: "datasets/geoip/illustrative-cities.csv", encoding: .utf8)
  var evidence = MadeUpEvidence(cities: table)
  var writer = JSONWriter(capacity: 1 << 20)
  for number in 0..<templateCount {
    evidence.interview(number).write(to: &writer)
    writer.newline()
  }
  let input = folder.appending(path: "evidence.ndjson")
  try Data(writer.bytes).write(to: input)
  let cities = folder.appending(path: "cities.mmdb").path(percentEncoded: false)
  try candor.run(["data", "build", "--illustrative-cities", cities])
  let output = try candor.run(
    [
      "analyze", "-", "--format", "ndjson", "--geoip", cities, "--reference-date", "2026-03-31",
    ], input: input
  ).output
  return try output.split(separator: UInt8(ascii: "\n")).map { try Assessment(json: $0) }
}

/// Stores `count` assessments as one run.
///
/// - Returns: the seconds that storing took.
func fill(_ templates: [Assessment]) throws -> Double {
  var numbers = SeededNumbers(seed: 11)
  let start: Int64 = 1_772_442_065_000
  let store = try Store(path: path, access: .write)
  let run = try store.beginRun(
    platform: "hireflix", selection: "hireflix all",
    now: Timestamp(millisecondsSinceEpoch: start))
  var inserting = 0.0
  for place in stride(from: 0, to: count, by: pieceSize) {
    let entries = (place..<min(count, place + pieceSize)).map { number -> Store.Entry in
      var assessment = templates[number % templates.count]
      // As Hireflix numbers them: seconds since 1970, then what nobody can foresee.
      assessment.interview.id = String(0x68dc_fd08 + number * 30, radix: 16) + numbers.digits(16)
      assessment.interview.candidate = "ats-\(number)"
      assessment.provenance.input = "sha256:" + numbers.digits(64)
      let evidence = Evidence(
        platform: "hireflix",
        interview: Interview(
          id: assessment.interview.id, position: Position(id: "p-\(number % 50)")))
      return Store.Entry(evidence: evidence, assessment: assessment)
    }
    let now = Timestamp(millisecondsSinceEpoch: start + Int64(place))
    inserting += try seconds {
      try store.save(entries, run: run.id, keepsEvidence: false, now: now)
    }
  }
  try store.finishRun(
    run.id, isComplete: true, unchanged: 0,
    now: Timestamp(millisecondsSinceEpoch: start + Int64(count)))
  return inserting
}

/// Bytes of the store with everything that lies beside it.
func size() -> Int {
  ["", "-wal", "-shm"].reduce(0) { total, suffix in
    let attributes = try? FileManager.default.attributesOfItem(atPath: path + suffix)
    return total + ((attributes?[.size] as? NSNumber)?.intValue ?? 0)
  }
}

/// Has the system forget what it holds of the file.
func forget() {
  let descriptor = open(path, O_RDONLY)
  guard descriptor >= 0 else { return }
  fsync(descriptor)
  posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
  close(descriptor)
}

func decimal(_ value: Double) -> String { String(format: "%.1f", value) }

func measure() throws -> Bool {
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let candor = BuiltCandor(folder: folder)
  let templates = try makeTemplates(candor)
  let documentBytes = templates.map(\.jsonBytes.count).reduce(0, +) / max(1, templates.count)
  let inserts = Int(Double(count) / (try fill(templates)))
  // The store is closed, which writes the journal into the file.
  let bytes = size() / count

  // The command that a reviewer types, from its start to the last line.
  let list = ["review", "list", "--store", path]
  forget()
  let cold = try candor.run(list).seconds * 1000
  let opening = try (0..<9).map { _ in try candor.run(list).seconds * 1000 }.sorted()
  let median = opening[opening.count / 2]
  let waiting = try Store(path: path, access: .read).queueCounts(ReviewFilter())
    .values.reduce(0, +)
  var changes = 0
  let verifying = try seconds {
    changes = try Store(path: path, access: .read).verify().changeCount
  }

  print("assessments        \(count), \(documentBytes) bytes of JSON each; \(waiting) in the queue")
  var isGood = changes == 0
  func line(_ name: String, _ text: String, _ limit: String, _ isMet: Bool) {
    let padded = name + String(repeating: " ", count: max(1, 19 - name.count))
    print(padded + text + " (\(limit))" + (isMet ? "" : ": MISSED"))
    isGood = isGood && isMet
  }
  line(
    "inserts", "\(inserts) a second", "at least \(limits.insertsPerSecond)",
    inserts >= limits.insertsPerSecond)
  line(
    "file", "\(bytes) bytes an assessment", "under \(limits.bytesPerAssessment)",
    bytes < limits.bytesPerAssessment)
  line(
    "queue opens in", "\(decimal(median)) ms", "under \(Int(limits.openingMilliseconds))",
    median < limits.openingMilliseconds)
  print(
    "                   `candor review list`, median of 9; slowest \(decimal(opening.last ?? 0)) ms, "
      + "\(decimal(cold)) ms with nothing of the file in memory")
  print("verify             \(decimal(verifying)) s, \(changes) changes")
  return isGood
}

do {
  if try !measure() { exit(1) }
} catch {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(2)
}
