extension RecordDecoder {
  /// The whole value at an offset, pointers followed.
  ///
  /// - Throws: damage, and also where depth or number of values exceed their limits.
  func value(at offset: Int) throws(RecordDamage) -> MMDBValue {
    var budget = Self.maximumValues
    return try value(at: offset, depth: 0, budget: &budget)
  }

  private func value(
    at offset: Int, depth: Int, budget: inout Int
  ) throws(RecordDamage) -> MMDBValue {
    guard budget > 0 else { throw .tooManyValues }
    budget -= 1
    let here = try resolved(at: offset)
    switch here.kind {
    case .map: return .map(try fields(of: here, depth: depth, budget: &budget))
    case .array: return .array(try elements(of: here, depth: depth, budget: &budget))
    default: return try scalar(here)
    }
  }

  private func fields(
    of map: Control, depth: Int, budget: inout Int
  ) throws(RecordDamage) -> [String: MMDBValue] {
    guard depth < Self.maximumDepth else { throw .tooDeep }
    guard map.size <= budget else { throw .tooManyValues }
    var fields = [String: MMDBValue](minimumCapacity: map.size)
    var next = map.payload
    for _ in 0..<map.size {
      let key = try resolved(at: next)
      guard key.kind == .string else { throw .keyIsNoText }
      let name = try text(key)
      next = try skip(next)
      guard fields[name] == nil else { throw .duplicateKey }
      fields[name] = try value(at: next, depth: depth + 1, budget: &budget)
      next = try skip(next)
    }
    return fields
  }

  private func elements(
    of array: Control, depth: Int, budget: inout Int
  ) throws(RecordDamage) -> [MMDBValue] {
    guard depth < Self.maximumDepth else { throw .tooDeep }
    guard array.size <= budget else { throw .tooManyValues }
    var elements: [MMDBValue] = []
    elements.reserveCapacity(array.size)
    var next = array.payload
    for _ in 0..<array.size {
      elements.append(try value(at: next, depth: depth + 1, budget: &budget))
      next = try skip(next)
    }
    return elements
  }

  private func scalar(_ value: Control) throws(RecordDamage) -> MMDBValue {
    switch value.kind {
    case .string: return .string(try text(value))
    case .bytes: return .bytes([UInt8](section[value.payload..<(value.payload + value.size)]))
    case .double: return .double(double(value))
    case .float: return .float(float(value))
    case .uint16: return .uint16(UInt16(truncatingIfNeeded: unsigned(value)))
    case .uint32: return .uint32(UInt32(truncatingIfNeeded: unsigned(value)))
    case .uint64: return .uint64(unsigned(value))
    case .int32: return .int32(signed(value))
    case .bool: return .bool(value.size == 1)
    case .uint128:
      var number: UInt128 = 0
      for index in 0..<value.size { number = number << 8 | UInt128(section[value.payload + index]) }
      return .uint128(number)
    case .map, .array, .pointer: throw .wrongType
    }
  }
}
