import CandorModel

extension SandboxRequest {
  /// Compares method and path with a pattern whose parts that begin with a colon fit anything.
  ///
  /// - Returns: what stood at the colons; `nil` where the request is another one.
  func matches(_ method: String, _ pattern: String...) -> [String]? {
    guard self.method == method, path.count == pattern.count else { return nil }
    var values: [String] = []
    for (part, expected) in zip(path, pattern) {
      if expected.hasPrefix(":") {
        values.append(part)
      } else if part != expected {
        return nil
      }
    }
    return values
  }

  /// The body as a JSON object; an empty body counts as an empty one. `nil` for anything else.
  var jsonObject: JSONValue? {
    if body.isEmpty { return .object([]) }
    guard let value = try? JSONValue(parsing: body), value.object != nil else { return nil }
    return value
  }

  /// A query parameter as a whole number in a range.
  ///
  /// - Returns: the default where it is missing; `nil` where it is no such number.
  func integer(_ name: String, in range: ClosedRange<Int>, default fallback: Int) -> Int? {
    guard let text = parameter(name) else { return fallback }
    guard let value = Int(text), range.contains(value) else { return nil }
    return value
  }
}
