import Testing

@testable import CandorSources

struct EndpointTests {
  @Test(arguments: [
    ("https://api.hireflix.com/me", "https://api.hireflix.com/me"),
    ("https://API.example.com/", "https://api.example.com"),
    ("https://api.example.com:8443/v1/", "https://api.example.com:8443/v1"),
    ("http://127.0.0.1:8080/me", "http://127.0.0.1:8080/me"),
    ("http://localhost", "http://localhost"), ("http://[::1]:9", "http://[::1]:9"),
  ])
  func taken(text: String, description: String) throws {
    #expect(try Endpoint(text).description == description)
  }

  @Test(arguments: [
    "", "api.hireflix.com", "ftp://api.hireflix.com", "https://", "https://user@example.com",
    "https://example.com/?x=1", "https://example.com/#x", "https://example.com:0",
    "https://example.com:99999", "https://exa mple.com", "http://example.com",
    "http://127.0.0.1.example.com", "http://10.0.0.1", "http://localhost.example.com",
    "https://[::1", "https://[]", "https://[a]", "https://a]b", "https://a:b:1", "https://:443",
  ])
  func refused(text: String) {
    #expect(throws: SourceError.self) { try Endpoint(text) }
  }

  @Test func environment() throws {
    let endpoint = try Endpoint(
      of: .hireflix, environment: ["HIREFLIX_URL": "http://127.0.0.1:1/me"])
    #expect(endpoint.port == 1)
    #expect(try Endpoint(of: .ashby, environment: ["ASHBY_URL": ""]).host == "api.ashbyhq.com")
  }

  @Test func sameOrigin() throws {
    let endpoint = try Endpoint("https://api.example.com/v1")
    #expect(endpoint.isOrigin(ofURL: "https://api.example.com/v2?x=1"))
    #expect(endpoint.isOrigin(ofURL: "HTTPS://API.example.com:443#x"))
    #expect(!endpoint.isOrigin(ofURL: "https://api.example.com:8443/v1"))
    #expect(!endpoint.isOrigin(ofURL: "http://api.example.com/v1"))
    #expect(!endpoint.isOrigin(ofURL: "https://evil.example.com/v1"))
    #expect(!endpoint.isOrigin(ofURL: "https://api.example.com@evil.example.com/v1"))
    #expect(!endpoint.isOrigin(ofURL: "/v1"))
  }

  /// RFC 3986, section 5.4.
  @Test(arguments: [
    ("/g", "http://a/g"), ("g", "http://a/b/c/g"), ("../g?y#s", "http://a/b/g?y#s"),
    ("?y", "http://a/b/c/d;p?y"), ("//g/x", "http://g/x"), ("https://g/x?y", "https://g/x?y"),
  ])
  func redirectsAreResolved(location: String, target: String) {
    #expect(Endpoint.target(ofRedirect: location, from: "http://a/b/c/d;p?q") == target)
  }

  @Test func proxies() throws {
    let endpoint = try Endpoint("https://api.example.com")
    let configuration = try TransportConfiguration(
      environment: ["HTTPS_PROXY": "http://u%40x:p@proxy.example.org:3128/"], endpoint: endpoint)
    #expect(configuration.proxy?.description == "proxy.example.org:3128")
    #expect(configuration.proxy?.credentials == "u@x:p")
    for exempt in ["*", "example.com", ".example.com", "a.b, api.example.com:443"] {
      let configuration = try TransportConfiguration(
        environment: ["https_proxy": "http://p:1", "no_proxy": exempt], endpoint: endpoint)
      #expect(configuration.proxy == nil)
    }
    #expect(
      try TransportConfiguration(
        environment: ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "ample.com"], endpoint: endpoint
      ).proxy != nil)
    #expect(
      try TransportConfiguration(
        environment: ["HTTPS_PROXY": "http://p:1"], endpoint: try Endpoint("http://localhost:1")
      ).proxy == nil)
    #expect(throws: SourceError.self) {
      try TransportConfiguration(environment: ["ALL_PROXY": "ftp://p:1"], endpoint: endpoint)
    }
  }

  /// As curl reads it.
  @Test(arguments: [
    ("192.0.2.2", "192.0.0.0/16", true), ("192.0.2.2", "x 192.0.2.2", true),
    ("192.0.2.2", "192.0.2.3,198.51.100.0/24", false), ("192.0.2.2", "2.2", false),
    ("[2001:db8::1]", "2001:db8::1", true), ("[2001:db8::1]", "[2001:DB8::1]:443", true),
    ("[2001:db8::1]", "2001:db8::/32", true), ("[2001:db8::1]", "2001:db9::/32", false),
    ("api.example.com", "example.com:443", true), ("api.example.com", "1.2.3.4/8", false),
  ])
  func hostsThatNeedNoProxy(host: String, list: String, isExempt: Bool) {
    #expect(TransportConfiguration.isExempt(host, list) == isExempt)
  }

  @Test(arguments: [
    ("http://[2001:db8::1]:3128", "[2001:db8::1]:3128"), ("proxy_1.example", "proxy_1.example:80"),
    ("socks5h://192.0.2.9", "192.0.2.9:1080"),
  ])
  func proxiesThatMakeSense(text: String, description: String) throws {
    #expect(try Proxy(text).description == description)
  }

  @Test(arguments: [
    "http://[", "[", "]", "[]", "http://[::1", "http://::1", "http://a b", "http://a[b", "http://",
    "http://\u{1}", "http://p:0", "http://p:x", "ftp://p",
  ])
  func proxiesThatMakeNone(text: String) {
    #expect {
      try Proxy(text)
    } throws: { error in
      (error as? SourceError)?.code == .configuration
    }
  }

  @Test func pathsAreEncoded() {
    let request = PlatformRequest.get(
      "/sessions/\(PlatformRequest.segment("a/../b?c"))", query: [("q", "ü &="), ("x", "1")],
      subject: "")
    #expect(request.target == "/sessions/a%2F..%2Fb%3Fc?q=%C3%BC%20%26%3D&x=1")
    #expect(PlatformRequest.segment("..") == "%2E%2E")
  }
}
