import CandorFiles
import CandorModel
import Foundation

/// One thing that `candor doctor` looked at.
struct DoctorCheck {
  enum State: String {
    case fine, note, missing
  }

  let name: String
  let state: State
  let text: String
  var command: String?

  /// What a part of a run says of itself, or what a run would end with.
  static func of(_ name: String, _ body: () throws -> DoctorCheck) -> DoctorCheck {
    do { return try body() } catch { return failed(name, error) }
  }

  /// Something that a run would end with.
  static func failed(_ name: String, _ error: any Error) -> DoctorCheck {
    guard let failure = Failure(error) else {
      return DoctorCheck(name: name, state: .missing, text: "it cannot be used")
    }
    let diagnostic = failure.diagnostic
    var text = diagnostic.message
    if let place = diagnostic.place {
      let numbers = [place.line, place.column].compactMap { $0 }.map { "\($0)" }
      text = ([place.file] + numbers).joined(separator: ":") + ": " + text
    }
    let hint = "docs/configuration.md tells what it takes"
    let help = diagnostic.help ?? (failure.status == .configuration ? hint : nil)
    return DoctorCheck(
      name: name, state: .missing, text: help.map { "\(text); \($0)" } ?? text)
  }

  /// A place that a run writes a file to; `nil` where it can.
  ///
  /// - Parameter makesFolders: whether whoever writes it makes the folders above it too.
  static func unwritable(
    _ name: String, _ path: String, makesFolders: Bool = false
  ) -> DoctorCheck? {
    let files = FileManager.default
    func failed(_ reason: String) -> DoctorCheck {
      DoctorCheck(name: name, state: .missing, text: "cannot write `\(path)`: \(reason)")
    }
    var isFolder: ObjCBool = false
    if files.fileExists(atPath: path, isDirectory: &isFolder) {
      if isFolder.boolValue { return failed("it is a folder") }
      return files.isWritableFile(atPath: path) ? nil : failed("it may not be written")
    }
    var folder = FilePath.folder(of: path)
    while makesFolders, !folder.isEmpty, !files.fileExists(atPath: folder) {
      folder = FilePath.folder(of: folder)
    }
    if folder.isEmpty { folder = "." }
    guard files.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      return failed("there is no folder `\(folder)`")
    }
    guard files.isWritableFile(atPath: folder), Self.takesFolders(folder) else {
      return failed("the folder `\(folder)` may not be written")
    }
    return nil
  }

  /// Whether something can be made in a folder. Its rights alone do not tell: root has all of them,
  /// also where the kernel lets nobody make anything (`/proc`, `/sys`).
  private static func takesFolders(_ folder: String) -> Bool {
    let probe = (folder as NSString).appendingPathComponent(".candor-\(UUID().uuidString)")
    guard mkdir(probe, 0o700) == 0 else { return false }
    rmdir(probe)
    return true
  }
}
