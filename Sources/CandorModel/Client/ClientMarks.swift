/// Which mark of a program without a person an agent carries.
///
/// The list is that of browsers driven by scripts, of plain HTTP clients and of robots that say so.
public enum AutomationReason: String, Sendable, CaseIterable {
  /// Chromium without a window says `HeadlessChrome`.
  case headlessChrome = "headless-chrome"
  /// `PhantomJS`.
  case phantomJS = "phantomjs"
  /// `Electron/` without the name of an app that people use.
  case unknownElectronApp = "electron-unknown-app"
  /// The name of Selenium or its web driver.
  case selenium
  /// The name of Puppeteer.
  case puppeteer
  /// The name of Playwright.
  case playwright
  /// A library or tool that speaks HTTP and shows nothing: curl, python-requests, okhttp.
  case httpClient = "http-client"
  /// A robot that names itself: Googlebot, GPTBot, the preview of a message service.
  case bot

  /// What it means, as a sentence without a full stop.
  public var sentence: String {
    switch self {
    case .headlessChrome: "the agent says `HeadlessChrome`, a Chromium that shows no window"
    case .phantomJS: "the agent says `PhantomJS`, a browser without a window for scripts"
    case .unknownElectronApp: "the agent says `Electron` and names no app that people use"
    case .selenium: "the agent names Selenium, which drives browsers by script"
    case .puppeteer: "the agent names Puppeteer, which drives browsers by script"
    case .playwright: "the agent names Playwright, which drives browsers by script"
    case .httpClient: "the agent is that of an HTTP library or tool, not of a browser"
    case .bot: "the agent is that of a robot that fetches pages, by its own words"
    }
  }
}

/// Why what an agent says cannot all be true.
public enum ImplausibilityReason: String, Sendable, CaseIterable {
  /// Safari for Windows ended with version 5.
  case safariOnWindows = "safari-on-windows"
  /// `Chrome/` together with `Version/` is a web view of Android, and no desktop system has one.
  case versionTokenOnDesktop = "chrome-with-version-on-desktop"
  /// `CriOS` is Chrome for iOS only.
  case chromeForIOSElsewhere = "crios-off-ios"
  /// Chrome on an iPhone says `CriOS`, never `Chrome/`.
  case chromeTokenOnIPhone = "iphone-with-chrome"
  /// Firefox repeats its version in `rv:`.
  case firefoxRevisionMismatch = "firefox-rv-mismatch"
  /// `Windows NT 11.0` and others that were never made.
  case unknownWindowsVersion = "unknown-windows-version"
  /// A major version that cannot be out yet at the reference date.
  case futureVersion = "future-version"

  /// What it means, as a sentence without a full stop.
  public var sentence: String {
    switch self {
    case .safariOnWindows: "Safari for Windows ended with version 5, this one is later"
    case .versionTokenOnDesktop:
      "`Chrome/` with `Version/` is a web view of Android, the agent names a desktop system"
    case .chromeForIOSElsewhere: "`CriOS` is Chrome for iOS, the agent names another system"
    case .chromeTokenOnIPhone: "Chrome on an iPhone says `CriOS`, this agent says `Chrome/`"
    case .firefoxRevisionMismatch: "Firefox repeats its version in `rv:`, here the two differ"
    case .unknownWindowsVersion: "there is no such version of Windows"
    case .futureVersion: "the version is far beyond what is out at the reference date"
    }
  }
}
