/// A span of time of the expression language, to the nanosecond, at most about 292 years either
/// way (the range of 64 bits of nanoseconds, as in the reference implementation).
public struct DurationValue: Sendable, Hashable, Comparable {
  /// The length in nanoseconds; negative for a span backwards.
  public let nanoseconds: Int64

  /// Makes a span of nanoseconds.
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Makes a span of seconds and nanoseconds; `nil` where it is out of range.
  public init?(seconds: Int64, nanoseconds: Int64) {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, carry) = product.addingReportingOverflow(nanoseconds)
    guard !overflow, !carry else { return nil }
    self.nanoseconds = sum
  }

  /// Whether one span is shorter than the other.
  public static func < (left: DurationValue, right: DurationValue) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// Reads `1h30m`, `-1.5s`, `250ms`: decimal numbers, each with a unit of `h`, `m`, `s`, `ms`,
  /// `us` or `ns`; `nil` where the text is something else or out of range.
  public init?(parsing text: String) {
    var bytes = Array(text.utf8)[...]
    var negative = false
    if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      negative = sign == UInt8(ascii: "-")
      bytes = bytes.dropFirst()
    }
    if bytes.elementsEqual("0".utf8) {
      nanoseconds = 0
      return
    }
    guard !bytes.isEmpty else { return nil }
    // Unsigned, because negative spans reach one further than positive ones.
    var total: UInt64 = 0
    while !bytes.isEmpty {
      guard let part = Self.takePart(&bytes) else { return nil }
      let (sum, overflow) = total.addingReportingOverflow(part)
      guard !overflow else { return nil }
      total = sum
    }
    guard total <= UInt64(Int64.max) + (negative ? 1 : 0) else { return nil }
    nanoseconds = Int64(truncatingIfNeeded: negative ? 0 &- total : total)
  }

  private static let units: [(name: [UInt8], nanoseconds: UInt64)] = [
    (Array("ns".utf8), 1), (Array("us".utf8), 1_000), (Array("\u{B5}s".utf8), 1_000),
    (Array("\u{3BC}s".utf8), 1_000), (Array("ms".utf8), 1_000_000),
    (Array("s".utf8), 1_000_000_000), (Array("m".utf8), 60_000_000_000),
    (Array("h".utf8), 3_600_000_000_000),
  ]

  private static func takePart(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let whole = bytes.prefix { digits.contains($0) }
    bytes = bytes.dropFirst(whole.count)
    var fraction: ArraySlice<UInt8> = []
    if bytes.first == UInt8(ascii: ".") {
      bytes = bytes.dropFirst()
      fraction = bytes.prefix { digits.contains($0) }
      bytes = bytes.dropFirst(fraction.count)
    }
    guard !(whole.isEmpty && fraction.isEmpty) else { return nil }
    let name = bytes.prefix { !digits.contains($0) && $0 != UInt8(ascii: ".") }
    guard let unit = units.first(where: { name.elementsEqual($0.name) }) else { return nil }
    bytes = bytes.dropFirst(name.count)
    var amount: UInt64 = 0
    for digit in whole {
      let (product, overflow) = amount.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit - 48))
      guard !overflow, !carry else { return nil }
      amount = sum
    }
    let (product, overflow) = amount.multipliedReportingOverflow(by: unit.nanoseconds)
    guard !overflow else { return nil }
    // In whole numbers, so that the fraction is exact down to the nanosecond.
    var numerator: UInt64 = 0
    var denominator: UInt64 = 1
    for digit in fraction.prefix(18) {
      numerator = numerator * 10 + UInt64(digit - 48)
      denominator *= 10
    }
    let rest = denominator.dividingFullWidth(
      numerator.multipliedFullWidth(by: unit.nanoseconds)
    ).quotient
    let (sum, carry) = product.addingReportingOverflow(rest)
    return carry ? nil : sum
  }
}

extension DurationValue: CustomStringConvertible {
  /// The span in seconds, `-1.5s`, with as many decimals as it has.
  public var description: String {
    let magnitude = nanoseconds.magnitude
    var text = String(magnitude / 1_000_000_000)
    let fraction = magnitude % 1_000_000_000
    if fraction != 0 {
      text += "." + TimestampValue.fractionDigits(Int64(fraction))
    }
    return (nanoseconds < 0 ? "-" : "") + text + "s"
  }
}
