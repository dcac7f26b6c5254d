import CandorModel

/// Steps along what was selected, and gives interviews to fetch in groups of the batch size.
///
/// Thread safety: an actor; it protects the place in the walk.
actor HireflixWalker {
  private typealias Page = OrderedWalk<[HireflixListed]>.Page

  private struct Place {
    var position: ListedPosition
    var cursor: String?
    /// Every cursor of the list so far.
    var cursors: Set<String> = []
    var pages = 0
    /// Entries of its list that came so far, those that came twice counted once.
    var count = 0
    /// By the totals of its pages: some may come or go while it is read.
    var shrinkage = ListShrinkage()
    /// Whether entries left the list while it was read, which may have moved others over the border of a
    /// page: then it is read once more.
    var hasShrunk = false

    /// Goes back to the first page.
    mutating func restart() {
      (cursor, cursors, hasShrunk) = (nil, [], false)
    }
  }

  private struct ListedPosition {
    var id: String
    var name: String?
  }

  private let source: HireflixSource
  private let selection: HireflixSelection
  private var named: ArraySlice<String>
  private var positions: [ListedPosition]?
  private var current: Place?
  private var handedOut: Set<String> = []
  /// The ids that the current list gave so far; pages may overlap.
  private var listed: Set<String> = []
  private var totals: Int? = 0
  private var hasToldForm = false
  /// Whether the platform takes the query as such, so that a refusal is about one position.
  private var takesQuery = false

  init(source: HireflixSource, selection: HireflixSelection) {
    self.source = source
    self.selection = selection
    named = selection.interviews[...]
  }

  /// Interviews in all; `nil` while not known.
  var total: Int? {
    guard !selection.isFiltered, positions?.isEmpty == true || !walksPositions,
      current.map({ $0.pages > 0 }) ?? true
    else { return nil }
    return totals.map { $0 + selection.interviews.count }
  }

  private var walksPositions: Bool { selection.includesAll || !selection.positions.isEmpty }

  /// The next group of interviews; `nil` at the end.
  func next() async throws -> OrderedWalk<[HireflixListed]>.Page? {
    if !named.isEmpty {
      let ids = named.prefix(source.options.batchSize)
      named = named.dropFirst(ids.count)
      let fresh = ids.filter { handedOut.insert($0).inserted }
      return Page(units: [fresh.map { HireflixListed(id: $0, facts: nil) }])
    }
    guard walksPositions else { return nil }
    if positions == nil { return Page(events: try await listPositions()) }
    if current == nil {
      guard let first = positions?.first else { return nil }
      positions?.removeFirst()
      current = Place(position: first)
      listed = []
    }
    return try await nextPage()
  }

  /// Finds out which positions there are.
  ///
  /// - Returns: the losses among them.
  private func listPositions() async throws -> [SourceEvent] {
    var listed: [ListedPosition] = []
    var losses: [SourceEvent] = []
    if selection.includesAll {
      let answer = try await source.api.send(
        "Positions", "query Positions {\n  positions {\n    id\n    name\n  }\n}", variables: [],
        subject: "the positions")
      guard let positions = answer.data?["positions"]?.array else {
        throw SourceError.refused("the positions", answer.presentableRefusal)
      }
      listed = positions.compactMap { position in
        position["id"]?.nonEmptyText.map {
          ListedPosition(id: $0, name: position["name"]?.nonEmptyText)
        }
      }
      losses = SourceLoss.entriesWithoutID(positions.count - listed.count, of: "positions")
      // One about a part of an entry leaves out no position.
      if answer.errors.contains(where: { $0.path.count <= 1 }) {
        losses.append(.lost(SourceLoss("positions", .incompletePositions)))
      }
    }
    let known = Set(listed.map(\.id))
    var result: [ListedPosition] = []
    var seen: Set<String> = []
    for id in selection.positions where !known.contains(id) && seen.insert(id).inserted {
      result.append(ListedPosition(id: id))
    }
    for position in listed where seen.insert(position.id).inserted { result.append(position) }
    positions = result
    return losses
  }

  private func nextPage() async throws -> Page {
    guard var place = current else { return Page() }
    let answer: ListPage
    do {
      answer = try await ask(place.position, cursor: place.cursor)
    } catch let error as SourceError
      where !error.endsTheRun && (error.code != .refused || takesQuery)
    {
      // A refusal of the very first page would meet every other, too.
      current = nil
      totals = nil
      return Page(events: [.lost(SourceLoss(place.position.id, error))])
    }
    if place.position.name == nil { place.position.name = answer.position["name"]?.nonEmptyText }
    let total = answer.list["total"]?.count
    if place.pages == 0 { totals = totals.flatMap { sum in total.map { sum + $0 } } }
    place.pages += 1
    let results = answer.results
    place.count += results.count { entry in
      entry["id"]?.nonEmptyText.map { listed.insert($0).inserted } ?? true
    }
    if place.shrinkage.entriesGone(at: total) > 0 { place.hasShrunk = true }
    var page = Page(units: groups(of: answer, place.position))
    page.events = notes(about: answer, place.position)
    page.events += SourceLoss.entriesWithoutID(
      results.count { $0["id"]?.nonEmptyText == nil }, of: place.position.id)
    let cursor = answer.list["lastCursor"]?.cursorText
    // The end is an empty page, never a missing cursor; without one there is no way on, though.
    let hasMore =
      total.map { place.count < $0 }
      ?? (results.count >= source.options.pageSize)
    let ending: SourceError? =
      if results.isEmpty { missingEntries(place) } else if cursor == nil {
        hasMore ? .missingCursor : nil
      } else if let cursor, !place.cursors.insert(cursor).inserted {
        .cursorStands
      } else if place.pages >= source.api.transport.configuration.maximumPages {
        .tooManyPages(place.pages)
      } else { nil }
    if place.hasShrunk, results.isEmpty || cursor == nil && !hasMore {
      place.restart()
      current = place
      return page
    }
    if let ending {
      page.events.append(.lost(SourceLoss(place.position.id, ending)))
    }
    if results.isEmpty || cursor == nil || ending != nil {
      current = nil
    } else {
      place.cursor = cursor
      current = place
    }
    return page
  }

  /// What an empty page, the end of a list, leaves out of it. Whether a total counts what a filter
  /// leaves out is not documented, so beside one it tells nothing.
  private func missingEntries(_ place: Place) -> SourceError? {
    guard selection.filterStatus == nil, let total = place.shrinkage.least, place.count < total
    else {
      return nil
    }
    return .missingEntries(of: total, found: place.count)
  }

  /// What is to be told of a page beside its interviews.
  private func notes(about answer: ListPage, _ position: ListedPosition) -> [SourceEvent] {
    var notes: [SourceEvent] = []
    let lacking = HireflixListQuery.allFields.subtracting(answer.fields).subtracting([.total])
    if !hasToldForm, !lacking.isEmpty {
      hasToldForm = true
      notes.append(.note(.lackingFields(lacking)))
    }
    let others = answer.errors.count { !$0.path.starts(with: ListPage.path) }
    if others > 0 { notes.append(.note(.errorsBesideList(others, position: position.id))) }
    return notes
  }

  private func groups(of page: ListPage, _ position: ListedPosition) -> [[HireflixListed]] {
    let lacking = HireflixField.essentials(lackedBy: page.fields)
    var groups: [[HireflixListed]] = []
    for (place, result) in page.results.enumerated() {
      guard let id = result["id"]?.nonEmptyText, handedOut.insert(id).inserted else { continue }
      var facts = HireflixFacts(result)
      facts.position = Position(id: position.id, name: position.name)
      guard selection.includes(facts) else { continue }
      let listed = HireflixListed(
        id: id, facts: facts, lacking: lacking, errors: page.errors(ofResult: place))
      if let last = groups.last, last.count < source.options.batchSize {
        groups[groups.count - 1].append(listed)
      } else {
        groups.append([listed])
      }
    }
    return groups
  }

  /// A page of a position's list.
  private struct ListPage {
    /// Where the interviews stand in an answer.
    static let path = ["position", "interviewList", "results"]

    var list: JSONValue
    var results: [JSONValue]
    var position: JSONValue
    /// What was asked for.
    var fields: Set<HireflixField>
    var errors: [GraphQLAnswer.Failure]

    /// The errors about one of the interviews.
    func errors(ofResult index: Int) -> [GraphQLAnswer.Failure] {
      errors.isEmpty ? [] : GraphQLAnswer.errors(errors, below: Self.path + [String(index)])
    }
  }

  /// Asks for a page in the accepted form, or finds one out.
  private func ask(_ position: ListedPosition, cursor: String?) async throws -> ListPage {
    var search = HireflixListSearch(from: await source.dialect.listQuery)
    var variables: [(key: String, value: JSONValue)] = [("id", .string(position.id))]
    if let cursor { variables.append(("cursor", .string(cursor))) }
    let status = selection.filterStatus
    while true {
      let form = search.form
      let answer = try await source.api.send(
        HireflixListQuery.operationName,
        form.document(
          pageSize: source.options.pageSize, hasCursor: cursor != nil, status: status),
        variables: variables, subject: "a page of interviews")
      switch search.learn(
        isRefused: answer.isRefused, naming: HireflixField.named(in: answer.errors))
      {
      case .accepted:
        await source.dialect.accept(form)
        takesQuery = true
        guard let found = answer.data?["position"], !HireflixMapping.isErrorObject(found) else {
          switch answer.lack(of: "position") {
          case .unknown: throw SourceError.unknownPosition
          case .failure(let code): throw SourceError.errorInPlace(of: "position", code)
          }
        }
        guard let list = found["interviewList"], let results = list["results"]?.array else {
          throw SourceError.noList
        }
        return ListPage(
          list: list, results: results, position: found, fields: form.fields,
          errors: answer.errors)
      case .tryNext: continue
      case .refused:
        throw SourceError.refused("a page of interviews", answer.presentableRefusal)
      }
    }
  }
}

