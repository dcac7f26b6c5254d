import CandorExpression
import CandorModel

/// What a rule of scope `link` sees of a trace that different candidates share: counts only.
final class LinkObject: RuleObject {
  enum Slot: Int, CaseIterable {
    case id, kind, candidates, interviews, addresses, agentCandidates, agentPercent, isAgentRare
    case isRarityKnown, candidatesInInput, interviewsInInput, daysApart
  }

  static let type = ObjectType(
    name: "link",
    fields: [
      ObjectType.Field("id", .string),
      ObjectType.Field(
        "kind", .string, allowedValues: LinkFacts.Kind.allCases.map(\.rawValue)),
      ObjectType.Field("candidates", .int), ObjectType.Field("interviews", .int),
      ObjectType.Field("addresses", .int), ObjectType.Field("agentCandidates", .int),
      ObjectType.Field("agentPercent", .double), ObjectType.Field("isAgentRare", .bool),
      ObjectType.Field("isRarityKnown", .bool), ObjectType.Field("candidatesInInput", .int),
      ObjectType.Field("interviewsInInput", .int), ObjectType.Field("daysApart", .double),
    ])

  private let id: String
  private let facts: LinkFacts

  init(id: String, facts: LinkFacts) {
    self.id = id
    self.facts = facts
  }

  func value(of slot: Slot) -> Value? {
    switch slot {
    case .id: .string(id)
    case .kind: .string(facts.kind.rawValue)
    case .candidates: .int(Int64(facts.candidates))
    case .interviews: .int(Int64(facts.interviews))
    case .addresses: .int(Int64(facts.addresses))
    case .agentCandidates: Value(facts.agentCandidates)
    case .agentPercent:
      Value(
        facts.agentCandidates.flatMap { users in
          facts.candidatesInInput > 0
            ? Double(users) * 100 / Double(facts.candidatesInInput) : nil
        })
    case .isAgentRare: .bool(facts.isAgentRare)
    case .isRarityKnown: .bool(facts.isRarityKnown)
    case .candidatesInInput: .int(Int64(facts.candidatesInInput))
    case .interviewsInInput: .int(Int64(facts.interviewsInInput))
    case .daysApart: Value(facts.daysApart)
    }
  }

  func isEqualObject(to other: any ExpressionObject) -> Bool { hasSameFields(as: other) }
}
