import CandorModel

extension HireflixSource {
  private typealias Outcome = OrderedWalk<[HireflixListed]>.Outcome

  /// What the platform said about one interview.
  private struct Findings {
    var deduped: JSONValue?
    var byStep: JSONValue?
    var facts: HireflixFacts?
    var errors: [GraphQLAnswer.Failure] = []
    var isComplete: Bool { deduped != nil && byStep != nil }
  }

  /// Fetches some interviews and maps them, but for those that are known already.
  func fetch(
    _ asked: [HireflixListed], _ question: Question
  ) async -> OrderedWalk<[HireflixListed]>.Outcome {
    do {
      let listed = try await withFacts(asked, question.known)
      let reasons = listed.map { one in
        question.known.reason(one.id, changedAt: one.facts?.changedAt)
      }
      let wanted = zip(listed, reasons).filter { $0.1 == nil }.map(\.0)
      var events = try await read(wanted, question)[...]
      return .events(
        zip(listed, reasons).compactMap { one, reason in
          reason.map { .known(id: one.id, $0) } ?? events.popFirst().flatMap { $0 }
        })
    } catch {
      return .stop(error)
    }
  }

  /// One event for each interview; `nil` for one that turned out not to be selected.
  private func read(
    _ listed: [HireflixListed], _ question: Question
  ) async throws -> [SourceEvent?] {
    var findings: [Findings?] = Array(repeating: nil, count: listed.count)
    if listed.count > 1, await dialect.takesBatches {
      findings = try await batch(listed, extra: question.extra)
    }
    var events: [SourceEvent?] = []
    for (index, one) in listed.enumerated() {
      if let findings = findings[index], findings.isComplete {
        events.append(event(one, findings, question.selection))
      } else {
        events.append(
          try await single(one, selection: question.selection, extra: question.extra))
      }
    }
    return events
  }

  /// The same interviews; those that were named by id and are known with who and when, so that it
  /// shows whether they changed.
  private func withFacts(
    _ asked: [HireflixListed], _ known: KnownInterviews
  ) async throws -> [HireflixListed] {
    let open = asked.indices.filter { index in
      asked[index].facts == nil && known.isKnown(asked[index].id)
        && known.reason(asked[index].id, changedAt: nil) == nil
    }
    var result = asked
    let fields = await dialect.context
    if open.count > 1, !fields.isEmpty, await dialect.takesBatches {
      do {
        let answer = try await many(
          .context, open.map { asked[$0] }, HireflixQueries(context: fields))
        for (place, index) in open.enumerated() {
          guard let found = answer.data?[HireflixQueries.key(place)],
            found.isIdentified(by: asked[index].id) == true
          else { continue }
          result[index].facts = Self.facts(
            found, ofInterview: asked[index].id,
            errors: answer.errors(below: HireflixQueries.key(place)))
        }
      } catch let error as SourceError where !error.endsTheRun {
        // Smaller questions may get through.
      }
    }
    for index in open where result[index].facts == nil {
      result[index].facts = try await context(asked[index].id)
    }
    return result
  }

  // MARK: One by one

  private func single(
    _ listed: HireflixListed, selection: HireflixSelection, extra: HireflixQueries.ExtraFields
  ) async throws -> SourceEvent? {
    do {
      // When it changed is asked first, so that it is no later than what is read.
      let facts = try await completedFacts(of: listed)
      async let deduped = dispensable { try await one(.deduped, listed.id, extra: extra) }
      async let byStep = one(.byStep, listed.id, extra: extra)
      let steps = try await byStep
      let seen = try await deduped
      let findings = Findings(
        deduped: seen?.value, byStep: steps.value, facts: facts,
        errors: listed.errors + (seen?.errors ?? []) + steps.errors)
      return event(listed, findings, selection)
    } catch let error as SourceError where !error.endsTheRun {
      return .lost(SourceLoss(listed.id, error))
    }
  }

