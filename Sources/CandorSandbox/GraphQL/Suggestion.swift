import CandorModel

/// What a misspelt name may have meant.
enum Suggestion {
  /// A sentence to append to a message, with a leading space; empty where nothing is similar.
  static func text(for name: String, among known: [String]) -> String {
    let similar = NearestName.ranked(name, among: known).prefix(3).map { "\"\($0)\"" }
    return similar.isEmpty ? "" : " Did you mean \(similar.joined(separator: " or "))?"
  }
}
