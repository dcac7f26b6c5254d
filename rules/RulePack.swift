/// The rule pack that travels inside the binary.
///
/// The files are embedded at build time from this folder and never edited twice.
public enum EmbeddedRules {
  /// The embedded rule and test files: path relative to `rules/` and UTF-8 text, in byte order of
  /// the paths.
  public static var files: [(path: String, text: String)] {
    EmbeddedFiles.all.map { ($0.path, "\($0.contents)") }
  }
}
