import Foundation

/// The Debian packages that location data is made of, and the commands that fetch them.
///
/// The packages are downloaded and unpacked, never installed: `tor-geoipdb` depends on `tor`, whose
/// service would start. Running the commands is the caller's part.
public struct DebianPackages: Sendable {
  /// The package with the country files.
  public static let countries = "tor-geoipdb"
  /// The package with the AS numbers.
  public static let networks = "libloc-database"

  /// The packages in the order in which they are needed.
  public static let names = [countries, networks]

  /// One command with its arguments.
  public struct Command: Sendable, Hashable {
    /// The program and its arguments.
    public let arguments: [String]
    /// The folder to run it in.
    public let workingDirectory: String
  }

  /// The folder in which packages are downloaded and unpacked.
  public let workDirectory: String

  /// Packages in a folder, which need not exist yet.
  public init(workDirectory: String) {
    self.workDirectory = workDirectory
  }

  /// The folder below which a package's files lie after it was unpacked.
  public var unpackedRoot: String {
    URL(filePath: workDirectory).appending(path: "unpacked").path
  }

  /// The command that downloads a package's archive into the folder; one that is there whole is left as
  /// it is.
  public func downloadCommand(for package: String) -> Command {
    Command(arguments: ["apt-get", "download", package], workingDirectory: workDirectory)
  }

  /// The command that tells what `downloadCommand` downloads, for `archiveName`.
  ///
  /// It is run elsewhere: where the archive is there already, the answer is empty.
  public func nameCommand(for package: String) -> Command {
    Command(arguments: ["apt-get", "download", "--print-uris", package], workingDirectory: "/")
  }

  /// The name of an archive in what `nameCommand` answers: `'URL' NAME SIZE HASH`.
  ///
  /// - Returns: `nil` where the answer has another form.
  public static func archiveName(in answer: String) -> String? {
    for line in answer.split(separator: "\n") where line.hasPrefix("'") {
      let parts = line.split(separator: " ")
      if parts.count > 1, parts[1].hasSuffix(".deb"), !parts[1].contains("/") {
        return String(parts[1])
      }
    }
    return nil
  }

  /// Removes the archives of other versions of a package, where the one that is named is there.
  public func removeArchives(of package: String, but archive: String) {
    let others = archives(of: package)
    guard others.contains(archive) else { return }
    for other in others where other != archive {
      try? FileManager.default.removeItem(atPath: workDirectory + "/" + other)
    }
  }

  private func archives(of package: String) -> [String] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: workDirectory)) ?? []
    return entries.filter { $0.hasPrefix(package + "_") && $0.hasSuffix(".deb") }.sorted()
  }

  /// The command that unpacks a package's downloaded archive.
  ///
  /// - Returns: `nil` where no archive of the package is in the folder; of several the last by name
  ///   is taken.
  public func unpackCommand(for package: String) -> Command? {
    guard let archive = archives(of: package).last else { return nil }
    return Command(
      arguments: ["dpkg-deb", "-x", archive, unpackedRoot], workingDirectory: workDirectory)
  }

  /// The source files below a root: the unpacked packages, or `/` where they are installed.
  ///
  /// - Returns: paths of the files that are there, `nil` for each that is not.
  public static func sources(below root: String) -> DataBuilder.Sources {
    func existing(_ path: String) -> String? {
      let path = URL(filePath: root).appending(path: path).path
      return FileManager.default.isReadableFile(atPath: path) ? path : nil
    }
    return DataBuilder.Sources(
      countriesIPv4: existing("usr/share/tor/geoip"),
      countriesIPv6: existing("usr/share/tor/geoip6"),
      networks: existing("usr/share/libloc-location/location.db")
        ?? existing("var/lib/location/database.db"))
  }
}