  /// The interview's own lists only complete its answers: where the platform refuses just them, the
  /// answers still count. Whatever else goes wrong may be better next time and is a loss.
  private func dispensable<Result: Sendable>(
    _ ask: () async throws -> Result
  ) async throws -> Result? {
    do { return try await ask() } catch let error as SourceError
      where error.code == .refused || error.code == .notFound
    { return nil }
  }

  private func one(
    _ kind: HireflixQueries.Kind, _ id: String, extra: HireflixQueries.ExtraFields
  ) async throws -> (value: JSONValue, errors: [GraphQLAnswer.Failure]) {
    let answer = try await api.send(
      HireflixQueries.operationName(kind), HireflixQueries(extra: extra).document(kind, count: 1),
      variables: [("id", .string(id))], subject: "an interview")
    guard let value = answer.data?["interview"], !HireflixMapping.isErrorObject(value) else {
      if answer.isRefused {
        guard extra.isEmpty else {
          throw SourceError.refusedSelection(
            answer.presentableRefusal, isSetting: extra.areSettings)
        }
        throw SourceError.refused("an interview", answer.presentableRefusal)
      }
      switch answer.lack(of: "interview") {
      case .unknown: throw SourceError.unknownInterview(.hireflix)
      case .failure(let code): throw SourceError.errorInPlace(of: "interview", code)
      }
    }
    guard value.object != nil else {
      throw SourceError.garbled("an object", subject: "an interview")
    }
    if value.isIdentified(by: id) == false { throw SourceError.otherInterview }
    return (value, answer.errors(below: "interview"))
  }

  /// What the list told of an interview, and what the platform tells beyond that.
  private func completedFacts(of listed: HireflixListed) async throws -> HireflixFacts? {
    guard listed.needsContext(await dialect.context) else { return listed.facts }
    let told = try await context(listed.id)
    return listed.facts?.completed(by: told) ?? told
  }

  /// Who and when, where the platform tells; whatever goes wrong here costs only these facts.
  private func context(_ id: String) async throws -> HireflixFacts? {
    while true {
      let fields = await dialect.context
      guard !fields.isEmpty else { return nil }
      do {
        let answer = try await api.send(
          HireflixQueries.operationName(.context),
          HireflixQueries(context: fields).document(.context, count: 1),
          variables: [("id", .string(id))], subject: "an interview's context")
        guard answer.isRefused else {
          return answer.data?["interview"].map {
            Self.facts($0, ofInterview: id, errors: answer.errors(below: "interview"))
          }
        }
        guard !answer.isRefusedForNow else {
          var facts = HireflixFacts()
          facts.contextErrors = answer.errors
          return facts
        }
        await dialect.refuseContext(fields, naming: HireflixField.named(in: answer.errors))
      } catch let error as SourceError where !error.endsTheRun {
        return nil
      }
    }
  }

  /// What an answer tells of an interview: nothing where it is about another one.
  ///
  /// - Parameter errors: what was told beside it, the paths relative to the interview.
  private static func facts(
    _ told: JSONValue, ofInterview id: String, errors: [GraphQLAnswer.Failure]
  ) -> HireflixFacts {
    let isOfAnother = told.isIdentified(by: id) == false
    var facts = isOfAnother ? HireflixFacts() : HireflixFacts(told)
    facts.contextIsOfAnother = isOfAnother
    facts.contextErrors = errors
    return facts
  }

  // MARK: Several at once

