/// How often a literal is to be expected in agents.
///
/// The rarest clause of a pattern is looked at first. What counts is the order, not the number, so
/// the shapes below, one of each common kind, are enough.
enum LiteralRarity {
  private static let shapes: [[UInt8]] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
      + "Chrome/120.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 6.1; WOW64; rv:115.0) Gecko/20100101 Firefox/115.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like "
      + "Gecko) Version/17.1 Safari/605.1.15",
    "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1_2 like Mac OS X) AppleWebKit/605.1.15 "
      + "(KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
      + "Chrome/120.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 13; Pixel 7 Build/TQ3A; wv) AppleWebKit/537.36 (KHTML, "
      + "like Gecko) Version/4.0 Chrome/120.0.6099.43 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; U; Android 4.1.2; en-us; GT-I9300 Build/JZO54K) "
      + "AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30",
    "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0; .NET CLR 2.0.50727)",
    "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1/28.3; U; en) Presto/2.8.119 Version/11.10",
    "Mozilla/5.0 (compatible; bot/2.1; +http://www.example.com/bot.html)",
  ].map { Array($0.lowercased().utf8) }

  /// The expected number of candidates a clause makes; lower is better.
  static func cost(_ clause: [[UInt8]]) -> Double {
    clause.reduce(0) { $0 + cost(of: $1) }
  }

  /// How many of the shapes hold the literal, and a little for what is short.
  static func cost(of literal: [UInt8]) -> Double {
    let folded = literal.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
    let hits = shapes.count { contains($0, folded) }
    let letters = folded.count { (97...122).contains($0) }
    let digits = folded.count { (48...57).contains($0) }
    // A letter narrows down more than a digit, and both more than punctuation.
    let weight =
      Double(letters) + 0.6 * Double(digits) + 0.3 * Double(folded.count - letters - digits)
    return Double(hits) + 0.5 / max(0.3, weight * weight)
  }

  /// A part of a long literal, by preference one that is rare.
  static func rarestPart(of literal: [UInt8], length: Int) -> [UInt8] {
    guard literal.count > length else { return literal }
    var best = Array(literal[0..<length])
    var bestCost = cost(of: best)
    for start in stride(from: 1, through: literal.count - length, by: 1) {
      let part = Array(literal[start..<start + length])
      let partCost = cost(of: part)
      if partCost < bestCost { (best, bestCost) = (part, partCost) }
    }
    return best
  }

  private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    guard part.count <= text.count, let first = part.first else { return part.isEmpty }
    return text.withUnsafeBufferPointer { text in
      part.withUnsafeBufferPointer { part in
        for start in 0...(text.count - part.count) where text[start] == first {
          var offset = 1
          while offset < part.count, text[start + offset] == part[offset] { offset += 1 }
          if offset == part.count { return true }
        }
        return false
      }
    }
  }
}
