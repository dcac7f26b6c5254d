/// Texts in which nobody may be named.
package enum PersonalText {
  /// A text in which every address is cut to its network and every e-mail address is the word
  /// `e-mail`, wherever they stand.
  package static func cutting(_ text: String) -> String {
    AddressText.cuttingAddresses(in: cuttingEmails(in: text))
  }

  private static func cuttingEmails(in text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "@")) else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var copied = 0
    for place in bytes.indices where place >= copied && bytes[place] == UInt8(ascii: "@") {
      var start = place
      while start > copied, isOfMailbox(bytes[start - 1]) { start -= 1 }
      guard start < place, let end = endOfDomain(in: bytes, from: place + 1) else { continue }
      result.append(contentsOf: bytes[copied..<start])
      result.append(contentsOf: "e-mail".utf8)
      copied = end
    }
    guard copied > 0 else { return text }
    result.append(contentsOf: bytes[copied...])
    return String(decoding: result, as: UTF8.self)
  }

  /// Where the longest name of a domain ends that begins at an index; `nil` where there is none. It
  /// has two labels or more, the last of which begins with no digit, as that of a version does.
  private static func endOfDomain(in bytes: [UInt8], from start: Int) -> Int? {
    var end: Int?
    var labels = 0
    var first = start
    while true {
      var last = first
      while last < bytes.count, isOfDomain(bytes[last]) { last += 1 }
      guard last > first else { return end }
      labels += 1
      if labels > 1, last - first > 1, !isDigit(bytes[first]) { end = last }
      guard last < bytes.count, bytes[last] == UInt8(ascii: ".") else { return end }
      first = last + 1
    }
  }

  private static func isOfMailbox(_ byte: UInt8) -> Bool {
    isOfDomain(byte) || "._%+!#$&*'~^".utf8.contains(byte)
  }

  private static func isOfDomain(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "-")
      || byte >= 0x80
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
