import CandorModel

/// Facts of cases for rules that need more than one interview.
extension TestFacts {
  /// `interviews`: those of one candidate, each as a case of another scope has one.
  mutating func interviews(_ fields: YAMLFields) -> [EnrichedInterview] {
    (fields.list("interviews", into: &diagnostics) ?? []).enumerated().compactMap { index, node in
      YAMLFields(
        node, path: "\(fields.path("interviews"))[\(index)]",
        known: ["interview", "observations", "seen", "contacts"], source: source,
        into: &diagnostics
      ).map { interview($0) }
    }
  }

  /// `links`: what the interview shares with those of other candidates.
  mutating func traces(_ fields: YAMLFields, observations: Int) -> [SharedTrace] {
    (fields.list("links", into: &diagnostics) ?? []).enumerated().compactMap { index, node in
      guard
        let inner = YAMLFields(
          node, path: "\(fields.path("links"))[\(index)]",
          known: [
            "kind", "candidates", "interviews", "addresses", "agentCandidates", "isAgentRare",
            "candidatesInInput", "interviewsInInput", "isRarityKnown", "daysApart", "observations",
          ], source: source, into: &diagnostics)
      else { return nil }
      inner.require("kind", into: &diagnostics)
      guard let kind = inner.word("kind", as: LinkFacts.Kind.self, into: &diagnostics) else {
        return nil
      }
      let candidates = inner.integer("candidates", into: &diagnostics) ?? 2
      let all = inner.integer("candidatesInInput", into: &diagnostics) ?? candidates
      let facts = LinkFacts(
        kind: kind, candidates: candidates,
        interviews: inner.integer("interviews", into: &diagnostics) ?? candidates,
        addresses: inner.integer("addresses", into: &diagnostics) ?? 1,
        agentCandidates: inner.integer("agentCandidates", into: &diagnostics),
        isAgentRare: inner.flag("isAgentRare", into: &diagnostics) ?? false,
        candidatesInInput: all,
        interviewsInInput: inner.integer("interviewsInInput", into: &diagnostics) ?? all,
        isRarityKnown: inner.flag("isRarityKnown", into: &diagnostics) ?? false,
        daysApart: inner.number("daysApart", into: &diagnostics))
      let carried = inner.list("observations", into: &diagnostics)?.compactMap { node -> Int? in
        if case .int(let index)? = node.scalar?.resolved { return Int(index) }
        return nil
      }
      return SharedTrace(
        link: Link(id: "link \(index + 1)", kind: kind.rawValue, members: [], counts: facts.counts),
        facts: facts, observations: carried ?? Array(0..<observations))
    }
  }
}
