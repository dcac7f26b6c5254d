import CandorUserAgent
import Testing

/// Every case of the test files that come with uap-core, all fields.
@Suite(.enabled(if: CorpusFile.isInstalled, "the package uap-core is not installed"))
struct CorpusTests {
  @Test(arguments: CorpusFile.all)
  func everyCaseOfTheFilePasses(file: CorpusFile) throws {
    let worker = try TestParsers.coreOnly.get().makeWorker()
    let cases = try file.cases()
    #expect(cases.count == file.count)
    var wrong: [String] = []
    for one in cases {
      let result = worker.parse(one.agent)
      let (found, keys) = Self.fields(of: result, file.domain)
      let expected = keys.map { one.fields[$0] }
      let isFamilyAbsent = one.fields["family"] == nil
      guard found != expected, !(isFamilyAbsent && found[0] == "Other") else { continue }
      wrong.append("\(one.agent): expected \(expected), found \(found)")
    }
    #expect(wrong.isEmpty, "\(wrong.count) of \(cases.count) are wrong: \(wrong.prefix(5))")
  }

  @Test func theFilesHoldAllCases() {
    #expect(CorpusFile.all.reduce(0) { $0 + $1.count } == 31_105)
  }

  @Test func theOverlayChangesNoAnswer() throws {
    let core = try TestParsers.coreOnly.get().makeWorker()
    let both = try TestParsers.builtIn.get().makeWorker()
    var changed: [String] = []
    for agent in try CorpusFile.agents() where core.parse(agent) != both.parse(agent) {
      changed.append(agent)
    }
    #expect(changed.isEmpty, "\(changed.count) agents: \(changed.prefix(5))")
  }

  @Test func noAgentHitsALimit() throws {
    let worker = try TestParsers.coreOnly.get().makeWorker()
    for agent in try CorpusFile.agents() {
      let result = worker.parse(agent)
      #expect(result.failed.isEmpty && !result.isCut)
    }
  }

  private static func fields(
    of result: UserAgentResult, _ domain: CorpusFile.Domain
  ) -> ([String?], [String]) {
    switch domain {
    case .browser:
      let ua = result.browser
      return (
        [ua.family, ua.major, ua.minor, ua.patch], ["family", "major", "minor", "patch"]
      )
    case .system:
      let os = result.os
      return (
        [os.family, os.major, os.minor, os.patch, os.patchMinor],
        ["family", "major", "minor", "patch", "patch_minor"]
      )
    case .device:
      let device = result.device
      return ([device.family, device.brand, device.model], ["family", "brand", "model"])
    }
  }
}
