import ArgumentParser
import CandorKit

/// Whether what is printed may name a person.
struct PrivacyOptions: ParsableArguments {
  @Option(help: ArgumentHelp("full or pseudonymous.", valueName: "mode"))
  var privacy: String?

  func privacy(_ settings: Settings) throws -> Privacy {
    try settings.choice("privacy", flag: privacy, default: .full)
  }

  /// A pseudonymiser where privacy asks for one.
  func pseudonymizer(_ settings: Settings) throws -> Pseudonymizer? {
    try PrivacyKey.pseudonymizer(privacy(settings))
  }
}
