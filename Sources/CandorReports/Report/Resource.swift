/// The tables and templates that travel inside the binary.
enum Resource {
  /// The text of an embedded file; a path that is not embedded is a programmer's mistake.
  static func text(_ path: String) -> String {
    guard let file = EmbeddedFiles.all.first(where: { $0.path == path }) else {
      preconditionFailure("`\(path)` is not among the embedded files")
    }
    return "\(file.contents)"
  }
}
