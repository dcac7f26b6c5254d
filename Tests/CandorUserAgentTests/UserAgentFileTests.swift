import CandorModel
import CandorUserAgent
import Foundation
import Synchronization
import Testing

/// Files of the operator: their form, their errors, and the cache of what was read.
struct UserAgentFileTests {
  private static func parser(
    _ yaml: String, cache: UserAgentTableCache? = nil
  ) throws(UserAgentError) -> UserAgentParser {
    try UserAgentParser(
      regexesYAML: Array(yaml.utf8), name: "regexes.yaml", cache: cache, referenceDate: nil)
  }

  @Test(arguments: [
    ("- a", UserAgentError.Code.unexpectedShape, 1, "expected a map of the three lists"),
    ("a: [", .notYAML, 0, ""),
    ("browser_parsers: []", .unexpectedShape, 1, "expected a map of the three lists"),
    ("user_agent_parsers: a", .unexpectedShape, 1, "expected a list"),
    ("user_agent_parsers:\n  - a", .unexpectedShape, 2, "expected a map"),
    ("user_agent_parsers:\n  - regexp: a", .unexpectedShape, 2, "expected `regex`"),
    ("user_agent_parsers:\n  - family_replacement: a", .unexpectedShape, 2, "expected `regex`"),
    ("user_agent_parsers:\n  - regex: [a]", .unexpectedShape, 2, "expected a text for `regex`"),
    (
      "device_parsers:\n  - regex: a\n    regex_flag: x", .unexpectedShape, 3,
      "expected `i` for `regex_flag`"
    ),
    (
      "os_parsers:\n  - regex: '(a'", .badPattern, 2,
      "expected `)` to close the group, found the end of the pattern at byte 0 of the pattern"
    ),
    (
      "os_parsers:\n  - regex: 'a)'", .badPattern, 2,
      "expected `(` before `)`, found none at byte 1 of the pattern"
    ),
    (
      "os_parsers:\n  - regex: '*a'", .badPattern, 2,
      "expected something to repeat, found nothing at byte 0 of the pattern"
    ),
    (
      "os_parsers:\n  - regex: 'a\\K'", .badPattern, 2,
      "expected an escape of Python's `re`, found another letter at byte 1 of the pattern"
    ),
    (
      "os_parsers:\n  - regex: '(*UTF)a'", .badPattern, 2,
      "expected a group of Python's `re`, found another kind at byte 0 of the pattern"
    ),
    ("os_parsers:\n  - regex: '[z-a]'", .badPattern, 2, ""),
  ])
  func aWrongFileIsNamed(
    yaml: String, code: UserAgentError.Code, line: Int, text: String
  ) {
    let error = #expect(throws: UserAgentError.self) { try Self.parser(yaml) }
    #expect(error?.code == code)
    if line > 0 { #expect(error?.line == line) }
    if !text.isEmpty { #expect(error?.text == text) }
    #expect(error?.file == "regexes.yaml")
  }

  @Test func bytesThatAreNoTextAreNoFile() {
    let error = #expect(throws: UserAgentError.self) {
      try UserAgentParser(regexesYAML: [0xFF, 0xFE], name: "x", referenceDate: nil)
    }
    #expect(error?.code == .notText && error?.description == "`x`: expected UTF-8")
  }

  @Test func deepYAMLIsAnError() {
    let error = #expect(throws: UserAgentError.self) {
      try Self.parser(String(repeating: "[", count: 100_000))
    }
    #expect(error?.code == .notYAML)
  }

  @Test func keysBeyondTheSpecificationArePassedOver() throws {
    let parser = try Self.parser(
      "version: 1\nos_parsers:\n  - regex: '(a)'\n    regex_flag: i\n    note: [x]\n")
    #expect(parser.parse("A").os.family == "Other")
    #expect(parser.parse("a").os.family == "a")
  }

  @Test func anEmptyFileAnswersOther() throws {
    let result = try Self.parser("").parse("Mozilla/5.0 Chrome/120.0")
    #expect(result == UserAgentResult())
  }

