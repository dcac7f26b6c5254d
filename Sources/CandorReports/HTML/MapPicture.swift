import CandorModel
import Foundation

/// The places of an interview on a map: points with their circles of uncertainty and the legs
/// between them.
///
/// Equirectangular, one unit a degree. A leg that is shorter across the antimeridian is drawn across
/// it. Addresses that indicate no place are not drawn.
struct MapPicture {
  private struct Spot {
    let sign: String
    let name: String
    let latitude: Double
    let longitude: Double
    var radiusKm: Double
    /// The same, as far as a map of the world can show it.
    var drawnKm: Double { min(3000, radiusKm) }
  }

  private struct Leg: Hashable {
    let from: Int
    let to: Int
  }

  /// Kilometres of a degree of latitude on the mean sphere.
  private static let kilometresPerDegree = 111.195

  private let messages: Messages
  private var spots: [Spot] = []
  private var legs: [(leg: Leg, leastKm: Double?, count: Int)] = []

  /// `nil` where no place with a position is known.
  init?(_ timeline: Timeline, _ strip: AnswerStrip, _ messages: Messages) {
    self.messages = messages
    for observation in timeline.observations {
      let sign = strip.places[observation.index]
      guard Int(sign) != nil, let place = observation.place.value, let latitude = place.latitude,
        let longitude = place.longitude, latitude.isFinite, longitude.isFinite,
        !spots.contains(where: { $0.sign == sign })
      else { continue }
      spots.append(
        Spot(
          sign: sign, name: ReportText.plain(strip.placeNames.name(of: observation), limit: 60),
          latitude: max(-85, min(85, latitude)), longitude: max(-180, min(180, longitude)),
          radiusKm: max(0, place.radiusKm ?? 0)))
    }
    guard !spots.isEmpty else { return nil }
    for change in timeline.switches {
      guard let from = spot(change.from, strip), let to = spot(change.to, strip), from != to else {
        continue
      }
      let leg = Leg(from: min(from, to), to: max(from, to))
      if let place = legs.firstIndex(where: { $0.leg == leg }) {
        legs[place].count += 1
        // What holds for all of them.
        legs[place].leastKm = [legs[place].leastKm, change.minimumDistanceKm]
          .compactMap { $0 }.min()
      } else {
        legs.append((leg, change.minimumDistanceKm, 1))
      }
    }
  }

  private func spot(_ index: Int, _ strip: AnswerStrip) -> Int? {
    guard strip.places.indices.contains(index) else { return nil }
    return spots.firstIndex { $0.sign == strip.places[index] }
  }

  /// The picture as SVG with a text alternative. The page holds the outline once, as `#world`.
  var svg: String {
    let positions = unwrapped()
    let box = frame(positions)
    let unit = box.width / 640
    var text = "<svg class=\"map\" role=\"img\" viewBox=\""
    text += [box.x, box.y, box.width, box.height].map(Self.number).joined(separator: " ")
    text += "\" width=\"640\" height=\"\(Int((box.height / unit).rounded()))\"><title>"
    text += Markup.escaped(alternative) + "</title>"
    // A second and third copy for legs that leave the map's edge.
    text += "<use href=\"#world\"/>"
    if box.x < 0 { text += "<use href=\"#world\" x=\"-360\"/>" }
    if box.x + box.width > 360 { text += "<use href=\"#world\" x=\"360\"/>" }
    for (spot, at) in zip(spots, positions) where spot.radiusKm > 0 {
      let ry = spot.drawnKm / Self.kilometresPerDegree
      let rx = min(90, ry / max(0.1, cos(spot.latitude * .pi / 180)))
      text += "<ellipse class=\"\(CellStyle.name(spot.sign))\" cx=\"\(Self.number(at.x))\""
      text += " cy=\"\(Self.number(at.y))\" rx=\"\(Self.number(rx))\" ry=\"\(Self.number(ry))\"/>"
    }
    // Texts are as large as the style says: larger on a phone, where the picture is smaller.
    text += "<g font-size=\"\(Self.number(unit * 12))\">"
    for (leg, _, _) in legs {
      let (from, to) = (positions[leg.from], positions[leg.to])
      text += "<path class=\"leg\" d=\"M\(Self.number(from.x)) \(Self.number(from.y))"
      text += "L\(Self.number(to.x)) \(Self.number(to.y))\"/>"
    }
    var labels = MapLabels(box: box, unit: unit)
    for (spot, at) in zip(spots, positions) {
      text += "<circle class=\"p\" cx=\"\(Self.number(at.x))\" cy=\"\(Self.number(at.y))\""
      text += " r=\"\(Self.number(unit * 5))\"/>"
      let radius = messages.text("word.up-to", ["km": messages.kilometres(spot.radiusKm)])
      // Away from the middle, where the legs are.
      let isAbove = at.y <= box.y + box.height / 2
      text += labels.add(
        "\(spot.sign) \(spot.name) \(radius)", at.x, at.y + (isAbove ? -11 : 21) * unit, "b")
    }
    for (leg, leastKm, count) in legs {
      let label = label(leastKm)
      let shown = label + (count > 1 ? (label.isEmpty ? "" : " ") + "×\(count)" : "")
      guard !shown.isEmpty else { continue }
      let (from, to) = (positions[leg.from], positions[leg.to])
      text += labels.addWhereFree(shown, (from.x + to.x) / 2, (from.y + to.y) / 2, "d")
    }
    return text + "</g></svg>"
  }

