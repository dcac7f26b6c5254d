import CandorModel
import CandorUserAgent
import Testing

/// Automation and implausibility, with the reasons.
struct MarksTests {
  private let parser: UserAgentParser

  init() throws { parser = try TestParsers.builtIn.get() }

  private static let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
  private static let blink = "AppleWebKit/537.36 (KHTML, like Gecko)"
  private static let webKit = "AppleWebKit/605.1.15 (KHTML, like Gecko)"

  @Test(arguments: [
    (
      "Mozilla/5.0 (X11; Linux x86_64) \(blink) HeadlessChrome/120.0.6099.71 Safari/537.36",
      AutomationReason.headlessChrome
    ),
    (
      "Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1"
        + " Safari/538.1", .phantomJS
    ),
    (
      "\(windows) \(blink) Chrome/118.0.5993.89 Electron/27.0.2 Safari/537.36",
      .unknownElectronApp
    ),
    (
      "\(windows) \(blink) Cypress/13.6 Chrome/118.0.5993.89 Electron/27.0.2 Safari/537.36",
      .unknownElectronApp
    ),
    ("Mozilla/5.0 (compatible; Selenium/4.1; python)", .selenium),
    ("\(windows) \(blink) Chrome/120.0.0.0 Safari/537.36 selenium-webdriver", .selenium),
    ("\(windows) \(blink) Chrome/120.0.0.0 Safari/537.36 Puppeteer", .puppeteer),
    ("Playwright/1.40.0 (x64; ubuntu 22.04) node/18.18", .playwright),
    ("curl/8.4.0", .httpClient), ("Wget/1.21.3", .httpClient),
    ("python-requests/2.31.0", .httpClient), ("python-httpx/0.25.0", .httpClient),
    ("Python/3.11 aiohttp/3.9.1", .httpClient), ("Python-urllib/3.11", .httpClient),
    ("Go-http-client/1.1", .httpClient), ("Java/17.0.2", .httpClient),
    ("Java-http-client/17.0.2", .httpClient), ("okhttp/4.12.0", .httpClient),
    ("Apache-HttpClient/4.5.14 (Java/17.0.2)", .httpClient), ("axios/1.6.2", .httpClient),
    ("node", .httpClient), ("undici", .httpClient), ("node-fetch/1.0", .httpClient),
    (
      "Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041.4291",
      .httpClient
    ),
    (
      "Mozilla/5.0 (Windows NT 10.0; Microsoft Windows 10.0.22631; en-US) PowerShell/7.4.2",
      .httpClient
    ),
  ])
  func itIsAutomated(agent: String, reason: AutomationReason) {
    #expect(parser.facts(agent)?.automated == reason)
  }

  /// What a form or a platform left around it changes nothing.
  @Test(arguments: [" curl/8.4.0", "\tcurl/8.4.0 ", "\"curl/8.4.0\"", "'okhttp/4.12.0'", " node "])
  func itIsAutomatedBetweenBlanks(agent: String) {
    #expect(parser.facts(agent)?.automated == .httpClient)
  }

  @Test(arguments: ["x curl/8.4.0", "\"", "' '", "my node", "\u{2003}"])
  func whatBeginsOtherwiseIsNot(agent: String) {
    #expect(parser.facts(agent)?.automated == nil)
  }

