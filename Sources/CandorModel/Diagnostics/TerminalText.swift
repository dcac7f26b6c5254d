/// Text from elsewhere made harmless for a terminal or a log line.
public enum TerminalText {
  /// The text with everything that could steer a terminal or disguise itself shown as an escape.
  ///
  /// Control characters (C0, DEL, C1), line and paragraph separators, and the characters that
  /// change the direction of text or are invisible (Unicode categories Cc, Cf, Zl, Zp, and unassigned
  /// or private use, the property Default_Ignorable_Code_Point, and the braille pattern without dots)
  /// become `\u{...}`; a line feed or tab too. The zero width joiner stays, since emoji need it, and
  /// so do variation selectors.
  ///
  /// - Parameter text: of any origin.
  public static func safe(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if isUnsafe(scalar) {
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The same for text of several lines, whose line feeds stay.
  public static func safeLines(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { isUnsafe($0) && $0 != "\n" }) else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { safe(String($0)) }.joined(separator: "\n")
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
      return true
    case .format: return scalar.value != 0x200D
    default:
      // Fillers of Hangul are letters, and others are marks; both are drawn as nothing.
      let properties = scalar.properties
      return scalar.value == 0x2800
        || properties.isDefaultIgnorableCodePoint && !properties.isVariationSelector
    }
  }
}
