import CandorModel

/// Makes one class out of what several sources claim.
///
/// The rule:
///
/// 1. Where a database gives its confidence that the address is an anonymiser and that is under the
///    threshold, claims of a class that hides the place, by databases and by the table of systems,
///    are no surer than that: the address stays locatable, also if the system is a hoster's. A list
///    that the user named stands.
/// 2. Of the claims for one class the surest counts; claims do not add up, because sources copy
///    from one another.
/// 3. Among the classes that are sure enough, the one that misleads most about the place wins, in
///    the order of `precedence`: a Tor exit in a data centre is a Tor exit.
/// 4. An address that a database knows as announced from many places is no relay's, though its system
///    runs one.
/// 5. Where none is sure enough, the surest is named, and does not count.
enum ClassCombination {
  /// From the class that misleads most about the place to the one that misleads least. Relay goes
  /// before vpn, because relay egress is listed as vpn by some and keeps the country.
  static let precedence: [NetworkClass] = [
    .tor, .relay, .vpn, .proxy, .satellite, .anycast, .hosting, .cellular, .education, .business,
    .residential,
  ]

  /// The claim that wins, its confidence after the rule; `nil` where there is none.
  static func winner(
    of claims: [ClassClaim], anonymiserConfidence: Int?, threshold: Int
  ) -> ClassClaim? {
    var graded = claims.map { grade($0, anonymiserConfidence, threshold) }
    let isAnycast = graded.contains {
      $0.reach == .database && $0.networkClass == .anycast && $0.confidence >= threshold
    }
    if isAnycast { graded.removeAll { $0.reach == .system && $0.networkClass == .relay } }
    var surest: ClassClaim?
    for networkClass in precedence {
      var best: ClassClaim?
      for claim in graded where claim.networkClass == networkClass {
        if claim.confidence > best?.confidence ?? -1 { best = claim }
      }
      guard let best else { continue }
      if best.confidence >= threshold { return best }
      if best.confidence > surest?.confidence ?? -1 { surest = best }
    }
    return surest
  }

  private static func grade(
    _ claim: ClassClaim, _ anonymiserConfidence: Int?, _ threshold: Int
  ) -> ClassClaim {
    guard let limit = anonymiserConfidence, limit < threshold, claim.networkClass.hidesPlace,
      claim.reach != .list, claim.confidence > limit
    else { return claim }
    return claim.with(confidence: limit)
  }
}
