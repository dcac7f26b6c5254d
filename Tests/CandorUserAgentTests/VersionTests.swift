import Testing

@testable import CandorUserAgent

/// Versions as agents state them.
struct VersionTests {
  /// The plain way: parts between points, empty ones left out.
  private static func plainly(
    _ text: String, isBlink: Bool
  ) -> (text: String, major: Int?, isMinorFrozen: Bool) {
    let parts = text.split(separator: ".")
    let isFrozen = isBlink && parts.count >= 3 && parts.dropFirst().allSatisfy { $0 == "0" }
    return (isFrozen ? String(parts[0]) : text, parts.first.flatMap { Int($0) }, isFrozen)
  }

  @Test(
    arguments: [
      "120.0.0.0", "120.0.0", "120.0", "120", "120.0.1", "120.0.0.1", "120.00.0", "0.0.0", "00.0.0",
      "120..0.0", ".120.0.0", "120.0.0.", "1.", ".", "", "NT", "1a.0.0", "x.0.0", "120.0.0b",
      "+5.0.0",
      "99999999999999999999.0.0", "9223372036854775807.0.0", "1.0.\u{301}0", "\u{663}.0.0",
      "10.15.7",
    ], [true, false])
  func statedVersionsAreTakenApart(_ text: String, _ isBlink: Bool) {
    let version = StatedVersion(text, isBlink: isBlink)
    let expected = Self.plainly(text, isBlink: isBlink)
    #expect(version.text == expected.text)
    #expect(version.major == expected.major)
    #expect(version.isMinorFrozen == expected.isMinorFrozen)
  }

  @Test func partsThatAreNotSaidAreLeftOut() {
    func version(_ major: String?, _ minor: String?, _ patch: String?, _ last: String?) -> String? {
      var version: String?
      for part in [major, minor, patch, last] { AgentReading.append(part, to: &version) }
      return version
    }
    #expect(version(nil, nil, nil, nil) == nil)
    #expect(version("10", nil, nil, nil) == "10")
    #expect(version("10", "15", "7", nil) == "10.15.7")
    #expect(version("10", nil, "7", "1") == "10.7.1")
    #expect(version(nil, "4", nil, "2") == "4.2")
  }
}
