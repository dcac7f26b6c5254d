import CandorModel
import Foundation

/// A document of evidence as the store keeps it: the canonical bytes, whose hash names it, and beside
/// them what the reader of the platform noticed.
///
/// Notes are no part of the canonical form, since a platform may answer with another hitch each time;
/// rules see them, so without them an assessment could not be made again.
enum EvidenceBody {
  /// The notes as a JSON array; `nil` where there are none.
  static func notes(of evidence: Evidence) -> [UInt8]? {
    guard !evidence.notes.isEmpty else { return nil }
    var writer = JSONWriter()
    writer.beginArray()
    for note in evidence.notes { note.write(to: &writer) }
    writer.endArray()
    return writer.bytes
  }

  /// The document of two columns of `evidence`.
  ///
  /// - Parameters:
  ///   - body: the packed canonical document.
  ///   - notes: packed; absent where nothing was noticed.
  static func document(body: Data, notes: Data?) throws -> [UInt8] {
    let canonical = try BodyCodec.unpack(Array(body))
    guard let notes, canonical.first == UInt8(ascii: "{") else { return canonical }
    var bytes = Array(#"{"notes":"#.utf8)
    bytes += try BodyCodec.unpack(Array(notes))
    bytes.append(UInt8(ascii: ","))
    bytes += canonical.dropFirst()
    // Read once, so that its keys are in their order.
    guard let evidence = try? Evidence(json: bytes) else { return canonical }
    var writer = JSONWriter(capacity: bytes.count)
    evidence.write(to: &writer)
    return writer.bytes
  }
}
