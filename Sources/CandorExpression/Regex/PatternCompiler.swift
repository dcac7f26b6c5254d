/// Turns the tree of a pattern into a program, and stops where the program grows too large:
/// nested repetitions multiply.
struct PatternCompiler {
  let maximumSize: Int
  private var program = PatternProgram()

  init(maximumSize: Int) {
    self.maximumSize = maximumSize
  }

  mutating func compile(_ node: PatternNode) throws(PatternError) -> PatternProgram {
    try emit(node)
    _ = try append(.match)
    return program
  }

  private mutating func append(
    _ instruction: PatternProgram.Instruction
  ) throws(PatternError) -> Int {
    guard program.instructions.count < maximumSize else {
      throw PatternError("expected a program of at most \(maximumSize) instructions, found more")
    }
    program.instructions.append(instruction)
    return program.instructions.count - 1
  }

  private var end: Int { program.instructions.count }

  private mutating func emit(_ node: PatternNode) throws(PatternError) {
    switch node {
    case .empty: break
    case .scalars(let set):
      program.sets.append(set)
      _ = try append(.scalars(program.sets.count - 1))
    case .assertion(let assertion): _ = try append(.assertion(assertion))
    case .sequence(let nodes):
      for node in nodes { try emit(node) }
    case .alternatives(let nodes): try emitAlternatives(nodes)
    case .repetition(let node, let minimum, let maximum):
      try emitRepetition(node, minimum, maximum)
    }
  }

  private mutating func emitAlternatives(_ nodes: [PatternNode]) throws(PatternError) {
    var exits: [Int] = []
    for (index, node) in nodes.enumerated() {
      guard index < nodes.count - 1 else {
        try emit(node)
        break
      }
      let split = try append(.split(0, 0))
      try emit(node)
      exits.append(try append(.jump(0)))
      program.instructions[split] = .split(split + 1, end)
    }
    for exit in exits { program.instructions[exit] = .jump(end) }
  }

  private mutating func emitRepetition(
    _ node: PatternNode, _ minimum: Int, _ maximum: Int?
  ) throws(PatternError) {
    for _ in 0..<minimum { try emit(node) }
    guard let maximum else {
      let split = try append(.split(0, 0))
      try emit(node)
      _ = try append(.jump(split))
      program.instructions[split] = .split(split + 1, end)
      return
    }
    var splits: [Int] = []
    for _ in 0..<(maximum - minimum) {
      splits.append(try append(.split(0, 0)))
      try emit(node)
    }
    for split in splits { program.instructions[split] = .split(split + 1, end) }
  }
}
