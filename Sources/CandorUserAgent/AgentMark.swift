import CandorUserAgentPatterns

/// Words in an agent that its meaning is read from, found in the same pass as the literals.
enum AgentMark: Int, CaseIterable {
  // Products.
  case chrome, chromium, chromeIOS, firefox, firefoxIOS, edgeIOS, safari, version, appleWebKit
  case gecko, trident, msie, edgeHTML, presto, opera
  // Systems.
  case windowsNT, windowsPhone, android, iPhone, iPad, iPod, macintosh, x11, linux, wayland
  case chromeOS, likeIPhone
  // Forms.
  case mobile, tablet, webView, revision
  // Constants.
  case frozenAndroid, frozenMac, frozenMacFirefox, frozenChromeOS
  // Automation.
  case headlessChrome, phantomJS, electron, selenium, webDriver, puppeteer, playwright
  case powerShell
  case botProduct, contactPage
  // Kinds of device.
  case playStation, xbox, nintendo

  /// The word; case counts but for those in `caselessMarks`, which are lower case.
  var text: String {
    switch self {
    case .chrome: "Chrome/"
    case .chromium: "Chromium/"
    case .chromeIOS: "CriOS/"
    case .firefox: "Firefox/"
    case .firefoxIOS: "FxiOS/"
    case .edgeIOS: "EdgiOS/"
    case .safari: "Safari/"
    case .version: "Version/"
    case .appleWebKit: "AppleWebKit/"
    case .gecko: "Gecko/"
    case .trident: "Trident/"
    case .msie: "MSIE "
    case .edgeHTML: "Edge/"
    case .presto: "Presto/"
    case .opera: "Opera/"
    case .windowsNT: "Windows NT "
    case .windowsPhone: "Windows Phone"
    case .android: "Android"
    case .iPhone: "iPhone"
    case .iPad: "iPad"
    case .iPod: "iPod"
    case .macintosh: "Macintosh"
    case .x11: "X11"
    case .linux: "Linux"
    case .wayland: "Wayland"
    case .chromeOS: "CrOS"
    case .likeIPhone: "like iPhone"
    case .mobile: "Mobile"
    case .tablet: "Tablet"
    case .webView: "; wv)"
    case .revision: "rv:"
    case .frozenAndroid: "Android 10; K"
    case .frozenMac: "Mac OS X 10_15_7"
    case .frozenMacFirefox: "Mac OS X 10.15"
    case .frozenChromeOS: " 14541.0.0"
    case .headlessChrome: "HeadlessChrome"
    case .phantomJS: "PhantomJS"
    case .electron: "Electron/"
    case .selenium: "selenium"
    case .webDriver: "webdriver"
    case .puppeteer: "puppeteer"
    case .playwright: "playwright"
    case .powerShell: "powershell/"
    case .botProduct: "bot/"
    case .contactPage: "+http"
    case .playStation: "playstation"
    case .xbox: "xbox"
    case .nintendo: "nintendo"
    }
  }

  private var isCaseless: Bool {
    switch self {
    case .selenium, .webDriver, .puppeteer, .playwright, .powerShell, .botProduct, .contactPage,
      .playStation, .xbox, .nintendo:
      true
    default: false
    }
  }

  /// The numbers of the words of a table, among all marks.
  static let televisionWords = numbers(after: allCases.count, TelevisionWords.all.count)
  static let tabletWords = numbers(after: televisionWords.upperBound, TabletWords.all.count)
  static let apps = numbers(after: tabletWords.upperBound, InAppHost.all.count)
  static let desktopApps = numbers(after: apps.upperBound, DesktopApp.all.count)
  static let httpClients = numbers(after: desktopApps.upperBound, HTTPClientWords.all.count)
  static let robots = numbers(after: httpClients.upperBound, Robot.all.count)
  /// How many marks there are.
  static let count = robots.upperBound

  /// All marks as literals, in the order of their numbers.
  static let literals: [AgentLiteral] =
    allCases.map { literal($0.text, isCaseless: $0.isCaseless) }
    + TelevisionWords.all.map { literal($0, isCaseless: true) }
    + TabletWords.all.map { literal($0) }
    + InAppHost.all.map { literal($0.word) }
    + DesktopApp.all.map { literal((" " + $0 + "/").lowercased(), isCaseless: true) }
    + HTTPClientWords.all.map { literal($0, isCaseless: true) }
    + robotLiterals

  private static let robotLiterals: [AgentLiteral] = Robot.all.map {
    literal($0.word, isCaseless: true)
  }

  private static func numbers(after start: Int, _ count: Int) -> Range<Int> {
    start..<start + count
  }

  private static func literal(_ text: String, isCaseless: Bool = false) -> AgentLiteral {
    AgentLiteral(bytes: Array(text.utf8), isCaseless: isCaseless)
  }
}
