import CandorModel

/// The answers of an interview side by side: which device, which place, and where they switch.
///
/// ```text
/// answer   1   2   3   4 | 5   6
/// device   A   A   A   A | B   B
/// place    1   1   ~   1 | 2   2
/// ```
/// Devices are letters and places numbers, by first appearance; `?` is unknown or an agent that tells
/// no device, as an automated one, and `~` an address that indicates no place.
struct AnswerStrip {
  /// One distinct device or place with the answers it was seen in.
  struct Entry {
    let sign: String
    var text: String
    var answers: [Int]
  }

  let devices: [String]
  let places: [String]
  let boundaries: Set<Int>
  /// What the places are called beside one another.
  let placeNames: PlaceNames
  /// What stands before the lanes.
  private let labels: [String: String]
  private(set) var deviceEntries: [Entry] = []
  private(set) var placeEntries: [Entry] = []

  init(_ timeline: Timeline, _ messages: Messages = Messages(.english)) {
    var devices: [String] = []
    var places: [String] = []
    for observation in timeline.observations {
      let run = timeline.runs.first {
        $0.first <= observation.index && observation.index <= $0.last
      }
      // A run goes on over answers that tell no device; it is not theirs.
      devices.append(observation.tellsDevice ? Self.letter(run?.device) ?? "?" : "?")
      if observation.network.value?.isAnonymised == true {
        places.append("~")
      } else {
        places.append(observation.place.value == nil ? "?" : run?.place.map { "\($0 + 1)" } ?? "?")
      }
    }
    self.devices = devices
    self.places = places
    let names = ["answer", "device", "place"].map { ($0, messages["lane.\($0)"]) }
    let widest = names.map { DisplayWidth.columns($0.1) }.max() ?? 0
    labels = Dictionary(
      uniqueKeysWithValues: names.map { ($0.0, DisplayWidth.padded($0.1, to: widest)) })
    boundaries = Set(timeline.runs.dropFirst().map(\.first))
    placeNames = PlaceNames(timeline, messages)
    for observation in timeline.observations {
      let index = observation.index
      Self.add(
        devices[index], messages.device(observation.client), index, to: &deviceEntries)
      let network = messages.network(observation).map { " · " + $0 } ?? ""
      let place =
        places[index] == "~" ? messages["word.no-place"] : placeNames.name(of: observation)
      Self.add(places[index], place + network, index, to: &placeEntries)
    }
  }

  /// The name of a lane, as wide as the widest.
  func label(_ lane: String) -> String { labels[lane] ?? lane }

  /// The strip in lines that fit the width; long interviews take several blocks.
  func lines(width: Int) -> [String] {
    let longest = (devices + places).map(\.count).max() ?? 0
    let cell = max(3, "\(devices.count)".count + 1, longest + 1)
    let perLine = max(4, (width - DisplayWidth.columns(label("answer")) - 6) / (cell + 1))
    return stride(from: 0, to: devices.count, by: perLine).flatMap { start -> [String] in
      let range = start..<min(start + perLine, devices.count)
      return [
        row("answer", range.map { "\($0 + 1)" }, range, cell),
        row("device", range.map { devices[$0] }, range, cell),
        row("place", range.map { places[$0] }, range, cell),
      ]
    }
  }

  private func row(_ name: String, _ cells: [String], _ range: Range<Int>, _ width: Int) -> String {
    var text = "  \(label(name)) "
    for (offset, cell) in cells.enumerated() {
      text += boundaries.contains(range.lowerBound + offset) ? " |" : "  "
      text += String(repeating: " ", count: max(0, width - 1 - cell.count)) + cell
    }
    return text
  }

  private static func letter(_ number: Int?) -> String? {
    guard let number, number >= 0 else { return nil }
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return number < letters.count ? String(letters[number]) : "#\(number + 1)"
  }

  private static func add(_ sign: String, _ text: String, _ index: Int, to entries: inout [Entry]) {
    if let place = entries.firstIndex(where: { $0.sign == sign && $0.text == text }) {
      entries[place].answers.append(index)
    } else {
      entries.append(Entry(sign: sign, text: text, answers: [index]))
    }
  }
}
