/// A least distance as sentences and maps name it.
package enum LeastKilometres {
  /// The whole kilometres, rounded down, of a distance as it is written, with one decimal: who reads a
  /// sentence beside the value reads the same.
  package static func whole(of kilometres: Double) -> Double {
    ((kilometres * 10).rounded() / 10).rounded(.down)
  }
}
