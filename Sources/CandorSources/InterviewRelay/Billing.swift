public import CandorModel

extension InterviewRelayClient {
  /// Plan, usage, credits and invoices.
  public struct Billing: Sendable {
    let client: InterviewRelayClient

    /// `GET /billing/plan` (method inferred), needs `billing:read`.
    public func plan() async throws -> InterviewRelayPlan {
      InterviewRelayPlan(try await client.get("/billing/plan", .billingRead, subject: "the plan"))
    }

    /// How usage is summed up.
    public enum Grouping: String, Sendable, CaseIterable {
      /// By day.
      case day
      /// By week.
      case week
      /// By month.
      case month
      /// By campaign.
      case campaign
    }

    /// `GET /billing/usage` (method inferred), needs `billing:read`.
    ///
    /// - Returns: the platform's document; the reference does not describe it.
    public func usage(
      from: Timestamp, to: Timestamp, by grouping: Grouping? = nil
    ) async throws -> JSONValue {
      try await client.get(
        "/billing/usage",
        query: .present([
          ("from", from.text), ("to", to.text), ("group_by", grouping?.rawValue),
        ]), .billingRead, subject: "the usage")
    }

    /// `POST /billing/credits/purchase` (method inferred), needs `billing:write`. It costs money.
    ///
    /// - Parameters:
    ///   - amount: credits to buy, at least 1.
    ///   - paymentMethodID: absent for the default one.
    public func purchaseCredits(
      amount: Int, paymentMethodID: String? = nil, idempotencyKey: String? = nil
    ) async throws -> JSONValue {
      guard amount > 0 else {
        throw SourceError(
          .invalidArgument, "expected at least 1 credit to buy, found `\(amount)`")
      }
      return try await client.post(
        "/billing/credits/purchase",
        .members([("amount", .whole(amount)), ("paymentMethodId", .text(paymentMethodID))]),
        .billingWrite, key: idempotencyKey, subject: "a purchase of credits")
    }

    /// `GET /billing/invoices` (method inferred), needs `billing:read`.
    ///
    /// - Returns: the platform's documents; the reference does not describe them.
    public func invoices(limit: Int = 100) throws(SourceError) -> InterviewRelayList<JSONValue> {
      try client.list(
        "/billing/invoices", query: [], limit: limit, .billingRead, subject: "the invoices"
      ) { $0 }
    }
  }
}
