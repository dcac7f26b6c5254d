/// A set of code points: ranges, Unicode categories and other sets.
struct ScalarSet: Sendable {
  var ranges: [ClosedRange<UInt32>] = []
  var parts: [ScalarSet] = []
  var categories: Set<Unicode.GeneralCategory> = []
  var isNegated = false
  var ignoresCase = false
  /// The answers for ASCII, which is nearly all there is; made by `prepared()`.
  private var ascii: (UInt64, UInt64)?

  init(_ ranges: [ClosedRange<UInt32>] = []) {
    self.ranges = ranges
  }

  init(_ scalar: Unicode.Scalar, ignoresCase: Bool = false) {
    ranges = [scalar.value...scalar.value]
    self.ignoresCase = ignoresCase
  }

  var negated: ScalarSet {
    var set = self
    set.isNegated.toggle()
    return set
  }

  /// The set with its ranges in order and the answers for ASCII worked out.
  func prepared() -> ScalarSet {
    var set = self
    set.ranges = sortedRanges
    set.parts = parts.map { $0.prepared() }
    var bits: (UInt64, UInt64) = (0, 0)
    for value in UInt32(0)..<128 where slowContains(value) {
      if value < 64 { bits.0 |= 1 << UInt64(value) } else { bits.1 |= 1 << UInt64(value - 64) }
    }
    set.ascii = bits
    return set
  }

  func contains(_ value: UInt32) -> Bool {
    if value < 128, let ascii {
      return value < 64 ? ascii.0 >> UInt64(value) & 1 == 1 : ascii.1 >> UInt64(value - 64) & 1 == 1
    }
    return slowContains(value)
  }

  private func slowContains(_ value: UInt32) -> Bool {
    let isInside =
      ignoresCase ? Self.caseVariants(value).contains { has($0) } : has(value)
    return isInside != isNegated
  }

  private func has(_ value: UInt32) -> Bool {
    if hasInRanges(value) { return true }
    if !categories.isEmpty, let scalar = Unicode.Scalar(value),
      categories.contains(scalar.properties.generalCategory)
    {
      return true
    }
    return parts.contains { $0.contains(value) }
  }

  /// The ranges in ascending order, those that touch joined.
  private var sortedRanges: [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = result.last, range.lowerBound <= last.upperBound + 1 {
        result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        result.append(range)
      }
    }
    return result
  }

  /// Halves the ranges of a prepared set: the common letters of all scripts are of many.
  private func hasInRanges(_ value: UInt32) -> Bool {
    guard ascii != nil, ranges.count > 4 else {
      return ranges.contains { $0.contains(value) }
    }
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(value)
  }

  /// What simple case folding takes for one letter where the mappings to upper and lower case do not
  /// lead from each to each (https://unicode.org/Public/UNIDATA/CaseFolding.txt): signs such as
  /// that for kelvin, old forms, and the dotless i, which is no other letter's case.
  private static let orbits: [UInt32: [UInt32]] = {
    let orbits: [[UInt32]] = [
      [0x4B, 0x6B, 0x212A], [0x53, 0x73, 0x17F], [0xB5, 0x39C, 0x3BC], [0xC5, 0xE5, 0x212B],
      [0xDF, 0x1E9E], [0x131], [0x345, 0x399, 0x3B9, 0x1FBE], [0x390, 0x1FD3],
      [0x392, 0x3B2, 0x3D0], [0x395, 0x3B5, 0x3F5], [0x398, 0x3B8, 0x3D1, 0x3F4],
      [0x39A, 0x3BA, 0x3F0], [0x3A0, 0x3C0, 0x3D6], [0x3A1, 0x3C1, 0x3F1],
      [0x3A3, 0x3C2, 0x3C3], [0x3A6, 0x3C6, 0x3D5], [0x3A9, 0x3C9, 0x2126], [0x3B0, 0x1FE3],
      [0x412, 0x432, 0x1C80], [0x414, 0x434, 0x1C81], [0x41E, 0x43E, 0x1C82],
      [0x421, 0x441, 0x1C83], [0x422, 0x442, 0x1C84, 0x1C85], [0x42A, 0x44A, 0x1C86],
      [0x462, 0x463, 0x1C87], [0x1C88, 0xA64A, 0xA64B], [0x1E60, 0x1E61, 0x1E9B],
      [0xFB05, 0xFB06],
    ]
    var result: [UInt32: [UInt32]] = [:]
    for orbit in orbits {
      for letter in orbit { result[letter] = orbit }
    }
    return result
  }()

  static func caseVariants(_ value: UInt32) -> [UInt32] {
    if let orbit = orbits[value] { return orbit }
    guard let scalar = Unicode.Scalar(value) else { return [value] }
    var variants = [value]
    let properties = scalar.properties
    for mapping in [
      properties.lowercaseMapping, properties.uppercaseMapping,
      properties.titlecaseMapping,
    ] {
      let scalars = mapping.unicodeScalars
      if scalars.count == 1, let first = scalars.first { variants.append(first.value) }
    }
    return variants
  }

  // MARK: Named sets

  static let digit = ScalarSet([48...57])
  static let word = ScalarSet([48...57, 65...90, 95...95, 97...122])
  static let space = ScalarSet([9...10, 12...13, 32...32])

  /// The classes between `[:` and `:]`.
  static let posix: [String: ScalarSet] = [
    "alnum": ScalarSet([48...57, 65...90, 97...122]), "alpha": ScalarSet([65...90, 97...122]),
    "ascii": ScalarSet([0...127]), "blank": ScalarSet([9...9, 32...32]),
    "cntrl": ScalarSet([0...31, 127...127]), "digit": digit, "graph": ScalarSet([33...126]),
    "lower": ScalarSet([97...122]), "print": ScalarSet([32...126]),
    "punct": ScalarSet([33...47, 58...64, 91...96, 123...126]),
    "space": ScalarSet([9...13, 32...32]), "upper": ScalarSet([65...90]), "word": word,
    "xdigit": ScalarSet([48...57, 65...70, 97...102]),
  ]

  /// A Unicode category or script by name; `nil` where it is not known. Of the scripts those in
  /// use by many people are known.
  static func unicode(_ name: String) -> ScalarSet? {
    if name == "Any" { return ScalarSet([0...0x10FFFF]) }
    if let script = scripts[name] { return script }
    let matching = categoryNames.filter {
      $0.key == name || (name.utf8.count == 1 && $0.key.hasPrefix(name))
    }
    guard !matching.isEmpty else { return nil }
    var set = ScalarSet()
    set.categories = Set(matching.values)
    return set
  }

  private static let categoryNames: [String: Unicode.GeneralCategory] = [
    "Lu": .uppercaseLetter, "Ll": .lowercaseLetter, "Lt": .titlecaseLetter,
    "Lm": .modifierLetter, "Lo": .otherLetter, "Mn": .nonspacingMark, "Mc": .spacingMark,
    "Me": .enclosingMark, "Nd": .decimalNumber, "Nl": .letterNumber, "No": .otherNumber,
    "Pc": .connectorPunctuation, "Pd": .dashPunctuation, "Ps": .openPunctuation,
    "Pe": .closePunctuation, "Pi": .initialPunctuation, "Pf": .finalPunctuation,
    "Po": .otherPunctuation, "Sm": .mathSymbol, "Sc": .currencySymbol, "Sk": .modifierSymbol,
    "So": .otherSymbol, "Zs": .spaceSeparator, "Zl": .lineSeparator, "Zp": .paragraphSeparator,
    "Cc": .control, "Cf": .format, "Co": .privateUse, "Cs": .surrogate,
  ]
}
