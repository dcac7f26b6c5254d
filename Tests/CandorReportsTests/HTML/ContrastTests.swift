import Foundation
import Testing

@testable import CandorReports

/// The colours of the page are far enough apart for everybody (WCAG 2.2, 1.4.3 and 1.4.11, level AA).
@Suite struct ContrastTests {
  private static let text: [(String, String)] =
    [
      ("text", "bg"), ("text", "card"), ("text", "sea"), ("text", "land"), ("soft", "bg"),
      ("soft", "card"), ("accent", "bg"), ("accent", "card"), ("good", "card"), ("pr", "prb"),
      ("re", "reb"), ("na", "nab"), ("cl", "clb"), ("pr", "card"), ("re", "card"), ("na", "card"),
      ("cl", "card"), ("pr", "sea"), ("pr", "land"), ("text", "clb"),
    ] + (0..<6).map { ("text", "c\($0)") }
  private static let graphics = (0..<6).map { ("d\($0)", "card") } + [("soft", "card")]

  @Test(arguments: [false, true]) func isEnough(isDark: Bool) throws {
    let colours = try Self.colours(isDark: isDark)
    for (pairs, least) in [(Self.text, 4.5), (Self.graphics, 3.0)] {
      for (one, other) in pairs {
        let contrast = try Self.contrast(
          #require(colours[one], "no colour \(one)"), #require(colours[other], "no colour \(other)")
        )
        #expect(contrast >= least, "\(one) on \(other): \(contrast)")
      }
    }
  }

  /// The colours of the style, those of the dark form over those of the light one.
  private static func colours(isDark: Bool) throws -> [String: Double] {
    let marks = ["@media (prefers-color-scheme:dark)", "*{box-sizing"]
    let dark = try #require(Page.css.firstRange(of: marks[0])).lowerBound
    let end = try #require(Page.css.firstRange(of: marks[1])).lowerBound
    let text = isDark ? Page.css[..<end] : Page.css[..<dark]
    var colours: [String: Double] = [:]
    for match in text.matches(of: /--([a-z0-9]+):#([0-9a-f]{3,6})/) {
      colours[String(match.1)] = try luminance(String(match.2))
    }
    return colours
  }

  /// Relative luminance as WCAG defines it.
  private static func luminance(_ hex: String) throws -> Double {
    let digits = hex.count == 3 ? hex.map { "\($0)\($0)" }.joined() : hex
    let value = try #require(UInt32(digits, radix: 16))
    let parts = [16, 8, 0].map { shift -> Double in
      let part = Double((value >> UInt32(shift)) & 255) / 255
      return part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }

  private static func contrast(_ one: Double, _ other: Double) -> Double {
    (max(one, other) + 0.05) / (min(one, other) + 0.05)
  }
}
