public import CandorModel

/// One thing that comes out of an input.
public enum EvidenceItem: Sendable {
  /// Whole NDJSON lines, not read yet.
  case block(EvidenceBlock)
  /// One interview of a CSV, a JSON document or a saved answer.
  case evidence(Evidence)
  /// Something that could not be read; the rest goes on.
  case lost(Diagnostic)
}

/// Reads evidence from files, folders and standard input, told by content.
///
/// gzip and zstd are known by their magic numbers. `{` or `[` is JSON, anything else CSV with a
/// header. NDJSON is read block by block without limit; CSV, JSON documents, arrays and saved
/// answers of a platform are held whole.
///
/// Thread safety: of one task; the blocks it gives can be read by others.
public final class EvidenceReader {
  private enum State {
    case lines(LineCutter)
    case held([EvidenceItem])
  }

  private let limits: InputLimits
  private let inputCount: Int
  private var inputs: ArraySlice<InputList.Input>
  /// How many could not even be begun.
  private var unreadableCount = 0
  private var state: State?

  /// Makes a reader; nothing is opened yet but folders.
  ///
  /// - Parameters:
  ///   - arguments: files, folders, patterns, or `-` for standard input.
  ///   - limits: on lines and on what is held.
  /// - Throws: `unreadableInput` for a folder that cannot be read.
  public init(_ arguments: [String], limits: InputLimits = .standard) throws(SourceError) {
    let inputs = try InputList.expand(arguments)
    self.inputs = inputs[...]
    self.limits = limits
    inputCount = inputs.count
  }

  /// The next item; `nil` at the end.
  ///
  /// - Throws: where the only input cannot be read. One of several is a loss, and where none of them
  ///   can be read, that is told at the end.
  public func next() throws(SourceError) -> EvidenceItem? {
    while true {
      do throws(SourceError) {
        switch state {
        case .lines(var cutter):
          state = nil
          if let item = try cutter.next() {
            state = .lines(cutter)
            return item
          }
        case .held(var items):
          state = nil
          if let item = items.popLast() {
            state = .held(items)
            return item
          }
        case nil:
          guard let input = inputs.popFirst() else { break }
          unreadableCount += 1
          state = try open(input)
          unreadableCount -= 1
        }
      } catch {
        state = nil
        if inputCount == 1 { throw error }
        return .lost(error.diagnostic)
      }
      guard state != nil || !inputs.isEmpty else { break }
    }
    if inputCount > 1, unreadableCount == inputCount { throw .nothingReadable(inputCount) }
    return nil
  }

  /// Calls a function for every interview and every loss, in order.
  ///
  /// - Throws: where the only input cannot be read, and what the function throws.
  public func forEach(
    evidence: (Evidence) throws -> Void, lost: (Diagnostic) throws -> Void
  ) throws {
    while let item = try next() {
      switch item {
      case .evidence(let value): try evidence(value)
      case .lost(let diagnostic): try lost(diagnostic)
      case .block(let block):
        try block.forEachLine { line in
          let value: Evidence
          do throws(Diagnostic) { value = try block.evidence(of: line) } catch {
            try lost(error)
            return
          }
          try evidence(value)
        }
      }
    }
  }

  private func open(_ input: InputList.Input) throws(SourceError) -> State {
    guard !input.isRefused else { throw .noFile(input.path) }
    let file = try InputFile(input.path)
    var head: [UInt8] = []
    var kind = InputKind.unknown
    // Mostly the first block decides; a JSON document over several lines needs more of it, and is
    // looked at again when there is twice as much.
    var wanted = min(limits.blockBytes, CSVEvidence.maximumHeaderBytes)
    var hasLine = false
    while kind == .unknown {
      var isAtEnd = false
      while head.count < wanted {
        let piece = try file.block(of: min(limits.blockBytes, wanted - head.count))
        if piece.isEmpty {
          isAtEnd = true
          break
        }
        head += piece
        // A pipe gives line by line; the first whole line may be enough to tell.
        if !hasLine, LineFeed.isIn(piece) {
          hasLine = true
          break
        }
      }
      kind = InputKind(head, isAtEnd: isAtEnd)
      guard kind == .unknown else { break }
      guard head.count < limits.maximumHeldBytes else {
        throw .tooLargeToHold(file.name, limits.maximumHeldBytes)
      }
      wanted = head.count * 2
    }
    guard !InputKind.isUTF16(head) else { throw .inUTF16(file.name) }
    switch kind {
    case .empty: return .held([])
    case .lines: return .lines(LineCutter(file, limits: limits, head: head))
    case .document, .csv, .unknown:
      if kind == .csv { try CSVEvidence.checkHeader(of: head, file: file.name) }
      guard head.count <= limits.maximumHeldBytes else {
        throw .tooLargeToHold(file.name, limits.maximumHeldBytes)
      }
      try file.readAll(limit: limits.maximumHeldBytes, into: &head)
      let items =
        kind == .csv
        ? try CSVEvidence.items(of: head, file: file.name)
        : try JSONDocument.items(of: head, file: file.name)
      return .held(items.reversed())
    }
  }
}

extension SourceError {
  fileprivate static func noFile(_ path: String) -> SourceError {
    SourceError(
      .unreadableInput,
      "`\(path)` is no file: a pipe or a device that a folder or a pattern names is not read",
      help: "name it by itself to read it")
  }
  fileprivate static func inUTF16(_ name: String) -> SourceError {
    SourceError(
      .unreadableInput, "expected `\(name)` to be UTF-8, found UTF-16",
      help: "convert it: iconv -f UTF-16 -t UTF-8")
  }
  fileprivate static func nothingReadable(_ count: Int) -> SourceError {
    SourceError(
      .nothingReadable, "none of the \(count) inputs could be read",
      help: "each was named before, with the reason")
  }
}
