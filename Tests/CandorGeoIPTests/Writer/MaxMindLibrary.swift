import CMaxMindDB
import CandorModel
import Testing

@testable import CandorGeoIP

/// A database opened by libmaxminddb itself, so that the writer is judged by a reader that is not
/// ours.
final class MaxMindLibrary {
  private var handle = MMDB_s()

  struct Answer: Equatable {
    var prefixLength: Int
    var value: MMDBValue?
  }

  struct Failure: Error {
    var status: Int32
  }

  init(path: String) throws {
    let status = MMDB_open(path, UInt32(MMDB_MODE_MMAP), &handle)
    guard status == MMDB_SUCCESS else { throw Failure(status: status) }
  }

  deinit {
    MMDB_close(&handle)
  }

  var metadata: MMDB_metadata_s { handle.metadata }

  /// The record of an address and the length of its network in the address's own family.
  func answer(for address: IPAddress) throws -> Answer {
    var gaiError: Int32 = 0
    var status: Int32 = 0
    var result = MMDB_lookup_string(&handle, "\(address)", &gaiError, &status)
    guard gaiError == 0, status == MMDB_SUCCESS else { throw Failure(status: status) }
    var length = Int(result.netmask)
    if address.family == .v4, handle.metadata.ip_version == 6 { length -= 96 }
    guard result.found_entry else { return Answer(prefixLength: length, value: nil) }
    var list: UnsafeMutablePointer<MMDB_entry_data_list_s>?
    status = MMDB_get_entry_data_list(&result.entry, &list)
    defer { MMDB_free_entry_data_list(list) }
    guard status == MMDB_SUCCESS else { throw Failure(status: status) }
    var next = list
    return Answer(prefixLength: length, value: try decode(&next))
  }

  func answer(at text: String) throws -> Answer {
    try answer(for: try #require(IPAddress(text)))
  }

  func value(at text: String) throws -> MMDBValue? {
    try answer(at: text).value
  }

  private func decode(
    _ next: inout UnsafeMutablePointer<MMDB_entry_data_list_s>?
  ) throws -> MMDBValue {
    let data = try #require(next).pointee.entry_data
    next = next?.pointee.next
    func text() throws -> [UInt8] {
      if data.data_size == 0 { return [] }
      return Array(
        UnsafeRawBufferPointer(start: try #require(data.bytes), count: Int(data.data_size)))
    }
    switch Int32(data.type) {
    case MMDB_DATA_TYPE_UTF8_STRING: return .string(String(decoding: try text(), as: UTF8.self))
    case MMDB_DATA_TYPE_BYTES: return .bytes(try text())
    case MMDB_DATA_TYPE_DOUBLE: return .double(data.double_value)
    case MMDB_DATA_TYPE_FLOAT: return .float(data.float_value)
    case MMDB_DATA_TYPE_UINT16: return .uint16(data.uint16)
    case MMDB_DATA_TYPE_UINT32: return .uint32(data.uint32)
    case MMDB_DATA_TYPE_UINT64: return .uint64(data.uint64)
    case MMDB_DATA_TYPE_INT32: return .int32(data.int32)
    case MMDB_DATA_TYPE_BOOLEAN: return .bool(data.boolean)
    case MMDB_DATA_TYPE_UINT128:
      // Swift does not import the 128-bit member of the union, which begins behind a flag and its
      // padding to 16 bytes.
      return withUnsafeBytes(of: data) {
        .uint128($0.loadUnaligned(fromByteOffset: 16, as: UInt128.self))
      }
    case MMDB_DATA_TYPE_MAP:
      var fields: [MMDBValue.MapKey: MMDBValue] = [:]
      for _ in 0..<data.data_size {
        guard case .string(let key) = try decode(&next) else { throw Failure(status: -1) }
        fields[MMDBValue.MapKey(key)] = try decode(&next)
      }
      return .map(fields)
    case MMDB_DATA_TYPE_ARRAY:
      var elements: [MMDBValue] = []
      for _ in 0..<data.data_size { elements.append(try decode(&next)) }
      return .array(elements)
    default:
      throw Failure(status: Int32(data.type))
    }
  }
}
