import Testing

@testable import CandorExpression

@Suite struct BatchEvaluatorTests {
  @Test(arguments: [
    (#"{"expr":"1 + 1"}"#, #"{"value":{"type":"int","value":"2"}}"#),
    (
      #"{"expr":"[1u, 2.5, 1e22, null, true, b'a', 'q\"']"}"#,
      #"{"value":{"type":"list","value":[{"type":"uint","value":"1"},"#
        + #"{"type":"double","value":"2.5"},{"type":"double","value":"1e+22"},{"type":"null"},"#
        + #"{"type":"bool","value":true},{"base64":"YQ==","type":"bytes"},"#
        + #"{"type":"string","value":"q\""}]}}"#
    ),
    (
      #"{"expr":"{'a': duration('-1.5s')}"}"#,
      #"{"value":{"type":"map","value":[[{"type":"string","value":"a"},"#
        + #"{"nanos":-500000000,"seconds":"-1","type":"duration"}]]}}"#
    ),
    (
      #"{"expr":"timestamp(0)"}"#,
      #"{"value":{"type":"timestamp","value":"1970-01-01T00:00:00Z"}}"#
    ),
    (
      #"{"expr":"[1.0 / 0.0, -1.0 / 0.0, 100.0]"}"#,
      #"{"value":{"type":"list","value":[{"type":"double","value":"inf"},"#
        + #"{"type":"double","value":"-inf"},{"type":"double","value":"100.0"}]}}"#
    ),
    (
      #"{"expr":"x.y","bindings":{"x.y":{"type":"int","value":"3"}}}"#,
      #"{"value":{"type":"int","value":"3"}}"#
    ),
    (
      #"{"expr":"y","container":"x","bindings":{"x.y":{"type":"uint","value":"3"}}}"#,
      #"{"value":{"type":"uint","value":"3"}}"#
    ),
    (#"{"expr":"[]","check_only":true}"#, #"{"type":"list(dyn)"}"#),
    (
      #"{"expr":"x","check_only":true,"type_env":["name: \"x\" ident { type { map_type { "#
        + #"key_type { primitive: STRING } value_type { dyn { } } } } }"]}"#,
      #"{"type":"map(string, dyn)"}"#
    ),
    (#"{"expr":"1 / 0"}"#, #"{"error":"division by zero"}"#),
    (
      #"{"expr":"1 +"}"#,
      #"{"error":"1:4: expected an expression, found the end of the expression"}"#
    ),
    (
      #"{"expr":"has({'a': 1}.a)","disable_macros":true,"disable_check":true}"#,
      #"{"error":"unbound function `has`"}"#
    ),
    (#"{"expr":"x","disable_check":true}"#, #"{"error":"unknown variable `x`"}"#),
    ("nonsense", #"{"error":"not JSON: expected a value at byte 0"}"#),
    ("", #"{"error":"not JSON: expected a value at byte 0"}"#),
    ("{}", #"{"error":"expected a text in `expr`"}"#),
    (
      #"{"expr":"x","bindings":{"x":{"type":"int","value":"z"}}}"#,
      #"{"error":"expected a value of type `int`"}"#
    ),
  ])
  func answersOneLineForOne(_ line: String, _ answer: String) {
    #expect(BatchEvaluator().line(line) == answer)
  }

  static let wrongTypes: [(String, String)] = [
    (#""check_only":1"#, "expected `true` or `false` in `check_only`"),
    (#""disable_check":"yes""#, "expected `true` or `false` in `disable_check`"),
    (#""disable_macros":[]"#, "expected `true` or `false` in `disable_macros`"),
    (#""bindings":[]"#, "expected an object in `bindings`"),
    (#""type_env":"x""#, "expected texts in `type_env`"),
    (#""type_env":[1]"#, "expected texts in `type_env`"),
    (#""container":5"#, "expected a text in `container`"),
  ]

  @Test(arguments: wrongTypes)
  func aKeyOfAnotherTypeIsNotPassedOver(_ member: String, _ error: String) {
    #expect(
      BatchEvaluator().line("{\"expr\":\"1\",\(member)}") == "{\"error\":\"\(error)\"}")
  }

  @Test(
    arguments: [
      "bindings", "type_env", "container", "disable_check", "disable_macros", "check_only",
    ])
  func aKeyThatIsNullIsNotThere(_ key: String) {
    #expect(
      BatchEvaluator().line("{\"expr\":\"1\",\"\(key)\":null}")
        == #"{"value":{"type":"int","value":"1"}}"#)
  }

  static let keys: [(String, String, String)] = [
    (
      "double", "int",
      "expected a key of type `bool`, `int`, `uint` or `string` in a map, found `double`"
    ),
    ("int", "uint", "expected different keys in a map"),
  ]

  @Test(arguments: keys)
  func whatIsWrongWithAKeyOfAMapIsSaid(_ first: String, _ second: String, _ error: String) {
    func entry(_ type: String) -> String {
      "[{\"type\":\"\(type)\",\"value\":\"1\"},{\"type\":\"int\",\"value\":\"2\"}]"
    }
    let map = "{\"type\":\"map\",\"value\":[\(entry(first)),\(entry(second))]}"
    #expect(
      BatchEvaluator().line("{\"expr\":\"x\",\"bindings\":{\"x\":\(map)}}")
        == "{\"error\":\"\(error)\"}")
  }
}
