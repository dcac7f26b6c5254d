import Testing

@testable import CandorExpression

@Suite struct FunctionReferenceTests {
  private func evaluate(_ source: String) throws -> Value {
    try CompiledExpression.compile(source, in: .standard).evaluate(Activation([]))
  }

  @Test(arguments: FunctionReference.all)
  func examplesDoWhatTheySay(_ function: FunctionReference) throws {
    #expect(try evaluate(function.example) == evaluate(function.result), "\(function.name)")
    #expect(throws: (any Error).self, "\(function.failingExample)") {
      try evaluate(function.failingExample)
    }
  }

  @Test func everyFunctionIsDescribed() {
    let described = Set(FunctionReference.all.map(\.name))
    let missing = FunctionTable.standard.overloads.keys.filter { !described.contains($0) }.sorted()
    #expect(missing == [])
    #expect(described.count == FunctionReference.all.count)
  }
}
