/// The outline of the land, from `Templates/world.txt`.
enum WorldOutline {
  /// One path in degrees: x is longitude + 180, y is 90 - latitude.
  static let path: String = {
    var path = ""
    for line in Resource.text("Templates/world.txt").split(separator: "\n") {
      guard !line.hasPrefix("#"), let colon = line.firstIndex(of: ":") else { continue }
      let points = line[line.index(after: colon)...].split(separator: " ").compactMap(point)
      path += "M" + points.joined(separator: "L") + "Z"
    }
    return path
  }()

  private static func point(_ text: Substring) -> String? {
    let parts = text.split(separator: ",")
    guard parts.count == 2, let longitude = Double(parts[0]), let latitude = Double(parts[1]) else {
      return nil
    }
    return MapPicture.number(longitude + 180) + " " + MapPicture.number(90 - latitude)
  }
}
