public import CandorModel

/// A project.
public struct InterviewRelayProject: Sendable, Hashable, InterviewRelayObject {
  /// Begins with `prj_`.
  public var id: String
  /// Its name.
  public var name: String?
  /// What it is for.
  public var description: String?
  /// As `#6366F1`.
  public var color: String?

  init?(_ json: JSONValue) {
    guard let id = json["id"]?.nonEmptyText else { return nil }
    self.id = id
    name = json["name"]?.nonEmptyText
    description = json["description"]?.nonEmptyText
    color = json["color"]?.nonEmptyText
  }
}

/// A question of a script.
public struct InterviewRelayQuestion: Sendable, Hashable {
  /// Unique in its script.
  public var id: String
  /// The question.
  public var text: String
  /// `open`, `rating`, `multiple_choice`, `yes_no` or a newer word.
  public var type: String
  /// Whether it has to be answered; the platform's default is yes.
  public var isRequired: Bool?
  /// Whether and how the interviewer asks further.
  public var followUp: JSONValue?
  /// Longest answer, in seconds.
  public var maximumDurationSeconds: Int?
  /// Its place; given by the platform where absent.
  public var order: Int?

  /// Makes a question.
  public init(
    id: String, text: String, type: String, isRequired: Bool? = nil, followUp: JSONValue? = nil,
    maximumDurationSeconds: Int? = nil, order: Int? = nil
  ) {
    self.id = id
    self.text = text
    self.type = type
    self.isRequired = isRequired
    self.followUp = followUp
    self.maximumDurationSeconds = maximumDurationSeconds
    self.order = order
  }

  init?(_ json: JSONValue) {
    guard let id = json["id"]?.nonEmptyText else { return nil }
    self.init(
      id: id, text: json["text"]?.string ?? "", type: json["type"]?.string ?? "open",
      isRequired: json["required"]?.bool, followUp: json["followUp"],
      maximumDurationSeconds: json["maxDuration"]?.integer, order: json["order"]?.integer)
  }

  var json: JSONValue {
    .members([
      ("id", .string(id)), ("text", .string(text)), ("type", .string(type)),
      ("required", .flag(isRequired)), ("followUp", followUp),
      ("maxDuration", .whole(maximumDurationSeconds)), ("order", .whole(order)),
    ])
  }
}

/// A script.
public struct InterviewRelayScript: Sendable, Hashable, InterviewRelayObject {
  /// Begins with `scr_`.
  public var id: String
  /// Its name.
  public var name: String?
  /// What it is for.
  public var description: String?
  /// The project it belongs to.
  public var projectID: String?
  /// `draft`, `published`, `archived` or a newer word.
  public var status: String?
  /// How the interviewer behaves.
  public var systemPrompt: String?
  /// The questions, in order.
  public var questions: [InterviewRelayQuestion]
  /// Follow-ups, language, voice.
  public var settings: JSONValue?
  /// Which version it is, where the platform tells.
  public var version: Int?

  init?(_ json: JSONValue) {
    guard let id = json["id"]?.nonEmptyText else { return nil }
    self.id = id
    name = json["name"]?.nonEmptyText
    description = json["description"]?.nonEmptyText
    projectID = json["projectId"]?.nonEmptyText
    status = json["status"]?.nonEmptyText
    systemPrompt = json["systemPrompt"]?.nonEmptyText
    questions = (json["questions"]?.array ?? []).compactMap { InterviewRelayQuestion($0) }
    settings = json["settings"]
    version = json["version"]?.integer
  }
}

/// The organization of a key.
public struct InterviewRelayOrganization: Sendable, Hashable {
  /// The platform's identifier.
  public var id: String?
  /// Its name.
  public var name: String?
  /// Where its logo is.
  public var logo: String?
  /// The domain of its interview links.
  public var domain: String?
  /// Its settings.
  public var settings: JSONValue?

  init(_ json: JSONValue) {
    id = json["id"]?.nonEmptyText
    name = json["name"]?.nonEmptyText
    logo = json["logo"]?.nonEmptyText
    domain = json["domain"]?.nonEmptyText
    settings = json["settings"]
  }
}

/// A member of an organization. Personal data throughout.
public struct InterviewRelayMember: Sendable, Hashable, InterviewRelayObject {
  /// The platform's identifier.
  public var id: String
  /// The e-mail address.
  public var email: String?
  /// The name.
  public var name: String?
  /// What they may do.
  public var role: String?

  init?(_ json: JSONValue) {
    guard let id = json["id"]?.nonEmptyText else { return nil }
    self.id = id
    email = json["email"]?.nonEmptyText
    name = json["name"]?.nonEmptyText
    role = json["role"]?.nonEmptyText
  }
}

/// The plan of an organization.
public struct InterviewRelayPlan: Sendable, Hashable {
  /// `free`, `starter`, `professional`, `enterprise` or a newer word.
  public var plan: String?
  /// `active` or another word.
  public var status: String?
  /// Credits left.
  public var creditBalance: Int?
  /// Credits the plan includes.
  public var includedCredits: Int?
  /// Credits bought beside it.
  public var purchasedCredits: Int?
  /// Credits used.
  public var usedCredits: Int?
  /// When the billing period begins.
  public var periodStart: Timestamp?
  /// When it ends.
  public var periodEnd: Timestamp?
  /// When the next invoice is due.
  public var nextInvoiceAt: Timestamp?
  /// Its amount in the smallest unit of the currency.
  public var nextInvoiceAmount: Int?
  /// ISO 4217 in small letters.
  public var currency: String?

  init(_ json: JSONValue) {
    plan = json["plan"]?.nonEmptyText
    status = json["status"]?.nonEmptyText
    creditBalance = json["credits"]?["balance"]?.integer
    includedCredits = json["credits"]?["included"]?.integer
    purchasedCredits = json["credits"]?["purchased"]?.integer
    usedCredits = json["credits"]?["used"]?.integer
    periodStart = json["billingPeriod"]?["start"]?.moment
    periodEnd = json["billingPeriod"]?["end"]?.moment
    nextInvoiceAt = json["nextInvoice"]?["date"]?.moment
    nextInvoiceAmount = json["nextInvoice"]?["amount"]?.integer
    currency = json["nextInvoice"]?["currency"]?.nonEmptyText
  }
}
