// The one place that needs Foundation: the rules of the named time zones.
import Foundation

/// Offsets of time zones, by name or as a number.
enum TimeZones {
  /// Seconds east of Greenwich at a point in time; `nil` where the zone is not known. A zone is a
  /// name of the IANA database (`Europe/Madrid`), `UTC`, or an offset (`+02:00`, `-02:30`,
  /// `02:00`).
  static func offset(of zone: String, at seconds: Int64) -> Int64? {
    if zone == "UTC" || zone.isEmpty { return 0 }
    if zone.utf8.contains(UInt8(ascii: ":")) {
      return numericOffset(zone)
    }
    // Names are letters, digits, `_`, `/`, `-` and `+`; anything else must not reach the file
    // system, where Foundation looks for the rules.
    let isName = zone.utf8.allSatisfy { byte in
      switch byte {
      case 48...57, 65...90, 97...122, 0x5F, 0x2F, 0x2D, 0x2B: true
      default: false
      }
    }
    guard isName, zone.utf8.count <= 64, let found = TimeZone(identifier: zone) else { return nil }
    let date = Date(timeIntervalSince1970: TimeInterval(seconds))
    return Int64(found.secondsFromGMT(for: date))
  }

  private static func numericOffset(_ zone: String) -> Int64? {
    var text = zone
    if let first = zone.utf8.first, (48...57).contains(first) { text = "+" + zone }
    var reader = DigitReader(bytes: Array(text.utf8))
    guard let offset = reader.offset(), reader.isAtEnd else { return nil }
    return offset
  }
}
