import CandorModel

extension RecordReader {
  /// Reads a field of `traits` and `anonymizer`, or of a record that is flat.
  func readTrait(
    _ name: FieldName, _ value: Int, _ fields: inout RecordFacts.Fields
  ) throws(RecordDamage) {
    switch name {
    case .systemNumber: fields.asn = try systemNumber(value) ?? fields.asn
    case .systemOrganization: fields.organization = try text(value) ?? fields.organization
    case .name: fields.provider = fields.provider ?? (try? text(value))
    case .provider: fields.provider = try text(value) ?? fields.provider
    case .confidence: fields.anonymiserConfidence = Int(try number(value, in: 0...100) ?? 0)
    case .mobileCountryCode:
      add(.cellular, ClassConfidence.mobileCode, "mobile country code", &fields)
    case .connectionType:
      try claim(RecordVocabulary.connectionType, "connection type", value, &fields)
    case .userType: try claim(RecordVocabulary.userType, "user type", value, &fields)
    case .systemType: try claim(RecordVocabulary.systemType, "type", value, &fields)
    case .carrier:
      if let text = try? text(value), !text.isEmpty {
        add(.cellular, ClassConfidence.cellular, "carrier", &fields)
      }
    default:
      guard let flag = RecordVocabulary.flag(name), try truth(value) else { return }
      add(flag.networkClass, flag.confidence, RecordVocabulary.flagText(name), &fields)
    }
  }

  private func claim(
    _ vocabulary: (String) -> (NetworkClass, Int)?, _ field: String, _ offset: Int,
    _ fields: inout RecordFacts.Fields
  ) throws(RecordDamage) {
    let value = try decoder.resolved(at: offset)
    guard value.kind == .string else { return }
    let word = try decoder.text(value)
    guard let (networkClass, confidence) = vocabulary(word.lowercased()) else { return }
    add(networkClass, confidence, "\(field) \(word)", &fields)
  }

  private func add(
    _ networkClass: NetworkClass, _ confidence: Int, _ reason: String,
    _ fields: inout RecordFacts.Fields
  ) {
    fields.claims.append(
      ClassClaim(
        networkClass, confidence: confidence, source: source, reason: reason, reach: .database))
  }

  /// What can be said only when all fields were seen.
  func finish(_ fields: inout RecordFacts.Fields) {
    if fields.subdivision == nil {
      fields.subdivision = fields.subdivisionName
    } else if let country = fields.country, let code = fields.subdivision, code.utf8.count > 3,
      code.hasPrefix("\(country)-")
    {
      fields.subdivision = String(code.dropFirst(country.utf8.count + 1))
    }
    if fields.claims.count > 1 {
      // MaxMind's `is_anonymous` sums up the flags beside it, hosting included: it says something
      // of its own only where it stands alone.
      let sum = RecordVocabulary.flagText(.anonymous)
      if fields.claims.contains(where: { $0.networkClass.hidesPlace && $0.reason != sum }) {
        fields.claims.removeAll { $0.reason == sum }
      }
    }
    guard let confidence = fields.anonymiserConfidence else { return }
    if isResidentialProxyList, fields.claims.isEmpty {
      add(.proxy, confidence, "residential proxy", &fields)
    }
    fields.claims = fields.claims.map {
      $0.networkClass.hidesPlace ? $0.with(confidence: confidence) : $0
    }
  }
}
