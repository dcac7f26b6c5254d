import CandorExpression
import CandorModel

/// A sentence with expressions in it: `answers {{answers(from)}} came from ...`.
struct SummaryTemplate: Sendable {
  /// A part of the sentence.
  enum Piece: Sendable {
    case text(String)
    case expression(CompiledExpression)
  }

  let pieces: [Piece]

  /// The sentence for these values; an expression without a value becomes `unknown`.
  ///
  /// - Parameter bytes: where it is put together; what stands there goes.
  func text(_ activation: Activation, in bytes: inout [UInt8]) -> String {
    bytes.removeAll(keepingCapacity: true)
    for piece in pieces {
      switch piece {
      case .text(let part): bytes.append(text: part)
      case .expression(let expression):
        let start = bytes.count
        do throws(EvaluationError) {
          if expression.givesText {
            try expression.writeText(activation, to: &bytes)
          } else {
            bytes.append(text: Self.text(of: try expression.evaluate(activation)) ?? "unknown")
          }
        } catch {
          bytes.removeSubrange(start...)
          bytes.append(text: "unknown")
        }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// How a value stands in a sentence; `nil` for what has no plain form.
  static func text(of value: Value) -> String? {
    switch value {
    case .string(let text): return text
    case .int(let number): return String(number)
    case .uint(let number): return String(number)
    case .double(let number): return number.isFinite ? DecimalText.text(number, decimals: 3) : nil
    case .bool(let flag): return flag ? "yes" : "no"
    case .timestamp(let moment): return moment.description
    case .duration(let span): return span.description
    case .list(let elements):
      let words = elements.compactMap { text(of: $0) }
      return words.isEmpty ? nil : words.joined(separator: ", ")
    case .optional(let wrapped): return wrapped.flatMap { text(of: $0) }
    default: return nil
    }
  }
}

extension SummaryTemplate {
  /// Reads a template and compiles its expressions.
  ///
  /// - Returns: `nil`, after diagnostics, where it is malformed or an expression is.
  init?(
    _ node: YAMLNode, path: String, environment: Environment, limits: RuleLimits,
    compiler: inout ExpressionCompiler
  ) {
    guard let scalar = node.scalar, !scalar.text.trimmedSpace.isEmpty else {
      compiler.diagnostics.append(
        RuleDiagnostic.emptyText(path, at: compiler.source.place(node.start, node.end)))
      return nil
    }
    let bytes = Array(scalar.text.utf8)
    var pieces: [Piece] = []
    var count = 0
    var isWhole = true
    var textStart = 0
    var index = 0
    func appendText(to end: Int) {
      guard end > textStart else { return }
      pieces.append(.text(String(decoding: bytes[textStart..<end], as: UTF8.self)))
    }
    while index < bytes.count {
      guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "{"),
        bytes[index + 1] == UInt8(ascii: "{")
      else {
        index += 1
        continue
      }
      guard let end = Self.end(of: bytes, from: index + 2) else {
        compiler.diagnostics.append(
          RuleDiagnostic.malformedTemplate(
            path, "found one that is never closed",
            at: compiler.place(of: node, index, index + 2)))
        return nil
      }
      appendText(to: index)
      let expression = String(decoding: bytes[index + 2..<end], as: UTF8.self)
      count += 1
      if expression.trimmedSpace.isEmpty {
        compiler.diagnostics.append(
          RuleDiagnostic.malformedTemplate(
            path, "found nothing between them", at: compiler.place(of: node, index, end + 2)))
        isWhole = false
      } else if let compiled = compiler.compile(
        expression, from: index + 2, of: node, in: environment)
      {
        if !ExpressionCompiler.isPrintable(compiled.resultType) {
          compiler.diagnostics.append(
            RuleDiagnostic.unprintableResult(
              path, found: compiled.resultType.description,
              at: compiler.place(of: node, index + 2, end)))
          isWhole = false
        }
        pieces.append(.expression(compiled))
      } else {
        isWhole = false
      }
      index = end + 2
      textStart = index
    }
    guard count <= limits.maximumTemplatePieces else {
      compiler.diagnostics.append(
        RuleDiagnostic.tooManyTemplatePieces(
          path, limit: limits.maximumTemplatePieces, actual: count,
          at: compiler.source.place(node.start, node.end)))
      return nil
    }
    appendText(to: bytes.count)
    guard isWhole else { return nil }
    self.pieces = Self.trimmed(pieces)
  }

  /// Where the closing `}}` begins; braces of maps and text literals of the expression are skipped.
  private static func end(of bytes: [UInt8], from start: Int) -> Int? {
    var depth = 0
    var quote: UInt8?
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if let open = quote {
        if byte == UInt8(ascii: "\\") {
          index += 1
        } else if byte == open {
          quote = nil
        }
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
      } else if byte == UInt8(ascii: "{") {
        depth += 1
      } else if byte == UInt8(ascii: "}") {
        if depth > 0 {
          depth -= 1
        } else {
          return index + 1 < bytes.count && bytes[index + 1] == byte ? index : nil
        }
      }
      index += 1
    }
    return nil
  }

  /// Block scalars end in a line feed, and folded ones may begin with spaces; sentences do not.
  private static func trimmed(_ pieces: [Piece]) -> [Piece] {
    var pieces = pieces
    if case .text(let text)? = pieces.last {
      let kept = text.lastIndex { !$0.isWhitespace }.map { String(text[...$0]) } ?? ""
      pieces[pieces.count - 1] = .text(kept)
    }
    if case .text(let text)? = pieces.first {
      pieces[0] = .text(String(text.drop { $0.isWhitespace }))
    }
    return pieces
  }
}
