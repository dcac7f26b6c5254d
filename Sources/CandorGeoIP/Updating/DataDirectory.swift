public import CandorModel
import Foundation

/// The folder that holds a user's location data.
///
/// `*.mmdb` are databases; `network-CLASS.txt`, `network-CLASS.csv` and `network-CLASS-NAME.txt` are
/// lists of networks of a class (`network-tor.txt`). Everything else in it is left alone.
public struct DataDirectory: Sendable, Hashable {
  /// The folder's path; it need not exist.
  public let path: String

  /// A folder.
  public init(path: String) {
    self.path = path
  }

  /// The folder of the environment: `$XDG_DATA_HOME/candor`, else `~/.local/share/candor`.
  ///
  /// A relative `XDG_DATA_HOME` is not used, as the XDG Base Directory Specification demands.
  ///
  /// - Returns: `nil` where neither variable is there.
  public init?(environment: [String: String]) {
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
      path = URL(filePath: data).appending(path: "candor").path
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      path = URL(filePath: home).appending(path: ".local/share/candor").path
    } else {
      return nil
    }
  }

  /// The path of a file of this name.
  public func path(of name: String) -> String {
    URL(filePath: path).appending(path: name).path
  }

  /// The paths of the databases, in the order in which they are asked.
  ///
  /// The user's own files come first and those made by `candor data build` last, so that a better
  /// database wins over the free one; within both in byte order of their names. Illustrative ones
  /// are never among them.
  public var databasePaths: [String] {
    let own = [DataBuilder.countryFileName, DataBuilder.asnFileName]
    let names = fileNames.filter(Self.isDatabase)
    return (names.filter { !own.contains($0) } + own.filter(names.contains)).map(path(of:))
  }

  /// The lists of networks and the class of each, in byte order of their names.
  public var networkLists: [(networkClass: NetworkClass, path: String)] {
    fileNames.compactMap { name in
      Self.listClass(of: name).map { ($0, path(of: name)) }
    }
  }

  /// Whether a file of this name is asked as a database.
  package static func isDatabase(_ name: String) -> Bool {
    name.hasSuffix(".mmdb") && name != DataBuilder.cityFileName
  }

  /// Whether a text is the name of a visible file in one folder, and of nothing beside it.
  package static func isPlainName(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix(".") && name.utf8.count <= 128
      && name.utf8.allSatisfy { byte in
        byte > 0x20 && byte < 0x7f && byte != UInt8(ascii: "/") && byte != UInt8(ascii: "\\")
      }
  }

  /// The class that a file name stands for; `nil` where it is not that of a list.
  package static func listClass(of name: String) -> NetworkClass? {
    guard name.hasPrefix("network-"), name.hasSuffix(".txt") || name.hasSuffix(".csv") else {
      return nil
    }
    let stem = name.dropFirst("network-".count).dropLast(4)
    let word = stem.prefix(while: { $0 != "-" })
    return NetworkClass(rawValue: String(word)).flatMap {
      NetworkList.kinds.contains($0) ? $0 : nil
    }
  }

  /// The names of visible files, in byte order.
  var fileNames: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { !$0.hasPrefix(".") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
