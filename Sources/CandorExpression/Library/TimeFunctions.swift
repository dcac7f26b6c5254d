/// Accessors of times and spans.
enum TimeFunctions {
  static let all: [FunctionDeclaration] =
    accessors.flatMap { name, read -> [FunctionDeclaration] in
      [
        .one(
          name,
          spanAccessors[name] == nil
            ? [(.timestamp, .int)] : [(.timestamp, .int), (.duration, .int)], isMethod: true
        ) { (_, value) throws(EvaluationError) -> Value in
          switch value {
          case .timestamp(let time): return .int(read(CivilTime(seconds: time.seconds), time))
          case .duration(let span):
            guard let read = spanAccessors[name] else { throw .noSuchOverload(name, value) }
            return .int(read(span.nanoseconds))
          default: throw .noSuchOverload(name, value)
          }
        },
        .two(name, [(.timestamp, .string, .int)], isMethod: true) {
          (frame, value, zone) throws(EvaluationError) -> Value in
          guard case .timestamp(let time) = value, case .string(let name) = zone else {
            throw .noSuchOverload(name, value, zone)
          }
          try frame.chargeIfLong(name)
          guard let offset = TimeZones.offset(of: name, at: time.seconds) else {
            throw .invalid("unknown time zone", detail: name)
          }
          return .int(read(CivilTime(seconds: time.seconds + offset), time))
        },
      ]
    }

  private typealias Accessor = @Sendable (CivilTime, TimestampValue) -> Int64

  private static let accessors: [(String, Accessor)] = [
    ("getFullYear", { time, _ in time.year }),
    ("getMonth", { time, _ in time.month - 1 }),
    ("getDate", { time, _ in time.day }),
    ("getDayOfMonth", { time, _ in time.day - 1 }),
    ("getDayOfWeek", { time, _ in time.dayOfWeek }),
    ("getDayOfYear", { time, _ in time.dayOfYear }),
    ("getHours", { time, _ in time.hour }),
    ("getMinutes", { time, _ in time.minute }),
    ("getSeconds", { time, _ in time.second }),
    ("getMilliseconds", { _, time in Int64(time.nanoseconds) / 1_000_000 }),
  ]

  /// Of a span, hours, minutes and seconds are the whole span in that unit; milliseconds are
  /// those after the second.
  private static let spanAccessors: [String: @Sendable (Int64) -> Int64] = [
    "getHours": { $0 / 3_600_000_000_000 },
    "getMinutes": { $0 / 60_000_000_000 },
    "getSeconds": { $0 / 1_000_000_000 },
    "getMilliseconds": { $0 % 1_000_000_000 / 1_000_000 },
  ]
}
