import CandorTesting
import Foundation
import Testing

@testable import CandorGeoIP

@Suite("replacing a file of location data")
struct DataFileTests {
  @Test("the new one is complete, the old one is kept where the check says no")
  func replacing() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("x.mmdb")
    let large = [UInt8](repeating: 3, count: 3_000_000)
    try DataFile.replace(path: path, with: large)
    #expect(DataFile.holds(large, path: path))
    var checked = ""
    #expect(throws: LocationDataError.unreadable("x")) {
      try DataFile.replace(path: path, with: [1, 2, 3]) {
        new throws(LocationDataError) in
        checked = new
        guard DataFile.holds([1, 2, 3], path: new) else { return }
        throw .unreadable("x")
      }
    }
    #expect(!checked.isEmpty && !FileManager.default.fileExists(atPath: checked))
    #expect(DataFile.holds(large, path: path))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["x.mmdb"])
    try DataFile.replace(path: path, with: [])
    #expect(DataFile.holds([], path: path))
  }

  @Test("a reader of the old file keeps it")
  func openReader() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("x.mmdb")
    try DataFile.replace(
      path: path, with: try FakeTransport.database(type: "A-City", epoch: 1))
    let old = try Database.open(path: path)
    try DataFile.replace(
      path: path, with: try FakeTransport.database(type: "B-City", epoch: 2))
    #expect(old.metadata.type == "A-City")
    #expect(!old.isUnchangedOnDisk)
    #expect(try Database.open(path: path).metadata.type == "B-City")
  }

  @Test("a link stays, and the file that it names is replaced")
  func links() throws {
    let folder = try TemporaryFolder()
    let target = try folder.write("earlier", to: "target")
    let link = folder.path("x")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    try DataFile.replace(path: link, with: [1])
    #expect(FileManager.default.contents(atPath: target) == Data([1]))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
  }

  @Test("no folder, no file, an error with the file's name and not its folder")
  func missingFolder() throws {
    let folder = try TemporaryFolder()
    #expect {
      try DataFile.replace(path: folder.path("none/x.mmdb"), with: [1])
    } throws: { error in
      guard let error = error as? LocationDataError else { return false }
      return error.code == .cannotWrite && error.subject == "x.mmdb"
        && !error.description.contains(folder.url.path)
    }
  }
}
