/// The small tables and demonstration data that travel inside the binary.
///
/// The files are embedded at build time from this folder; `README.md` names origin and licence of
/// each.
public enum Datasets {
  /// The text of one embedded file.
  ///
  /// - Parameter path: relative to `datasets/`, for example `geo/borders.csv`.
  /// - Returns: the UTF-8 text; `nil` where no such file is embedded.
  public static func text(at path: String) -> String? {
    EmbeddedFiles.all.first { $0.path == path }.map { "\($0.contents)" }
  }

  /// The paths below a folder, in byte order.
  ///
  /// - Parameter folder: relative to `datasets/`, with or without a closing slash.
  public static func paths(below folder: String) -> [String] {
    let prefix = folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/"
    return EmbeddedFiles.all.map(\.path).filter { $0.hasPrefix(prefix) }
  }
}
