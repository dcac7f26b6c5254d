public import CandorModel

extension AddressExplanation {
  /// The explanation as rows of a label and a text, for a person to read.
  ///
  /// - Parameter moment: the day by which databases are called old.
  public func rows(at moment: Timestamp) -> [(label: String, text: String)] {
    var rows: [(label: String, text: String)] = []
    let address = facts.address
    rows.append(("address", address.text))
    if address.embedding != .none {
      rows.append(("", "read out of an IPv6 address (\(address.embedding.rawValue))"))
    }
    if address.isFromList { rows.append(("", "the first public address of a list")) }
    rows.append(("scope", "\(address.scope.rawValue): \(address.scope.phrase)"))
    guard facts.isLocatable else { return rows }
    rows.append(("network", Self.text(of: facts.network)))
    if let network = facts.network.value { rows.append(("class", classText(network))) }
    for claim in claims {
      rows.append(
        (
          "",
          "\(claim.source) says \(claim.networkClass.rawValue), \(claim.confidence)% "
            + "(\(claim.reason))"
        ))
    }
    if let anonymiserConfidence {
      rows.append(("", "a database is \(anonymiserConfidence)% sure that it is an anonymiser"))
    }
    for entry in listed { rows.append(("listed", "\(entry.list) by \(entry.network)")) }
    rows.append(("place", Self.text(of: facts.place)))
    for note in facts.notes { rows.append(("note", note.sentence)) }
    for word in words { rows.append(Self.row(of: word, at: moment)) }
    return rows
  }

  private func classText(_ network: Network) -> String {
    guard network.networkClass != .unknown else { return "no source knows one" }
    var text = "\(network.networkClass.rawValue), \(network.confidence)% sure"
    if network.isAnonymised {
      text += ": says nothing of a physical place"
    } else if network.isRelay {
      text += ": the country is usable, the city is not"
    } else if network.isCellular {
      text += ": the place is that of the carrier's gateway"
    } else if network.networkClass.hidesPlace {
      text += ": too unsure to count"
    }
    return text
  }

  private static func row(
    of word: DatabaseWord, at moment: Timestamp
  ) -> (label: String, text: String) {
    var text = word.network.map { "\($0): " } ?? ""
    if let damage = word.damage {
      text += "damaged, \(damage)"
    } else if word.fields.isEmpty {
      text += "nothing that is used here"
    } else {
      text += word.fields.map { "\($0.name) \($0.text)" }.joined(separator: ", ")
    }
    text += " (built \(word.database.builtAt.dateText)"
    if word.database.isOld(at: moment) {
      text += ", \(word.database.ageDays(at: moment)) days old"
    }
    return (word.database.type, text + ")")
  }

  private static func text(of network: Lookup<Network>) -> String {
    switch network {
    case .found(let network):
      let parts = [network.asn.map { "AS\($0)" }, network.organization].compactMap { $0 }
      return (parts.isEmpty ? "no AS number known" : parts.joined(separator: " "))
        + " [\(network.source)]"
    case .absent: return "no source knows it"
    case .failed: return "could not be looked up, the database is damaged"
    case .notAttempted: return "no database or list of networks, run `candor data build`"
    }
  }

  static func text(of place: Lookup<Place>) -> String {
    switch place {
    case .found(let place): return "\(place.phrase) [\(place.source)]"
    case .absent: return "no database knows it"
    case .failed: return "could not be looked up, the database is damaged"
    case .notAttempted: return "no database of places, run `candor data build`"
    }
  }
}

extension Place {
  /// The place in words: names, then position and radius.
  public var phrase: String {
    let names = [city, subdivisionName ?? subdivision, countryName ?? country].compactMap { $0 }
    var text = names.joined(separator: ", ")
    if let latitude, let longitude, let radiusKm {
      var writer = JSONWriter(capacity: 64)
      writer.number(latitude, decimals: 4)
      let north = writer.text
      writer.removeAll()
      writer.number(longitude, decimals: 4)
      text += " (\(north), \(writer.text)"
      writer.removeAll()
      writer.number(radiusKm, decimals: 1)
      text += ", within \(writer.text) km\(isRadiusDefault ? " by default" : ""))"
    }
    return text
  }
}

extension AddressFacts.Note {
  /// The remark as a sentence without its full stop.
  public var sentence: String {
    switch self {
    case .notLocatable: "the address is of a range that has no place"
    case .countriesDisagree: "databases name different countries, the first one counts"
    case .numbersDisagree: "databases name different AS numbers, the first one counts"
    case .citiesDisagree: "databases name places further apart than their radii"
    case .implausibleRecord: "a record holds what cannot be and was left out"
    case .databaseFailed: "a database is damaged for this address"
    case .registeredCountryOnly:
      "only the country of registration is known, which says nothing of the place"
    case .relayCityLeftOut: "a relay keeps the country and not the city"
    case .relayCountryLeftOut:
      "the database tells the country of the relay's operator, not the one that the relay keeps"
    case .cellularRadius: "the radius was widened, a carrier's gateway can be far off"
    }
  }
}
