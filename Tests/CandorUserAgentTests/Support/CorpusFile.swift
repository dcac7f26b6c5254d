import Foundation
import Testing

/// One of uap-core's test files, read from the installed package.
///
/// The files are nine megabytes of the plainest YAML: a list of maps of texts. A reader for just
/// this form is some fifty times faster than a general one in a debug build.
struct CorpusFile: Sendable, CustomTestStringConvertible {
  enum Domain: Sendable { case browser, system, device }

  let name: String
  let domain: Domain
  /// How many cases the packaged file holds, so that a reader that loses some is noticed.
  let count: Int

  var testDescription: String { name }

  static let folder =
    ProcessInfo.processInfo.environment["CANDOR_UAP_CORE"] ?? "/usr/share/uap-core"

  /// All but `pgts_browser_list-orig.yaml`, which is raw material.
  static let all = [
    CorpusFile(name: "tests/test_ua.yaml", domain: .browser, count: 1_425),
    CorpusFile(name: "tests/test_os.yaml", domain: .system, count: 456),
    CorpusFile(name: "tests/test_device.yaml", domain: .device, count: 16_111),
    CorpusFile(
      name: "test_resources/additional_os_tests.yaml", domain: .system, count: 23),
    CorpusFile(
      name: "test_resources/firefox_user_agent_strings.yaml", domain: .browser, count: 243),
    CorpusFile(
      name: "test_resources/opera_mini_user_agent_strings.yaml", domain: .browser, count: 203),
    CorpusFile(name: "test_resources/pgts_browser_list.yaml", domain: .browser, count: 12_500),
    CorpusFile(
      name: "test_resources/podcasting_user_agent_strings.yaml", domain: .browser, count: 144),
  ]

  static var isInstalled: Bool {
    FileManager.default.isReadableFile(atPath: folder + "/" + all[0].name)
  }

  /// One case: the agent and the fields by key; an absent part is not there.
  struct Case: Sendable {
    var agent = ""
    var fields: [String: String] = [:]
  }

  func cases() throws -> [Case] {
    let data = try Data(contentsOf: URL(filePath: Self.folder + "/" + name))
    var cases: [Case] = []
    for line in data.split(separator: UInt8(ascii: "\n")) {
      var rest = line[...].drop { $0 == UInt8(ascii: " ") }
      if rest.first == UInt8(ascii: "-") {
        rest = rest.dropFirst().drop { $0 == UInt8(ascii: " ") }
        cases.append(Case())
      }
      guard !cases.isEmpty, rest.first != UInt8(ascii: "#"),
        let colon = rest.firstIndex(of: UInt8(ascii: ":"))
      else { continue }
      let key = String(decoding: rest[..<colon], as: UTF8.self)
      guard let value = Self.scalar(rest[(colon + 1)...]) else { continue }
      if key == "user_agent_string" {
        cases[cases.count - 1].agent = value
      } else {
        cases[cases.count - 1].fields[key] = value
      }
    }
    return cases
  }

  /// Every agent of every file once, in the files' order.
  static func agents() throws -> [String] {
    var seen = Set<String>()
    return try all.flatMap { try $0.cases() }.map(\.agent).filter { seen.insert($0).inserted }
  }

  private static func scalar(_ bytes: Data.SubSequence) -> String? {
    let text = bytes.drop { $0 == UInt8(ascii: " ") }
    guard let first = text.first else { return nil }
    guard first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") else {
      var plain = String(decoding: text, as: UTF8.self)
      if let comment = plain.range(of: " #") { plain = String(plain[..<comment.lowerBound]) }
      plain = plain.trimmingCharacters(in: .whitespaces)
      return plain.isEmpty || plain == "null" || plain == "~" || plain.hasPrefix("#") ? nil : plain
    }
    var value: [UInt8] = []
    var index = text.startIndex + 1
    while index < text.endIndex {
      let byte = text[index]
      let next = index + 1 < text.endIndex ? text[index + 1] : 0
      if byte == first, first == UInt8(ascii: "'"), next == first {
        value.append(byte)
        index += 2
      } else if byte == first {
        break
      } else if byte == UInt8(ascii: "\\"), first == UInt8(ascii: "\"") {
        value.append(next == UInt8(ascii: "t") ? 0x09 : next)
        index += 2
      } else {
        value.append(byte)
        index += 1
      }
    }
    // Empty texts are absent parts, as the reference implementation reads them.
    return value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
  }
}
