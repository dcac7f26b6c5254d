import CandorModel
import CandorSandbox
import CandorSources
import Foundation

// How fast interviews are fetched from a stand-in without limits, with and without aliases, how
// much of a known limit is used, and whether memory stays flat.
//
// Usage: SourcesBenchmark fetch [INTERVIEWS] | faults [INTERVIEWS] | limits [MINUTES] | memory [INTERVIEWS]

/// Resident memory of this process, in MiB; 0 where the system does not tell.
func residentMebibytes() -> Double {
  guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
    return 0
  }
  let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
  return pages * 4096 / 1_048_576
}

func seconds(_ duration: Duration) -> Double {
  Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}

func hireflix(
  _ addresses: SandboxAddresses, batchSize: Int, concurrency: Int
) throws -> HireflixSource {
  var configuration = TransportConfiguration()
  configuration.concurrency = concurrency
  return try HireflixSource(
    key: try APIKey(SandboxConfiguration.defaultKey),
    endpoint: try Endpoint(addresses.url(of: .hireflix)), configuration: configuration,
    options: .init(batchSize: batchSize, pageSize: 100))
}

func fetch(count: Int) async throws {
  let dataset = try SandboxDataset.demo().repeated(count: count)
  let configuration = SandboxConfiguration(dataset: dataset, rateLimits: [:])
  try await SandboxServer.withRunning(configuration) { _, addresses in
    print("interviews \(count)\nbatch  concurrency  requests  interviews/s")
    for (batchSize, concurrency) in [
      (1, 4), (5, 4), (10, 4), (25, 4), (50, 4), (1, 8), (10, 8), (50, 8),
    ] {
      let source = try hireflix(addresses, batchSize: batchSize, concurrency: concurrency)
      let start = ContinuousClock.now
      var done = 0
      for try await event in source.evidence(HireflixSelection(includesAll: true)) {
        if case .evidence = event { done += 1 }
      }
      let rate = Double(done) / seconds(ContinuousClock.now - start)
      let requests = await source.statistics.requests
      print(
        "\(batchSize)\t\(concurrency)\t\(requests)\t\(Int(rate))\(done == count ? "" : " (LOST)")")
      await source.shutdown()
    }
  }
}

func faults(count: Int) async throws {
  let dataset = try SandboxDataset.demo().repeated(count: count)
  var configuration = SandboxConfiguration(
    dataset: dataset,
    faults: try ["429:0.1", "503:0.05", "slow:0.02", "cut:0.02", "reset:0.01"]
      .map { try SandboxFault(parsing: $0) }, seed: 7, rateLimits: [:])
  configuration.faultRetryAfter = 1
  try await SandboxServer.withRunning(configuration) { server, addresses in
    for batchSize in [HireflixSource.defaultBatchSize] {
      let source = try hireflix(addresses, batchSize: batchSize, concurrency: 8)
      let start = ContinuousClock.now
      var ids: Set<String> = []
      var lost = 0
      for try await event in source.evidence(HireflixSelection(includesAll: true)) {
        if case .evidence(let evidence, _) = event { ids.insert(evidence.interview.id) }
        if case .lost = event { lost += 1 }
      }
      let statistics = await source.statistics
      print(
        "batch \(batchSize): \(ids.count) interviews, \(lost) lost, \(statistics.requests) requests, "
          + "\(statistics.retries) retries, \(Int(seconds(ContinuousClock.now - start))) s; "
          + "faults \(server.statistics.faults.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" })"
      )
      await source.shutdown()
    }
  }
}

func useLimit(_ limit: Int, minutes: Int) async throws -> String {
  let configuration = SandboxConfiguration(
    dataset: try SandboxDataset.demo(),
    rateLimits: [.interviewrelay: SandboxRateLimit(perMinute: limit)])
  return try await SandboxServer.withRunning(configuration) { server, addresses in
    let client = try InterviewRelayClient(
      key: try APIKey(SandboxConfiguration.defaultKey),
      endpoint: try Endpoint(addresses.url(of: .interviewrelay)))
    let id = try await first(client)
    let before = await client.statistics.requests
    let start = ContinuousClock.now
    let end = start.advanced(by: .seconds(60 * minutes))
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          while ContinuousClock.now < end, !Task.isCancelled {
            _ = try? await client.sessions.get(id)
          }
        }
      }
      group.addTask {
        try? await Task.sleep(until: end)
      }
      await group.next()
      try? await Task.sleep(until: end)
      group.cancelAll()
    }
    let statistics = await client.statistics
    let used = Double(statistics.requests - before) / Double(limit * minutes) * 100
    await client.shutdown()
    return "\(limit)\t\(statistics.requests - before)\t"
      + "\(DecimalText.text(used, decimals: 1))\t\(statistics.rateLimited)\t\(server.statistics.limited)"
  }
}

func first(_ client: InterviewRelayClient) async throws -> String {
  for try await campaign in try client.campaigns.list() {
    for try await session in try client.sessions.list(campaign: campaign.id) { return session.id }
  }
  return "none"
}

func limits(minutes: Int) async throws {
  // Windows begin with the minute, so the measurement does.
  let now = Date().timeIntervalSince1970
  try await Task.sleep(for: .seconds(60 - now.truncatingRemainder(dividingBy: 60) + 0.05))
  print("limit/min  requests  % of limit in \(minutes) min  429s met  429s sent")
  try await withThrowingTaskGroup(of: String.self) { group in
    for limit in [60, 300, 1000] {
      group.addTask { try await useLimit(limit, minutes: minutes) }
    }
    for try await line in group { print(line) }
  }
}

func memory(count: Int) async throws {
  let dataset = try SandboxDataset.demo().repeated(count: count)
  let configuration = SandboxConfiguration(dataset: dataset, rateLimits: [:])
  try await SandboxServer.withRunning(configuration) { _, addresses in
    let source = try hireflix(addresses, batchSize: 25, concurrency: 4)
    var done = 0
    print("interviews  resident MiB (stand-in included)")
    for try await event in source.evidence(HireflixSelection(includesAll: true)) {
      guard case .evidence = event else { continue }
      done += 1
      if done == 1 || done % (count / 10) == 0 { print("\(done)\t\(Int(residentMebibytes()))") }
    }
    await source.shutdown()
  }
}

let arguments = CommandLine.arguments.dropFirst()
let number = arguments.dropFirst().first.flatMap { Int($0) }
switch arguments.first {
case "fetch": try await fetch(count: number ?? 5000)
case "faults": try await faults(count: number ?? 2000)
case "limits": try await limits(minutes: number ?? 2)
case "memory": try await memory(count: number ?? 100_000)
default: print("usage: SourcesBenchmark fetch [N] | faults [N] | limits [MINUTES] | memory [N]")
}
