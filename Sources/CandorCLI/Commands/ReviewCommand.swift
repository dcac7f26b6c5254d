import ArgumentParser

/// The reviewer's queue and decisions.
struct ReviewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Work through the queue of interviews that somebody should look at.",
    discussion: """
      Decisions are a person's, are never changed and stay in this store: a platform is told of them \
      by `candor review push` alone. `review: {fourEyes: true}` in candor.yaml asks for two different \
      reviewers.
      """,
    subcommands: [
      ReviewListCommand.self, ReviewNextCommand.self, ReviewDecideCommand.self,
      ReviewReopenCommand.self, ReviewPushCommand.self,
    ])
}
