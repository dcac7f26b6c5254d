extension Place {
  /// Writes the place in the form of `candor.assessment/1`.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("city", city)
    writer.member("country", country)
    writer.member("latitude", latitude, decimals: 4)
    writer.member("longitude", longitude, decimals: 4)
    writer.member("radiusKm", radiusKm, decimals: 1)
    writer.member("source", source)
    writer.member("subdivision", subdivision)
    writer.endObject()
  }
}
