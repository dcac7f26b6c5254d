public import CandorModel

extension FairnessReport {
  /// The value of `schema` in what `write` gives.
  public static let schema = "candor.fairness/1"

  /// Writes the report as one JSON object, keys sorted; docs/schemas/fairness.md describes it.
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("all")
    total.write(to: &writer)
    writer.key("dimensions")
    writer.beginArray()
    for table in tables { table.write(to: &writer) }
    writer.endArray()
    writer.member("schema", Self.schema)
    writer.member("smallestGroup", Self.smallestGroup)
    writer.endObject()
  }
}

extension FairnessReport.Table {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member(
      "fourFifthsRatio", fourFifthsRatio.map { FairnessReport.rounded($0, decimals: 4) },
      decimals: 4)
    writer.key("groups")
    writer.beginArray()
    for group in groups {
      group.counts.write(to: &writer, name: group.name, ratio: group.fourFifthsRatio)
    }
    writer.endArray()
    if let holds {
      writer.key("holds")
      writer.bool(holds)
    }
    writer.member("name", dimension.rawValue)
    writer.key("unknown")
    unknown.write(to: &writer)
    writer.member("warnings", warnings)
    writer.endObject()
  }
}

extension FairnessReport.Counts {
  fileprivate func write(
    to writer: inout JSONWriter, name: String? = nil, ratio: Double? = nil
  ) {
    writer.beginObject()
    writer.member("assessed", assessed)
    writer.member("flagRate", flagRate, decimals: 4)
    writer.member("flagRateFrom", interval?.lowerBound, decimals: 4)
    writer.member("flagRateTo", interval?.upperBound, decimals: 4)
    writer.member("flagged", flagged)
    writer.member(
      "fourFifthsRatio", ratio.map { FairnessReport.rounded($0, decimals: 4) }, decimals: 4)
    writer.member("group", name)
    writer.member("interviews", interviews)
    writer.member("notAssessable", notAssessable)
    writer.member("priority", priority)
    if name != nil {
      writer.key("smallNumber")
      writer.bool(isSmall)
    }
    writer.endObject()
  }
}
