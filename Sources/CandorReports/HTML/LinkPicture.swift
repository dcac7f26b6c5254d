import CandorModel
import Foundation

/// Interviews that share a trace, as small stars: the trace in the middle, its interviews around it.
struct LinkPicture {
  private static let shownLinks = 24
  private static let shownMembers = 10
  private static let width = 256
  private static let height = 200

  private let links: [Link]
  private let total: Int
  /// How many interviews all links name, those that are not drawn too.
  private let memberCount: Int

  init(_ links: [Link]) {
    self.links = Array(links.prefix(Self.shownLinks))
    total = links.count
    memberCount = Set(links.flatMap(\.members)).count
  }

  /// The picture as SVG with a text alternative.
  func svg(_ messages: Messages) -> String {
    let columns = min(4, links.count)
    let rows = (links.count + columns - 1) / columns
    let width = columns * Self.width
    let height = rows * Self.height + (total > links.count ? 24 : 0)
    let title = messages.text(
      total == 1 ? "alt.links.one" : "alt.links", ["n": "\(memberCount)", "m": "\(total)"])
    var text =
      "<svg class=\"ch ln\" role=\"img\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\""
    text += " height=\"\(height)\"><title>\(Markup.escaped(title))</title>"
    for (place, link) in links.enumerated() {
      text += star(
        link, x: Double(place % columns * Self.width), y: Double(place / columns * Self.height),
        messages)
    }
    if total > links.count {
      let more = messages.text("chart.more", ["n": "\(total - links.count)"])
      text += "<text class=\"l\" x=\"8\" y=\"\(height - 8)\">\(Markup.escaped(more))</text>"
    }
    return text + "</svg>"
  }

  private func star(_ link: Link, x: Double, y: Double, _ messages: Messages) -> String {
    let shown = Array(link.members.prefix(Self.shownMembers))
    let centre = (x: x + Double(Self.width) / 2, y: y + 88)
    var lines = ""
    var points = ""
    for (index, member) in shown.enumerated() {
      let angle = 2 * Double.pi * Double(index) / Double(shown.count) - Double.pi / 2
      let side = cos(angle)
      let at = (x: centre.x + 48 * side, y: centre.y + 52 * sin(angle))
      lines += "M\(Self.pair(centre))L\(Self.pair(at))"
      let name = ReportText.plain(member, limit: 80)
      points += "<circle class=\"p\" cx=\"\(MapPicture.number(at.x))\" cy=\""
      points +=
        "\(MapPicture.number(at.y))\" r=\"5\"><title>\(Markup.escaped(name))</title></circle>"
      let id = name.split(separator: "/").last ?? ""
      let short = id.count > 8 ? "…" + id.suffix(7) : id
      // Names stand outside the star, those above and below it in the middle: so ten have room.
      let isBeside = abs(side) > 0.2
      let right: Double = isBeside ? (side > 0 ? 9 : -9) : 0
      let down: Double = isBeside ? 4 : (at.y < centre.y ? -9 : 17)
      let anchor = isBeside ? (side > 0 ? "start" : "end") : "middle"
      points += "<text class=\"l\" x=\"\(MapPicture.number(at.x + right))\" y=\""
      points += "\(MapPicture.number(at.y + down))\" text-anchor=\"\(anchor)\">"
      points += "\(Markup.escaped(String(short)))</text>"
    }
    let rest = link.members.count - shown.count
    let kind =
      DisplayWidth.fitted(messages.kind(of: link), into: 28) + (rest > 0 ? " +\(rest)" : "")
    return "<path class=\"leg\" d=\"\(lines)\"/><rect class=\"hub\" x=\""
      + "\(MapPicture.number(centre.x - 6))\" y=\"\(MapPicture.number(centre.y - 6))\" width=\"12\""
      + " height=\"12\"/>\(points)<text class=\"m\" x=\"\(MapPicture.number(centre.x))\" y=\""
      + "\(MapPicture.number(y + 192))\" text-anchor=\"middle\">\(Markup.escaped(kind))</text>"
  }

  private static func pair(_ point: (x: Double, y: Double)) -> String {
    "\(MapPicture.number(point.x)) \(MapPicture.number(point.y))"
  }
}
