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
    if Recurrence.ofTwoInTurns(in: sequence) != nil { return .interleaved }
    return comesAgain(in: sequence) ? .return : .oneWay
  }

  /// Whether any value comes again. Most sequences are so short that a look at each pair costs less
  /// than a table.
  private static func comesAgain(in sequence: [Int]) -> Bool {
    guard sequence.count <= 8 else { return Recurrence.ofOne(in: sequence) != nil }
    return sequence.indices.contains { later in
      (0..<later).contains { sequence[$0] == sequence[later] }
    }
  }
}
