import CandorModel

/// Moments in HTTP headers.
enum HTTPDate {
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// Reads the three forms of RFC 9110, section 5.6.7.
  ///
  /// - Returns: seconds since 1970-01-01T00:00:00Z; `nil` where it is none of them.
  static func seconds(_ text: String) -> Double? {
    let parts = text.split { " ,-".contains($0) }.map { $0.lowercased() }
    // `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`,
    // `Sun Nov  6 08:49:37 1994`
    guard parts.count == 6 || parts.count == 5 else { return nil }
    let isAsctime = parts.count == 5
    guard isAsctime || parts[5] == "gmt" || parts[5] == "utc" else { return nil }
    guard let day = Int(parts[isAsctime ? 2 : 1]),
      let month = months.firstIndex(of: parts[isAsctime ? 1 : 2]),
      var year = Int(parts[isAsctime ? 4 : 3])
    else { return nil }
    if !isAsctime, parts[3].count == 2 { year += year < 70 ? 2000 : 1900 }
    let time = parts[isAsctime ? 3 : 4]
    func padded(_ value: Int, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let moment = Timestamp(
      "\(padded(year, 4))-\(padded(month + 1, 2))-\(padded(day, 2))T\(time)Z")
    return moment.map { Double($0.millisecondsSinceEpoch) / 1000 }
  }

  /// Seconds to wait after `Retry-After`, which is a number of seconds or a moment.
  ///
  /// - Parameters:
  ///   - value: of the header.
  ///   - now: seconds since 1970 by the server's clock where it tells it, else by ours.
  /// - Returns: 0 for a moment that has passed; `nil` where the value is neither.
  static func pause(_ value: String, now: Double) -> Double? {
    let text = value.filter { !$0.isWhitespace }
    if let seconds = Double(text), seconds.isFinite { return max(0, seconds) }
    return self.seconds(value).map { max(0, $0 - now) }
  }
}
