/// What becomes one field of an answer: text with groups of the match put in.
package struct AgentTemplate: Sendable, Equatable {
  /// A stretch of it.
  package enum Part: Sendable, Equatable {
    /// Text as it is.
    case text(String)
    /// A group of the match, 0 to 9; a group that took no part is empty.
    case group(Int)
  }

  /// The stretches in order; none means that the field is absent.
  package let parts: [Part]
  /// Whether white space around the result is taken off.
  package let isTrimmed: Bool

  package init(parts: [Part], isTrimmed: Bool) {
    self.parts = parts
    self.isTrimmed = isTrimmed
  }

  /// The template of a field as the specification has it.
  ///
  /// The browser's family knows only `$1`, its versions no placeholder but their own; system and
  /// device know `$1` to `$9`, and what they make is trimmed. Where nothing is given, the group
  /// that belongs to the field stands for it; a brand has none.
  static func make(_ text: String?, domain: AgentDomain, field: Int) -> AgentTemplate {
    let isTrimmed = domain != .browser
    guard let text, !text.isEmpty else {
      let group =
        switch (domain, field) {
        case (.device, 1): nil as Int?
        case (.device, _): 1
        default: field + 1
        }
      return AgentTemplate(parts: group.map { [.group($0)] } ?? [], isTrimmed: isTrimmed)
    }
    let known: ClosedRange<Int> = domain == .browser ? field + 1...field + 1 : 0...9
    var parts = split(text, known: known)
    if isTrimmed, parts.count == 1, case .text(let plain) = parts[0] {
      // Done once here, so that a text that is the whole field is handed out as it is.
      let kept = trimmed(plain)
      parts = kept.isEmpty ? [] : [.text(kept)]
    }
    return AgentTemplate(parts: parts, isTrimmed: isTrimmed)
  }

  private static func trimmed(_ text: String) -> String {
    var rest = text.unicodeScalars[...]
    while let first = rest.first, first.properties.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.properties.isWhitespace { rest.removeLast() }
    return String(rest)
  }

  private static func split(_ text: String, known: ClosedRange<Int>) -> [Part] {
    var parts: [Part] = []
    var plain: [UInt8] = []
    let bytes = Array(text.utf8)
    var index = 0
    func close() {
      guard !plain.isEmpty else { return }
      parts.append(.text(String(decoding: plain, as: UTF8.self)))
      plain = []
    }
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "$"), index + 1 < bytes.count,
        (48...57).contains(bytes[index + 1]), known.contains(Int(bytes[index + 1] - 48))
      {
        close()
        parts.append(.group(Int(bytes[index + 1] - 48)))
        index += 2
      } else {
        plain.append(bytes[index])
        index += 1
      }
    }
    close()
    return parts
  }
}
