import Foundation

/// The inputs that a user's arguments mean.
enum InputList {
  /// Endings of evidence files in a folder, each also packed.
  static let endings = [".json", ".ndjson", ".jsonl", ".csv"]
  static let packings = ["", ".gz", ".zst"]

  /// One input.
  struct Input {
    /// Its path; `-` for standard input.
    let path: String
    /// Whether it was found in a folder or by a pattern: then it has to be a file, and a pipe is
    /// none, since nobody may ever write to it.
    var isFound = false

    /// Whether it is something that is not read. A folder is not refused: reading it tells why not.
    var isRefused: Bool {
      var status = stat()
      guard isFound, stat(path, &status) == 0 else { return false }
      let kind = status.st_mode & S_IFMT
      return kind != S_IFREG && kind != S_IFDIR
    }
  }

  /// Replaces folders by their evidence files, in byte order of the names, and patterns with `*`, `?`
  /// or `[` that name no file by the files they match.
  static func expand(_ arguments: [String]) throws(SourceError) -> [Input] {
    var result: [Input] = []
    for argument in arguments {
      if argument == "-" {
        result.append(Input(path: argument))
        continue
      }
      if isFolder(argument) {
        result += try files(in: argument).map { Input(path: $0, isFound: true) }
      } else if access(argument, F_OK) == 0 {
        result.append(Input(path: argument))
      } else {
        let matches = argument.contains(where: { "*?[".contains($0) }) ? matches(argument) : []
        // What cannot be found stays, and opening it tells why.
        if matches.isEmpty { result.append(Input(path: argument)) }
        result += matches.map { Input(path: $0, isFound: true) }
      }
    }
    return result
  }

  private static func files(in folder: String) throws(SourceError) -> [String] {
    guard let directory = opendir(folder) else { throw .cannotOpen(folder, errno) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if isEvidence(name) { names.append(name) }
    }
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    return names.sorted(by: inByteOrder).map { prefix + $0 }.filter { !isFolder($0) }
  }

  /// A folder in a folder is none of its files, whatever its name ends in.
  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  static func isEvidence(_ name: String) -> Bool {
    !name.hasPrefix(".")
      && endings.contains { ending in packings.contains { name.hasSuffix(ending + $0) } }
  }

  private static func matches(_ pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0 else { return [] }
    let paths = (0..<Int(found.gl_pathc)).compactMap { index in
      found.gl_pathv[index].map { String(cString: $0) }
    }
    return paths.sorted(by: inByteOrder)
  }

  private static func inByteOrder(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
