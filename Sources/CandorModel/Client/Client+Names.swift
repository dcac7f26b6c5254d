extension Client {
  /// The client with every name changed; the same object where all stay as they are. Versions, which
  /// may be written like addresses, stay.
  package func mappingNames(_ change: (String) -> String) -> Client {
    var changed = facts
    changed.brand = facts.brand.map(change)
    changed.browser = facts.browser.map(change)
    changed.engine = facts.engine.map(change)
    changed.inAppHost = facts.inAppHost.map(change)
    changed.model = facts.model.map(change)
    changed.os = facts.os.map(change)
    return changed == facts
      ? self : Client(changed, chromeMajorBehindHints: chromeMajorBehindHints)
  }
}
