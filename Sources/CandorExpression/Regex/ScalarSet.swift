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

  /// The set with the answers for ASCII worked out.
  func prepared() -> ScalarSet {
    var set = self
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
    if ranges.contains(where: { $0.contains(value) }) { return true }
    if !categories.isEmpty, let scalar = Unicode.Scalar(value),
      categories.contains(scalar.properties.generalCategory)
    {
      return true
    }
    return parts.contains { $0.contains(value) }
  }

  /// Letters whose other case is not the mapping of the letter itself: the signs for kelvin,
  /// angstrom and ohm, the long s, and Greek letters with two forms.
  private static let orbits: [[UInt32]] = [
    [0x4B, 0x6B, 0x212A], [0x53, 0x73, 0x17F], [0xC5, 0xE5, 0x212B], [0x3A9, 0x3C9, 0x2126],
    [0x3A3, 0x3C2, 0x3C3], [0x392, 0x3B2, 0x3D0], [0x398, 0x3B8, 0x3D1, 0x3F4],
    [0x3A6, 0x3C6, 0x3D5], [0x3A0, 0x3C0, 0x3D6], [0x39A, 0x3BA, 0x3F0], [0x3A1, 0x3C1, 0x3F1],
    [0x395, 0x3B5, 0x3F5], [0x39C, 0x3BC, 0xB5], [0xDF, 0x1E9E],
  ]

  static func caseVariants(_ value: UInt32) -> [UInt32] {
    if let orbit = orbits.first(where: { $0.contains(value) }) { return orbit }
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
  /// use by many people are known, by their blocks.
  static func unicode(_ name: String) -> ScalarSet? {
    if name == "Any" { return ScalarSet([0...0x10FFFF]) }
    if let ranges = scripts[name] { return ScalarSet(ranges) }
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

  private static let scripts: [String: [ClosedRange<UInt32>]] = [
    "Latin": [
      0x41...0x5A, 0x61...0x7A, 0xAA...0xAA, 0xBA...0xBA, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2B8,
      0x1D00...0x1D25, 0x1E00...0x1EFF, 0x2C60...0x2C7F, 0xA722...0xA787, 0xFF21...0xFF3A,
      0xFF41...0xFF5A,
    ],
    "Greek": [
      0x370...0x373, 0x375...0x377, 0x37A...0x37D, 0x37F...0x37F, 0x384...0x384, 0x386...0x386,
      0x388...0x3E1, 0x3F0...0x3FF, 0x1F00...0x1FFE,
    ],
    "Cyrillic": [0x400...0x484, 0x487...0x52F, 0x1C80...0x1C88, 0x2DE0...0x2DFF, 0xA640...0xA69F],
    "Armenian": [0x531...0x556, 0x559...0x58A], "Hebrew": [0x591...0x5F4, 0xFB1D...0xFB4F],
    "Arabic": [
      0x600...0x604, 0x606...0x6FF, 0x750...0x77F, 0x8A0...0x8FF, 0xFB50...0xFDFF,
      0xFE70...0xFEFC,
    ],
    "Devanagari": [0x900...0x950, 0x955...0x963, 0x966...0x97F], "Bengali": [0x980...0x9FE],
    "Tamil": [0xB82...0xBFA], "Thai": [0xE01...0xE3A, 0xE40...0xE5B],
    "Georgian": [0x10A0...0x10FF, 0x1C90...0x1CBF],
    "Hangul": [
      0x1100...0x11FF, 0x3131...0x318E,
      0xA960...0xA97C, 0xAC00...0xD7A3, 0xD7B0...0xD7FB,
    ],
    "Hiragana": [0x3041...0x3096, 0x309D...0x309F],
    "Katakana": [0x30A1...0x30FA, 0x30FD...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9D],
    "Han": [
      0x2E80...0x2FD5, 0x3005...0x3007, 0x3021...0x3029, 0x3038...0x303B, 0x3400...0x4DBF,
      0x4E00...0x9FFF, 0xF900...0xFAD9, 0x20000...0x323AF,
    ],
  ]
}
