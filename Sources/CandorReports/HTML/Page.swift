import CandorModel
import Crypto
import Foundation
import Mustache

/// The templates of the HTML reports, and the policy under which a browser shows them.
enum Page {
  /// Thread safety: parsed once, never changed.
  static let interview = template("interview")
  static let body = template("body")
  static let head = template("page")
  static let end = template("end")
  static let row = template("row")
  static let candidate = template("candidate")

  /// Without the licence of whitespace at its ends, so that the hash is that of the element's text.
  static let css = Resource.text("Templates/report.css").trimmingCharacters(
    in: .whitespacesAndNewlines)
  static let script = Resource.text("Templates/report.js.txt")
    .trimmingCharacters(in: .whitespacesAndNewlines)

  /// Nothing is loaded from anywhere; only our own style and script, told by their hashes, are
  /// used (Content Security Policy Level 3, https://www.w3.org/TR/CSP3/).
  static func policy(hasScript: Bool) -> String {
    let scripts = hasScript ? "; script-src '\(hash(script))'; trusted-types candor" : ""
    return "default-src 'none'; style-src '\(hash(css))'\(scripts); base-uri 'none'; "
      + "form-action 'none'; require-trusted-types-for 'script'"
  }

  private static func hash(_ text: String) -> String {
    "sha256-" + Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
  }

  private static func template(_ name: String) -> MustacheTemplate {
    // The library's own escaping looks at characters: a quote with a combining mark behind it is
    // another character to it and would stay, while a browser still ends the attribute there.
    MustacheContentTypes.register(MarkupContent(), named: "MARKUP")
    let text = "{{% CONTENT_TYPE:MARKUP}}" + Resource.text("Templates/\(name).mustache")
    do { return try MustacheTemplate(string: text) } catch {
      preconditionFailure("the template `\(name)` cannot be read: \(error)")
    }
  }
}

/// Text in templates, escaped byte by byte.
private struct MarkupContent: MustacheContentType {
  func escapeText(_ text: String) -> String { Markup.escaped(text) }
}
