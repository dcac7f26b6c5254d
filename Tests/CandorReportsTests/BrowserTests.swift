import CandorModel
import Foundation
import Testing

@testable import CandorReports

/// Pages in a real browser: nothing runs, nothing is fetched, nothing leaves its place.
///
/// Needs Chromium (Debian `chromium`, or the path in `CANDOR_CHROMIUM`). Without it the tests are
/// skipped with a notice, except where `CI` is set.
@Suite(.serialized) struct BrowserTests {
  private static let browser: String? = {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["CANDOR_CHROMIUM"], !named.isEmpty { return named }
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    return ["chromium", "chromium-browser", "google-chrome"].lazy.flatMap { name in
      folders.map { "\($0)/\(name)" }
    }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  private static let isNeeded = browser != nil || ProcessInfo.processInfo.environment["CI"] != nil

  /// The page as the browser has it after its scripts ran, and what the browser asked the network.
  private func open(
    _ html: String, fragment: String = "", inner: String? = nil
  ) throws -> (dom: String, requests: String) {
    let browser = try #require(Self.browser, "Chromium is needed in CI: install `chromium`")
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "candor-browser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let page = folder.appending(path: "report.html")
    try html.write(to: page, atomically: true, encoding: .utf8)
    try inner?.write(to: folder.appending(path: "inner.html"), atomically: true, encoding: .utf8)
    let output = folder.appending(path: "dom.html")
    try Data().write(to: output)
    let process = Process()
    process.executableURL = URL(filePath: browser)
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
      "--disable-component-update", "--no-first-run", "--timeout=20000",
      "--user-data-dir=\(folder.path(percentEncoded: false))/profile",
      "--host-resolver-rules=MAP * 127.0.0.1:9",
      "--log-net-log=\(folder.path(percentEncoded: false))/network.json", "--dump-dom",
      page.absoluteString + (fragment.isEmpty ? "" : "#\(fragment)"),
    ]
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let requests = try String(
      contentsOf: folder.appending(path: "network.json"), encoding: .utf8)
    return (try String(contentsOf: output, encoding: .utf8), requests)
  }

  private func page(_ texts: [String]) -> String {
    var report = HTMLReport(ReportContext(title: texts.first))
    return report.whole(texts.map { Samples.interview(holding: $0) })
  }

  @Test(.enabled("Chromium is not installed; install `chromium` to run this") { isNeeded })
  func hostileTextsAreOnlyShown() throws {
    let texts = try Samples.hostileTexts()
    let hostile = try open(page(texts))
    let plain = try open(page(texts.indices.map { "plain\($0)" }))
    #expect(!hostile.requests.contains("evil.example"), "something was fetched")
    #expect(!hostile.dom.contains("<title>ran</title>"), "something ran")
    // Our own script did run: it shows the filter and counts.
    #expect(hostile.dom.contains("\(texts.count) of \(texts.count) shown"))
    let found = HostileTests.structure(hostile.dom)
    let model = HostileTests.structure(plain.dom)
    let count = { (name: String, tags: [String]) in tags.count { $0.hasPrefix(name) } }
    for name in ["script", "details", "tr", "td", "svg", "section", "h1", "meta", "style", "form"] {
      #expect(count(name, found) == count(name, model), "`\(name)` is there more or less often")
    }
    for name in ["img", "iframe", "object", "embed", "link", "base", "video", "audio", "template"] {
      #expect(count(name, found) == 0, "`\(name)` is on the page")
    }
    let handlers = found.filter { $0.contains(" on") }
    #expect(handlers.isEmpty, "elements with handlers: \(handlers.prefix(3))")
  }

  /// What is kept as text until it is unfolded is as harmless as the rest.
  @Test(.enabled("Chromium is not installed; install `chromium` to run this") { isNeeded })
  func hostileTextsAreOnlyShownWhenUnfolded() throws {
    let texts = try Samples.hostileTexts()
    let shown = stride(from: 0, to: texts.count, by: 6).map { texts[$0] } + texts.suffix(6)
    var report = HTMLReport(ReportContext(title: "plain"))
    report.readyInterviews = 0
    let html = report.whole(shown.map { Samples.interview(holding: $0) })
    #expect(html.ranges(of: "<noscript>").count == shown.count)
    let found = try open(html, fragment: "unfolded")
    #expect(!found.dom.contains("<noscript>"), "something was not unfolded")
    #expect(!found.requests.contains("evil.example"), "something was fetched")
    #expect(found.dom.contains("<title>plain</title>"), "something ran")
    let tags = HostileTests.structure(found.dom)
    #expect(tags.count { $0.hasPrefix("script") } == 1)
    #expect(tags.count { $0 == "tr" } == 3 * shown.count)
    for name in ["img", "iframe", "object", "embed", "link", "base", "video", "audio", "template"] {
      #expect(tags.count { $0.hasPrefix(name) } == 0, "`\(name)` is on the page")
    }
    #expect(!tags.contains { $0.contains(" on") })
  }

