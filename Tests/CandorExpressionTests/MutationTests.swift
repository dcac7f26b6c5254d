import Testing

@testable import CandorExpression

/// Damaged expressions must end in an error or a value, never in a crash or a hang.
@Suite struct MutationTests {
  /// A generator with a fixed seed (SplitMix64), so that a failure comes again.
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  static let seeds: [String] =
    FunctionReference.all.flatMap { [$0.example, $0.failingExample] } + [
      "switch.minimumDistanceKm > 500.0 && !to.network.isAnonymised",
      "observations.filter(o, has(o.network.asn)).map(o, o.index)[0] == 1 ? 'a' : r\"\\\"",
      "cel.block([[1, 2], cel.index(0).map(x, x)], cel.index(1)[?0].orValue(3))",
      "{?'a': optional.of(1), 'b': [?optional.none()]}.?a.optMap(x, x + 1)",
    ]

  static let pieces = [
    "(", ")", "[", "]", "{", "}", ".", ",", "?", ":", "'", "\"", "\\", "-", "!", "&&", "||", "1",
    "0u", "1e9", "in", "has(", "x", ".all(x,", "null", "\u{0}", "é", "\u{1F600}", "'''", "b'",
    "9223372036854775808", "[?", ".?", "`", "%s", "(a*)*", "cel.index(0)",
  ]

  @Test(arguments: 0..<4)
  func neverCrashes(_ seed: Int) {
    var generator = Generator(state: UInt64(seed) &* 7919 + 42)
    var environment = ObjectTests.environment
    environment.limits.maximumCost = 20_000
    for _ in 0..<1500 {
      var scalars = Array(
        Self.seeds[Int.random(in: 0..<Self.seeds.count, using: &generator)]
          .unicodeScalars)
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0...scalars.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0:
          let piece = Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &generator)]
          scalars.insert(contentsOf: Array(piece.unicodeScalars), at: place)
        case 1 where place < scalars.count: scalars.remove(at: place)
        default:
          let other = Self.seeds[Int.random(in: 0..<Self.seeds.count, using: &generator)]
          scalars.insert(contentsOf: Array(other.unicodeScalars.prefix(12)), at: place)
        }
      }
      var source = ""
      source.unicodeScalars.append(contentsOf: scalars)
      environment.checksTypes = Bool.random(using: &generator)
      guard let expression = try? CompiledExpression.compile(source, in: environment) else {
        continue
      }
      // The plain and the explained evaluation are two sets of closures with one answer.
      let value = try? expression.evaluate(ObjectTests.activation)
      let explained = expression.explain(ObjectTests.activation)
      guard case .value(let traced)? = explained.first?.outcome else { continue }
      #expect(value == traced, "\(source)")
    }
  }

  @Test func damagedLinesAreAnswered() throws {
    var generator = Generator(state: 99)
    let line = Array(
      (#"{"expr":"x + [1]","bindings":{"x":{"type":"list","value":[]}},"#
        + #""type_env":["name: \"x\" ident { type { dyn { } } }"]}"#).utf8)
    for _ in 0..<2000 {
      var bytes = line
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[place] = UInt8.random(in: 0...255, using: &generator)
      }
      let answer = BatchEvaluator().line(bytes)
      _ = try JSONReader.read(answer.utf8)
    }
  }
}
