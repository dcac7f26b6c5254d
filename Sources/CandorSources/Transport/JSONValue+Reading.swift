import CandorModel

/// What platforms' answers hold, read leniently.
extension JSONValue {
  /// A moment as ISO 8601 text; `nil` for anything else.
  var moment: Timestamp? { string.flatMap { Timestamp($0) } }

  /// The same for what evidence is measured by; `nil` for a date alone and without seconds, too.
  var completeMoment: Timestamp? { string.flatMap { Timestamp(complete: $0) } }

  /// A number of things, also one that was written as text.
  var writtenCount: Int? { string.map { JSONValue.number($0).count } ?? count }

  /// `true` or `false`, also written as text.
  var flag: Bool? { string.map { Bool($0.lowercased()) } ?? bool }
}
