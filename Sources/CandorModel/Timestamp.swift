/// A moment in UTC, to the millisecond.
public struct Timestamp: Sendable, Hashable, Comparable {
  /// Milliseconds since 1970-01-01T00:00:00Z; negative before it.
  public let millisecondsSinceEpoch: Int64

  /// Makes a moment from epoch milliseconds.
  public init(millisecondsSinceEpoch: Int64) {
    self.millisecondsSinceEpoch = millisecondsSinceEpoch
  }

  /// Reads RFC 3339 text, with any offset; a date alone is its first moment in UTC.
  ///
  /// - Parameter text: for example `2026-03-02T09:00:00Z`, `2026-03-02T10:00:00.5+01:00` or
  ///   `2026-03-02`. Offsets without a colon (`+0100`) are read too, since ISO 8601 has them.
  /// - Returns: `nil` where it is not such a moment, or one of a year before 0 or after 9999 in UTC,
  ///   which could not be written again. Digits below a millisecond are cut off; a leap
  ///   second counts as the second before it.
  public init?(_ text: some StringProtocol) {
    var text = String(text)
    guard let moment = text.withUTF8({ Timestamp(utf8: $0) }) else { return nil }
    self = moment
  }

  /// Reads only what says its second. Of a date alone, or of a time without seconds, nobody knows
  /// it, and two answers of one day are not of one moment.
  package init?(complete text: some StringProtocol) {
    var text = String(text)
    guard let moment = text.withUTF8({ Timestamp(utf8: $0, isComplete: true) }) else { return nil }
    self = moment
  }

  /// The same for UTF-8 text.
  ///
  /// - Parameter isComplete: whether it has to say its second.
  package init?(utf8 text: UnsafeBufferPointer<UInt8>, isComplete: Bool = false) {
    if text.count == Self.plainBytes, let base = text.baseAddress,
      let moment = Timestamp(plain: base)
    {
      self = moment
      return
    }
    var reader = Reader(bytes: text)
    guard let milliseconds = reader.moment(isComplete: isComplete) else { return nil }
    self.init(millisecondsSinceEpoch: milliseconds)
  }

  /// How many bytes a moment in its usual spelling has.
  static let plainBytes = 20

  /// Reads the spelling that nearly all have, `2026-03-02T09:00:00Z`.
  ///
  /// - Parameter text: `plainBytes` of them.
  /// - Returns: `nil` for every other spelling, and some of these: `init(utf8:)` reads all.
  @inline(__always)
  init?(plain text: UnsafePointer<UInt8>) {
    guard text[4] == 0x2D, text[7] == 0x2D, text[10] == 0x54, text[13] == 0x3A, text[16] == 0x3A,
      text[19] == 0x5A
    else { return nil }
    var isWrong = false
    func pair(_ index: Int) -> Int64 {
      let (tens, ones) = (text[index] &- 0x30, text[index &+ 1] &- 0x30)
      isWrong = isWrong || tens > 9 || ones > 9
      return Int64(tens) &* 10 &+ Int64(ones)
    }
    let (year, month, day) = (pair(0) &* 100 &+ pair(2), pair(5), pair(8))
    let (hour, minute, second) = (pair(11), pair(14), pair(17))
    // The last days of months, and leap seconds, take a closer look.
    guard !isWrong, month >= 1, month <= 12, day >= 1, day <= 28, hour < 24, minute < 60,
      second < 60
    else { return nil }
    let days = Self.days(year: year, month: month, day: day)
    let seconds = days &* 86_400 &+ hour &* 3600 &+ minute &* 60 &+ second
    self.init(millisecondsSinceEpoch: seconds &* 1000)
  }

