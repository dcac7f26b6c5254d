extension Lowering {
  mutating func listCode(_ elements: [Expr.ListElement]) -> Code {
    let codes = elements.map { (code: code($0.value), isOptional: $0.isOptional) }
    if !elements.contains(where: \.isOptional), !isTraced {
      let constants = codes.compactMap(\.code.constant)
      if constants.count == codes.count { return Code(constant: .list(constants)) }
    }
    let parts = codes.map { (value: $0.code.value, isOptional: $0.isOptional) }
    return Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      var list: [Value] = []
      list.reserveCapacity(parts.count)
      try frame.checkSize(parts.count)
      for part in parts {
        let value = try part.value(&frame)
        if part.isOptional {
          guard case .optional(let content) = value else { throw .noSuchOverload("[?]", value) }
          if let content { list.append(content) }
        } else {
          list.append(value)
        }
      }
      return .list(list)
    })
  }

  mutating func mapCode(_ entries: [Expr.MapEntry]) -> Code {
    var parts: [(key: Evaluator, value: Evaluator, isOptional: Bool)] = []
    for entry in entries {
      let key = code(entry.key).value
      parts.append((key, code(entry.value).value, entry.isOptional))
    }
    let frozen = parts
    return Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      var map = ValueMap()
      try frame.checkSize(frozen.count)
      for part in frozen {
        let key = try part.key(&frame)
        var value = try part.value(&frame)
        if part.isOptional {
          guard case .optional(let content) = value else { throw .noSuchOverload("{?}", value) }
          guard let content else { continue }
          value = content
        }
        try Self.insert(key, value, into: &map, &frame)
      }
      return .map(map)
    })
  }

  private static func insert(
    _ key: Value, _ value: Value, into map: inout ValueMap, _ frame: inout Frame
  ) throws(EvaluationError) {
    try frame.chargeIfLong(key: key)
    guard !map.insert(key, value) else { return }
    guard MapKey(key) != nil else {
      throw EvaluationError(
        .noSuchOverload, "unsupported key type `\(key.typeName)` of a map")
    }
    throw .invalid("repeated key of a map", detail: Formatting.text(key))
  }

  /// What a comprehension goes through: pairs of what its one or two variables get.
  enum Range {
    case list([Value])
    case map(ValueMap)

    var count: Int {
      switch self {
      case .list(let list): list.count
      case .map(let map): map.count
      }
    }
  }

  mutating func comprehensionCode(_ expr: Expr, _ comprehension: Expr.Comprehension) -> Code {
    let name = comprehension.kind.rawValue
    let range = code(comprehension.range).value
    let slots = binders(expr)
    let weight = (comprehension.condition?.weight ?? 0) + (comprehension.transform?.weight ?? 0)
    let loop = Loop(
      name: name, range: range, first: slots.first ?? 0,
      second: slots.count == 2 ? slots[1] : nil, weight: weight)
    let condition = comprehension.condition.map { code($0).asBool(name) }
    let transform = comprehension.transform.map { code($0).value }
    switch comprehension.kind {
    case .all: return Self.quantifier(loop, condition, decisive: false)
    case .exists: return Self.quantifier(loop, condition, decisive: true)
    case .existsOne: return Self.exactlyOne(loop, condition)
    case .filter: return Self.filter(loop, condition)
    case .map, .transformList: return Self.transformList(loop, condition, transform)
    case .transformMap: return Self.transformMap(loop, condition, transform)
    case .transformMapEntry: return Self.transformEntries(loop, condition, transform)
    case .sortBy: return Self.sort(loop, transform)
    }
  }

  /// The part that all comprehensions have in common.
  struct Loop: Sendable {
    let name: String
    let range: Evaluator
    let first: Int
    let second: Int?
    let weight: Int

    @inline(__always)
    func open(_ frame: inout Frame) throws(EvaluationError) -> Range {
      let value = try range(&frame)
      switch value {
      case .list(let list): return .list(list)
      case .map(let map): return .map(map)
      default: throw .noSuchOverload(name, value)
      }
    }

    /// Puts one element into the variables and counts the round.
    @inline(__always)
    func bind(_ range: Range, _ position: Int, _ frame: inout Frame) throws(EvaluationError) {
      try frame.charge(1 + weight)
      switch range {
      case .list(let list):
        if let second {
          frame.locals[first] = .int(Int64(position))
          frame.locals[second] = list[position]
        } else {
          frame.locals[first] = list[position]
        }
      case .map(let map):
        let entry = map.entries[position]
        frame.locals[first] = entry.key
        if let second { frame.locals[second] = entry.value }
      }
    }
  }

  /// `all` and `exists`: one decisive element absorbs the errors of the others.
  private static func quantifier(
    _ loop: Loop, _ condition: BoolEvaluator?, decisive: Bool
  ) -> Code {
    guard let condition else { return Code(constant: .bool(!decisive)) }
    return Code(bool: { (frame: inout Frame) throws(EvaluationError) -> Bool in
      let range = try loop.open(&frame)
      var failure: EvaluationError?
      for position in 0..<range.count {
        try loop.bind(range, position, &frame)
        do throws(EvaluationError) {
          if try condition(&frame) == decisive { return decisive }
        } catch {
          if error.code == .limitExceeded { throw error }
          if failure == nil { failure = error }
        }
      }
      if let failure { throw failure }
      return !decisive
    })
  }

  private static func exactlyOne(_ loop: Loop, _ condition: BoolEvaluator?) -> Code {
    Code(bool: { (frame: inout Frame) throws(EvaluationError) -> Bool in
      let range = try loop.open(&frame)
      var count = 0
      for position in 0..<range.count {
        try loop.bind(range, position, &frame)
        if try condition?(&frame) ?? false { count += 1 }
      }
      return count == 1
    })
  }

  private static func filter(_ loop: Loop, _ condition: BoolEvaluator?) -> Code {
    Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      let range = try loop.open(&frame)
      var result: [Value] = []
      for position in 0..<range.count {
        try loop.bind(range, position, &frame)
        guard try condition?(&frame) ?? false else { continue }
        switch range {
        case .list(let list): result.append(list[position])
        case .map(let map): result.append(map.entries[position].key)
        }
      }
      return .list(result)
    })
  }

  private static func transformList(
    _ loop: Loop, _ condition: BoolEvaluator?, _ transform: Evaluator?
  ) -> Code {
    Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      let range = try loop.open(&frame)
      var result: [Value] = []
      for position in 0..<range.count {
        try loop.bind(range, position, &frame)
        if let condition, try !condition(&frame) { continue }
        if let transform { result.append(try transform(&frame)) }
      }
      return .list(result)
    })
  }

  private static func transformMap(
    _ loop: Loop, _ condition: BoolEvaluator?, _ transform: Evaluator?
  ) -> Code {
    Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      let range = try loop.open(&frame)
      var result = ValueMap()
      for position in 0..<range.count {
        try loop.bind(range, position, &frame)
        if let condition, try !condition(&frame) { continue }
        guard let transform else { continue }
        let value = try transform(&frame)
        switch range {
        case .list: _ = result.insert(.int(Int64(position)), value)
        case .map(let map):
          let key = map.entries[position].key
          try frame.chargeIfLong(key: key)
          _ = result.insert(key, value)
        }
      }
      return .map(result)
    })
  }

  private static func transformEntries(
    _ loop: Loop, _ condition: BoolEvaluator?, _ transform: Evaluator?
  ) -> Code {
    Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      let range = try loop.open(&frame)
      var result = ValueMap()
      for position in 0..<range.count {
        try loop.bind(range, position, &frame)
        if let condition, try !condition(&frame) { continue }
        guard let transform, case .map(let entries) = try transform(&frame) else { continue }
        for entry in entries.entries {
          try Self.insert(entry.key, entry.value, into: &result, &frame)
        }
        try frame.checkSize(result.count)
      }
      return .map(result)
    })
  }

  private static func sort(_ loop: Loop, _ key: Evaluator?) -> Code {
    Code({ (frame: inout Frame) throws(EvaluationError) -> Value in
      let range = try loop.open(&frame)
      guard case .list(let list) = range, let key else {
        throw EvaluationError(.noSuchOverload, "expected a list before `sortBy`")
      }
      var keys: [Value] = []
      for position in list.indices {
        try loop.bind(range, position, &frame)
        keys.append(try key(&frame))
      }
      return .list(try ListFunctions.sorted(list, by: keys, &frame))
    })
  }
}
