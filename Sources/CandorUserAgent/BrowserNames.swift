/// The names that people use for the families of uap-core.
///
/// "Chrome Mobile" and "Chrome" are one browser on two classes of device; the class is a fact of
/// its own, and comparison asks for the browser.
enum BrowserNames {
  /// What stands for a family.
  enum Kind: Equatable {
    /// A browser of this name.
    case browser(String)
    /// A web view of the system: the app that shows it hides its name.
    case webView
    /// Nothing that matched.
    case unknown
  }

  static func kind(of family: String) -> Kind {
    if let name = names[family] { return .browser(name) }
    switch family {
    case UserAgentResult.otherFamily, "": return .unknown
    // uap-core names what any web view of a Mac or an iPad sends after the one that it met first.
    case "Chrome Mobile WebView", "Mobile Safari UI/WKWebView", "Chrome WebView", "WebKit",
      "Android WebView", "Electron", "QtWebEngine", "Apple Mail":
      return .webView
    default:
      // "Firefox (Minefield)", "DuckDuckGo Mobile".
      if family.hasPrefix("Firefox (") { return .browser("Firefox") }
      for ending in [" Mobile", " iOS", " Android", " Tablet"] where family.hasSuffix(ending) {
        return .browser(String(family.dropLast(ending.count)))
      }
      return .browser(family)
    }
  }

  /// The plain names of the most frequent families stand here, too, so that they are found at once.
  private static let names: [String: String] = [
    "Chrome": "Chrome", "Safari": "Safari", "Firefox": "Firefox", "Edge": "Edge",
    "Opera": "Opera",
    "Chrome Mobile": "Chrome", "Chrome Mobile iOS": "Chrome", "Chrome iOS": "Chrome",
    "Google Chrome": "Chrome", "Chrome Headless": "Chrome", "HeadlessChrome": "Chrome",
    "Mobile Safari": "Safari", "Mobile Firefox": "Firefox", "Firefox Mobile": "Firefox",
    "Firefox iOS": "Firefox", "Firefox Alpha": "Firefox", "Firefox Beta": "Firefox",
    "Edge Mobile": "Edge", "Microsoft Edge": "Edge", "Opera Mobile": "Opera",
    "Opera Tablet": "Opera", "OPR": "Opera", "IE": "Internet Explorer",
    "IE Mobile": "Internet Explorer", "IEMobile": "Internet Explorer",
    "Android": "Android Browser", "Android Browser": "Android Browser",
    "Samsung Browser": "Samsung Internet", "YaBrowser": "Yandex Browser",
    "DuckDuckGo Mobile": "DuckDuckGo", "Brave Mobile": "Brave", "UC Browser": "UC Browser",
    "MIUI Browser": "Mi Browser", "MiuiBrowser": "Mi Browser", "Silk": "Amazon Silk",
    "Chromium": "Chromium",
  ]
}
