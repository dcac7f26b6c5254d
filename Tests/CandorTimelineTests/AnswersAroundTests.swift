import CandorModel
import CandorTesting
import CandorTimeline
import Testing

@Suite("The answers before and after a change")
struct AnswersAroundTests {
  private static let home = Detection.home(.madrid)
  private static let warsaw = Detection.home(.warsaw, "83.0.1.1", asn: 5617)
  private static let local = Detection.address("192.168.1.9", .absent, hasNetwork: false)

  /// The answers in words, at the change that ends the first run.
  private func answers(_ given: [(AddressFacts?, Client?)]) -> [String] {
    let result = timeline(given)
    guard let change = result.switches.first else { return [] }
    return [result.answersBefore(change), result.answersAfter(change)].map { AnswerText.named($0) }
  }

  @Test("only those whose place can be compared")
  func places() {
    let vpn = Detection.vpn(.paris)
    let device = Agents.mac
    let (home, warsaw) = (Self.home, Self.warsaw)
    #expect(
      answers([(home, device), (home, device), (warsaw, device), (warsaw, device)])
        == ["answers 1-2", "answers 3-4"])
    #expect(
      answers([(home, device), (vpn, device), (vpn, device), (warsaw, device)])
        == ["answer 1", "answer 4"])
    #expect(
      answers(
        [(home, device), (Self.local, device), (nil, device), (home, device)]
          + [(warsaw, device), (vpn, device), (warsaw, device)])
        == ["answers 1 and 4", "answers 5 and 7"])
  }

  @Test("none of another country than the one that is named")
  func countries() {
    let elvas = Detection.home(.elvas, "85.240.1.2", asn: 3243)
    let spain = Detection.address("83.57.1.1", .found(Detection.place(country: "ES")), asn: 3352)
    #expect(
      answers([(elvas, nil), (elvas, nil), (spain, nil), (Self.warsaw, nil)])
        == ["answer 3", "answer 4"])
  }

  @Test("none of another city than the one that is named, and all of a country that is")
  func cities() {
    let toledo = Detection.home(.toledo, "83.57.1.1")
    let spain = Detection.address("83.58.1.1", .found(Detection.place(country: "ES")), asn: 3352)
    let (home, warsaw) = (Self.home, Self.warsaw)
    #expect(
      answers([home, toledo, home, spain, home, warsaw].map { ($0, nil) })
        == ["answers 1, 3 and 5", "answer 6"])
    #expect(answers([home, toledo, warsaw].map { ($0, nil) }) == ["answer 2", "answer 3"])
    #expect(answers([home, spain, warsaw].map { ($0, nil) }) == ["answers 1-2", "answer 3"])
  }

  @Test("no relay and no carrier's gateway where a fixed line is named")
  func gateways() {
    let (home, warsaw) = (Self.home, Self.warsaw)
    let between = [Detection.relay(country: "ES"), Detection.carrier(.barcelona)]
    #expect(
      answers(([home] + between + [home, warsaw]).map { ($0, nil) })
        == ["answers 1 and 4", "answer 5"])
  }

  @Test("only those whose agent tells a device")
  func devices() {
    let home = Self.home
    #expect(
      answers([
        (home, Agents.windows), (home, Agents.headless), (home, nil), (home, Agents.windows),
        (home, Agents.iPhone), (home, nil),
      ]) == ["answers 1 and 4", "answer 5"])
  }

  @Test("none of another browser or system than the one that is named")
  func deviceNames() {
    let home = Self.home
    // A phone that asks for desktop sites is told from none, and is called otherwise.
    let linux = Client(
      ClientFacts(
        browser: "Chrome", browserVersion: "131", browserMajor: 131, engine: "Blink", os: "Linux",
        deviceClass: .desktop))
    #expect(
      answers([(home, Agents.android), (home, linux), (home, Agents.iPhone)])
        == ["answer 2", "answer 3"])
    #expect(
      answers([
        (home, Agents.windows), (home, Agents.windowsFirefox), (home, Agents.chrome(132)),
        (home, Agents.windows), (home, Agents.mac),
        (home, Agents.desktop("Chrome", "131", "macOS")),
      ]) == ["answers 1 and 3-4", "answer 5"])
  }

  @Test("all of a system that is named, and none of another model than the one that is")
  func models() {
    let home = Self.home
    #expect(
      answers([(home, Agents.pixel), (home, Agents.android), (home, Agents.windows)])
        == ["answers 1-2", "answer 3"])
    #expect(
      answers([(home, Agents.android), (home, Agents.pixel), (home, Agents.windows)])
        == ["answer 2", "answer 3"])
  }

  @Test("none in another app than the one that is named")
  func apps() {
    let home = Self.home
    let app = Client(
      ClientFacts(
        browser: "Safari", browserVersion: "17.6", browserMajor: 17, engine: "WebKit", os: "iOS",
        osVersion: "17.6", deviceClass: .phone, brand: "Apple", model: "iPhone",
        inAppHost: "LinkedIn"))
    #expect(
      answers([(home, app), (home, Agents.iPhone), (home, Agents.windows)])
        == ["answer 2", "answer 3"])
    #expect(
      answers([(home, Agents.iPhone), (home, app), (home, app), (home, Agents.windows)])
        == ["answers 2-3", "answer 4"])
  }

  @Test("where place and device changed, those that tell both")
  func both() {
    #expect(
      answers([
        (Self.home, Agents.mac), (Self.home, nil), (Detection.vpn(.paris), Agents.mac),
        (Self.home, Agents.mac), (Self.warsaw, Agents.windows),
      ]) == ["answers 1 and 4", "answer 5"])
  }

  @Test("a change inside a run names all of the run up to it, and from it on")
  func insideRun() {
    let result = timeline([
      (Self.home, Agents.mac), (Self.home, Agents.mac),
      (Detection.home(.madrid, "83.56.7.7"), Agents.mac), (Self.home, Agents.mac),
    ])
    let changes = result.transitions
    #expect(changes.map { AnswerText.ranges(result.answersBefore($0)) } == ["1-2", "1-3"])
    #expect(changes.map { AnswerText.ranges(result.answersAfter($0)) } == ["3-4", "4"])
  }

  @Test("none that may lie nearer than the distance that is told")
  func distances() {
    let wide = Detection.home(.madrid, "83.64.1.1", radiusKm: 500)
    let narrow = Detection.home(.madrid, "83.65.1.1", radiusKm: 5)
    let barcelona = Detection.home(.barcelona, "2.136.1.1")
    let (home, device) = (Self.home, Agents.mac)
    #expect(
      answers([home, wide, barcelona].map { ($0, device) }) == ["answer 1", "answer 3"])
    #expect(
      answers([home, narrow, home, barcelona].map { ($0, device) })
        == ["answers 1-3", "answer 4"])
    let north = Detection.home(.barcelona, "2.137.1.1", radiusKm: 50)
    #expect(
      answers([home, barcelona, north].map { ($0, device) }) == ["answer 1", "answer 2"])
  }

  @Test("runs and changes that contradict the answers are no way out of them")
  func damaged() {
    var result = timeline([(Self.home, Agents.mac), (Self.warsaw, Agents.mac)])
    result.runs = [Run(first: -4, last: 0), Run(first: 1, last: .max - 1)]
    let change = Switch(from: 0, to: 1, endsRun: true, changed: [.place])
    #expect(result.answersBefore(change) == [0...0])
    #expect(result.answersAfter(change) == [1...1])
    let outside = Switch(from: 7, to: 9, endsRun: true, changed: [.place])
    #expect(result.answersBefore(outside) == [7...7])
  }
}
