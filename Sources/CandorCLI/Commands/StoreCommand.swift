import ArgumentParser

/// The store file.
struct StoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store",
    abstract: "Verify, copy and clean the store; erase or export what it holds of one person.",
    subcommands: [
      StoreVerifyCommand.self, StoreBackupCommand.self, StorePurgeCommand.self,
      StoreEraseCommand.self, StoreExportCommand.self,
    ])
}
