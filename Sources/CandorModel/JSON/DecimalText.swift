/// Numbers as decimal text, the same on every machine and in every locale.
public enum DecimalText {
  /// The number with at most so many digits behind the point, trailing zeros left out.
  ///
  /// - Parameters:
  ///   - value: finite and below 1e15 in size for an exact answer; larger ones are printed whole.
  ///   - decimals: 0 to 9; halves are rounded away from zero.
  public static func text(_ value: Double, decimals: Int) -> String {
    let scale = powersOfTen[max(0, min(9, decimals))]
    let scaled = (value * Double(scale)).rounded(.toNearestOrAwayFromZero)
    guard scaled.magnitude < 9.0e18 else { return value.description }
    let whole = Int64(scaled)
    let (quotient, remainder) = whole.magnitude.quotientAndRemainder(dividingBy: UInt64(scale))
    let sign = whole < 0 ? "-" : ""
    guard remainder != 0 else { return sign + String(quotient) }
    var fraction = String(remainder)
    fraction = String(repeating: "0", count: max(0, decimals - fraction.count)) + fraction
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return sign + String(quotient) + "." + fraction
  }

  /// The number rounded to so many digits behind the point.
  public static func rounded(_ value: Double, decimals: Int) -> Double {
    let scale = Double(powersOfTen[max(0, min(9, decimals))])
    return (value * scale).rounded(.toNearestOrAwayFromZero) / scale
  }

  /// A whole number with a comma between thousands, for sentences: `2,280`.
  public static func grouped(_ value: Int) -> String {
    var digits = Array(String(value.magnitude))
    var index = digits.count - 3
    while index > 0 {
      digits.insert(",", at: index)
      index -= 3
    }
    return (value < 0 ? "-" : "") + String(digits)
  }

  private static let powersOfTen: [Int64] = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
  ]
}
