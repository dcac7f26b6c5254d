public import CandorModel

/// Something the API answers that can be told by its id.
protocol InterviewRelayObject {
  init?(_ json: JSONValue)
}

extension InterviewRelayObject {
  /// Reads an object that has to be there.
  static func required(_ json: JSONValue, _ what: String) throws(SourceError) -> Self {
    guard let value = Self(json) ?? json["data"].flatMap({ Self($0) }) else {
      throw .garbled("`id`", subject: what)
    }
    return value
  }
}

/// A campaign.
public struct InterviewRelayCampaign: Sendable, Hashable, InterviewRelayObject {
  /// Begins with `cam_`.
  public var id: String
  /// Its name.
  public var name: String?
  /// What it is for.
  public var description: String?
  /// The script its interviews follow.
  public var scriptID: String?
  /// The project it belongs to.
  public var projectID: String?
  /// `active`, `paused`, `archived`, `draft`, `completed` or a newer word.
  public var status: String?
  /// Voice, language, limits.
  public var settings: JSONValue?
  /// Defaults of its invites.
  public var inviteDefaults: JSONValue?
  /// Invites made so far.
  public var totalInvites: Int?
  /// Sessions completed so far.
  public var completedSessions: Int?
  /// Average length of sessions, in seconds.
  public var averageDurationSeconds: Double?
  /// The caller's own keys and values.
  public var metadata: JSONValue?
  /// When it was made.
  public var createdAt: Timestamp?
  /// When it changed last.
  public var updatedAt: Timestamp?

  init?(_ json: JSONValue) {
    guard let id = json["id"]?.nonEmptyText else { return nil }
    self.id = id
    name = json["name"]?.nonEmptyText
    description = json["description"]?.nonEmptyText
    scriptID = json["scriptId"]?.nonEmptyText
    projectID = json["projectId"]?.nonEmptyText
    status = json["status"]?.nonEmptyText
    settings = json["settings"]
    inviteDefaults = json["inviteDefaults"]
    totalInvites = json["stats"]?["totalInvites"]?.integer
    completedSessions = json["stats"]?["completedSessions"]?.integer
    averageDurationSeconds = json["stats"]?["averageDuration"]?.double
    metadata = json["metadata"]
    createdAt = json["createdAt"]?.moment
    updatedAt = json["updatedAt"]?.moment
  }
}

/// An invite. Personal data throughout; whoever has the token can begin the interview.
public struct InterviewRelayInvite: Sendable, Hashable, InterviewRelayObject {
  /// Begins with `inv_`.
  public var id: String
  /// The campaign it is for.
  public var campaignID: String?
  /// The secret of the link.
  public var token: String?
  /// Who is invited.
  public var email: String?
  /// What they are called.
  public var name: String?
  /// `pending`, `started`, `completed`, `expired`, `cancelled` or a newer word.
  public var status: String?
  /// The link.
  public var inviteURL: String?
  /// How the e-mail fared: `sent` or another word.
  public var emailStatus: String?
  /// Until when it is valid.
  public var expiresAt: Timestamp?
  /// The caller's own keys and values.
  public var metadata: JSONValue?
  /// When it was made.
  public var createdAt: Timestamp?

  init?(_ json: JSONValue) {
    guard let id = json["id"]?.nonEmptyText else { return nil }
    self.id = id
    campaignID = json["campaignId"]?.nonEmptyText
    token = json["token"]?.nonEmptyText
    email = json["email"]?.nonEmptyText
    name = json["name"]?.nonEmptyText
    status = json["status"]?.nonEmptyText
    inviteURL = json["inviteUrl"]?.nonEmptyText
    emailStatus = json["emailStatus"]?.nonEmptyText
    expiresAt = json["expiresAt"]?.moment
    metadata = json["metadata"]
    createdAt = json["createdAt"]?.moment
  }
}

/// A session: one interview as it was held.
public struct InterviewRelaySession: Sendable, Hashable, InterviewRelayObject {
  /// The statuses that the reference names.
  public static let statuses = ["created", "in_progress", "paused", "completed", "abandoned"]

  /// Begins with `ses_`.
  public var id: String
  /// The campaign it belongs to.
  public var campaignID: String?
  /// The invite it was begun with.
  public var inviteID: String?
  /// `created`, `in_progress`, `paused`, `completed`, `abandoned` or a newer word.
  public var status: String?
  /// The participant's e-mail address.
  public var participantEmail: String?
  /// The participant's name.
  public var participantName: String?
  /// When the invite's link was opened.
  public var createdAt: Timestamp?
  /// The same; absent where the platform does not say the second.
  var openedAt: Timestamp?
  /// When the interview began; absent where the platform does not say the second.
  public var startedAt: Timestamp?
  /// When it ended; absent where the platform does not say the second.
  public var completedAt: Timestamp?
  /// Its length, in seconds.
  public var durationSeconds: Double?
  /// Questions answered.
  public var questionsAnswered: Int?
  /// Questions in all.
  public var totalQuestions: Int?
  /// Language tag.
  public var language: String?
  /// `positive`, `neutral` or `negative`.
  public var sentiment: String?
  /// -1 to 1, presumably.
  public var sentimentScore: Double?
  /// Browser, system and kind of device in the platform's own words.
  public var device: DeviceDescription?
  /// The address that was recorded with the consent, where the platform gives it back.
  public var consentAddress: String?
  /// When the consent was recorded, where the platform gives it back with the second.
  public var consentAt: Timestamp?
  /// The caller's own keys and values.
  public var metadata: JSONValue?
  /// The fields that were left out altogether, of those that a list may leave out.
  private var leftOut: Set<String> = []

