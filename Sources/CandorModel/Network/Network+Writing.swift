extension Network {
  /// Writes the network in the form of `candor.assessment/1`; a class that no source knows and its
  /// confidence are left out.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("asn", asn)
    if networkClass != .unknown {
      writer.member("class", networkClass.rawValue)
      writer.member("confidence", confidence)
    }
    writer.member("organization", organization)
    writer.member("source", source)
    writer.endObject()
  }
}