  /// Earlier first.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.millisecondsSinceEpoch < right.millisecondsSinceEpoch
  }

  /// Seconds from this moment to another; negative where the other is earlier.
  public func seconds(to other: Timestamp) -> Double {
    // As numbers that have room for the difference of any two.
    (Double(other.millisecondsSinceEpoch) - Double(millisecondsSinceEpoch)) / 1000
  }

  /// RFC 3339 text in UTC, with a fraction only where there is one.
  public var text: String {
    let text = String(unsafeUninitializedCapacity: Self.maximumBytes) { buffer in
      buffer.baseAddress.map { write(to: $0) } ?? 0
    }
    return text.isEmpty ? longText : text
  }

  /// The most bytes that `write` puts down.
  static let maximumBytes = 24

  /// Puts down `text` where its year has four digits.
  ///
  /// - Parameter place: with room for `maximumBytes`.
  /// - Returns: how many bytes were written; 0 for other years.
  func write(to place: UnsafeMutablePointer<UInt8>) -> Int {
    let (days, remainder) = Self.floorDivide(millisecondsSinceEpoch, 86_400_000)
    let (year, month, day) = Self.civil(fromDays: days)
    guard (0...9999).contains(year) else { return 0 }
    let second = remainder / 1000
    let fraction = remainder % 1000
    var count = 0
    func byte(_ value: UInt8) {
      place[count] = value
      count += 1
    }
    func pair(_ value: Int64) {
      byte(UInt8(ascii: "0") + UInt8(value / 10))
      byte(UInt8(ascii: "0") + UInt8(value % 10))
    }
    pair(year / 100)
    pair(year % 100)
    byte(UInt8(ascii: "-"))
    pair(month)
    byte(UInt8(ascii: "-"))
    pair(day)
    byte(UInt8(ascii: "T"))
    pair(second / 3600)
    byte(UInt8(ascii: ":"))
    pair(second / 60 % 60)
    byte(UInt8(ascii: ":"))
    pair(second % 60)
    if fraction != 0 {
      byte(UInt8(ascii: "."))
      byte(UInt8(ascii: "0") + UInt8(fraction / 100))
      if fraction % 100 != 0 { byte(UInt8(ascii: "0") + UInt8(fraction / 10 % 10)) }
      if fraction % 10 != 0 { byte(UInt8(ascii: "0") + UInt8(fraction % 10)) }
    }
    byte(UInt8(ascii: "Z"))
    return count
  }

  /// The text for years that do not have four digits.
  private var longText: String {
    let (days, remainder) = Self.floorDivide(millisecondsSinceEpoch, 86_400_000)
    let (year, month, day) = Self.civil(fromDays: days)
    let second = remainder / 1000
    let fraction = remainder % 1000
    var text = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))T"
    text += "\(Self.padded(second / 3600, 2)):\(Self.padded(second / 60 % 60, 2))"
    text += ":\(Self.padded(second % 60, 2))"
    if fraction != 0 {
      var digits = Self.padded(fraction, 3)
      while digits.hasSuffix("0") { digits.removeLast() }
      text += "." + digits
    }
    return text + "Z"
  }

  /// The date in UTC: `2026-03-02`.
  public var dateText: String { String(text.prefix(while: { $0 != "T" })) }

  private static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func floorDivide(_ value: Int64, _ by: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: by)
    return remainder < 0 ? (quotient - 1, remainder + by) : (quotient, remainder)
  }

  /// Days since 1970-01-01 of a date in the proleptic Gregorian calendar.
  fileprivate static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    // Years begin in March, so that the leap day is the last of its year.
    let year = month <= 2 ? year &- 1 : year
    let era = (year >= 0 ? year : year &- 399) / 400
    let yearOfEra = year &- era &* 400
    let dayOfYear = (153 &* (month &+ (month > 2 ? -3 : 9)) &+ 2) / 5 &+ day &- 1
    let dayOfEra = yearOfEra &* 365 &+ yearOfEra / 4 &- yearOfEra / 100 &+ dayOfYear
    return era &* 146_097 &+ dayOfEra &- 719_468
  }

  private static func civil(fromDays days: Int64) -> (Int64, Int64, Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// Reads the parts of the text one after another.
  private struct Reader {
    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0

    /// Seconds since 1970 of the years 0 to 9999 in UTC.
    private static let writable = start(ofYear: 0)..<start(ofYear: 10_000)

    private static func start(ofYear year: Int64) -> Int64 {
      86_400 * Timestamp.days(year: year, month: 1, day: 1)
    }

    mutating func moment(isComplete: Bool) -> Int64? {
      guard let year = digits(4), take("-"), let month = digits(2), take("-"),
        let day = digits(2), (1...12).contains(month), day >= 1,
        day <= Self.daysIn(month: month, year: year)
      else { return nil }
      let days = Timestamp.days(year: year, month: month, day: day)
      if index == bytes.count { return isComplete ? nil : days * 86_400_000 }
      guard take("T") || take("t") || take(" "), let hour = digits(2), take(":"),
        let minute = digits(2), hour < 24, minute < 60
      else { return nil }
      var second: Int64 = 0
      var milliseconds: Int64 = 0
      if take(":") {
        guard let value = digits(2), value <= 60 else { return nil }
        second = min(value, 59)
        if take(".") || take(",") {
          guard let value = fraction() else { return nil }
          milliseconds = value
        }
      } else if isComplete {
        return nil
      }
      guard let offset = offsetSeconds(), index == bytes.count else { return nil }
      let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
      // In UTC the year may be another one, and RFC 3339 has four digits for it.
      guard Self.writable.contains(seconds) else { return nil }
      return seconds * 1000 + milliseconds
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
      index += 1
      return true
    }

    private mutating func digits(_ count: Int) -> Int64? {
      guard index + count <= bytes.count else { return nil }
      var value: Int64 = 0
      for place in index..<index + count {
        guard (48...57).contains(bytes[place]) else { return nil }
        value = value * 10 + Int64(bytes[place] - 48)
      }
      index += count
      return value
    }

    private mutating func fraction() -> Int64? {
      var value: Int64 = 0
      var count = 0
      while index < bytes.count, (48...57).contains(bytes[index]) {
        if count < 3 { value = value * 10 + Int64(bytes[index] - 48) }
        count += 1
        index += 1
      }
      guard count > 0 else { return nil }
      for _ in count..<max(3, count) { value *= 10 }
      return value
    }

    private mutating func offsetSeconds() -> Int64? {
      if take("Z") || take("z") { return 0 }
      let sign: Int64
      if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
      guard let hour = digits(2), hour < 24 else { return nil }
      _ = take(":")
      guard let minute = digits(2), minute < 60 else { return nil }
      return sign * (hour * 3600 + minute * 60)
    }

    private static func daysIn(month: Int64, year: Int64) -> Int64 {
      switch month {
      case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
      case 4, 6, 9, 11: 30
      default: 31
      }
    }
  }
}
