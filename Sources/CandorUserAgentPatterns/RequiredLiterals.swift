/// What a text must contain for a pattern to match: a conjunction of clauses, each of which is met
/// by any one of its literals.
///
/// Sound, not complete: a text that lacks a clause never matches; one that has all may not either.
struct RequiredLiterals {
  /// Longest literal kept; cutting one keeps it required.
  static let maximumLength = 20
  /// Most alternatives of one clause.
  static let maximumAlternatives = 1_024
  /// Most texts that a stretch of the pattern is multiplied out to.
  private static let maximumProduct = 24

  /// Whether letters of either case match; the literals are lower case then.
  private let isCaseless: Bool

  /// The clauses of a pattern; none where nothing can be said.
  static func clauses(of tree: PatternNode, isCaseless: Bool) -> [[[UInt8]]] {
    let analysis = RequiredLiterals(isCaseless: isCaseless)
    let found = analysis.look(at: tree)
    let clauses = found.exact.map { analysis.clause($0).map { [$0] } ?? [] } ?? found.clauses
    var unique: [[[UInt8]]] = []
    for clause in clauses where !unique.contains(clause) { unique.append(clause) }
    return unique
  }

  /// What is known of a part of the pattern.
  private struct Known {
    /// All texts that it matches, where they are few.
    var exact: [[UInt8]]?
    /// What any text that it matches contains.
    var clauses: [[[UInt8]]] = []
  }

  private init(isCaseless: Bool) { self.isCaseless = isCaseless }

  private func look(at node: PatternNode) -> Known {
    switch node {
    case .literal(let bytes): literal(bytes)
    case .oneOf(let bytes): Known(exact: folded(bytes.map { [$0] }))
    case .sequence(let items): sequence(items)
    case .either(let branches): either(branches)
    case .repeated(let item, let minimum, let maximum):
      repeated(item, minimum: minimum, maximum: maximum)
    case .assertion: Known(exact: [[]])
    case .opaque: Known()
    }
  }

  private func literal(_ bytes: [UInt8]) -> Known {
    // Case folding beyond ASCII is left to the engine.
    if isCaseless, bytes.contains(where: { $0 >= 0x80 }) { return Known() }
    return Known(exact: folded([bytes]))
  }

  private func folded(_ texts: [[UInt8]]) -> [[UInt8]] {
    guard isCaseless else { return texts }
    return unique(texts.map { $0.map(lowercased) })
  }

  private func sequence(_ items: [PatternNode]) -> Known {
    var stretch: [[UInt8]] = [[]]
    var clauses: [[[UInt8]]] = []
    var isExact = true
    func close() {
      if let clause = clause(stretch) { clauses.append(clause) }
      stretch = [[]]
    }
    for item in items {
      let known = look(at: item)
      guard let exact = known.exact else {
        close()
        isExact = false
        clauses += known.clauses
        continue
      }
      if stretch.count * exact.count > Self.maximumProduct {
        close()
        isExact = false
        stretch = exact
      } else {
        stretch = stretch.flatMap { head in exact.map { head + $0 } }
      }
    }
    if isExact { return Known(exact: unique(stretch)) }
    close()
    return Known(exact: nil, clauses: clauses)
  }

  private func either(_ branches: [PatternNode]) -> Known {
    let known = branches.map { look(at: $0) }
    let exacts = known.compactMap(\.exact)
    if exacts.count == known.count {
      let all = unique(exacts.flatMap { $0 })
      // Beyond the product's limit they are still good as one clause.
      if all.count <= Self.maximumProduct { return Known(exact: all) }
      return Known(exact: nil, clauses: clause(all).map { [$0] } ?? [])
    }
    var union: [[UInt8]] = []
    for branch in known {
      let candidates = branch.exact.map { clause($0).map { [$0] } ?? [] } ?? branch.clauses
      guard let best = candidates.min(by: { LiteralRarity.cost($0) < LiteralRarity.cost($1) })
      else { return Known() }
      union += best
    }
    return Known(exact: nil, clauses: clause(unique(union)).map { [$0] } ?? [])
  }

  private func repeated(_ item: PatternNode, minimum: Int, maximum: Int?) -> Known {
    let known = look(at: item)
    if minimum == 0 {
      guard maximum == 1, let exact = known.exact else { return Known() }
      return Known(exact: unique(exact + [[]]))
    }
    guard let exact = known.exact else { return Known(exact: nil, clauses: known.clauses) }
    if maximum == minimum, minimum <= 4, exact.count == 1 {
      return Known(exact: [Array(repeatElement(exact[0], count: minimum).joined())])
    }
    return Known(exact: nil, clauses: clause(exact).map { [$0] } ?? [])
  }

  /// The texts as a clause; `nil` where one of them is too short to be looked for, or they are too
  /// many.
  private func clause(_ texts: [[UInt8]]) -> [[UInt8]]? {
    guard texts.count <= Self.maximumAlternatives, texts.allSatisfy({ $0.count >= 2 }) else {
      return nil
    }
    return unique(texts.map { LiteralRarity.rarestPart(of: $0, length: Self.maximumLength) })
      .sorted { $0.lexicographicallyPrecedes($1) }
  }

  private func unique(_ texts: [[UInt8]]) -> [[UInt8]] {
    var seen = Set<[UInt8]>()
    return texts.filter { seen.insert($0).inserted }
  }

  private func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
