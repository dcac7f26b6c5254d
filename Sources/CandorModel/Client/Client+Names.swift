extension Client {
  /// The client with every name changed; the same object where all stay as they are.
  ///
  /// - Parameters:
  ///   - version: changes the versions, which may be written like addresses.
  ///   - change: changes the names.
  package func mappingNames(
    version: (String) -> String, _ change: (String) -> String
  ) -> Client {
    var changed = facts
    changed.brand = facts.brand.map(change)
    changed.browser = facts.browser.map(change)
    changed.browserVersion = facts.browserVersion.map(version)
    changed.engine = facts.engine.map(change)
    changed.inAppHost = facts.inAppHost.map(change)
    changed.model = facts.model.map(change)
    changed.os = facts.os.map(change)
    changed.osVersion = facts.osVersion.map(version)
    return changed == facts
      ? self : Client(changed, chromeMajorBehindHints: chromeMajorBehindHints)
  }
}
