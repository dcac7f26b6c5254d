/// The parts of a page that was split: what they are called, and how a file is known to be one.
extension HTMLReport {
  /// How much of a file is looked at to know a part; its heading ends well within.
  package static let partStartBytes = 1 << 16

  /// What a part of a page is called.
  ///
  /// - Parameter fileName: of the page, without folder.
  package static func partName(_ number: Int, of fileName: String) -> String {
    let stem = fileName.hasSuffix(".html") ? String(fileName.dropLast(5)) : fileName
    return "\(stem)-\(number).html"
  }

  /// Whether a file that begins so is the part of a page with this number, in whatever language.
  ///
  /// It has our policy, and its number behind the counts below the title. A report of its own that
  /// somebody called like a part has none there, and no text of others can hold these elements.
  package static func isPart(_ number: Int, start: String) -> Bool {
    guard start.hasPrefix("<!doctype html>\n<html lang=\""),
      start.contains("; trusted-types candor; ")
    else { return false }
    return ReportLanguage.allCases.contains { language in
      start.contains(" · \(partTitle(number, Messages(language)))</p>\n</header>")
    }
  }

  static func partTitle(_ number: Int, _ messages: Messages) -> String {
    messages.text("word.part", ["n": "\(number)"])
  }
}
