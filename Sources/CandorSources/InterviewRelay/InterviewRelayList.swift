import CandorModel

/// One page of a list.
public struct InterviewRelayPage<Element: Sendable>: Sendable {
  /// What is on it.
  public var elements: [Element]
  /// All there are; absent where the platform does not say.
  public var total: Int?
  /// Whether another page follows.
  public var hasMore: Bool
  /// Elements the platform sent that could not be read, for lack of an id.
  public var unreadable: Int
  /// Elements the platform sent, by which the next page's offset grows: a platform that gives fewer
  /// than asked for would be skipped through otherwise.
  var count: Int { elements.count + unreadable }

  /// Reads `{data: [], pagination: {total, limit, offset, hasMore}}`, also without what the platform
  /// leaves out: then the total tells whether another page follows, else whether this one is full.
  ///
  /// - Parameters:
  ///   - limit: entries that were asked for; absent where there are no pages.
  ///   - offset: where the page begins.
  /// - Throws: where there is no list, or an empty one that promises more.
  init(
    _ json: JSONValue, limit: Int? = nil, offset: Int = 0, subject: String,
    _ read: (JSONValue) -> Element?
  ) throws(SourceError) {
    guard let items = json["data"]?.array ?? json.array else {
      throw .garbled("a list", subject: subject)
    }
    elements = items.compactMap(read)
    unreadable = items.count - elements.count
    let pagination = json["pagination"]
    total = pagination?["total"]?.writtenCount
    if let told = pagination?["hasMore"]?.flag {
      guard !told || !items.isEmpty else { throw .emptyPage }
      hasMore = told
    } else if let total {
      hasMore = !items.isEmpty && offset + items.count < total
    } else {
      hasMore = limit.map { items.count >= $0 } ?? false
    }
  }

  /// A page of these and no other.
  init(elements: [Element], hasMore: Bool = false) {
    self.elements = elements
    self.hasMore = hasMore
    unreadable = 0
  }
}

/// Where the next page of a list begins, also of one that becomes shorter while it is read.
///
/// What leaves the list moves everything behind it forward, over the border up to which it was read: so
/// many entries before that border are read once more.
struct InterviewRelayOffset: Sendable {
  /// Counted from 0.
  private(set) var next = 0
  private var shrinkage = ListShrinkage()
  private var reached = 0
  /// Whether the list is gone on with behind the last page, and not begun before it once more.
  private(set) var isGoingOn = true
  /// Whether what begins there was read before, in part at least.
  var isAgain: Bool { next < reached }

  /// Goes on behind a page.
  ///
  /// - Returns: whether another one is to be read.
  mutating func advance<Element>(past page: InterviewRelayPage<Element>) -> Bool {
    let gone = shrinkage.entriesGone(at: page.total)
    isGoingOn = gone == 0 || next == 0
    guard isGoingOn else {
      reached = max(reached, next + page.count)
      next = max(0, next - gone)
      return true
    }
    next += page.count
    reached = max(reached, next)
    return page.hasMore
  }
}

/// Steps along the pages of one list, and counts what they gave against the fewest that one promised. A
/// value without requests.
struct InterviewRelayPaging: Sendable {
  /// What a page means for the list.
  struct Step {
    /// Whether another page is to be read.
    let hasMore: Bool
    /// Whether it is the page before once more, although another was asked for.
    let isRepeated: Bool
    /// Entries without an id that did not come before.
    let nameless: Int
  }

  /// Where the next page begins.
  private(set) var offset = InterviewRelayOffset()
  private var last: [String] = []
  private var ids: Set<String> = []
  private var nameless = 0
  private var promised: Int?

  /// Goes on behind a page; an entry that comes again is no other.
  ///
  /// - Parameter found: the ids of its entries.
  mutating func advance<Element>(
    past page: InterviewRelayPage<Element>, ids found: [String]
  ) -> Step {
    let fresh = offset.isAgain ? 0 : page.unreadable
    let hasMore = offset.advance(past: page)
    let isRepeated = hasMore && offset.isGoingOn && found == last
    last = offset.isGoingOn ? found : []
    ids.formUnion(found)
    nameless += fresh
    // What is added or taken away meanwhile changes the sum.
    if let total = page.total { promised = min(promised ?? total, total) }
    return Step(hasMore: hasMore, isRepeated: isRepeated, nameless: fresh)
  }

  /// What is missing at the end of the list; `nil` where nothing is.
  var missing: SourceError? {
    let found = ids.count + nameless
    guard let promised, found < promised else { return nil }
    return .missingEntries(of: promised, found: found)
  }
}

/// A list that is read page by page while it is iterated. Where something leaves the list meanwhile,
/// an entry may come twice: the platform counts from the list's beginning, so that others would never
/// come.
///
/// Thread safety: the list can be shared, an iterator belongs to one task.
public struct InterviewRelayList<Element: Sendable>: AsyncSequence, Sendable {
  let limit: Int
  let maximumPages: Int
  let subject: String
  /// Reads the page that begins at an offset.
  let load: @Sendable (Int) async throws -> InterviewRelayPage<Element>

  init(
    limit: Int, maximumPages: Int, subject: String,
    load: @escaping @Sendable (Int) async throws -> InterviewRelayPage<Element>
  ) {
    self.limit = limit
    self.maximumPages = maximumPages
    self.subject = subject
    self.load = load
  }

  /// The page that begins at an offset, counted from 0.
  public func page(offset: Int = 0) async throws -> InterviewRelayPage<Element> {
    try await load(offset)
  }

  /// Starts at the first page.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(list: self) }

  /// Reads on as elements are taken.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private let list: InterviewRelayList<Element>
    private var elements: ArraySlice<Element> = []
    private var offset = InterviewRelayOffset()
    private var pages = 0
    private var isAtEnd = false

    init(list: InterviewRelayList<Element>) { self.list = list }

    /// The next element; `nil` at the end.
    ///
    /// - Throws: `SourceError`, also where there are more pages than allowed.
    public mutating func next() async throws -> Element? {
      while elements.isEmpty {
        if isAtEnd { return nil }
        guard pages < list.maximumPages else { throw SourceError.tooManyPages(pages) }
        let page = try await list.load(offset.next)
        pages += 1
        isAtEnd = !offset.advance(past: page)
        elements = page.elements[...]
      }
      return elements.popFirst()
    }
  }
}
