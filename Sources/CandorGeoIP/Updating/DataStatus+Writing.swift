public import CandorModel

extension DataStatus {
  /// The status as one JSON object, `candor.data-status/1` (docs/schemas/data-status.md).
  public var json: String {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.text
  }

  /// Writes the status as JSON, keys sorted.
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("complete")
    writer.bool(isComplete)
    writer.key("directory")
    writer.string(directory)
    writer.key("files")
    writer.beginArray()
    for entry in entries { Self.write(entry, to: &writer) }
    writer.endArray()
    writer.key("missing")
    writer.beginArray()
    for missing in missing {
      writer.beginObject()
      writer.member("command", missing.command)
      writer.member("effect", missing.effect)
      writer.key("needed")
      writer.bool(missing.isNeeded)
      writer.member("what", missing.what)
      writer.endObject()
    }
    writer.endArray()
    writer.member("schema", "candor.data-status/1")
    writer.endObject()
  }

  private static func write(_ entry: Entry, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("ageDays", entry.ageDays)
    writer.member("builtAt", entry.builtAt?.text)
    writer.member("bytes", entry.byteCount)
    writer.member("command", entry.command)
    writer.member("content", entry.content?.rawValue)
    if let coverage = entry.coverage {
      writer.key("coverage")
      writer.beginObject()
      writer.member("addressesIPv4", coverage.addressesV4)
      writer.member("networksIPv4", coverage.networksV4)
      writer.member("networksIPv6", coverage.networksV6)
      writer.member("subnetsIPv6", coverage.subnetsV6)
      writer.endObject()
    }
    writer.member("hash", entry.hash)
    writer.member("kind", entry.kind.rawValue)
    writer.member("licence", entry.licence)
    writer.member("name", entry.name)
    writer.member("networks", entry.networkCount)
    writer.key("old")
    writer.bool(entry.isOld)
    writer.member("problem", entry.problem)
    writer.member("type", entry.type)
    writer.endObject()
  }

  /// The status for a person, one line a file and one for each thing that is missing.
  public var text: String {
    var lines = ["location data in \(directory)"]
    if entries.isEmpty { lines.append("  nothing there yet") }
    for entry in entries {
      var parts = [entry.name]
      if let problem = entry.problem {
        parts.append("\(entry.content == nil ? "cannot" : "not all of it can") be used: \(problem)")
      } else {
        if let type = entry.type { parts.append(type) }
        if let built = entry.builtAt, let age = entry.ageDays {
          parts.append(
            "\(built.dateText) (\(CountText.of(age, "day"))\(entry.isOld ? ", old" : ""))")
        }
        parts.append(Self.size(entry.byteCount))
        if let coverage = entry.coverage {
          let share = Double(coverage.addressesV4) / 4_294_967_296 * 100
          parts.append(
            "\(coverage.networksV4) IPv4 networks (\(Self.oneDecimal(share)) % of all), "
              + "\(coverage.networksV6) IPv6")
        }
        if let count = entry.networkCount { parts.append(CountText.of(count, "network")) }
      }
      lines.append("  " + parts.joined(separator: "  "))
      if let licence = entry.licence { lines.append("    \(licence)") }
      if let hash = entry.hash { lines.append("    sha256 \(hash)") }
      if let command = entry.command { lines.append("    `\(command)` makes it anew") }
      if entry.isOld, let other = DataRenewal.alternative(to: entry.command) {
        lines.append("    \(other)")
      }
    }
    for missing in missing {
      lines.append(
        "\(missing.isNeeded ? "missing" : "optional"): \(missing.what), \(missing.effect). "
          + "`\(missing.command)` mends it")
    }
    // Names of files and types of databases are whatever somebody wrote there.
    return lines.map(TerminalText.safe).joined(separator: "\n") + "\n"
  }

  private static func size(_ bytes: Int) -> String {
    bytes >= 1_000_000
      ? "\(oneDecimal(Double(bytes) / 1_000_000)) MB" : "\(oneDecimal(Double(bytes) / 1_000)) kB"
  }

  private static func oneDecimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
