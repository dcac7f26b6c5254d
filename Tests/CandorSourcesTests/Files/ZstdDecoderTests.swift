import CandorTesting
import Foundation
import Testing

@testable import CandorSources

/// Zstandard data that is damaged, or asks for more memory than it gets.
@Suite struct ZstdDecoderTests {
  /// Unpacks into so much room at a time.
  private static func unpack(
    _ packed: [UInt8], room: Int
  ) throws -> (bytes: [UInt8], decoder: ZstdDecoder) {
    let decoder = try #require(ZstdDecoder())
    var bytes: [UInt8] = []
    packed.withUnsafeBufferPointer { buffer in
      var input = buffer
      var isFull = true
      while isFull {
        let piece = [UInt8](unsafeUninitializedCapacity: room) { target, count in
          let target = UnsafeMutableBufferPointer(rebasing: target[..<room])
          count = decoder.unpack(&input, into: target)
        }
        bytes += piece
        isFull = piece.count == room
      }
    }
    return (bytes, decoder)
  }

  /// Lines of several blocks.
  private static let text = Array((0..<40_000).map { "line \($0 * 7919 % 40_009)\n" }.joined().utf8)

  @Test(
    .enabled(if: Packing.has("zstd"), "needs the zstd tool"),
    arguments: [100, 4096, 1 << 17, 1 << 20])
  func whatCameBeforeDamageComesOutWhateverTheRoom(room: Int) throws {
    let packed = try Packing.zstd(Self.text)
    let whole = try Self.unpack(packed, room: room)
    #expect(whole.bytes == Self.text)
    #expect(whole.decoder.isComplete && !whole.decoder.isDamaged)
    // The checksum at the end.
    var damaged = packed
    damaged[damaged.count - 1] ^= 1
    let unsure = try Self.unpack(damaged, room: room)
    #expect(unsure.bytes == Self.text)
    #expect(unsure.decoder.isDamaged && !unsure.decoder.isComplete)
    let followed = try Self.unpack(packed + packed + Array("no frame".utf8), room: room)
    #expect(followed.bytes == Self.text + Self.text)
    #expect(followed.decoder.isDamaged)
    let cut = try Self.unpack(Array(packed.dropLast(20)), room: room)
    #expect(cut.bytes.count > 1 << 17 && Self.text.starts(with: cut.bytes))
    #expect(!cut.decoder.isComplete && !cut.decoder.isDamaged)
  }

  /// A frame by hand: a window of 10 and so many bits, and one block of five bytes as they are.
  private static func frame(windowBits: UInt8) -> [UInt8] {
    let header: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, windowBits << 3, 0x29, 0x00, 0x00]
    return header + Array("{oops".utf8)
  }

  @Test func aLargeWindowIsNoDamage() throws {
    let most = try Self.unpack(Self.frame(windowBits: 17), room: 100)
    #expect(most.bytes == Array("{oops".utf8))
    #expect(most.decoder.isComplete && !most.decoder.isDamaged)
    #expect(try Self.unpack(Self.frame(windowBits: 18), room: 100).decoder.isWindowTooLarge)
    let folder = try TemporaryFolder()
    try Data(Self.frame(windowBits: 18)).write(to: folder.url.appending(path: "in.zst"))
    let error = #expect(throws: SourceError.self) {
      _ = try EvidenceReader([folder.path("in.zst")]).next()
    }
    #expect(error?.code == .damagedCompression)
    #expect(error?.message.contains("to be at most 128 MiB, found a larger one") ?? false)
    #expect(error?.help?.contains("without `--long`") ?? false)
  }
}
