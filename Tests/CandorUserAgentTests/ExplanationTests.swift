import CandorModel
import CandorUserAgent
import Foundation
import Testing

/// What `candor inspect ua` shows.
struct ExplanationTests {
  private let parser: UserAgentParser

  init() throws { parser = try TestParsers.builtIn.get() }

  private static let windows =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    + " Chrome/120.0.0.0 Safari/537.36"

  @Test func oneAgentAsText() {
    let expected = """
      Chrome 120 on Windows, desktop

        agent     \(Self.windows)
        browser   Chrome                  stated
        version   120                     stated
        minor     -                       frozen: Chromium always sends 0.0.0 here
        engine    Blink                   stated
        system    Windows                 stated
        release   -                       frozen: Windows 10 and 11 both say `Windows NT 10.0`
        class     desktop                 stated
        maker     -                       absent
        model     -                       absent

      """
    #expect(AgentExplanation(Self.windows, parser: parser).text == expected)
  }

  @Test func marksAreSentences() {
    let text = AgentExplanation("curl/8.4.0", parser: parser).text
    #expect(text.contains("automated: the agent is that of an HTTP library or tool"))
  }

  @Test func aTerminalIsNotSteered() {
    let text = AgentExplanation("Chrome/120 \u{1B}[2J\u{202E}", parser: parser).text
    #expect(!text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
  }

  @Test func nothingIsSaidOfAPlaceholder() {
    let explanation = AgentExplanation("-", parser: parser)
    #expect(explanation.headline == "says nothing of browser, system or device")
    #expect(explanation.lines.isEmpty)
  }

  @Test func oneAgentAsJSON() throws {
    var writer = JSONWriter()
    AgentExplanation(Self.windows, parser: parser).write(to: &writer)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: Any])
    #expect(object["schema"] as? String == "candor.agent/1")
    #expect((object["fields"] as? [String: String])?["osVersion"] == "frozen")
    #expect((object["ua"] as? [String: String])?["family"] == "Chrome")
    #expect(writer.text.sortedKeysAtTop == true)
  }

  @Test func twoAgentsAsText() {
    let second = Self.windows.replacingOccurrences(of: "120", with: "121")
    let expected = """
      first   Chrome 120 on Windows, desktop
      second  Chrome 121 on Windows, desktop

      updated: the same browser, updated; browsers do this by themselves
      this may be one and the same device
      the version went up

      """
    #expect(AgentPairExplanation(Self.windows, second, parser: parser).text == expected)
  }

  @Test func twoAgentsAsJSON() throws {
    var writer = JSONWriter()
    AgentPairExplanation(Self.windows, "curl/8.4.0", parser: parser).write(to: &writer)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: Any])
    #expect(object["schema"] as? String == "candor.agent-relation/1")
    #expect(object["relation"] as? String == "automated")
    #expect(object["apart"] as? String == "automated")
    #expect(object["isDifferentDevice"] as? Bool == false)
  }

  @Test func anAgentThatSaysNothingIsNotCompared() {
    let text = AgentPairExplanation(Self.windows, "-", parser: parser).text
    #expect(text.contains("not comparable"))
  }

  // MARK: The batch

  @Test func aLineOfTheBatch() {
    let worker = parser.makeWorker()
    var writer = JSONWriter()
    Array(Self.windows.utf8).withUnsafeBufferPointer { worker.write($0, to: &writer) }
    #expect(
      writer.text
        == #"{"client":{"browser":"Chrome","browserVersion":"120","class":"desktop","#
        + #""engine":"Blink","frozen":["browserMinor","osVersion"],"os":"Windows"},"#
        + #""device":{"family":"Other"},"os":{"family":"Windows","major":"10"},"#
        + #""ua":{"family":"Chrome","major":"120","minor":"0","patch":"0","patchMinor":"0"}}"#)
  }

  @Test func anEmptyLineOfTheBatch() {
    let worker = parser.makeWorker()
    var writer = JSONWriter()
    worker.write(UnsafeBufferPointer(start: nil, count: 0), to: &writer)
    #expect(
      writer.text
        == #"{"device":{"family":"Other"},"os":{"family":"Other"},"ua":{"family":"Other"}}"#)
  }
}

extension String {
  /// Whether the keys of the outermost object are in byte order.
  fileprivate var sortedKeysAtTop: Bool {
    var keys: [String] = []
    var depth = 0
    var current = ""
    var isQuoted = false
    var isEscaped = false
    for character in self {
      if isQuoted {
        if isEscaped {
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == "\"" {
          isQuoted = false
        } else {
          current.append(character)
        }
        continue
      }
      switch character {
      case "\"":
        isQuoted = true
        current = ""
      case ":" where depth == 1: keys.append(current)
      case "{", "[": depth += 1
      case "}", "]": depth -= 1
      default: break
      }
    }
    return keys == keys.sorted() && !keys.isEmpty
  }
}
