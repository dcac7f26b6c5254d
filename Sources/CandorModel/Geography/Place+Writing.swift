extension Place {
  /// Writes the place in the form of `candor.assessment/1`.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member(fixed: "city", city)
    writer.member(fixed: "country", country)
    writer.member(fixed: "latitude", latitude, decimals: 4)
    writer.member(fixed: "longitude", longitude, decimals: 4)
    writer.member(fixed: "radiusKm", radiusKm, decimals: 1)
    writer.member(fixed: "source", source)
    writer.member(fixed: "subdivision", subdivision)
    writer.endObject()
  }
}
