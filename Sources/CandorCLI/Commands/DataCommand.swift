import ArgumentParser

/// The location data.
struct DataCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Build, look at and update the location data.",
    subcommands: [DataBuildCommand.self, DataStatusCommand.self, DataUpdateCommand.self])
}
