/// A point in time of the expression language, UTC, to the nanosecond, between the years 1 and
/// 9999 (the range of `google.protobuf.Timestamp`).
public struct TimestampValue: Sendable, Hashable, Comparable {
  /// Whole seconds since 1970-01-01T00:00:00Z; negative before it.
  public let seconds: Int64
  /// Nanoseconds after the second, 0 to 999,999,999.
  public let nanoseconds: Int32

  /// Makes a point in time; `nil` where it is out of range.
  public init?(seconds: Int64, nanoseconds: Int32 = 0) {
    guard Self.range.contains(seconds), (0..<1_000_000_000).contains(nanoseconds) else {
      return nil
    }
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  private init(unchecked seconds: Int64) {
    self.seconds = seconds
    nanoseconds = 0
  }

  static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799
  static let minimum = TimestampValue(unchecked: range.lowerBound)

  /// Which of two points in time is earlier.
  public static func < (left: TimestampValue, right: TimestampValue) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }

  /// This point moved by a span; `nil` where that is out of range.
  public func advanced(by span: DurationValue) -> TimestampValue? {
    let total = Int64(nanoseconds) + span.nanoseconds % 1_000_000_000
    let carry = total < 0 ? -1 : total / 1_000_000_000
    return TimestampValue(
      seconds: seconds + span.nanoseconds / 1_000_000_000 + carry,
      nanoseconds: Int32(total - carry * 1_000_000_000))
  }

  /// The span from another point to this one; `nil` where it is out of range.
  public func since(_ other: TimestampValue) -> DurationValue? {
    // The product alone may leave the range that the sum is in, at its very ends only.
    DurationValue(
      seconds: seconds - other.seconds,
      nanoseconds: Int64(nanoseconds) - Int64(other.nanoseconds))
  }

  /// Reads RFC 3339 with any offset; `nil` where the text is something else or out of range. `T` and
  /// `Z` are upper case, as in cel-go.
  public init?(parsing text: String) {
    var reader = DigitReader(bytes: Array(text.utf8))
    guard let year = reader.number(digits: 4), reader.take("-"),
      let month = reader.number(digits: 2), reader.take("-"),
      let day = reader.number(digits: 2), reader.take("T"),
      let hour = reader.number(digits: 2), reader.take(":"),
      let minute = reader.number(digits: 2), reader.take(":"),
      let second = reader.number(digits: 2),
      (1...12).contains(month), day >= 1, day <= CivilTime.daysIn(month: month, year: year),
      hour <= 23, minute <= 59, second <= 59
    else { return nil }
    var nanoseconds: Int64 = 0
    if reader.take(".") {
      guard let fraction = reader.fraction() else { return nil }
      nanoseconds = fraction
    }
    guard let offset = reader.offset(), reader.isAtEnd else { return nil }
    let days = CivilTime.daysSince1970(year: year, month: month, day: day)
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
    self.init(seconds: seconds, nanoseconds: Int32(nanoseconds))
  }

  static func fractionDigits(_ nanoseconds: Int64) -> String {
    var digits = String(nanoseconds)
    digits = String(repeating: "0", count: 9 - digits.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return digits
  }
}

extension TimestampValue: CustomStringConvertible {
  /// RFC 3339 in UTC, with as many decimals as there are: `2009-02-13T23:31:30.5Z`.
  public var description: String {
    let time = CivilTime(seconds: seconds)
    func pad(_ number: Int64, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let fraction = nanoseconds == 0 ? "" : "." + Self.fractionDigits(Int64(nanoseconds))
    return "\(pad(time.year, 4))-\(pad(time.month, 2))-\(pad(time.day, 2))"
      + "T\(pad(time.hour, 2)):\(pad(time.minute, 2)):\(pad(time.second, 2))\(fraction)Z"
  }
}

/// A point in time as the calendar shows it.
struct CivilTime {
  var year: Int64
  /// 1 to 12.
  var month: Int64
  /// 1 to 31.
  var day: Int64
  var hour: Int64
  var minute: Int64
  var second: Int64
  /// 0 is Sunday.
  var dayOfWeek: Int64
  /// 0 is the first of January.
  var dayOfYear: Int64

  /// The calendar in the proleptic Gregorian calendar, as days in eras of 400 years
  /// (http://howardhinnant.github.io/date_algorithms.html#civil_from_days).
  init(seconds: Int64) {
    let days = Self.floorDivision(seconds, 86_400)
    let inDay = seconds - days * 86_400
    hour = inDay / 3600
    minute = inDay % 3600 / 60
    second = inDay % 60
    let shifted = days + 719_468
    let era = Self.floorDivision(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayFromMarch = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayFromMarch + 2) / 153
    day = dayFromMarch - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    dayOfWeek = (days % 7 + 11) % 7
    dayOfYear = days - Self.daysSince1970(year: year, month: 1, day: 1)
  }

  static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = floorDivision(shifted, 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  static func daysIn(month: Int64, year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  static func floorDivision(_ number: Int64, _ divisor: Int64) -> Int64 {
    number >= 0 ? number / divisor : (number + 1) / divisor - 1
  }
}

/// Reads fixed-width numbers and punctuation of a date.
struct DigitReader {
  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { position == bytes.count }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func number(digits: Int) -> Int64? {
    guard position + digits <= bytes.count else { return nil }
    var number: Int64 = 0
    for byte in bytes[position..<position + digits] {
      guard (48...57).contains(byte) else { return nil }
      number = number * 10 + Int64(byte - 48)
    }
    position += digits
    return number
  }

  /// Nanoseconds of a fraction; digits beyond the ninth are cut off.
  mutating func fraction() -> Int64? {
    let digits = bytes[position...].prefix { (48...57).contains($0) }
    guard !digits.isEmpty else { return nil }
    position += digits.count
    var number: Int64 = 0
    for index in 0..<9 {
      let digit = index < digits.count ? digits[digits.startIndex + index] - 48 : 0
      number = number * 10 + Int64(digit)
    }
    return number
  }

  /// Seconds east of Greenwich of `Z`, `+hh:mm` or `-hh:mm`.
  mutating func offset() -> Int64? {
    if take("Z") { return 0 }
    let sign: Int64
    if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
    guard let hours = number(digits: 2), take(":"), let minutes = number(digits: 2),
      hours <= 23, minutes <= 59
    else { return nil }
    return sign * (hours * 3600 + minutes * 60)
  }
}
