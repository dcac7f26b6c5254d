extension Network {
  /// Writes the network in the form of `candor.assessment/1`; a class that no source knows and its
  /// confidence are left out.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member(fixed: "asn", asn)
    if networkClass != .unknown {
      writer.member(fixed: "class", networkClass.rawValue)
      writer.member(fixed: "confidence", confidence)
    }
    writer.member(fixed: "organization", organization)
    writer.member(fixed: "source", source)
    writer.endObject()
  }
}