  /// `at least 2,249 km`; empty where no distance is known.
  private func label(_ leastKm: Double?) -> String {
    leastKm.map {
      messages.text("word.at-least", ["km": messages.kilometres(LeastKilometres.whole(of: $0))])
    } ?? ""
  }

  /// Positions in degrees of the map: each place within half a turn of one that a leg leads to it from, so
  /// that a leg goes the short way round the world, else of the first.
  private func unwrapped() -> [(x: Double, y: Double)] {
    var longitudes: [Double?] = Array(repeating: nil, count: spots.count)
    longitudes[0] = spots[0].longitude
    func place(_ index: Int, near other: Double) {
      var turns = ((other - spots[index].longitude) / 360).rounded()
      // The outline is drawn three times, and no more.
      let range = -500.0...500.0
      if !range.contains(spots[index].longitude + 360 * turns) {
        turns = ((spots[0].longitude - spots[index].longitude) / 360).rounded()
      }
      longitudes[index] = spots[index].longitude + 360 * turns
    }
    while let next = longitudes.firstIndex(where: { $0 == nil }) {
      let reached = legs.lazy.compactMap { leg -> (from: Double, to: Int)? in
        switch (longitudes[leg.leg.from], longitudes[leg.leg.to]) {
        case (let from?, nil): (from, leg.leg.to)
        case (nil, let to?): (to, leg.leg.from)
        default: nil
        }
      }.first
      place(reached?.to ?? next, near: reached?.from ?? spots[0].longitude)
    }
    return zip(spots, longitudes).map { (($1 ?? $0.longitude) + 180, 90 - $0.latitude) }
  }

  /// What is shown: all circles with room around them, never less than a region that can be
  /// recognised, two to one.
  private func frame(
    _ positions: [(x: Double, y: Double)]
  ) -> (x: Double, y: Double, width: Double, height: Double) {
    let least = positions.reduce((x: Double.infinity, y: Double.infinity)) {
      (min($0.x, $1.x), min($0.y, $1.y))
    }
    let most = positions.reduce((x: -Double.infinity, y: -Double.infinity)) {
      (max($0.x, $1.x), max($0.y, $1.y))
    }
    let margin = 10 + (spots.map(\.drawnKm).max() ?? 0) / Self.kilometresPerDegree
    var width = max(56, most.x - least.x + 2 * margin + 16)
    var height = most.y - least.y + 2 * margin
    if width < height * 2.1 { width = height * 2.1 }
    height = width / 2.1
    let x = (least.x + most.x) / 2 - width / 2
    let y = (least.y + most.y) / 2 - height / 2
    // The poles' emptiness is not worth showing, where nobody was there.
    let lowest = max(158, min(178, most.y + 8))
    return (x, max(2, min(y, lowest - height)), width, height)
  }

  private var alternative: String {
    let places = spots.map { spot -> String in
      let radius = messages.text("word.up-to", ["km": messages.kilometres(spot.radiusKm)])
      return "\(spot.sign) \(spot.name) (\(radius))"
    }
    let lines = legs.map {
      messages.text(
        "alt.leg",
        [
          "from": spots[$0.leg.from].sign, "to": spots[$0.leg.to].sign,
          "km": label($0.leastKm) + ($0.count > 1 ? " ×\($0.count)" : ""),
        ])
    }
    return messages.text("alt.map", ["places": (places + lines).joined(separator: "; ")])
  }

  /// A number with two decimals at most.
  static func number(_ value: Double) -> String { DecimalText.text(value, decimals: 2) }
}
