import ArgumentParser

/// What Candor knows of one value.
struct InspectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Tell what one agent or one address says.",
    subcommands: [InspectAgentCommand.self, InspectAddressCommand.self])
}
