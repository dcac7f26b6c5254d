import CandorModel
import CandorUserAgent
import Testing

/// No plain browser of uap-core's test files may be called automated or implausible.
@Suite(.enabled(if: CorpusFile.isInstalled, "the package uap-core is not installed"))
struct PrecisionTests {
  /// Agents that are marked although they have the form of a browser, and why that is right.
  static let exceptions: [(agent: String, mark: String, why: String)] = [
    (
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_13_1) AppleWebKit/537.36 (KHTML, like Gecko)"
        + " HeadlessChrome/62.0.3202.89 Safari/537.36", "headless-chrome", "says so"
    ),
    (
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Ubuntu"
        + " Chromium/59.0.3071.109 HeadlessChrome/59.0.3071.109 Safari/537.36",
      "headless-chrome", "says so"
    ),
    (
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome"
        + " Safari/537.36", "headless-chrome", "says so"
    ),
    (
      "Mozilla/5.0 (Macintosh; Intel Mac OS X) AppleWebKit/534.34 (KHTML, like Gecko)"
        + " PhantomJS/1.6.0 Safari/534.34", "phantomjs", "says so"
    ),
    (
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_4) AppleWebKit/537.36 (KHTML, like Gecko)"
        + " pagedraw/0.1.0 Chrome/49.0.2623.75 Electron/0.37.8 Safari/537.36",
      "electron-unknown-app", "an Electron program of which there is nothing to be known today"
    ),
    (
      "Mozilla/5.0 (compatible; MSIE 6.0; Windows NT 8.3; <META HTTP-EQUIV=Refresh CONTENT=\"0;"
        + " URL=http://www.bytetest.com/\">)", "unknown-windows-version", "there is no NT 8.3"
    ),
    (
      "Mozilla/5.0 (Windows; U; Windows NT 9.0; en-US; rv:1.9.1.11) Gecko/20100701"
        + " SeaMonkey/2.0.6", "unknown-windows-version", "there is no NT 9.0"
    ),
    (
      "Mozilla/5.0 (Windows; U; Windows NT 7.0; en-US; rv:1.7.3) Gecko/20040910 Netscape/7.1 (ax)",
      "unknown-windows-version", "there is no NT 7.0"
    ),
    (
      "Mozilla/4.0 (compatible; MSIE 7.1; Windows NT 7.1; Blueberry Bulid 2473)",
      "unknown-windows-version", "there is no NT 7.1"
    ),
    (
      "Mozilla/5.0 (Windows; U; Windows NT 5.0; en-US; rv:1.6) Gecko/20040206 Firefox/7.1",
      "firefox-rv-mismatch", "`rv:1.6` is Firefox 0.8 of 2004, not 7 of 2011"
    ),
  ]

  /// What an agent of a browser's form that is called a robot's says of it.
  static let robotWords = [
    "bot", "spider", "crawl", "http:", "https:", "slurp", "preview", "fetch", "monitor", "archiv",
    "scan", "scraper", "larbin", "ptst/", "pingdom", "statuscake", "gomezagent", "scooter",
    "zyborg", "python-urllib", "datanyze", "webthumbnail",
  ]

  @Test func onlyWhatSaysSoIsMarked() throws {
    let parser = try TestParsers.coreOnly.get()
    let expected = Dictionary(
      uniqueKeysWithValues: Self.exceptions.map { ($0.agent, $0.mark) })
    var found: [String: String] = [:]
    var clients = 0
    var robots = 0
    for agent in try CorpusFile.agents() {
      guard let facts = parser.facts(agent) else { continue }
      let mark = facts.automated?.rawValue ?? facts.implausible?.rawValue
      guard let mark else { continue }
      // An agent that begins with the name of an HTTP library has no form of a browser.
      if mark == "http-client", !agent.hasPrefix("Mozilla/"), !agent.hasPrefix("Opera/") {
        clients += 1
      } else if mark == "bot",
        !agent.hasPrefix("Mozilla/") && !agent.hasPrefix("Opera/")
          || Self.robotWords.contains(where: { agent.lowercased().contains($0) })
      {
        robots += 1
      } else {
        found[agent] = mark
      }
    }
    #expect(found == expected)
    #expect(clients == 76)
    #expect(robots > 800)
  }
}
