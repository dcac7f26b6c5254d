/// The types of the MaxMind DB format, by their number; above 7 they are "extended" and take a byte of
/// their own.
///
/// Source: "Data Field Format" of https://maxmind.github.io/MaxMind-DB/. The numbers 12 and 13, a cache
/// container and an end marker, do not stand in files.
enum MMDBFieldType: UInt8 {
  case pointer = 1
  case string = 2
  case double = 3
  case bytes = 4
  case uint16 = 5
  case uint32 = 6
  case map = 7
  case int32 = 8
  case uint64 = 9
  case uint128 = 10
  case array = 11
  case bool = 14
  case float = 15
}
