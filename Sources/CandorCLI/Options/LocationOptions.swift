import ArgumentParser
import CandorGeoIP
import CandorModel

/// Which databases and lists addresses are looked up in.
struct LocationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Use this MMDB file; may be repeated. `default` adds the data directory.", valueName: "path"))
  var geoip: [String] = []

  @Option(help: LocationOptions.networkListHelp)
  var networkList: [String] = []

  /// What the help of `--network-list` says.
  private static var networkListHelp: ArgumentHelp {
    let kinds = NetworkList.kinds.map(\.rawValue).alternatives
    return ArgumentHelp(
      "Use this list of networks: \(kinds), `=` and a file; may be repeated.",
      valueName: "kind=path")
  }
}
