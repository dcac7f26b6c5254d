/// Steps along the pages of one list. A value without requests.
///
/// The platform may give fewer entries a page than were asked for, and then neither the number of the
/// page nor its size tells whether it is the last. Where it says how many there are they are counted.
struct InstaViewPaging {
  enum Step {
    /// `page` is to be asked for.
    case next
    /// There is no other page.
    case end
    /// No page is asked for, although there should be one.
    case broken(SourceError)
  }

  /// Whether a filter was asked for: whether a total counts what it leaves out is not documented, so the
  /// platform's word that no page follows is taken above it.
  private let isFiltered: Bool
  /// The page to ask for, from 1.
  private(set) var page = 1
  private var ids: Set<String> = []
  private var unreadable = 0
  private var last: [String]?
  private var shrinkage = ListShrinkage()
  private var pagesRead = 0

  init(isFiltered: Bool = false) { self.isFiltered = isFiltered }

  /// Goes on behind a page.
  ///
  /// - Parameters:
  ///   - answer: the page.
  ///   - ids: of its entries.
  mutating func advance<Element>(
    past answer: InstaViewClient.Page<Element>, ids found: [String]
  ) -> Step {
    ids.formUnion(found)
    unreadable += answer.unreadable
    let received = ids.count + unreadable
    let isRepeated = found == last
    pagesRead += 1
    guard pagesRead <= InstaViewClient.pageRange.upperBound else {
      return .broken(.tooManyPages(pagesRead - 1))
    }
    let gone = shrinkage.entriesGone(at: answer.total)
    if gone > 0, page > 1 {
      // What left the list moved others over the border between two pages that were read.
      let size = max(1, found.count + answer.unreadable, last?.count ?? 0)
      page = max(1, page - (gone + size - 1) / size)
      last = nil
      return .next
    }
    last = found
    let isShort = answer.total.map { received < $0 } ?? false
    if found.isEmpty, answer.unreadable == 0 {
      if let total = answer.total, isShort, !isFiltered || !answer.isToldLast {
        return .broken(.missingEntries(of: total, found: received))
      }
      // Where all that there are came, a page that is promised besides can hold nothing.
      return answer.total == nil && answer.isToldMore ? .broken(.emptyPage) : .end
    }
    guard !answer.isLast || isShort else { return .end }
    if isRepeated { return .broken(.samePage) }
    guard page < InstaViewClient.pageRange.upperBound else { return .broken(.tooManyPages(page)) }
    page += 1
    return .next
  }
}