extension SourceError {
  static let unknownPosition = SourceError(
    .notFound, "Hireflix does not know this position",
    help: "check the id, and that the key belongs to the account the position is in")
  static let noList = SourceError(
    .invalidResponse, "expected a list of interviews for the position, found none")
  static let incompletePositions = SourceError(
    .invalidResponse, "expected the list of positions, found one with errors beside it",
    help: "run the same command again; `--position` reads one of them")
  /// What to do where a list breaks off by the platform's fault.
  private static let pagesWereKept =
    "the pages read so far were kept; tell the platform's support"
  static let cursorStands = SourceError(
    .endlessPages, "expected another cursor for the next page, found one that was there before",
    help: pagesWereKept)
  static let missingCursor = SourceError(
    .invalidResponse, "expected the cursor of the next page, found none",
    help: pagesWereKept)
  static let samePage = SourceError(
    .endlessPages, "expected the next page, found the same one again",
    help: pagesWereKept)
  static let emptyPage = SourceError(
    .invalidResponse, "expected further entries, found an empty page that promises some",
    help: pagesWereKept)
  static func missingEntries(of total: Int, found: Int) -> SourceError {
    SourceError(
      .invalidResponse, "expected \(total) entries on all pages together, found \(found)",
      help: pagesWereKept)
  }
  static func tooManyPages(_ count: Int) -> SourceError {
    SourceError(
      .endlessPages, "expected the list to end within \(count) pages, found another one",
      help: "select fewer interviews, for example by position")
  }
}
