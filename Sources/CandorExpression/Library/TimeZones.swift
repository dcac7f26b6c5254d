// The one place that needs Foundation: the rules of the named time zones.
import Foundation

/// Offsets of time zones, by name or as a number.
enum TimeZones {
  /// Seconds east of Greenwich at a point in time; `nil` where the zone is not known. A zone is a
  /// name of the IANA database (`Europe/Madrid`), `UTC`, or an offset (`+02:00`, `-02:30`,
  /// `02:00`, `2:00`).
  static func offset(of zone: String, at seconds: Int64) -> Int64? {
    if zone == "UTC" || zone.isEmpty { return 0 }
    if zone.utf8.contains(UInt8(ascii: ":")) {
      return numericOffset(zone)
    }
    guard isName(zone), let found = TimeZone(identifier: zone) else { return nil }
    let date = Date(timeIntervalSince1970: TimeInterval(seconds))
    return Int64(found.secondsFromGMT(for: date))
  }

  /// Whether a text may be a name of the IANA database.
  ///
  /// Foundation knows more than these: abbreviations of ICU, of which `BST` is Bangladesh and `ART`
  /// Cairo, and `GMT+1`. Who writes one of them means something else now and then, and would get a
  /// wrong hour without a word.
  private static func isName(_ zone: String) -> Bool {
    // Names are letters, digits, `_`, `/`, `-` and `+`; anything else must not reach the file
    // system, where Foundation looks for the rules.
    let hasLettersOfNames = zone.utf8.allSatisfy { byte in
      switch byte {
      case 48...57, 65...90, 97...122, 0x5F, 0x2F, 0x2D, 0x2B: true
      default: false
      }
    }
    guard hasLettersOfNames, zone.utf8.count <= 64 else { return false }
    guard let slash = zone.firstIndex(of: "/") else { return namesWithoutArea.contains(zone) }
    // The database dropped this one, ICU did not.
    return areas.contains(String(zone[..<slash])) && zone != "US/Pacific-New"
  }

  /// What stands before the slash in the names of the database, its links included.
  private static let areas: Set<String> = [
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Brazil",
    "Canada", "Chile", "Etc", "Europe", "Indian", "Mexico", "Pacific", "US",
  ]

  /// The names of the database without a slash, most of them links for old programs
  /// (https://data.iana.org/time-zones/tzdb/backward).
  private static let namesWithoutArea: Set<String> = [
    "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "GB", "GB-Eire", "GMT",
    "GMT+0", "GMT-0", "GMT0", "Greenwich", "HST", "Hongkong", "Iceland", "Iran", "Israel",
    "Jamaica", "Japan", "Kwajalein", "Libya", "MET", "MST", "MST7MDT", "NZ", "NZ-CHAT", "Navajo",
    "PRC", "PST8PDT", "Poland", "Portugal", "ROC", "ROK", "Singapore", "Turkey", "UCT",
    "Universal", "W-SU", "WET", "Zulu",
  ]

  private static func numericOffset(_ zone: String) -> Int64? {
    guard zone.utf8.count <= 6 else { return nil }
    var reader = DigitReader(bytes: Array(zone.utf8))
    let isWest = reader.take("-")
    if !isWest { _ = reader.take("+") }
    guard let hours = reader.number(digits: 2) ?? reader.number(digits: 1), reader.take(":"),
      let minutes = reader.number(digits: 2), minutes <= 59, reader.isAtEnd
    else { return nil }
    let offset = hours * 3600 + minutes * 60
    return isWest ? -offset : offset
  }
}