  @Test func replacementsFollowTheSpecification() throws {
    let parser = try Self.parser(
      """
      user_agent_parsers:
        - regex: '(A)x(\\d*)y(\\d*)'
          family_replacement: 'is $1 and $2'
          v2_replacement: '7'
        - regex: 'B'
          family_replacement: 'Bee'
      os_parsers:
        - regex: '(O)(\\d)'
          os_replacement: ' $1-$2 '
          os_v1_replacement: '$2$2'
      device_parsers:
        - regex: '(D)( e)? f'
          device_replacement: '$1$2 $9'
          brand_replacement: '$2'
        - regex: 'g(g)'
          regex_flag: 'i'
          device_replacement:
      """)
    let first = parser.parse("Ax1y2 O3 D f")
    #expect(first.browser == .init(family: "is A and $2", major: "1", minor: "7"))
    #expect(first.os == .init(family: "O-3", major: "33"))
    #expect(first.device == .init(family: "D", model: "D"))
    let second = parser.parse("Axyz GG D e f")
    #expect(second.browser == .init(family: "is A and $2", minor: "7"))
    #expect(second.device == .init(family: "D e", brand: "e", model: "D"))
    let third = parser.parse("B GG")
    #expect(third.browser == .init(family: "Bee"))
    #expect(third.device == .init(family: "G", model: "G"))
  }

  @Test func theFirstEntryThatMatchesDecides() throws {
    let parser = try Self.parser(
      "user_agent_parsers:\n  - regex: '(ab)'\n  - regex: '(abc)'\n  - regex: '(\\w)'\n")
    #expect(parser.parse("xabc").browser.family == "ab")
    #expect(parser.parse("x").browser.family == "x")
    #expect(parser.parse("--").browser.family == "Other")
  }

  @Test func sourceNamesFileAndHash() throws {
    let source = try Self.parser("user_agent_parsers: []").source
    #expect(source.name == "regexes.yaml" && source.expressionCount == 0)
    #expect(
      source.hash == "9db759b6d036ddf12c22c61e2413262ee5d7f5b4ccbfb8818165a7a27634f32a")
    let builtIn = try TestParsers.builtIn.get().source
    #expect(builtIn.name == "uap-core" && builtIn.expressionCount > 1_000)
    #expect(builtIn.overlayExpressionCount > 20 && builtIn.overlayHash?.count == 64)
  }

  // MARK: The cache

  private final class Store: Sendable {
    let files = Mutex<[String: [UInt8]]>([:])
    let writes = Mutex(0)

    var cache: UserAgentTableCache {
      UserAgentTableCache(
        read: { name in self.files.withLock { $0[name] } },
        write: { name, bytes in
          self.writes.withLock { $0 += 1 }
          self.files.withLock { $0[name] = bytes }
        })
    }
  }

  private static let yaml = "user_agent_parsers:\n  - regex: '(Ab)/(\\d+)'\n"

  @Test func theSecondParserComesFromTheCache() throws {
    let store = Store()
    let first = try Self.parser(Self.yaml, cache: store.cache)
    let second = try Self.parser(Self.yaml, cache: store.cache)
    #expect(store.writes.withLock { $0 } == 1)
    #expect(first.source == second.source)
    #expect(second.parse("Ab/12").browser == .init(family: "Ab", major: "12"))
  }

  @Test func aChangedFileIsReadAnew() throws {
    let store = Store()
    _ = try Self.parser(Self.yaml, cache: store.cache)
    let changed = try Self.parser(
      Self.yaml.replacingOccurrences(of: "Ab", with: "Cd"), cache: store.cache)
    #expect(store.writes.withLock { $0 } == 2)
    #expect(changed.parse("Cd/1").browser.family == "Cd")
  }

  /// Every byte of a stored table, changed: made anew, the same answers.
  @Test func aDamagedEntryIsNeverBelieved() throws {
    let store = Store()
    _ = try Self.parser(Self.yaml, cache: store.cache)
    let (name, whole) = try #require(store.files.withLock { $0.first })
    for index in whole.indices {
      store.files.withLock {
        $0[name] = whole
        $0[name]?[index] ^= 1
      }
      let parser = try Self.parser(Self.yaml, cache: store.cache)
      #expect(parser.parse("Ab/12").browser.major == "12")
      #expect(store.files.withLock { $0[name] } == whole)
    }
    for length in [0, 10, 64, 65, whole.count - 1] {
      store.files.withLock { $0[name] = Array(whole.prefix(length)) }
      #expect(try Self.parser(Self.yaml, cache: store.cache).parse("Ab/1").browser.family == "Ab")
    }
  }
}
