import CandorModel
import CandorStore
import Foundation
import Yams

/// How long each kind of data is kept, as `retention:` of the configuration says.
///
/// ```yaml
/// retention:
///   evidence: 90d       # `none`: only its hash is stored
///   assessments: 365d
///   decisions: 1095d
///   accesses: forever
/// ```
///
/// What it does not name is kept.
struct RetentionPolicy {
  /// Seconds; absent for ever.
  private var spans: [RetainedData: Int64] = [:]
  /// Whether evidence itself is stored, and not only its hash.
  private(set) var keepsEvidence = true

  /// Whether nothing is ever removed.
  var isEmpty: Bool { spans.isEmpty }

  /// Reads the configuration's section.
  ///
  /// - Throws: 78 for an unknown kind or a time that is none.
  init(_ settings: Settings) throws(Failure) {
    let file = settings.path ?? "candor.yaml"
    for (key, value) in try settings.mapping("retention") {
      let name = key.string ?? ""
      guard let kind = RetainedData(rawValue: name) else {
        throw Failure.unknownConfigurationKey(
          "retention.\(name)", at: settings.place(of: key),
          suggestion: NearestName.find(name, among: RetainedData.allCases.map(\.rawValue)))
      }
      try read(value.string ?? "", of: kind, file)
    }
  }

  private mutating func read(_ text: String, of kind: RetainedData, _ file: String) throws(Failure)
  {
    switch text {
    case "forever": return
    case "none" where kind == .evidence:
      keepsEvidence = false
      // What was stored before it said so goes too.
      spans[kind] = 0
    default:
      guard let seconds = DateSelector.span(text) else {
        throw Failure.badConfigurationValue(
          "retention.\(kind.rawValue)",
          expected: "a time such as `90d`, or `forever`"
            + (kind == .evidence ? ", or `none`" : ""), found: text, source: "`\(file)`")
      }
      spans[kind] = seconds
    }
  }

  /// The moments up to which data goes.
  func limits(now: Timestamp) -> [RetainedData: Timestamp] {
    spans.mapValues {
      Timestamp(millisecondsSinceEpoch: now.millisecondsSinceEpoch - $0 * 1000)
    }
  }
}
