import CandorModel

/// Limits and manners of the connection to a platform.
public struct TransportConfiguration: Sendable {
  /// Requests under way at the same time.
  public var concurrency = 4
  /// Seconds until a connection stands.
  public var connectTimeoutSeconds = 10.0
  /// Seconds without a byte.
  public var readTimeoutSeconds = 30.0
  /// Seconds for one attempt as a whole.
  public var requestTimeoutSeconds = 60.0
  /// Bytes of an answer as they come over the wire.
  public var maximumResponseBytes = 32 * 1024 * 1024
  /// Bytes of an answer once unpacked.
  public var maximumUnpackedBytes = 64 * 1024 * 1024
  /// Arrays and objects inside one another.
  public var maximumNesting = 64
  /// Pages of one list; a list that goes on is given up.
  public var maximumPages = 10_000
  /// Attempts and pauses between them.
  public var retry = RetryPolicy()
  /// Failed attempts in a row after which no further request is made.
  public var failuresUntilOpen = 10
  /// Seconds until one request is let through again after that.
  public var openSeconds = 30.0
  /// Requests per second while the platform names no limit; absent for no such limit. Loopback is
  /// not limited.
  public var requestsPerSecond: Double?
  /// A PEM file with further authorities to trust, for a proxy that looks into TLS.
  public var extraAuthorityFile: String?
  /// The proxy; absent for none. Loopback is reached directly.
  public var proxy: Proxy?

  /// The defaults.
  public init() {}

  /// The defaults with the proxy and authorities that the environment names.
  ///
  /// - Parameters:
  ///   - environment: `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, also in small letters, as curl reads
  ///     them; `CANDOR_CA_FILE`. An empty variable counts as not set.
  ///   - endpoint: decides whether `NO_PROXY` speaks of it.
  /// - Throws: `configuration` where a proxy is none.
  public init(environment: [String: String], endpoint: Endpoint) throws(SourceError) {
    func variable(_ name: String) -> String? {
      for name in [name.lowercased(), name] {
        if let value = environment[name], !value.isEmpty { return value }
      }
      return nil
    }
    if let file = environment["CANDOR_CA_FILE"], !file.isEmpty { extraAuthorityFile = file }
    guard !endpoint.isLoopback, let text = variable("HTTPS_PROXY") ?? variable("ALL_PROXY"),
      !Self.isExempt(endpoint.host, variable("NO_PROXY") ?? "")
    else { return }
    proxy = try Proxy(text)
  }

  /// Refuses authorities that cannot be read, before anything is asked.
  ///
  /// - Throws: `configuration` where the file with further authorities is no PEM file.
  package func checkAuthorities() throws(SourceError) { _ = try PlatformTransport.client(self) }

  /// Refuses limits that let nothing through.
  func check() throws(SourceError) {
    let limits: [(name: String, value: Double)] = [
      ("concurrency", Double(concurrency)), ("connect timeout", connectTimeoutSeconds),
      ("read timeout", readTimeoutSeconds), ("request timeout", requestTimeoutSeconds),
      ("response size limit", Double(maximumResponseBytes)),
      ("unpacked size limit", Double(maximumUnpackedBytes)),
      ("nesting limit", Double(maximumNesting)), ("page limit", Double(maximumPages)),
      ("number of attempts", Double(retry.maximumAttempts)),
      ("number of connection attempts", Double(retry.maximumConnectAttempts)),
      ("rate", requestsPerSecond ?? 1),
    ]
    for limit in limits where !(limit.value > 0 && limit.value <= 1e12) {
      throw SourceError(
        .configuration, "expected the \(limit.name) to be above 0, found `\(limit.value)`")
    }
  }

  /// Whether `NO_PROXY` covers a host: `*`, or names divided by commas or white space, each also for
  /// what ends with it; addresses, also as networks (`192.0.2.0/24`).
  static func isExempt(_ host: String, _ list: String) -> Bool {
    let host = host.filter { $0 != "[" && $0 != "]" }
    let address = IPAddress(host)
    return list.split(whereSeparator: { $0 == "," || $0.isWhitespace }).contains { entry in
      var name = entry.lowercased()
      if name == "*" { return true }
      if let prefix = IPPrefix(name), let address { return prefix.contains(address) }
      if name.hasPrefix("["), let end = name.firstIndex(of: "]") {
        name = String(name[..<end].dropFirst())
      } else if name.count(where: { $0 == ":" }) == 1, let colon = name.firstIndex(of: ":") {
        name = String(name[..<colon])
      }
      // What an address ends with is no part of it.
      if let address { return IPAddress(name) == address }
      while name.hasPrefix(".") { name.removeFirst() }
      return !name.isEmpty && (host == name || host.hasSuffix("." + name))
    }
  }
}

/// A proxy that connections go through.
public struct Proxy: Sendable, Hashable, CustomStringConvertible {
  /// Its host.
  public let host: String
  /// Its port.
  public let port: Int
  /// Whether it speaks SOCKS 5 rather than HTTP `CONNECT`.
  public let isSOCKS: Bool
  /// `user:password`, where it asks for them.
  let credentials: String?

  /// Reads `[http://|socks5://][user:password@]host[:port]`.
  ///
  /// - Throws: `configuration` for anything else.
  public init(_ text: String) throws(SourceError) {
    var rest = Substring(text)
    var isSOCKS = false
    if let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") {
      let scheme = text[..<colon].lowercased()
      guard ["http", "socks5", "socks5h"].contains(scheme) else { throw .notAProxy }
      isSOCKS = scheme.hasPrefix("socks")
      rest = text[colon...].dropFirst(3)
    }
    rest = rest.prefix { $0 != "/" }
    if let at = rest.lastIndex(of: "@") {
      credentials = Self.decode(rest[..<at])
      rest = rest[rest.index(after: at)...]
    } else {
      credentials = nil
    }
    var port = isSOCKS ? 1080 : 80
    if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("]") {
      guard let number = Int(rest[rest.index(after: colon)...]), (1...65535).contains(number)
      else { throw .notAProxy }
      port = number
      rest = rest[..<colon]
    }
    guard Endpoint.isHost(rest) else { throw .notAProxy }
    host = String(rest)
    self.port = port
    self.isSOCKS = isSOCKS
  }

  /// Host and port; never the password.
  public var description: String { "\(host):\(port)" }

  private static func decode(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension SourceError {
  static let notAProxy = SourceError(
    .configuration, "expected the proxy to be `http://host:port` or `socks5://host:port`",
    help: "correct `HTTPS_PROXY`, or name the platform's host in `NO_PROXY`")
}
