/// Numbers as decimal text, the same on every machine and in every locale.
public enum DecimalText {
  /// The number with at most so many digits behind the point, trailing zeros left out.
  ///
  /// - Parameters:
  ///   - value: finite and below 1e15 in size for an exact answer; larger ones are printed whole.
  ///   - decimals: 0 to 9; halves are rounded away from zero.
  public static func text(_ value: Double, decimals: Int) -> String {
    String(unsafeUninitializedCapacity: maximumBytes) { buffer in
      buffer.baseAddress.map { write(value, decimals: decimals, to: $0) } ?? 0
    }
  }

  /// The most bytes that `write` puts down: a sign, the digits of the greatest whole number, and
  /// behind the point the nine digits there may be; a number too large for that is shorter.
  static let maximumBytes = 32

  /// Puts down what `text` gives.
  ///
  /// - Parameter place: with room for `maximumBytes`.
  /// - Returns: how many bytes were written.
  static func write(
    _ value: Double, decimals: Int, to place: UnsafeMutablePointer<UInt8>
  ) -> Int {
    let decimals = max(0, min(9, decimals))
    let scale = powersOfTen[decimals]
    let scaled = (value * Double(scale)).rounded(.toNearestOrAwayFromZero)
    guard scaled.magnitude < 9.0e18 else {
      var count = 0
      for byte in value.description.utf8.prefix(maximumBytes) {
        place[count] = byte
        count += 1
      }
      return count
    }
    let whole = Int64(scaled)
    let (quotient, remainder) = whole.magnitude.quotientAndRemainder(dividingBy: UInt64(scale))
    var count = 0
    if whole < 0 {
      place[0] = UInt8(ascii: "-")
      count = 1
    }
    count += writeDigits(of: quotient, to: place + count)
    guard remainder != 0 else { return count }
    place[count] = UInt8(ascii: ".")
    var fraction = remainder
    var last = decimals
    while fraction % 10 == 0 {
      fraction /= 10
      last -= 1
    }
    for digit in stride(from: last, to: 0, by: -1) {
      let (rest, value) = fraction.quotientAndRemainder(dividingBy: 10)
      place[count + digit] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value)
      fraction = rest
    }
    return count + 1 + last
  }

  /// Puts down a whole number.
  ///
  /// - Parameter place: with room for `maximumBytes`.
  /// - Returns: how many bytes were written.
  static func write(_ value: Int64, to place: UnsafeMutablePointer<UInt8>) -> Int {
    guard value < 0 else { return writeDigits(of: value.magnitude, to: place) }
    place[0] = UInt8(ascii: "-")
    return 1 + writeDigits(of: value.magnitude, to: place + 1)
  }

  private static func writeDigits(
    of value: UInt64, to place: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var count = 1
    var bound: UInt64 = 10
    while count < 20, value >= bound {
      count += 1
      bound = bound &* 10
    }
    var rest = value
    for index in stride(from: count - 1, through: 0, by: -1) {
      let (shorter, digit) = rest.quotientAndRemainder(dividingBy: 10)
      place[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
      rest = shorter
    }
    return count
  }

  /// A whole number with a comma between thousands, for sentences: `2,280`.
  public static func grouped(_ value: Int) -> String {
    String(writing: { append(grouped: value, to: &$0) })
  }

  /// Puts what `grouped` gives behind what stands there.
  package static func append(grouped value: Int, to bytes: inout [UInt8]) {
    let start = bytes.count
    bytes.append(number: value)
    // From the last three digits to the first ones.
    var place = bytes.count - 3
    while place > start, bytes[place - 1] != UInt8(ascii: "-") {
      bytes.insert(UInt8(ascii: ","), at: place)
      place -= 3
    }
  }

  private static let powersOfTen: [Int64] = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
  ]
}
