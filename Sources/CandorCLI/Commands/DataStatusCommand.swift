import ArgumentParser
import CandorGeoIP
import CandorModel

/// What location data is there.
struct DataStatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Tell what location data is there: type, age, licence, hash, coverage.",
    discussion: "Ends with 1 where something that the main job needs is missing.")

  @OptionGroup var output: ResultOptions<TextOrJSON>
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    let format = try output.format(settings)
    let status = DataStatus(
      of: DataDirectories().location, at: .now,
      configured: DataSources.configuredFiles(settings))
    let sink = try output.open(settings)
    try sink.write(format == .json ? PrintedJSON.escaped(status.json) + "\n" : status.text)
    try sink.close()
    if !status.isComplete { throw ExitStatus.negative }
  }
}
