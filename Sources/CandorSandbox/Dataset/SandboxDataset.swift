package import CandorModel
import datasets

/// The interviews that the stand-ins serve.
///
/// All platforms serve the same interviews, each with the facts its API carries: a rehearsal with
/// one platform can be repeated with another.
package struct SandboxDataset: Sendable {
  /// The interviews, each identifier once, in the order given.
  package let interviews: [Evidence]
  /// How many were left out because an earlier one has the same identifier: a platform knows each
  /// interview once.
  package let duplicateCount: Int

  /// Makes a data set of any evidence.
  package init(_ evidence: [Evidence]) {
    var seen: Set<String> = []
    interviews = evidence.filter { seen.insert($0.interview.id).inserted }
    duplicateCount = evidence.count - interviews.count
  }

  /// Reads evidence of `candor.evidence/1`, one document a line; empty lines count as nothing.
  ///
  /// - Throws: `SandboxError` with the number of the first line that cannot be read.
  package init(ndjson text: String) throws(SandboxError) {
    var evidence: [Evidence] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.allSatisfy(\.isWhitespace) {
      do throws(JSONError) {
        evidence.append(try Evidence(json: line.utf8))
      } catch {
        throw .unreadableEvidence(lineNumber: index + 1, error)
      }
    }
    self.init(evidence)
  }

  /// The interviews of `datasets/demo`, which travel inside the binary.
  package static func demo() throws(SandboxError) -> SandboxDataset {
    let paths = Datasets.paths(below: "demo").filter { $0.hasSuffix(".ndjson") }
    var evidence: [Evidence] = []
    for path in paths {
      evidence += try SandboxDataset(ndjson: Datasets.text(at: path) ?? "").interviews
    }
    return SandboxDataset(evidence)
  }

  /// As many interviews as asked for, made of these by giving copies other identifiers.
  ///
  /// For load and endurance tests: the copies share their texts with the originals, so a hundred
  /// thousand interviews need little memory. Interview `n` is always the same.
  ///
  /// - Parameter count: how many; 0 or more.
  package func repeated(count: Int) -> SandboxDataset {
    guard !interviews.isEmpty else { return self }
    var result: [Evidence] = []
    result.reserveCapacity(count)
    for index in 0..<count {
      var evidence = interviews[index % interviews.count]
      if index >= interviews.count {
        let round = index / interviews.count
        evidence.interview.id = StableIdentifier.hexadecimal(
          "copy", evidence.interview.id, String(round), length: 24)
        if var candidate = evidence.candidate {
          candidate.email = candidate.email.map { "copy\(round).\($0)" }
          candidate.externalId = candidate.externalId.map { "\($0)-\(round)" }
          evidence.candidate = candidate
        }
        // One second apart, so that a list sorted by time has one order only.
        let interview = evidence.interview
        evidence.interview.createdAt = interview.createdAt?.adding(seconds: Int64(round))
        evidence.interview.completedAt = interview.completedAt?.adding(seconds: Int64(round))
      }
      result.append(evidence)
    }
    return SandboxDataset(result)
  }
}