  private static let compatible =
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible;"
  private static let mac =
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) \(webKit) Version/17.4 Safari/605.1.15"
  private static let nexus =
    "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) \(blink) Chrome/120.0.6099.129"

  @Test(arguments: [
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "\(nexus) Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "\(nexus) Mobile Safari/537.36 (compatible; GoogleOther)",
    "\(compatible) bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36",
    "\(compatible) GPTBot/1.2; +https://openai.com/gptbot)",
    "\(windows) \(blink); compatible; ChatGPT-User/1.0; +https://openai.com/bot",
    "\(compatible) ClaudeBot/1.0; +claudebot@anthropic.com)",
    "\(compatible) Claude-User/1.0; +Claude-User@anthropic.com)",
    "\(compatible) PerplexityBot/1.0; +https://perplexity.ai/perplexitybot)",
    "\(compatible) Perplexity-User/1.0; +https://perplexity.ai/perplexity-user)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "WhatsApp/2.23.20.0",
    "\(windows) \(blink) Slack/4.46 Chrome/138.0.0.0 Electron/37.6.0 (compatible; GPTBot/1.2)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0; +http://www.linkedin.com)",
    "\(mac) (Applebot/0.1; +http://www.apple.com/go/applebot)",
    "\(mac) (ExampleBot/1.0; +https://example.com/bot)",
  ])
  func itIsARobot(agent: String) {
    let facts = parser.facts(agent)
    #expect(facts?.automated == .bot && facts?.deviceClass == .bot)
  }

  @Test(arguments: [
    "\(windows) \(blink) Slack/4.35.126 Chrome/118.0.5993.89 Electron/27.0.2 Safari/537.36",
    "\(windows) \(blink) Teams/1.6.00.29964 Chrome/108.0.5359.62 Electron/22.0.0 Safari/537.36",
    // Apps write their names in any case, and WhatsApp is the name of a robot, too.
    "\(windows) \(blink) discord/1.0.9163 Chrome/138.0.7204.251 Electron/37.6.0 Safari/537.36",
    "\(windows) \(blink) obsidian/1.9.12 Chrome/138.0.7204.251 Electron/37.6.0 Safari/537.36",
    "\(windows) \(blink) WhatsApp/2.2546 Chrome/138.0.7204.251 Electron/37.6.0 Safari/537.36",
    "\(windows) \(blink) Chrome/120.0.0.0 Safari/537.36",
    "Mozilla/4.0 (Windows 7 6.1) Java/1.7.0_71",
    "MyApp/1.0 okhttp/4.12.0",
    "nodepad/1.0", "MyApp/1.0 node",
    // Cubot makes phones.
    "Mozilla/5.0 (Linux; Android 12; Cubot P60) \(blink) Chrome/112.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 9; CUBOT_X19) \(blink) Chrome/99.0.4844.58 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; U; Android 7.0; CUBOT) \(blink) Chrome/58.0 Mobile Safari/537.36",
    "CUBOT/NOTE_20 Mozilla/5.0 (Linux; Android 10) \(blink) Chrome/99.0 Mobile Safari/537.36",
    // uap-core takes these for robots: a toolbar, a bank, a maker of modems.
    "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1; TeomaBar 2.01; AskBar 3.00)",
    "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.0; Bank of New Zealand)",
    "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 4.0; 3COM U.S. Robotics)",
  ])
  func itIsNotAutomated(agent: String) {
    #expect(parser.facts(agent)?.automated == nil)
  }

  /// A robot that sends the agent of a whole computer is no computer.
  @Test func aRobotHasItsOwnName() throws {
    let facts = try #require(
      parser.facts(
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0;"
          + " +https://openai.com/bot"))
    #expect(facts.browser == "ChatGPT-User" && facts.deviceClass == .bot)
    #expect(facts.implausible == nil)
    #expect(parser.client(for: "node").value?.automated == .httpClient)
  }

  @Test(arguments: [
    ("\(windows) \(webKit) Version/17.1 Safari/605.1.15", ImplausibilityReason.safariOnWindows),
    ("\(windows) \(blink) Version/4.0 Chrome/120.0.0.0 Safari/537.36", .versionTokenOnDesktop),
    (
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) \(blink) Version/17.0 Chrome/120.0.0.0"
        + " Safari/537.36", .versionTokenOnDesktop
    ),
    (
      "Mozilla/5.0 (X11; Linux x86_64) \(blink) Version/4.0 Chrome/120.0.0.0 Safari/537.36",
      .versionTokenOnDesktop
    ),
    (
      "\(windows) \(webKit) CriOS/120.0.6099.50 Mobile/15E148 Safari/604.1",
      .chromeForIOSElsewhere
    ),
    (
      "Mozilla/5.0 (X11; Linux x86_64) \(webKit) CriOS/120.0.6099.50 Mobile/15E148 Safari/604.1",
      .chromeForIOSElsewhere
    ),
    (
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) \(blink) Chrome/120.0.0.0 Mobile"
        + " Safari/537.36", .chromeTokenOnIPhone
    ),
    (
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:100.0) Gecko/20100101 Firefox/120.0",
      .firefoxRevisionMismatch
    ),
    (
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:109.0) Gecko/20100101 Firefox/121.0",
      .firefoxRevisionMismatch
    ),
    (
      "Mozilla/5.0 (Windows NT 11.0; Win64; x64) \(blink) Chrome/120.0.0.0 Safari/537.36",
      .unknownWindowsVersion
    ),
    ("\(windows) \(blink) Chrome/250.0.0.0 Safari/537.36", .futureVersion),
    ("Mozilla/5.0 (Windows NT 10.0; rv:300.0) Gecko/20100101 Firefox/300.0", .futureVersion),
    (
      "Mozilla/5.0 (iPhone; CPU iPhone OS 40_0 like Mac OS X) \(webKit) Version/40.0"
        + " Mobile/15E148 Safari/604.1", .futureVersion
    ),
  ])
  func itIsImplausible(agent: String, reason: ImplausibilityReason) {
    #expect(parser.facts(agent)?.implausible == reason)
  }

  @Test(arguments: [
    // Safari for Windows was real once.
    "Mozilla/5.0 (Windows; U; Windows NT 6.1; en-US) AppleWebKit/533.20.25 (KHTML, like Gecko)"
      + " Version/5.0.4 Safari/533.20.27",
    // A web view of old Android lacks `wv`.
    "Mozilla/5.0 (Linux; Android 4.4.2; Nexus 5 Build/KOT49H) \(blink) Version/4.0"
      + " Chrome/30.0.0.0 Mobile Safari/537.36",
    // Chrome for iOS asking for the desktop site.
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) \(webKit) CriOS/120 Version/11.1.1"
      + " Safari/605.1.15",
    // DuckDuckGo for Android, too.
    "Mozilla/5.0 (X11; Linux x86_64) \(blink) Version/4.0 Chrome/129.0.6668.70 DuckDuckGo/5"
      + " Safari/537.36",
    // Firefox 110 to 119 stay at 109.
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:109.0) Gecko/20100101 Firefox/115.0",
    "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
    // Old is not implausible.
    "Mozilla/5.0 (Windows; U; Windows NT 5.1; en-US; rv:1.9.0.10) Gecko/2009042316 Firefox/3.0.10",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_5) \(blink) Chrome/39.0.2171.95 Safari/537.36",
    "\(windows) \(blink) Chrome/144.0.0.0 Safari/537.36",
  ])
  func itIsPlausible(agent: String) {
    #expect(parser.facts(agent)?.implausible == nil)
  }

  @Test func theReferenceDateDecidesWhatIsFuture() throws {
    let agent = "\(Self.windows) \(Self.blink) Chrome/120.0.0.0 Safari/537.36"
    func reason(_ date: String?) throws -> ImplausibilityReason? {
      try UserAgentParser.builtIn(overlay: .none, referenceDate: date.flatMap { Timestamp($0) })
        .facts(agent)?.implausible
    }
    #expect(try reason("2021-01-01") == .futureVersion)
    #expect(try reason("2024-01-01") == nil)
    #expect(try reason(nil) == nil)
  }
}
