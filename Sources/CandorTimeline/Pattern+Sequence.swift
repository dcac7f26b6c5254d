public import CandorModel

extension Pattern {
  /// The pattern of values that follow one another.
  ///
  /// - Parameter sequence: the values one after another, no two neighbours alike.
  /// - Returns: `steady` for one value, `interleaved` where two values alternate over four runs or
  ///   more anywhere in it (A B A B), `return` where any value comes again, else `oneWay`. `nil` for
  ///   an empty sequence.
  public static func of(_ sequence: [Int]) -> Pattern? {
    guard sequence.count > 1 else { return sequence.isEmpty ? nil : .steady }
    if sequence.count >= 4 {
      for start in 0...(sequence.count - 4)
      where sequence[start] == sequence[start + 2] && sequence[start + 1] == sequence[start + 3] {
        return .interleaved
      }
    }
    return Set(sequence).count < sequence.count ? .return : .oneWay
  }
}
