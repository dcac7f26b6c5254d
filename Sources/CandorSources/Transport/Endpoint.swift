import Foundation

/// Where a platform's API is: scheme, host, port and the prefix of every path.
public struct Endpoint: Sendable, Hashable, CustomStringConvertible {
  /// `https`, or `http` on loopback.
  public let scheme: String
  /// The host in lower case, brackets of an IPv6 address included.
  public let host: String
  /// The port, also where it is the scheme's own.
  public let port: Int
  /// Begins with `/` or is empty; has no `/` at its end.
  public let path: String

  /// Reads an endpoint.
  ///
  /// - Parameter text: `https://host[:port][/path]`. `http` is taken for loopback only, because
  ///   every request carries the key.
  /// - Throws: `configuration` for anything else, also with a user, a query or a fragment in it.
  public init(_ text: String) throws(SourceError) {
    guard let (scheme, rest) = Self.split(text) else { throw .notAnEndpoint }
    let authority = rest.prefix { $0 != "/" }
    let path = rest.dropFirst(authority.count)
    guard !authority.isEmpty, !authority.contains("@"),
      !rest.contains(where: { $0 == "?" || $0 == "#" || $0.isWhitespace || !$0.isASCII })
    else { throw .notAnEndpoint }
    var host = authority.lowercased()
    var port = scheme == "https" ? 443 : 80
    if let colon = host.lastIndex(of: ":"), !host[colon...].contains("]") {
      guard let number = Int(host[host.index(after: colon)...]), (1...65535).contains(number)
      else { throw .notAnEndpoint }
      port = number
      host = String(host[..<colon])
    }
    guard Self.isHost(host[...]) else { throw .notAnEndpoint }
    guard scheme == "https" || Self.isLoopback(host) else { throw .notEncrypted }
    self.scheme = scheme
    self.host = host
    self.port = port
    var trimmed = path
    while trimmed.last == "/" { trimmed.removeLast() }
    self.path = String(trimmed)
  }

  /// Reads where a whole URL leads, its query and fragment left aside.
  ///
  /// - Throws: `configuration` as for an endpoint.
  package init(ofURL url: String) throws(SourceError) {
    try self.init(String(url.prefix { $0 != "?" && $0 != "#" }))
  }

  /// Where a platform's API is by the environment: `HIREFLIX_URL` and so on, else its own address.
  ///
  /// - Throws: `configuration` where the variable holds no endpoint.
  public init(
    of platform: PlatformName, environment: [String: String]
  ) throws(SourceError) {
    let text = environment[platform.urlVariable] ?? ""
    try self.init(text.isEmpty ? platform.defaultURL : text)
  }

  /// The given endpoint, else the platform's own.
  static func resolve(
    _ endpoint: Endpoint?, _ platform: PlatformName
  ) throws(SourceError) -> Endpoint {
    if let endpoint { return endpoint }
    return try Endpoint(platform.defaultURL)
  }

  /// Whether the host is this machine.
  public var isLoopback: Bool { Self.isLoopback(host) }

  /// The endpoint as URL text.
  public var description: String {
    let isDefault = port == (scheme == "https" ? 443 : 80)
    return "\(scheme)://\(host)\(isDefault ? "" : ":\(port)")\(path)"
  }

  /// Where a redirect leads to, as URL text; `nil` where that is no URL.
  ///
  /// - Parameters:
  ///   - location: mostly a path, or relative to the URL that was asked for (RFC 9110, section
  ///     10.2.2); `//host/path` names another host without naming a scheme.
  ///   - url: what was asked for.
  static func target(ofRedirect location: String, from url: String) -> String? {
    URL(string: location, relativeTo: URL(string: url))?.absoluteString
  }

  /// Whether a whole URL has the same scheme, host and port.
  func isOrigin(ofURL url: String) -> Bool {
    guard let other = try? Endpoint(ofURL: url) else { return false }
    return other.scheme == scheme && other.host == host && other.port == port
  }

  private static func split(_ text: String) -> (scheme: String, rest: Substring)? {
    for scheme in ["https", "http"] where text.lowercased().hasPrefix(scheme + "://") {
      return (scheme, text.dropFirst(scheme.count + 3))
    }
    return nil
  }

  /// Whether a text can be a host: a name, an address, or one of IPv6 in brackets.
  ///
  /// What RFC 3986, section 3.2.2, lets stand in no host is refused; whether there is such a host
  /// shows when it is asked.
  static func isHost(_ text: Substring) -> Bool {
    let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
    let name = isBracketed ? text.dropFirst().dropLast() : text
    return !name.isEmpty && name.contains(":") == isBracketed
      && name.utf8.allSatisfy { byte in
        byte > 0x20 && byte < 0x7F && !"\"#/<>?@[\\]^`{|}".utf8.contains(byte)
      }
  }

  private static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127"
      && parts.allSatisfy { UInt8($0) != nil && $0.allSatisfy(\.isNumber) }
  }
}

extension SourceError {
  static let notAnEndpoint = SourceError(
    .configuration, "expected the platform's URL to be `https://host[:port][/path]`",
    help: "leave the variable unset for the platform's own address")
  static let notEncrypted = SourceError(
    .configuration, "expected the platform's URL to begin with `https://`, found `http://`",
    help: "a key is sent over an encrypted connection only; loopback is the one exception")
}
