import CandorModel

extension DatabaseFile {
  /// Walks all networks that have a record, from the lowest address to the highest.
  ///
  /// IPv4 networks of a tree of IPv6 are given as IPv4, and once: where the tree leads to the IPv4
  /// addresses again (`::ffff:0:0/96`, `2002::/16`), that is left out.
  ///
  /// - Parameter body: the network and the offset of its record; answers whether to go on.
  /// - Throws: where a part of the tree is reached a second time or is deeper than an address.
  func forEachNetwork(_ body: (IPPrefix, Int) -> Bool) throws(GeoIPError) {
    struct Step {
      var record: UInt32
      var high: UInt64
      var low: UInt64
      var depth: Int
    }
    let width = tree.width
    let startOfV4 = tree.startOfV4
    var visits = 0
    var stack = [
      Step(record: tree.nodeCount == 0 ? tree.nodeCount : 0, high: 0, low: 0, depth: 0)
    ]
    while let step = stack.popLast() {
      if step.record >= tree.nodeCount {
        guard let offset = try dataOffset(of: step.record) else { continue }
        guard body(prefix(high: step.high, low: step.low, depth: step.depth), offset) else {
          return
        }
        continue
      }
      let isAlias =
        width == 128 && step.record == startOfV4.record
        && (step.depth != 96 || step.high != 0 || step.low != 0)
      if isAlias { continue }
      guard step.depth < width else {
        throw .damagedTree(name, "it is deeper than an address has bits")
      }
      visits += 1
      guard visits <= Int(tree.nodeCount) else {
        throw .damagedTree(name, "it leads to one of its parts twice")
      }
      // The right one first, so that the left one is taken from the stack first.
      var right = step
      right.record = tree.child(of: step.record, bit: 1)
      right.depth += 1
      let place = step.depth + (128 - width)
      if place < 64 {
        right.high |= 1 << UInt64(63 - place)
      } else {
        right.low |= 1 << UInt64(127 - place)
      }
      stack.append(right)
      stack.append(
        Step(
          record: tree.child(of: step.record, bit: 0), high: step.high, low: step.low,
          depth: step.depth + 1))
    }
  }

  /// The network of so many leading bits of the tree.
  func prefix(high: UInt64, low: UInt64, depth: Int) -> IPPrefix {
    if tree.width == 32 {
      return IPPrefix(IPAddress(v4: UInt32(truncatingIfNeeded: low)), length: depth)
    }
    if depth >= 96, high == 0, low >> 32 == 0 {
      return IPPrefix(IPAddress(v4: UInt32(truncatingIfNeeded: low)), length: depth - 96)
    }
    return IPPrefix(IPAddress(v6High: high, low: low), length: depth)
  }
}
