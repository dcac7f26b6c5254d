import CandorModel
import CandorTesting

/// Interviews of every kind that matters to what a platform carries, one of each.
///
/// All of them can be served by the sandbox: identifiers have Hireflix's shape, and every candidate
/// has one interview.
struct InterviewKind: Sendable {
  /// Also the name of the candidate's mailbox.
  let name: String
  let evidence: Evidence
  /// What it comes to where nothing is missing.
  let outcome: String

  static let all: [InterviewKind] = [
    kind("steady", .clear, answers([.home, .home, .home, .home])),
    kind("steady-with-times", .clear, answers([.home, .home, .home, .home], minutes: 3)),
    kind("webcam-failed", .review, answers([.home, .home, .phone, .phone])),
    kind("other-place", .review, answers([.home, .home, .away, .away])),
    kind("other-place-and-device", .priority, answers([.home, .home, .stranger, .stranger])),
    kind("there-and-back", .priority, answers([.home, .home, .overseas, .home, .home])),
    kind("in-turns", .priority, answers([.home, .stranger, .home, .stranger])),
    // Eight thousand kilometres in three minutes, and in a day.
    kind(
      "impossible-travel", .priority, answers([.home, .home, .overseas, .overseas], minutes: 3)),
    kind("long-journey", .review, answers([.home, .home, .overseas, .overseas], minutes: 1500)) {
      $0.interview.startedAt = moment(0)
      $0.interview.completedAt = moment(4600)
    },
    kind("no-addresses", .review, answers([.agent(mac), .agent(mac), .agent(iPhone)])),
    kind("no-agents", .review, answers([.at(madrid), .at(madrid), .at(warsaw), .at(warsaw)])),
    kind(
      "gaps", .priority,
      answers([.home, Shot(), .agent(mac), .at(madrid), .stranger, .agent(windows)])),
    kind(
      "placeholders", .notAssessable,
      answers([Shot(ip: "unknown", agent: "-"), Shot(ip: "0.0.0.0", agent: "null")])),
    kind("no-answers", .notAssessable, []),
    kind("one-answer", .clear, answers([.home])),
    kind(
      "retaken-elsewhere", .priority,
      answers([.home, .home, .stranger, .home], steps: [0, 1, 1, 2])),
    kind("retaken-at-home", .clear, answers([.home, .home, .home, .home], steps: [0, 0, 0, 1])),
    // The list is in the order of recording; the times tell that the question was taken again last.
    kind(
      "retaken-last", .priority,
      answers([.home, .home, .home, .stranger], steps: [0, 1, 2, 0], minutes: 3)),
    kind(
      "through-a-private-network", .clear,
      answers([Shot(ip: vpn, agent: mac), Shot(ip: vpn, agent: mac), .home, .home])),
    kind("tor", .clear, answers(Array(repeating: Shot(ip: tor, agent: mac), count: 3))),
    kind(
      "automated", .priority, answers(Array(repeating: Shot(ip: madrid, agent: headless), count: 3))
    ),
    kind(
      "both-versions-of-the-protocol", .clear,
      answers([.home, .home, Shot(ip: "::ffff:\(madrid)", agent: mac), .home])),
    kind(
      "devices-in-words", .review, answers([.words(desktop), .words(desktop), .words(handset)])),
    kind(
      "models-in-hints", .review,
      answers([.hinting("Pixel 7"), .hinting("Pixel 7"), .hinting("SM-S918B")])),
    kind("opened-elsewhere", .review, answers([.home, .home, .home])) {
      $0.seen = Seen(ipAddresses: [madrid, sydney], userAgents: [mac, windows])
    },
    kind("agreed-elsewhere", .review, answers([.home, .home, .home])) {
      $0.contacts = [Contact(kind: "consent", at: moment(-30), ip: sydney, userAgent: windows)]
    },
    kind("applied-at-home", .clear, answers([.home, .home, .home])) {
      $0.contacts = [
        Contact(kind: "application", at: moment(-9000), ip: madrid, userAgent: mac),
        Contact(kind: "consent", at: moment(-30), ip: madrid, userAgent: mac),
      ]
    },
    kind("declared-elsewhere", .review, answers([.away, .away, .away])) {
      $0.candidate?.declaredCountry = "ES"
    },
    kind("unknown-question", .clear, answers([.home, .home, Shot(), .home])) {
      $0.answers[2].step.type = "InterviewStepTextQuestionWithAudioAnswer"
      $0.answers[2].step.id = nil
      $0.answers[2].step.title = nil
      $0.notes = [
        Note(
          code: "unknown-step-type",
          message: "the step is of a kind whose answers the documented query cannot select",
          path: "/answers/2")
      ]
    },
    kind("lost-answers", .clear, answers([.home, .home, Shot(), .home])) {
      $0.notes = [
        Note(
          code: "null-answers", message: "the platform gave `null` for the answers of this step",
          path: "/answers/2")
      ]
    },
    kind("by-telephone", .notAssessable, []) {
      $0.calls = [
        Call(at: moment(0), durationSeconds: 12, status: "FAILED", phoneCountry: "ES"),
        Call(at: moment(5), durationSeconds: 1310, status: "COMPLETED", phoneCountry: "ES"),
      ]
    },
    kind("without-times", .priority, answers([.home, .home, .stranger, .stranger])) {
      $0.interview.createdAt = nil
      $0.interview.completedAt = nil
    },
    kind(
      "hostile-text", .priority,
      answers([
        Shot(ip: madrid, agent: mac + " \"quoted\", comma; \\ \u{1B}[31m\u{202E}"), .home,
        Shot(ip: warsaw, agent: windows + "\r\n\"},{\"ip\":\"1.1.1.1"), .stranger,
      ])
    ) { $0.candidate?.name = "Robert \"Bobby\", O'Tables\n=1+1" },
  ]

