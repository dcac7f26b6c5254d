import ArgumentParser

/// Rule work.
struct RulesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "List, check, test and try rules.",
    subcommands: [
      RulesListCommand.self, RulesNewCommand.self, RulesLintCommand.self, RulesTestCommand.self,
      RulesExplainCommand.self, RulesEvalCommand.self, RulesBacktestCommand.self,
      RulesDiffCommand.self,
    ])
}