  /// Asks for several interviews in one request each kind of document. What does not come back
  /// whole stays `nil` and is asked for one by one.
  private func batch(
    _ listed: [HireflixListed], extra: HireflixQueries.ExtraFields
  ) async throws -> [Findings?] {
    let fields = await dialect.context
    let needsContext = listed.contains { $0.needsContext(fields) }
    do {
      // When they changed is asked first, so that it is no later than what is read.
      let context: GraphQLAnswer? =
        needsContext ? try await many(.context, listed, HireflixQueries(context: fields)) : nil
      async let deduped = many(.deduped, listed, HireflixQueries(extra: extra))
      async let byStep = many(.byStep, listed, HireflixQueries(extra: extra))
      let answers = try await (deduped, byStep)
      if answers.0.isRefused || answers.1.isRefused {
        await dialect.refuseBatches()
        return Array(repeating: nil, count: listed.count)
      }
      // A server that knows its queries by heart answers the first alone.
      if answers.0.data != nil, !answers.0.hasMember(HireflixQueries.key(1)) {
        await dialect.refuseBatches()
      }
      return listed.indices.map { index in
        let key = HireflixQueries.key(index)
        guard let deduped = answers.0.data?[key], let byStep = answers.1.data?[key],
          deduped.isIdentified(by: listed[index].id) == true,
          byStep.isIdentified(by: listed[index].id) == true
        else { return nil }
        var facts = listed[index].facts
        if listed[index].needsContext(fields) {
          // Without context the single form finds out what the platform takes.
          guard let context, let found = context.data?[key] else { return nil }
          let told = Self.facts(
            found, ofInterview: listed[index].id, errors: context.errors(below: key))
          facts = facts?.completed(by: told) ?? told
        }
        return Findings(
          deduped: deduped, byStep: byStep, facts: facts,
          errors: listed[index].errors + answers.0.errors(below: key)
            + answers.1.errors(below: key))
      }
    } catch let error as SourceError where !error.endsTheRun {
      // Too large, too slow or broken on the way: smaller questions may get through.
      if error.code != .unavailable { await dialect.refuseBatches() }
      return Array(repeating: nil, count: listed.count)
    }
  }

  private func many(
    _ kind: HireflixQueries.Kind, _ listed: [HireflixListed], _ queries: HireflixQueries
  ) async throws -> GraphQLAnswer {
    let variables = listed.enumerated().map { index, one in
      (key: HireflixQueries.variable(index), value: JSONValue.string(one.id))
    }
    return try await api.send(
      HireflixQueries.operationName(kind), queries.document(kind, count: listed.count),
      variables: variables, subject: "\(listed.count) interviews")
  }

  // MARK: Mapping

  /// Notes about what the platform could not give this time.
  private static let passingNotes: Set<String> = [
    "context-missing", "partial-answer", "platform-error", "seen-missing", "steps-missing",
  ]

  private func event(
    _ listed: HireflixListed, _ findings: Findings, _ selection: HireflixSelection
  ) -> SourceEvent? {
    let told = [findings.byStep, findings.deduped].map { $0?["id"]?.nonEmptyText }
    var evidence = HireflixMapping.evidence(
      id: AskedIdentifier.asTold(told, asked: listed.id), deduped: findings.deduped,
      byStep: findings.byStep, facts: findings.facts,
      errors: findings.errors + (findings.facts?.contextErrors ?? []))
    if findings.deduped == nil {
      evidence.notes.append(
        Note(
          code: "seen-missing",
          message: "the platform gave no lists of all addresses and agents of this interview"))
    }
    if findings.facts?.contextIsOfAnother == true {
      evidence.notes.append(
        Note(
          code: "context-missing",
          message: "asked for status, times and candidate, the platform told of another interview"))
    } else if findings.facts?.isEmpty ?? true {
      evidence.notes.append(
        Note(
          code: "context-missing",
          message: "the platform told neither status nor times nor candidate of this interview"))
    }
    var facts = HireflixFacts()
    facts.status = evidence.interview.status
    facts.createdAt = evidence.interview.createdAt
    facts.completedAt = evidence.interview.completedAt
    facts.namesCompletion =
      findings.facts?.namesCompletion == true
      || findings.deduped.map { HireflixFacts($0).namesCompletion } == true
    guard selection.includes(facts) else { return nil }
    if selection.isUndecided(facts) {
      evidence.notes.append(
        Note(
          code: "completion-unknown",
          message: "the platform does not tell when it was completed, so `--since` kept it"))
    }
    // What came with errors may come whole next time.
    let hasErrors =
      !findings.errors.isEmpty
      || evidence.notes.contains { Self.passingNotes.contains($0.code) }
    return .evidence(evidence, changedAt: hasErrors ? nil : findings.facts?.changedAt)
  }
}
