import CandorModel
import CandorUserAgent
import Foundation

// How long one agent takes: all three answers with their captures, no cache, one thread.
//
// Usage: UserAgentBenchmark AGENTS [ANSWERS]
//
// AGENTS holds one agent a line. Prints one JSON object with microseconds an agent; ANSWERS becomes
// one line of JSON an agent, for comparison with others.

let clock = ContinuousClock()
let arguments = CommandLine.arguments
guard arguments.count >= 2 else {
  FileHandle.standardError.write(Data("usage: UserAgentBenchmark AGENTS [ANSWERS]\n".utf8))
  exit(64)
}

func microseconds(_ duration: Duration) -> Double {
  let parts = duration.components
  return Double(parts.seconds) * 1e6 + Double(parts.attoseconds) / 1e12
}

let begin = clock.now
let parser = try UserAgentParser.builtIn(
  overlay: .none, referenceDate: Timestamp("2026-03-02"))
let ready = clock.now - begin

let bytes = [UInt8](try Data(contentsOf: URL(filePath: arguments[1])))
let agents = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  .dropLast(bytes.last == UInt8(ascii: "\n") ? 1 : 0)
let count = Double(max(1, agents.count))

/// Runs over all agents and answers microseconds for each; the sum keeps the work from being
/// optimised away.
func pass(_ work: (UnsafeBufferPointer<UInt8>) -> Int) -> Double {
  var sum = 0
  let time = clock.measure {
    for agent in agents { agent.withUnsafeBufferPointer { sum += work($0) } }
  }
  precondition(sum > 0, "at least one agent has an answer")
  return microseconds(time) / count
}

let worker = parser.makeWorker()
let parse = { (agent: UnsafeBufferPointer<UInt8>) in
  worker.parse(agent).browser.family.utf8.count
}
let first = pass(parse)
let later = (0..<5).map { _ in pass(parse) }.sorted()
let clients = (0..<3).map { _ in pass { worker.client(for: $0).value == nil ? 0 : 1 } }.sorted()

if arguments.count > 2 {
  var writer = JSONWriter(capacity: 1 << 22)
  for agent in agents {
    agent.withUnsafeBufferPointer { worker.write($0, to: &writer) }
    writer.newline()
  }
  try Data(writer.bytes).write(to: URL(filePath: arguments[2]))
}

var report = JSONWriter()
report.beginObject()
report.member("agents", agents.count)
report.member("clientMicroseconds", clients[1], decimals: 2)
report.member("firstPassMicroseconds", first, decimals: 2)
report.member("laterPassMicroseconds", later[2], decimals: 2)
report.member("readyMilliseconds", microseconds(ready) / 1000, decimals: 1)
report.endObject()
report.newline()
FileHandle.standardOutput.write(Data(report.bytes))
