/// How wide the records of a search tree are.
enum MMDBRecordSize: Int {
  case bits24 = 24
  case bits28 = 28
  case bits32 = 32

  /// The narrowest that holds a value; `nil` above 32 bits.
  init?(holding largest: UInt64) {
    switch largest {
    case 0..<(1 << 24): self = .bits24
    case (1 << 24)..<(1 << 28): self = .bits28
    case (1 << 28)..<(1 << 32): self = .bits32
    default: return nil
    }
  }

  /// The bytes of one node: two records.
  var bytesPerNode: Int { rawValue / 4 }
}

extension MMDBTree {
  /// The zero bytes between tree and data section, over which a record's data pointer counts.
  static let separatorSize = 16

  /// The tree as it stands in the file.
  struct Serialized {
    var bytes: [UInt8]
    var nodeCount: Int
    var recordSize: MMDBRecordSize
  }

  /// Writes the tree with its nodes in depth-first order and without the superfluous ones.
  ///
  /// - Parameters:
  ///   - dataSize: the size of the data section.
  ///   - mergesEqualNeighbors: whether two halves with the same value become one network.
  func serialized(
    dataSize: Int, mergesEqualNeighbors: Bool
  ) throws(MMDBWriterError) -> Serialized {
    let merged = mergedRecords(mergesEqualNeighbors: mergesEqualNeighbors)
    let (order, numbers) = numbering(of: merged)
    let nodeCount = order.count
    let largest = UInt64(nodeCount) + UInt64(Self.separatorSize) + UInt64(dataSize)
    guard let recordSize = MMDBRecordSize(holding: largest) else {
      throw .tooLarge(part: "database", limit: Int(UInt32.max))
    }
    let base = UInt32(nodeCount + Self.separatorSize)
    func final(_ record: UInt32) -> UInt32 {
      if record == 0 { return UInt32(nodeCount) }
      if record & Self.valueBit != 0 { return base + (record & ~Self.valueBit) }
      return numbers[Int(record)]
    }
    let aliasTarget = final(ipv4Record(in: merged))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(nodeCount * recordSize.bytesPerNode)
    for node in order {
      let left = merged[Int(node) * 2]
      let right = merged[Int(node) * 2 + 1]
      Self.append(
        left == Self.alias ? aliasTarget : final(left),
        right == Self.alias ? aliasTarget : final(right), size: recordSize, to: &bytes)
    }
    return Serialized(bytes: bytes, nodeCount: nodeCount, recordSize: recordSize)
  }

  /// The records with every node whose halves are the same value replaced by that value.
  private func mergedRecords(mergesEqualNeighbors: Bool) -> [UInt32] {
    var merged = records
    // A child's number is larger than its parent's, so going backwards visits children first.
    var node = merged.count / 2 - 1
    while node >= 0 {
      for slot in [node * 2, node * 2 + 1] {
        let child = merged[slot]
        guard child != 0, child != Self.alias, child & Self.valueBit == 0 else { continue }
        let left = merged[Int(child) * 2]
        guard left == merged[Int(child) * 2 + 1], left != Self.alias else { continue }
        // Two empty halves are always one: there is no network in them to tell apart.
        if left == 0 || (mergesEqualNeighbors && left & Self.valueBit != 0) {
          merged[slot] = left
        }
      }
      node -= 1
    }
    return merged
  }

  /// The nodes that are reached from the root, depth first, and their numbers in that order.
  private func numbering(of merged: [UInt32]) -> (order: [UInt32], numbers: [UInt32]) {
    var numbers = [UInt32](repeating: 0, count: merged.count / 2)
    var order: [UInt32] = []
    order.reserveCapacity(numbers.count)
    var pending: [UInt32] = [0]
    while let node = pending.popLast() {
      numbers[Int(node)] = UInt32(order.count)
      order.append(node)
      // The right half is pushed first, so that the left one follows its parent.
      for slot in [Int(node) * 2 + 1, Int(node) * 2] {
        let child = merged[slot]
        if child != 0, child != Self.alias, child & Self.valueBit == 0 { pending.append(child) }
      }
    }
    return (order, numbers)
  }

  /// The record that all of IPv4 lies under: 96 zero bits down, or the value met before.
  private func ipv4Record(in merged: [UInt32]) -> UInt32 {
    var record = merged[0]
    for _ in 1..<96 {
      if record == 0 || record & Self.valueBit != 0 { return record }
      record = merged[Int(record) * 2]
    }
    return record
  }

  private static func append(
    _ left: UInt32, _ right: UInt32, size: MMDBRecordSize, to bytes: inout [UInt8]
  ) {
    switch size {
    case .bits24:
      MMDBEncoding.appendBigEndian(UInt64(left), byteCount: 3, to: &bytes)
      MMDBEncoding.appendBigEndian(UInt64(right), byteCount: 3, to: &bytes)
    case .bits28:
      // The middle byte holds the upper four bits of both, those of the left record first.
      MMDBEncoding.appendBigEndian(UInt64(left & 0xff_ffff), byteCount: 3, to: &bytes)
      bytes.append(UInt8(left >> 24) << 4 | UInt8(right >> 24))
      MMDBEncoding.appendBigEndian(UInt64(right & 0xff_ffff), byteCount: 3, to: &bytes)
    case .bits32:
      MMDBEncoding.appendBigEndian(UInt64(left), byteCount: 4, to: &bytes)
      MMDBEncoding.appendBigEndian(UInt64(right), byteCount: 4, to: &bytes)
    }
  }
}