  /// The kind of this name.
  static func named(_ name: String) -> InterviewKind? { all.first { $0.name == name } }

  // MARK: Parts

  /// From where, and with what, an answer was given.
  struct Shot: Sendable {
    var ip: String?
    var agent: String?
    var device: DeviceDescription?
    var hints: [ClientHint] = []

    static let home = Shot(ip: madrid, agent: mac)
    static let phone = Shot(ip: madrid, agent: iPhone)
    static let away = Shot(ip: warsaw, agent: mac)
    static let overseas = Shot(ip: sydney, agent: mac)
    static let stranger = Shot(ip: warsaw, agent: windows)
    static func at(_ ip: String) -> Shot { Shot(ip: ip) }
    static func agent(_ agent: String) -> Shot { Shot(agent: agent) }
    static func words(_ device: DeviceDescription) -> Shot { Shot(ip: madrid, device: device) }
    static func hinting(_ model: String) -> Shot {
      Shot(
        ip: madrid, agent: android,
        hints: [ClientHint(name: "Sec-CH-UA-Model", value: "\"\(model)\"")])
    }
  }

  static let madrid = "83.56.102.236"
  static let warsaw = "83.0.12.34"
  static let sydney = "58.160.3.4"
  static let vpn = "5.180.79.7"
  static let tor = "23.129.64.10"
  static let mac =
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    + "Version/18.1 Safari/605.1.15"
  static let windows =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    + "Chrome/131.0.0.0 Safari/537.36"
  static let iPhone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    + "Gecko) Version/17.6 Mobile/15E148 Safari/604.1"
  static let android =
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
    + "Mobile Safari/537.36"
  static let headless =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    + "HeadlessChrome/131.0.0.0 Safari/537.36"
  static let desktop = DeviceDescription(browser: "Chrome 131", os: "Windows 11", type: "desktop")
  static let handset = DeviceDescription(browser: "Safari 17", os: "iOS 17", type: "mobile")

  private enum Outcome: String {
    case clear, review, priority
    case notAssessable = "not-assessable"
  }

  private static func kind(
    _ name: String, _ outcome: Outcome, _ answers: [Answer],
    _ change: (inout Evidence) -> Void = { _ in }
  ) -> InterviewKind {
    let number = name.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF }
    var evidence = Evidence(
      platform: "file",
      interview: Interview(
        id: InterviewLines.identifier(number), status: "to_evaluate", createdAt: moment(-2880),
        completedAt: answers.isEmpty ? nil : moment(24),
        position: Position(id: InterviewLines.identifier(1, prefix: "7"), name: "Clerk")),
      candidate: Candidate(email: "\(name)@example.com", name: "Somebody \(number)"),
      answers: answers)
    for index in evidence.answers.indices {
      let step = evidence.answers[index].step.index
      evidence.answers[index].step.id = InterviewLines.identifier(
        number * 16 + step, prefix: "5")
    }
    change(&evidence)
    return InterviewKind(name: name, evidence: evidence, outcome: outcome.rawValue)
  }

  /// Answers to questions one after the other.
  ///
  /// - Parameters:
  ///   - steps: which question each one answers; one each where it is absent.
  ///   - minutes: lie between two of them; absent where no time is known.
  private static func answers(
    _ shots: [Shot], steps: [Int]? = nil, minutes: Double? = nil
  ) -> [Answer] {
    var attempts: [Int: Int] = [:]
    return shots.enumerated().map { index, shot in
      let step = steps?[index] ?? index
      defer { attempts[step, default: 0] += 1 }
      return Answer(
        step: Step(
          index: step, title: "Question \(step + 1)",
          type: "InterviewStepTextQuestionWithVideoAnswer"),
        attempt: attempts[step] ?? 0, ip: shot.ip, userAgent: shot.agent,
        at: minutes.map { moment(Double(index) * $0 + 1) }, device: shot.device,
        clientHints: shot.hints)
    }
  }

  /// So many minutes from 2026-03-02T09:00:00Z.
  private static func moment(_ minutes: Double) -> Timestamp {
    Timestamp(millisecondsSinceEpoch: 1_772_442_000_000 + Int64(minutes * 60_000))
  }
}
