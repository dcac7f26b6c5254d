import CandorModel

extension InterviewRelayStandIn {
  /// `/billing`.
  func billing(_ call: InterviewRelayCall) throws(InterviewRelayFailure) -> SandboxResponse? {
    let request = call.request
    if request.matches("GET", "billing", "plan") != nil {
      try call.require("billing:read")
      return .json(200, plan())
    }
    if request.matches("GET", "billing", "usage") != nil {
      try call.require("billing:read")
      return .json(200, try usage(call))
    }
    if request.matches("POST", "billing", "credits", "purchase") != nil {
      try call.require("billing:write")
      return .json(200, try purchase(try call.object()))
    }
    if request.matches("GET", "billing", "invoices") != nil {
      try call.require("billing:read")
      return try call.page(Self.invoices) { $0 }
    }
    return nil
  }

  private func plan() -> JSONValue {
    let (balance, purchased) = read { ($0.creditBalance, $0.purchasedCredits) }
    return .object([
      ("plan", .string("professional")), ("status", .string("active")),
      (
        "credits",
        .object([
          ("balance", .integer(balance)), ("included", .integer(500)),
          ("purchased", .integer(purchased)), ("used", .integer(258)),
        ])
      ),
      (
        "billingPeriod",
        .object([
          ("start", .string("2026-03-01T00:00:00Z")), ("end", .string("2026-03-31T23:59:59Z")),
        ])
      ),
      (
        "nextInvoice",
        .object([
          ("date", .string("2026-04-01T00:00:00Z")), ("amount", .integer(19_900)),
          ("currency", .string("usd")),
        ])
      ),
    ])
  }

  /// Completed sessions in a span; one credit each.
  private func usage(_ call: InterviewRelayCall) throws(InterviewRelayFailure) -> JSONValue {
    guard let from = try call.moment("from") else {
      throw .invalidRequest("Parameter from is required")
    }
    guard let to = try call.moment("to") else {
      throw .invalidRequest("Parameter to is required")
    }
    let grouping =
      try call.word("group_by", among: ["day", "week", "month", "campaign"], default: "day")
      ?? "day"
    var counts: [String: Int] = [:]
    for evidence in read(\.source.interviews) {
      guard let completed = evidence.interview.completedAt, completed >= from, completed <= to
      else { continue }
      counts[Self.group(of: evidence, completed, grouping), default: 0] += 1
    }
    return .object([
      ("from", .string(from.text)), ("to", .string(to.text)),
      ("groupBy", .string(grouping)),
      ("total", .integer(counts.values.reduce(0, +))),
      (
        "data",
        .array(
          counts.sorted { $0.key < $1.key }.map {
            .object([("key", .string($0.key)), ("credits", .integer($0.value))])
          })
      ),
    ])
  }

  private static func group(
    of evidence: Evidence, _ completed: Timestamp, _ grouping: String
  ) -> String {
    switch grouping {
    case "campaign": return InterviewRelayDocuments.campaignID(evidence)
    case "month": return String(completed.dateText.prefix(7))
    case "week":
      // Weeks begin on Monday; 1970-01-01 was a Thursday.
      let days = completed.millisecondsSinceEpoch / 86_400_000
      return Timestamp(millisecondsSinceEpoch: (days - (days + 3) % 7) * 86_400_000).dateText
    default: return completed.dateText
    }
  }

  private func purchase(_ body: JSONValue) throws(InterviewRelayFailure) -> JSONValue {
    guard let value = body["amount"] else { throw .invalidRequest("Field amount is required") }
    guard let amount = value.integer, (1...10_000).contains(amount) else {
      throw .validation("amount", "must be a whole number from 1 to 10000")
    }
    _ = try InterviewRelayCall.optionalText(body, "paymentMethodId")
    return update { state in
      state.purchasedCredits += amount
      return .object([
        ("purchased", .integer(amount)), ("balance", .integer(state.creditBalance)),
      ])
    }
  }

  private static let invoices: [JSONValue] = ["2026-02-01", "2026-03-01"].map { date in
    .object([
      ("id", .string(StableIdentifier.prefixed("in", date))),
      ("date", .string("\(date)T00:00:00Z")), ("amount", .integer(19_900)),
      ("currency", .string("usd")), ("status", .string("paid")),
    ])
  }
}
