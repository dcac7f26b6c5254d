import CandorModel

/// The answers of an interview as a picture: cells in two lanes, device and place, with a mark where
/// they switch and the time since the first answer where times are known.
///
/// Cells of one kind are one path, so that a page of thousands of interviews stays light.
struct TimelinePicture {
  private static let label = 84
  private static let cell = 40
  private static let cellHeight = 26
  private static let perRow = 20

  let timeline: Timeline
  let strip: AnswerStrip
  let messages: Messages

  /// The picture as SVG with a text alternative.
  var svg: String {
    let count = strip.devices.count
    let columns = min(count, Self.perRow)
    let hasTimes = timeline.observations.contains { $0.at != nil }
    let blockHeight = hasTimes ? 104 : 86
    let blocks = (count + Self.perRow - 1) / Self.perRow
    let width = Self.label + columns * Self.cell + 8
    let height = blocks * blockHeight
    var text =
      "<svg class=\"tl\" role=\"img\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\""
    text += " height=\"\(height)\"><title>\(Markup.escaped(alternative))</title>"
    for block in 0..<blocks {
      let range = block * Self.perRow..<min((block + 1) * Self.perRow, count)
      text += row(range, top: block * blockHeight, hasTimes: hasTimes)
    }
    return text + "</svg>"
  }

  private func row(_ range: Range<Int>, top: Int, hasTimes: Bool) -> String {
    let numbers = range.map { "\($0 + 1)" }
    var text = label("lane.answer", top + 14) + signs(numbers, top + 14, "n")
    text += label("lane.device", top + 42) + cells(range.map { strip.devices[$0] }, top + 24)
    text += signs(range.map { strip.devices[$0] }, top + 42, "s")
    text += label("lane.place", top + 72) + cells(range.map { strip.places[$0] }, top + 54)
    text += signs(range.map { strip.places[$0] }, top + 72, "s")
    if hasTimes {
      text += label("lane.time", top + 96) + signs(range.map(time), top + 96, "t")
    }
    let marks = range.filter { strip.boundaries.contains($0) }.map { index -> String in
      let x = Self.label + (index - range.lowerBound) * Self.cell - 1
      return "M\(x) \(top + 20)v64M\(x - 4) \(top + 20)l4-5 4 5-4 5z"
    }
    if !marks.isEmpty { text += "<path class=\"sw\" d=\"\(marks.joined())\"/>" }
    return text
  }

  private func label(_ key: String, _ y: Int) -> String {
    "<text class=\"l\" x=\"0\" y=\"\(y)\">\(Markup.escaped(messages[key]))</text>"
  }

  private func cells(_ signs: [String], _ top: Int) -> String {
    var paths: [(style: String, path: String)] = []
    for (column, sign) in signs.enumerated() {
      let style = CellStyle.name(sign)
      let x = Self.label + column * Self.cell
      let path = "M\(x) \(top)h\(Self.cell - 2)v\(Self.cellHeight)h-\(Self.cell - 2)z"
      if let place = paths.firstIndex(where: { $0.style == style }) {
        paths[place].path += path
      } else {
        paths.append((style, path))
      }
    }
    return paths.map { "<path class=\"\($0.style)\" d=\"\($0.path)\"/>" }.joined()
  }

  private func signs(_ signs: [String], _ y: Int, _ style: String) -> String {
    let centre = Self.label + Self.cell / 2 - 1
    func x(_ column: Int) -> Int { centre + column * Self.cell }
    // A list of positions places one character each; longer texts need an element of their own.
    if signs.allSatisfy({ $0.count == 1 }) {
      let places = signs.indices.map { "\(x($0))" }.joined(separator: " ")
      let characters = Markup.escaped(signs.joined())
      return "<text class=\"\(style)\" x=\"\(places)\" y=\"\(y)\">\(characters)</text>"
    }
    return signs.enumerated().filter { !$0.element.isEmpty }.map {
      "<text class=\"\(style)\" x=\"\(x($0.offset))\" y=\"\(y)\">\(Markup.escaped($0.element))</text>"
    }.joined()
  }

  /// Minutes and seconds since the first answer: `0:00`, `12:05`, `3 h 05`.
  private func time(_ index: Int) -> String {
    guard let first = timeline.observations.compactMap(\.at).first,
      let at = timeline.observations[index].at
    else { return "" }
    let seconds = Int(first.seconds(to: at).rounded())
    let size = seconds.magnitude
    func two(_ number: UInt) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let sign = seconds < 0 ? "-" : ""
    // Two digits of days leave no room for hours.
    if size >= 864_000 { return "\(sign)\(size / 86_400) d" }
    if size >= 86_400 { return "\(sign)\(size / 86_400) d \(size % 86_400 / 3600) h" }
    if size >= 3600 { return "\(sign)\(size / 3600) h \(two(size % 3600 / 60))" }
    return "\(sign)\(size / 60):\(two(size % 60))"
  }

  private var alternative: String {
    var stretches: [(device: String, place: String, answers: [Int])] = []
    for index in strip.devices.indices {
      let isSame =
        stretches.last.map {
          $0.device == strip.devices[index] && $0.place == strip.places[index]
        } ?? false
      if isSame, !strip.boundaries.contains(index) {
        stretches[stretches.count - 1].answers.append(index)
      } else {
        stretches.append((strip.devices[index], strip.places[index], [index]))
      }
    }
    let shown = stretches.prefix(24).map {
      messages.text(
        $0.answers.count == 1 ? "alt.run.one" : "alt.run",
        ["answers": ObservationWords.answers($0.answers), "device": $0.device, "place": $0.place])
    }
    let more =
      stretches.count > 24
      ? [messages.text("chart.more", ["n": "\(stretches.count - 24)"])] : []
    let count = strip.devices.count
    return messages.text(
      count == 1 ? "alt.timeline.one" : "alt.timeline",
      ["n": "\(count)", "runs": (shown + more).joined(separator: "; ")])
  }
}

/// The style of a cell by its sign; letters and numbers carry the meaning, colours repeat it.
enum CellStyle {
  private static let count = 6

  static func name(_ sign: String) -> String {
    if sign == "?" { return "cu" }
    if sign == "~" { return "ca" }
    // `#27` is the device behind the last letter.
    if let number = Int(sign.hasPrefix("#") ? sign.dropFirst() : sign[...]) {
      return "c\((number - 1) % count)"
    }
    guard let letter = sign.utf8.first, sign.utf8.count == 1, letter >= UInt8(ascii: "A") else {
      return "cu"
    }
    return "c\(Int(letter - UInt8(ascii: "A")) % count)"
  }
}