  /// Whether it lacks fields that the session by itself may have.
  ///
  /// - Parameter keys: which of the caller's own values are evidence.
  func isInPart(_ keys: MetadataKeys) -> Bool {
    leftOut.contains { field in
      switch field {
      case "completedAt": status == "completed"
      case "metadata": keys.address != nil || keys.agent != nil
      default: true
      }
    }
  }

  init?(_ json: JSONValue) {
    guard let id = json["id"]?.nonEmptyText else { return nil }
    self.id = id
    leftOut = Set(
      ["completedAt", "metadata", "participant", "startedAt"].filter { json[$0] == nil })
    campaignID = json["campaignId"]?.nonEmptyText
    inviteID = json["inviteId"]?.nonEmptyText
    status = json["status"]?.nonEmptyText
    participantEmail = json["participant"]?["email"]?.nonEmptyText
    participantName = json["participant"]?["name"]?.nonEmptyText
    createdAt = json["createdAt"]?.moment
    openedAt = json["createdAt"]?.completeMoment
    startedAt = json["startedAt"]?.completeMoment
    completedAt = json["completedAt"]?.completeMoment
    durationSeconds = json["duration"]?.double
    questionsAnswered = json["questionsAnswered"]?.integer
    totalQuestions = json["totalQuestions"]?.integer
    language = json["language"]?.nonEmptyText
    sentiment = json["sentiment"]?["overall"]?.nonEmptyText
    sentimentScore = json["sentiment"]?["score"]?.double
    let device = DeviceDescription(
      browser: json["device"]?["browser"]?.meaningfulText,
      os: json["device"]?["os"]?.meaningfulText, type: json["device"]?["type"]?.meaningfulText)
    if device != DeviceDescription() { self.device = device }
    consentAddress = json["consent"]?["ip"]?.nonEmptyText
    consentAt = (json["consent"]?["recordedAt"] ?? json["consent"]?["createdAt"])?.completeMoment
    metadata = json["metadata"]
  }
}

/// What was said in a session.
public struct InterviewRelayTranscript: Sendable, Hashable {
  /// One utterance.
  public struct Utterance: Sendable, Hashable {
    /// Begins with `utt_`.
    public var id: String?
    /// `ai` or `participant`.
    public var speaker: String?
    /// The words.
    public var text: String
    /// Seconds from the session's start.
    public var startSeconds: Double?
    /// Seconds from the session's start.
    public var endSeconds: Double?
    /// 0 to 1.
    public var confidence: Double?
    /// `positive`, `neutral` or `negative`.
    public var sentiment: String?
    /// Keywords.
    public var keywords: [String]
    /// The question it belongs to.
    public var questionID: String?
  }

  /// The session.
  public var sessionID: String?
  /// Language tag.
  public var language: String?
  /// Its length, in seconds.
  public var durationSeconds: Double?
  /// In the order they were said.
  public var utterances: [Utterance]

  init(_ json: JSONValue) {
    sessionID = json["sessionId"]?.nonEmptyText
    language = json["language"]?.nonEmptyText
    durationSeconds = json["duration"]?.double
    utterances = (json["utterances"]?.array ?? []).map { utterance in
      Utterance(
        id: utterance["id"]?.nonEmptyText, speaker: utterance["speaker"]?.nonEmptyText,
        text: utterance["text"]?.string ?? "", startSeconds: utterance["startTime"]?.double,
        endSeconds: utterance["endTime"]?.double, confidence: utterance["confidence"]?.double,
        sentiment: utterance["sentiment"]?.nonEmptyText,
        keywords: utterance["keywords"]?.texts ?? [],
        questionID: utterance["questionId"]?.nonEmptyText)
    }
  }
}

/// A file of a session, or a media file of a script. What else the platform tells is in `json`.
public struct InterviewRelayFile: Sendable, Hashable, InterviewRelayObject {
  /// The platform's identifier.
  public var id: String
  /// The file's name.
  public var name: String?
  /// Where it is.
  public var url: String?
  /// All that the platform answered; the reference does not describe it.
  public var json: JSONValue

  init?(_ json: JSONValue) {
    guard let id = json["id"]?.nonEmptyText else { return nil }
    self.id = id
    name = json["name"]?.nonEmptyText
    url = json["url"]?.nonEmptyText
    self.json = json
  }
}

extension JSONValue {
  /// The text of a string that says something: no white space alone and no placeholder.
  fileprivate var meaningfulText: String? {
    nonEmptyText.flatMap { PlaceholderText.meaning(of: $0) == nil ? nil : $0 }
  }
}
