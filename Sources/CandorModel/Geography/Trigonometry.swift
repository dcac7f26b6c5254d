#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The few functions of the C mathematics library that distances need, in this file alone.
enum Trigonometry {
  static func radians(_ degrees: Double) -> Double { degrees * (.pi / 180) }
  static func degrees(_ radians: Double) -> Double { radians * (180 / .pi) }
  static func sine(_ radians: Double) -> Double { sin(radians) }
  static func cosine(_ radians: Double) -> Double { cos(radians) }
  static func arcSine(_ value: Double) -> Double { asin(value) }
  static func arcTangent(_ y: Double, _ x: Double) -> Double { atan2(y, x) }
}
