import CandorModel

/// The texts on a map: inside of its frame, and those of legs where no other stands.
struct MapLabels {
  let box: (x: Double, y: Double, width: Double, height: Double)
  /// A pixel of the picture as wide as it is on a desk, in the map's units.
  let unit: Double
  private var taken: [(x: ClosedRange<Double>, y: ClosedRange<Double>)] = []

  init(box: (x: Double, y: Double, width: Double, height: Double), unit: Double) {
    self.box = box
    self.unit = unit
  }

  /// A text around `x` on a base line, moved inside where it would cross the frame.
  mutating func add(_ text: String, _ x: Double, _ y: Double, _ style: String) -> String {
    write(text, place(of: text, x), y, style)
  }

  private mutating func write(
    _ text: String, _ place: ClosedRange<Double>, _ y: Double, _ style: String
  ) -> String {
    taken.append((place, rows(y)))
    let (anchor, at) =
      place.lowerBound <= box.x
      ? ("start", place.lowerBound)
      : place.upperBound >= box.x + box.width
        ? ("end", place.upperBound) : ("middle", (place.lowerBound + place.upperBound) / 2)
    return "<text class=\"\(style)\" x=\"\(MapPicture.number(at))\" "
      + "y=\"\(MapPicture.number(y))\" text-anchor=\"\(anchor)\">\(Markup.escaped(text))</text>"
  }

  /// A text above or below a point; empty where others leave no room for it. The picture's text
  /// alternative has all of them.
  mutating func addWhereFree(_ text: String, _ x: Double, _ y: Double, _ style: String) -> String {
    let place = place(of: text, x)
    for shift in [-6.0, 20, -28, 40] {
      let line = y + shift * unit
      let rows = rows(line)
      guard rows.lowerBound >= box.y, rows.upperBound <= box.y + box.height,
        !taken.contains(where: { $0.x.overlaps(place) && $0.y.overlaps(rows) })
      else { continue }
      return write(text, place, line, style)
    }
    return ""
  }

  /// Where a text stands from top to bottom, letters taken as large as they are on a phone.
  private func rows(_ y: Double) -> ClosedRange<Double> { y - 15 * unit...y + 4 * unit }

  /// Where it stands from left to right.
  private func place(of text: String, _ x: Double) -> ClosedRange<Double> {
    let half = Double(DisplayWidth.columns(text)) * 5 * unit
    let (least, most) = (box.x + half, box.x + box.width - half)
    let middle = least <= most ? min(max(x, least), most) : box.x + box.width / 2
    return middle - half...middle + half
  }
}
