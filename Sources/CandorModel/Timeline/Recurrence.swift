/// What comes again among values that follow one another, no two neighbours alike.
package enum Recurrence {
  /// Where two values begin to alternate, A B A B; `nil` where none do.
  package static func ofTwoInTurns(in values: [Int]) -> Int? {
    values.indices.dropLast(3).first {
      values[$0] == values[$0 + 2] && values[$0 + 1] == values[$0 + 3]
    }
  }

  /// Where the first value stands that comes again; `nil` where each comes once.
  package static func ofOne(in values: [Int]) -> Int? {
    var last: [Int: Int] = [:]
    for (place, value) in values.enumerated() { last[value] = place }
    guard last.count < values.count else { return nil }
    return values.indices.first { last[values[$0]] != $0 }
  }
}
