import ArgumentParser
import CandorFiles
import CandorGeoIP
import CandorKit
import CandorModel
import Foundation
import datasets

/// Location data out of freely available packages.
struct DataBuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Make country.mmdb and asn.mmdb out of Debian's freely available packages.",
    discussion: """
      Downloads tor-geoipdb and libloc-database and unpacks them; nothing is installed and no \
      service is started. Both are CC BY-SA 4.0, data of the IPFire Location project. Files of your \
      own (--geoip) always stand before these.
      """)

  @Option(
    help: ArgumentHelp(
      "Take the source files from below this folder instead of downloading.", valueName: "dir"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "Make only the small illustrative city database of the demonstration, as this file.",
      valueName: "path"))
  var illustrativeCities: String?

  @OptionGroup var common: CommonOptions

  func run() async throws {
    _ = try common.settings()
    let countries = try BuiltInParts.countries()
    if let illustrativeCities {
      try StoreGuard.check(illustrativeCities)
      return try buildCities(illustrativeCities, countries)
    }
    let directory = DataDirectories().location
    let sources = try self.sources()
    guard sources.countriesIPv4 != nil || sources.networks != nil else {
      throw Failure(
        .unreadable, "G020", "found no source of location data",
        help: "on Debian `apt-get update` lets the packages be found; --from names a folder")
    }
    do throws(LocationDataError) {
      let builder = DataBuilder(
        sources: sources, countries: countries, outputDirectory: directory.path)
      for product in try builder.build(progress: { Console.shared.line("making \($0)") }) {
        let size = DecimalText.text(Double(product.byteCount) / 1_048_576, decimals: 1)
        print(
          "\(product.path): \(DecimalText.grouped(product.networkCount)) networks, \(size) MiB, "
            + "data of \(product.builtAt.dateText)")
      }
    } catch {
      throw Self.failure(error)
    }
    print(
      "contains data of the IPFire Location project, CC BY-SA 4.0, https://location.ipfire.org/")
  }

  static func failure(_ error: LocationDataError) -> Failure {
    let status: ExitStatus = error.code == .cannotWrite ? .cannotWrite : .unreadable
    return Failure(status, "G021", error.description)
  }

  /// Of no place: the same file comes out on every day.
  private static let illustrativeDate = Timestamp(millisecondsSinceEpoch: 1_772_323_200_000)

  private func buildCities(_ path: String, _ countries: CountryTable) throws {
    guard let table = Datasets.text(at: "geoip/illustrative-cities.csv") else {
      throw Failure(.unreadable, "C050", "the illustrative cities are not inside this binary")
    }
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "candor-cities-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let product: DataBuilder.Product
    do {
      product = try DataBuilder.buildIllustrativeCities(
        table: table, countries: countries, outputDirectory: folder.path(percentEncoded: false),
        builtAt: Self.illustrativeDate)
    } catch { throw Self.failure(error) }
    guard let data = FileManager.default.contents(atPath: product.path) else {
      throw Failure.cannotRead(product.path, "it was made and is gone")
    }
    let isWritten =
      !FileReplacement.isNoFile(path)
      && FileReplacement(of: path, mode: 0o666, isMasked: true).map { file in
        defer { file.discard() }
        return file.write(Array(data)) && file.commit()
      } ?? false
    guard isWritten else {
      throw Failure.cannotWrite(
        path, "the folder may be missing or not writable, or something is there that is no file",
        help: "name a place that you may write to with --illustrative-cities")
    }
    print("\(path): \(product.networkCount) networks, illustrative only")
  }

  /// The files to build from: unpacked packages, or what `--from` names.
  private func sources() throws -> DataBuilder.Sources {
    if let from { return DebianPackages.sources(below: from) }
    let work = DataDirectories().cache + "/packages"
    do {
      try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
    } catch {
      throw Failure.cannotWrite(
        work, "the folder cannot be made",
        help: "name a place that you may write to with XDG_CACHE_HOME")
    }
    let packages = DebianPackages(workDirectory: work)
    for package in DebianPackages.names {
      do { try Self.download(package, of: packages) } catch {
        // Without a network what came at another time is better than nothing.
        guard packages.unpackCommand(for: package) != nil else { throw error }
        if let failure = Failure(error) {
          Console.shared.report(
            Diagnostic(
              .warning, "G022", failure.diagnostic.message,
              help: "the copy of `\(package)` from an earlier time is used"))
        }
      }
      if let command = packages.unpackCommand(for: package) { try Self.run(command) }
    }
    return DebianPackages.sources(below: packages.unpackedRoot)
  }

  /// Downloads the archive of a package, where the one that is there is older, or was cut off.
  private static func download(_ package: String, of packages: DebianPackages) throws {
    Console.shared.line("downloading \(package)")
    do { try run(packages.downloadCommand(for: package)) } catch {
      // An old list of packages names files that are gone.
      try run(["apt-get", "update", "-q"], in: packages.workDirectory)
      try run(packages.downloadCommand(for: package))
    }
    let answer = try run(packages.nameCommand(for: package), isAnswered: true)
    if let archive = DebianPackages.archiveName(in: answer) {
      packages.removeArchives(of: package, but: archive)
    }
  }

  @discardableResult
  private static func run(
    _ command: DebianPackages.Command, isAnswered: Bool = false
  ) throws -> String {
    try run(command.arguments, in: command.workingDirectory, isAnswered: isAnswered)
  }

  /// - Parameter isAnswered: whether anybody wants what the command writes.
  /// - Returns: what it wrote; empty where nobody wants it.
  @discardableResult
  private static func run(
    _ arguments: [String], in folder: String, isAnswered: Bool = false
  ) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder)
    let (answer, errors) = (Pipe(), Pipe())
    process.standardOutput = isAnswered ? answer : FileHandle.nullDevice
    process.standardError = errors
    do { try process.run() } catch {
      throw Failure(
        .unreadable, "G022", "cannot run `\(arguments[0])`",
        help: "this works on Debian; elsewhere name a folder with the files: --from")
    }
    // Who is asked for an answer says little, so that it never waits for its errors to be read.
    let output = isAnswered ? answer.fileHandleForReading.readDataToEndOfFile() : Data()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let words = arguments.joined(separator: " ")
      throw Failure(
        .unreadable, "G022", "`\(words)` ended with \(process.terminationStatus)",
        help: TerminalText.safe(text.split(separator: "\n").last.map(String.init) ?? "no message"))
    }
    return String(decoding: output, as: UTF8.self)
  }
}
