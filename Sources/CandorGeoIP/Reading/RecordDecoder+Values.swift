extension RecordDecoder {
  /// The whole value at an offset, pointers followed.
  ///
  /// - Throws: damage, and also where depth, number of values or bytes exceed their limits.
  func value(at offset: Int) throws(RecordDamage) -> MMDBValue {
    var budget = Budget()
    return try value(at: offset, depth: 0, budget: &budget)
  }

  /// What a record may still unfold to.
  private struct Budget {
    var values = RecordDecoder.maximumValues
    var bytes = RecordDecoder.maximumBytes

    mutating func take(bytes count: Int) throws(RecordDamage) {
      guard count <= bytes else { throw .tooManyBytes }
      bytes -= count
    }
  }

  private func value(
    at offset: Int, depth: Int, budget: inout Budget
  ) throws(RecordDamage) -> MMDBValue {
    guard budget.values > 0 else { throw .tooManyValues }
    budget.values -= 1
    let here = try resolved(at: offset)
    switch here.kind {
    case .map: return .map(try fields(of: here, depth: depth, budget: &budget))
    case .array: return .array(try elements(of: here, depth: depth, budget: &budget))
    default: return try scalar(here, budget: &budget)
    }
  }

  private func fields(
    of map: Control, depth: Int, budget: inout Budget
  ) throws(RecordDamage) -> [MMDBValue.MapKey: MMDBValue] {
    guard depth < Self.maximumDepth else { throw .tooDeep }
    guard map.size <= budget.values else { throw .tooManyValues }
    var fields = [MMDBValue.MapKey: MMDBValue](minimumCapacity: map.size)
    var next = map.payload
    for _ in 0..<map.size {
      let key = try resolved(at: next)
      guard key.kind == .string else { throw .keyIsNoText }
      try budget.take(bytes: key.size)
      let name = MMDBValue.MapKey(try text(key))
      next = try skip(next)
      guard fields[name] == nil else { throw .duplicateKey }
      fields[name] = try value(at: next, depth: depth + 1, budget: &budget)
      next = try skip(next)
    }
    return fields
  }

  private func elements(
    of array: Control, depth: Int, budget: inout Budget
  ) throws(RecordDamage) -> [MMDBValue] {
    guard depth < Self.maximumDepth else { throw .tooDeep }
    guard array.size <= budget.values else { throw .tooManyValues }
    var elements: [MMDBValue] = []
    elements.reserveCapacity(array.size)
    var next = array.payload
    for _ in 0..<array.size {
      elements.append(try value(at: next, depth: depth + 1, budget: &budget))
      next = try skip(next)
    }
    return elements
  }

  private func scalar(
    _ value: Control, budget: inout Budget
  ) throws(RecordDamage) -> MMDBValue {
    switch value.kind {
    case .string:
      try budget.take(bytes: value.size)
      return .string(try text(value))
    case .bytes:
      try budget.take(bytes: value.size)
      return .bytes([UInt8](section[value.payload..<(value.payload + value.size)]))
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
