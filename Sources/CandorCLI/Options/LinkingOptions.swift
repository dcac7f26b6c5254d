import ArgumentParser

/// Whether interviews are compared with each other, where that is on unless somebody says no.
struct LinkingOptions: ParsableArguments {
  @Flag(
    name: .customLong("no-links"),
    help: """
      Do not compare interviews with each other: no traces shared by candidates, nothing of the \
      interviews of one candidate.
      """)
  var noLinks = false

  func isOn(_ settings: Settings) throws -> Bool {
    try noLinks ? false : settings.links(default: true)
  }
}
