/// What one person's interviews have in common, one after another.
///
/// The time between interviews is usually long, so only devices, networks and the declared country
/// are compared; a place that changed between two interviews says nothing.
public struct CandidateHistory: Sendable, Hashable {
  /// Two interviews that follow one another.
  public struct Step: Sendable, Hashable {
    /// The earlier interview's position in the list.
    public var from: Int
    /// The later interview's position in the list.
    public var to: Int
    /// Whether any device of the one may be a device of the other; `nil` where one has none.
    public var sharesDevice: Bool?
    /// Whether any network (AS, or the same address) is one; `nil` where one is not known.
    public var sharesNetwork: Bool?
    /// Whether the declared country differs; `nil` where one was not declared by its code.
    public var declaredCountryChanged: Bool?
    /// From the beginning of the one to that of the other, in days; `nil` where one is not known.
    public var daysBetween: Double?

    /// Makes a step.
    public init(
      from: Int, to: Int, sharesDevice: Bool?, sharesNetwork: Bool?,
      declaredCountryChanged: Bool?, daysBetween: Double? = nil
    ) {
      self.from = from
      self.to = to
      self.sharesDevice = sharesDevice
      self.sharesNetwork = sharesNetwork
      self.declaredCountryChanged = declaredCountryChanged
      self.daysBetween = daysBetween
    }
  }

  /// The order of the interviews: positions in the list given, earliest first and those without a time
  /// last; what is equal in time stands by platform and id.
  public let order: [Int]
  /// The interviews that follow one another. Without those where that is not known: one has no time, or
  /// begins at the same moment as another.
  public let steps: [Step]
  /// Why there are no steps between several interviews: `missingTime` or `unknownOrder`; `nil` where
  /// there are some.
  public let missingOrder: NotEvaluable.Reason?

  /// Compares the interviews of one person.
  public init(of interviews: [EnrichedInterview]) {
    let moments = interviews.map(Self.moment)
    let keys = interviews.indices.map { index in
      let evidence = interviews[index].evidence
      return (moments[index] ?? .max, evidence.platform, evidence.interview.id, index)
    }
    let order = interviews.indices.sorted { keys[$0] < keys[$1] }
    let known = moments.compactMap { $0 }
    let counts = Dictionary(known.map { ($0, 1) }, uniquingKeysWith: +)
    var steps: [Step] = []
    for (from, to) in zip(order, order.dropFirst()) {
      guard let one = moments[from], let other = moments[to], counts[one] == 1, counts[other] == 1
      else { continue }
      steps.append(Self.step(from: from, to: to, interviews))
    }
    self.order = order
    self.steps = steps
    if interviews.count < 2 || !steps.isEmpty {
      missingOrder = nil
    } else {
      missingOrder = known.count < 2 ? .missingTime : .unknownOrder
    }
  }

  private static func moment(of interview: EnrichedInterview) -> Int64? {
    let answered = interview.observations.compactMap { $0.at }.min()
    return interview.evidence.interview.moment(answered: answered)?.millisecondsSinceEpoch
  }

  private static func step(from: Int, to: Int, _ interviews: [EnrichedInterview]) -> Step {
    let (one, other) = (interviews[from], interviews[to])
    return Step(
      from: from, to: to, sharesDevice: sharesDevice(one, other),
      sharesNetwork: sharesNetwork(one, other),
      declaredCountryChanged: declaredCountryChanged(one, other),
      daysBetween: daysBetween(one, other))
  }

  private static func daysBetween(
    _ one: EnrichedInterview, _ other: EnrichedInterview
  ) -> Double? {
    guard let from = moment(of: one), let to = moment(of: other) else { return nil }
    return Double(to - from) / 86_400_000
  }

  private static func sharesDevice(_ one: EnrichedInterview, _ other: EnrichedInterview) -> Bool? {
    let (left, right) = (devices(of: one), devices(of: other))
    guard !left.isEmpty, !right.isEmpty else { return nil }
    return left.contains { client in
      right.contains { client === $0 || !client.relation(to: $0).isDifferentDevice }
    }
  }

  private static func devices(of interview: EnrichedInterview) -> Set<Client> {
    Set(interview.observations.compactMap { $0.client.value }.filter { $0.saysSomethingOfDevice })
  }

  private static func sharesNetwork(
    _ one: EnrichedInterview, _ other: EnrichedInterview
  ) -> Bool? {
    let (left, right) = (addresses(of: one), addresses(of: other))
    guard !left.isEmpty, !right.isEmpty else { return nil }
    let numbers = Set(left.compactMap { $0.network.value?.asn })
    let others = Set(right.compactMap { $0.network.value?.asn })
    if !numbers.isDisjoint(with: others) { return true }
    let texts = Set(left.map { $0.address.address })
    if right.contains(where: { texts.contains($0.address.address) }) { return true }
    return numbers.isEmpty || others.isEmpty ? nil : false
  }

  private static func addresses(of interview: EnrichedInterview) -> Set<AddressFacts> {
    Set(interview.observations.compactMap { $0.address.value }.filter { $0.isLocatable })
  }

  private static func declaredCountryChanged(
    _ one: EnrichedInterview, _ other: EnrichedInterview
  ) -> Bool? {
    guard let country = one.evidence.candidate?.declaredCountryCode,
      let theirs = other.evidence.candidate?.declaredCountryCode
    else { return nil }
    return country != theirs
  }
}
