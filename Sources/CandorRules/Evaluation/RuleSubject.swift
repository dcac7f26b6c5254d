import CandorExpression

/// What the answer of a rule depends on, told by the paths that its conditions read.
///
/// A condition sees nothing but the paths it names, so a rule that names only paths of the network
/// gives one answer for all addresses of that network, and is asked once for them.
enum RuleSubject {
  /// The network, and whether there are an address and a place.
  case network
  /// The address and all that was looked up for it.
  case address
  /// The client.
  case client
  /// A change, by what `ChangeKey` holds of it; measures that it reads beside are noticed when it
  /// is asked.
  case change
  /// Several of these, or more.
  case other

  init(of rule: Rule) {
    let paths = rule.compiled.decidingPaths(with: rule.requires)
    switch rule.scope {
    case .observation:
      self =
        if paths.read(only: Self.networkPaths, exactly: Self.presencePaths) {
          .network
        } else if paths.read(only: Self.networkPaths + Self.addressPaths) {
          .address
        } else if paths.read(only: Self.clientPaths) { .client } else { .other }
    case .switch:
      self = paths.read(only: Self.changePaths, exactly: Self.endPaths) ? .change : .other
    case .interview, .candidate, .link: self = .other
    }
  }

  private static let networkPaths = [
    "observation.network", "observation.missing.network", "observation.missing.address",
    "observation.missing.place", "params",
  ]
  private static let presencePaths = ["observation.address", "observation.place"]
  private static let addressPaths = ["observation.address", "observation.place"]
  private static let clientPaths = ["observation.client", "observation.missing.client", "params"]

  private static let changePaths =
    [
      "endsRun", "withinStep", "device", "deviceReason", "place", "networkRelation",
      "countryRelation", "changed",
      "direction", "addressChanged", "networkChanged", "placeChanged", "deviceChanged",
      "anonymiserChanged", "isJourney", "placeReturns", "gapKnown", "distanceKm",
      "minimumDistanceKm", "gapSeconds",
      "speedKmh", "minimumSpeedKmh",
    ].map { "switch." + $0 }
    + ["pattern", "placePattern", "devicePattern", "order"].map { "interview." + $0 } + ["params"]
  private static let endPaths = ["from", "to"].flatMap { end in
    ["address", "network", "place", "client", "network.isAnonymised", "place.isCountryOnly"].map {
      "\(end).\($0)"
    }
  }
}

extension CompiledRule {
  /// The paths that decide whether and how strongly it fires; `mergeBy` decides neither.
  func decidingPaths(with requirements: [String]) -> [String] {
    ([applies, condition] + levels.map(\.condition)).compactMap { $0 }
      .flatMap(\.readPaths) + requirements
  }
}

extension CompiledExpression {
  /// The paths that it reads, and `path.*` for each whose object, list or map it reads whole: of
  /// `deviceName(from) + from.place.city` that is everything in `from`.
  var readPaths: [String] { referencedPaths + wholePaths.map { $0 + ".*" } }
}

extension [String] {
  /// Whether all of these paths lead to or into some of those, or are exactly one of the others.
  func read(only allowed: [String], exactly others: [String] = []) -> Bool {
    allSatisfy { path in
      others.contains(path) || allowed.contains { path.isPath(within: $0) }
    }
  }
}

extension String {
  /// Whether a path is another one, or leads on from it.
  func isPath(within prefix: String) -> Bool {
    self == prefix || hasPrefix(prefix + ".") || hasPrefix(prefix + "[")
  }
}
