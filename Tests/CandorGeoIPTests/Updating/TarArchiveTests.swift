import CandorTesting
import Foundation
import Testing

@testable import CandorGeoIP

@Suite("tar archives and digests")
struct TarArchiveTests {
  @Test("files are found, folders are not")
  func reading() throws {
    let archive = FakeTransport.tar([
      ("d/", []), ("d/a.txt", Array("hello".utf8)), ("d/empty", []),
      ("d/b.bin", [UInt8](repeating: 7, count: 1_024)),
    ])
    let files = try TarArchive.files(in: archive)
    #expect(files.map(\.name) == ["d/a.txt", "d/empty", "d/b.bin"])
    #expect(Array(archive[files[0].contents]) == Array("hello".utf8))
    #expect(files[2].contents.count == 1_024)
    #expect(try TarArchive.files(in: []) == [])
  }

  @Test("what GNU tar writes is read")
  func foreign() throws {
    let folder = try TemporaryFolder()
    try folder.write("some text", to: "in/GeoLite2-City_20260101/GeoLite2-City.mmdb")
    // Too long for one field: each form has its own way to put it.
    let long = String(repeating: "long-", count: 15)
    try folder.write("x", to: "in/GeoLite2-City_20260101/\(long)/\(long)/name.txt")
    for format in ["gnu", "pax", "ustar"] {
      let process = Process()
      process.executableURL = URL(filePath: "/bin/tar")
      process.arguments = [
        "--format=\(format)", "-C", folder.path("in"), "-cf", folder.path("\(format).tar"),
        "GeoLite2-City_20260101",
      ]
      try process.run()
      process.waitUntilExit()
      try #require(process.terminationStatus == 0)
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder.path("\(format).tar"))))
      let files = try TarArchive.files(in: bytes)
      let file = try #require(files.first { $0.name.hasSuffix("GeoLite2-City.mmdb") }, "\(format)")
      #expect(Array(bytes[file.contents]) == Array("some text".utf8))
    }
  }

  @Test("damaged archives end in an error, never outside of the bytes")
  func damage() throws {
    let archive = FakeTransport.tar([("a.mmdb", [UInt8](repeating: 1, count: 700))])
    func damage(_ bytes: [UInt8]) -> TarArchive.Damage? {
      do throws(TarArchive.Damage) {
        _ = try TarArchive.files(in: bytes)
        return nil
      } catch {
        return error
      }
    }
    #expect(damage(Array(archive.prefix(300))) == .endsEarly)
    #expect(damage(Array(archive.prefix(900))) == .endsEarly)
    var changed = archive
    changed[124] = UInt8(ascii: "7")
    #expect(damage(changed) == .wrongHeader)
    let many = FakeTransport.tar((0...TarArchive.maximumEntries).map { ("f\($0)", []) })
    #expect(damage(many) == .tooManyEntries)
    var numbers = SeededNumbers(seed: 21)
    for _ in 0..<2_000 {
      var mutated = archive
      mutated[Int.random(in: 0..<mutated.count, using: &numbers)] = .random(
        in: 0...255, using: &numbers)
      _ = damage(mutated)
    }
  }

  @Test("SHA-256 of known messages, in one piece and in many")
  func digests() {
    // FIPS 180-4 examples and the empty message.
    let long = String(repeating: "a", count: 1_000_000)
    for (text, digest) in [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (long, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ] {
      let bytes = Array(text.utf8)
      #expect(Checksum.hexadecimal(of: bytes) == digest)
      for size in [1, 63, 64, 65, 1_000] where bytes.count < 1_000 || size > 64 {
        var pieces = Checksum()
        var index = 0
        while index < bytes.count {
          let end = min(index + size, bytes.count)
          Array(bytes[index..<end]).withUnsafeBytes { pieces.update($0) }
          index = end
        }
        #expect(pieces.finished() == digest, "\(size)")
      }
    }
  }
}
