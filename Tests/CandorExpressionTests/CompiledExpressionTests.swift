import CandorExpression
import Testing

@Suite struct CompiledExpressionTests {
  @Test func evaluatesArithmetic() throws {
    let expression = try CompiledExpression.compile("1 + 2 * 3", in: .standard)
    #expect(try expression.evaluate(Activation([])) == .int(7))
  }
}
