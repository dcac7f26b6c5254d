/// The languages that reports are written in.
///
/// Words of a report come in all of them. Sentences that a rule made of an interview are in the
/// language of the rule; where that is English, the rule's title stands before them translated.
public enum ReportLanguage: String, Sendable, CaseIterable {
  /// English.
  case english = "en"
  /// Spanish.
  case spanish = "es"
  /// German.
  case german = "de"
}