  /// 2,000 interviews are there in two seconds, the browser's own start left out.
  @Test(.enabled("Chromium is not installed; install `chromium` to run this") { isNeeded })
  func twoThousandInterviewsOpenInTwoSeconds() throws {
    let samples = try Samples.interviews()
    var report = HTMLReport(ReportContext())
    let html = report.whole((0..<2000).map { samples[$0 % samples.count] })
    // A page around it takes the time, since nothing of ours on the page tells it.
    let frame = """
      <!doctype html><html><body><script>
      var began = performance.now(), frame = document.createElement("iframe");
      frame.onload = function () { document.title = "took " + Math.round(performance.now() - began); };
      frame.src = "inner.html";
      document.body.appendChild(frame);
      </script></body></html>
      """
    var best = Int.max
    for _ in 0..<3 where best >= 2000 {
      let dom = try open(frame, inner: html).dom
      let text = try #require(dom.firstMatch(of: /<title>took ([0-9]+)</), "it was not opened").1
      best = min(best, Int(text) ?? .max)
    }
    #expect(best < 2000, "milliseconds")
  }

  /// On a narrow window nothing is cut off: what is wider than the window scrolls in its own box.
  @Test(
    .enabled("Chromium is not installed; install `chromium` to run this") { isNeeded },
    arguments: [320, 390, 768])
  func nothingIsCutOffOnANarrowWindow(width: Int) throws {
    var report = HTMLReport(ReportContext(language: .german))
    let html = report.whole(try Samples.interviews())
    // The window itself cannot be as narrow as that, a frame can.
    let frame = """
      <!doctype html><html><body><script>
      function measure(frame) {
        var page = frame.contentDocument, edge = page.documentElement.clientWidth, found = [];
        page.querySelectorAll("details").forEach(function (fold) { fold.open = true; });
        page.querySelectorAll("main *").forEach(function (element) {
          if (element.closest("legend") || element.parentElement.closest(".pic,.wide")) { return; }
          if (element.getBoundingClientRect().right > edge + 1) {
            found.push(element.tagName + "." + element.getAttribute("class"));
          }
        });
        document.title = "cut off: " + found.length + " " + found.slice(0, 3).join(" ");
      }
      </script><iframe style="width:\(width)px;height:2000px;border:0" onload="measure(this)" \
      srcdoc="\(Markup.escaped(html))"></iframe></body></html>
      """
    let dom = try open(frame).dom
    let found = try #require(dom.firstMatch(of: /<title>cut off: ([^<]*)</), "nothing was measured")
    #expect(found.1.hasPrefix("0 "), "\(found.1)")
  }

  @Test(.enabled("Chromium is not installed; install `chromium` to run this") { isNeeded })
  func candidatePageIsOnlyShown() throws {
    let text = "<script>document.title='ran';fetch('https://evil.example/ran')</script>"
    let page = try open(CandidateReport(ReportContext()).html(Samples.interview(holding: text)))
    #expect(!page.requests.contains("evil.example"))
    #expect(!page.dom.contains("<script"))
  }

  @Test(.enabled("Chromium is not installed; install `chromium` to run this") { isNeeded })
  func policyStopsWhatEscapingWouldMiss() throws {
    // A page of ours with foreign markup put into it by hand: the policy alone has to hold. (A frame is
    // refused too, but Chromium opens a connection ahead of the policy.)
    let attack = """
      <script>document.title='ran'</script><img src="https://evil.example/a.png">\
      <b style="color:red" onclick="x()">x</b><link rel="stylesheet" href="https://evil.example/s.css">
      """
    let html = page(["plain"]).replacing("<main>", with: "<main>" + attack)
    let found = try open(html)
    #expect(found.dom.contains("<title>plain</title>"))
    #expect(!found.requests.contains("evil.example"))
  }
}
