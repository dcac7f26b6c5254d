import CandorModel

/// Text from elsewhere as every report shows it: nothing in it can steer, hide or go on for ever.
enum ReportText {
  /// The longest text of a candidate or a platform that is shown, in characters of Unicode scalars.
  static let standardLimit = 1000

  /// The text without anything that steers or hides, cut to a length.
  ///
  /// - Parameter limit: how many Unicode scalars are kept; the cut is marked with `…`.
  static func plain(_ text: String, limit: Int = standardLimit) -> String {
    let scalars = text.unicodeScalars
    guard text.utf8.count > limit,
      let end = scalars.index(
        scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex), end != scalars.endIndex
    else { return TerminalText.safe(text) }
    return TerminalText.safe(String(scalars[..<end])) + "…"
  }

  /// A value of a finding as text.
  static func value(_ content: FindingValue.Content) -> String {
    switch content {
    case .text(let text): plain(text)
    case .integer(let number): String(number)
    case .number(let number, let decimals): DecimalText.text(number, decimals: decimals)
    case .flag(let flag): flag ? "true" : "false"
    case .texts(let texts): texts.map { plain($0) }.joined(separator: ", ")
    }
  }
}

extension String {
  /// The text with a capital at its beginning, where it begins with a small letter of ASCII.
  var capitalisedSentence: String {
    guard let first = utf8.first, first >= UInt8(ascii: "a"), first <= UInt8(ascii: "z"),
      let character = self.first, character.utf8.count == 1
    else { return self }
    return character.uppercased() + dropFirst()
  }
}
