public import CandorModel

/// Everything that is known of one address and who said so, for `candor inspect ip`.
public struct AddressExplanation: Sendable {
  /// What one database has for the address.
  public struct DatabaseWord: Sendable {
    /// The database.
    public let database: DatabaseDescription
    /// The network its answer is for; `nil` where its tree is damaged on the way.
    public let network: IPPrefix?
    /// The fields that are used, as name and text, in a fixed order; empty without a record.
    public let fields: [Field]
    /// What is wrong; `nil` where nothing is.
    public let damage: String?
  }

  /// A field of a record.
  public struct Field: Sendable, Hashable {
    /// The field's name as in an assessment.
    public let name: String
    /// The value as text.
    public let text: String
  }

  /// The facts as an assessment has them.
  public let facts: AddressFacts
  /// Each database's word, in order.
  public let words: [DatabaseWord]
  /// Everything claimed about the class, in order of the sources.
  public let claims: [ClassClaim]
  /// The claim that won and its confidence after the rule; `nil` where nothing was claimed.
  public let winner: ClassClaim?
  /// A database's own confidence that the address is an anonymiser, 0 to 100; `nil` without one.
  public let anonymiserConfidence: Int?
  /// The lists that name the address, each with the network that it is listed by.
  public let listed: [(list: String, network: IPPrefix)]
}

extension GeoIP {
  /// Explains one address.
  ///
  /// - Returns: `absent` for a placeholder, `failed` for a text that is no address.
  public func explanation(for text: String) -> Lookup<AddressExplanation> {
    facts(for: text).map { explanation(of: $0) }
  }

  private func explanation(of facts: AddressFacts) -> AddressExplanation {
    let address = facts.address.address
    guard facts.isLocatable else {
      return AddressExplanation(
        facts: facts, words: [], claims: [], winner: nil, anonymiserConfidence: nil, listed: [])
    }
    let words = databases.map { database in
      word(database, database.walk.keyPart(for: address, dataSize: database.dataSize))
    }
    let claiming = words.filter(\.database.providesNetwork)
    let named = lists.compactMap { list in
      list.network(of: address).map { (list: list, network: $0) }
    }
    let claims = claims(
      claiming, lists: named.map(\.list), asn: facts.network.value?.asn)
    let confidence = anonymiserConfidence(claiming)
    return AddressExplanation(
      facts: facts, words: words.map { Self.explain($0, address) }, claims: claims,
      winner: ClassCombination.winner(
        of: claims, anonymiserConfidence: confidence, threshold: parameters.classThreshold),
      anonymiserConfidence: confidence, listed: named.map { ($0.list.name, $0.network) })
  }

  private static func explain(
    _ word: Word, _ address: IPAddress
  ) -> AddressExplanation.DatabaseWord {
    var network: IPPrefix?
    var damage = word.facts?.damage?.text
    do throws(GeoIPError) {
      network = try word.database.network(for: address)
    } catch {
      damage = error.message
    }
    return AddressExplanation.DatabaseWord(
      database: word.database.description, network: network,
      fields: word.facts.map { texts(of: $0.fields) } ?? [], damage: damage)
  }

  private static func texts(of fields: RecordFacts.Fields) -> [AddressExplanation.Field] {
    var texts: [AddressExplanation.Field] = []
    func add(_ name: String, _ text: String?) {
      if let text { texts.append(AddressExplanation.Field(name: name, text: text)) }
    }
    add("country", fields.country)
    add("subdivision", fields.subdivision)
    add("city", fields.city)
    if let latitude = fields.latitude, let longitude = fields.longitude {
      add("position", "\(Self.coordinate(latitude)), \(Self.coordinate(longitude))")
    }
    add("radiusKm", fields.radiusKm.map { Self.coordinate($0) })
    add("asn", fields.asn.map { String($0) })
    add("organization", fields.organization ?? fields.provider)
    for claim in fields.claims { add("class", "\(claim.networkClass.rawValue) (\(claim.reason))") }
    return texts
  }

  private static func coordinate(_ number: Double) -> String {
    var writer = JSONWriter(capacity: 16)
    writer.number(number, decimals: 4)
    return writer.text
  }
}

extension Database {
  /// The network that an answer for an address is for.
  func network(for address: IPAddress) throws(GeoIPError) -> IPPrefix {
    guard let leaf = file.tree.leaf(for: address) else { return IPPrefix(address, length: 0) }
    _ = try file.dataOffset(of: leaf.record)
    let isV4InV6 = address.family == .v4 && file.tree.width == 128
    return IPPrefix(address, length: isV4InV6 ? max(0, leaf.depth - 96) : leaf.depth)
  }
}
