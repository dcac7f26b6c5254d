/// Words that pass a verdict on a person instead of saying what was observed.
enum VerdictWords {
  /// Beginnings of words, in English and in the languages rules are translated to most.
  private static let stems: [String] = [
    // English
    "fraud", "cheat", "liar", "lying", "lied", "guilt", "reject", "dishonest", "imposter",
    "impostor", "scam", "crook", "criminal", "deceiv", "deceit", "decepti", "untrustworth",
    "disqualif", "culprit", "perpetrat", "malicious", "suspect", "suspicious person", "blacklist",
    "unhirable", "faking", "faked", "fake candidate", "proxy interview", "impersonat", "bogus",
    "trickster", "swindl", "offender", "wrongdo", "do not hire", "misconduct", "caught",
    // Spanish, French, German, Portuguese, Italian
    "fraude", "tramp", "mentiros", "culpable", "estafa", "impostora", "rechaz", "deshonest",
    "triche", "menteu", "coupable", "escro", "malhonn", "betrug", "betrüg", "lügner", "schuldig",
    "täusch", "ablehn", "trapac", "culpad", "desonest", "truffa", "bugiard", "colpevol", "imbrogli",
  ]

  /// The first such word of a text, with where it stands in bytes; `nil` where there is none.
  static func find(in text: String) -> (word: String, range: Range<Int>)? {
    let letters = Array(text.lowercased().unicodeScalars)
    let offsets = scalarOffsets(text, count: letters.count)
    var start = 0
    while start < letters.count {
      guard letters[start].properties.isAlphabetic else {
        start += 1
        continue
      }
      if let stem = stems.first(where: { begins(letters, at: start, with: $0) }) {
        var end = start + stem.unicodeScalars.count
        while end < letters.count, letters[end].properties.isAlphabetic { end += 1 }
        var word = ""
        word.unicodeScalars.append(contentsOf: letters[start..<end])
        return (word, offsets[start]..<offsets[end])
      }
      while start < letters.count, letters[start].properties.isAlphabetic { start += 1 }
    }
    return nil
  }

  private static func begins(_ letters: [Unicode.Scalar], at start: Int, with stem: String) -> Bool
  {
    letters[start...].starts(with: stem.unicodeScalars)
  }

  /// The byte offset of each scalar, and of the end. Lower case of the letters in question has as many
  /// scalars as upper case; where it has not, the end stands in.
  private static func scalarOffsets(_ text: String, count: Int) -> [Int] {
    var offsets = [0]
    for scalar in text.unicodeScalars { offsets.append((offsets.last ?? 0) + UTF8.width(scalar)) }
    while offsets.count <= count { offsets.append(offsets.last ?? 0) }
    return offsets
  }
}
