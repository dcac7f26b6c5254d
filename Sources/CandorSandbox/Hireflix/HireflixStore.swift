import CandorModel
import Synchronization

/// Positions and interviews as Hireflix keeps them.
///
/// Thread safety: may be used from any number of tasks. A lock guards all of it; what is handed out
/// are values.
final class HireflixStore: Sendable {
  /// A position with its interviews.
  struct Position: Sendable, Hashable {
    var id: String
    var name: String
    /// When it was closed; `nil` while it is open.
    var archived: Timestamp?
    var createdAt: Timestamp?
    /// Places in `State.interviews`, in the order of the evidence.
    var interviews: [Int] = []
  }

  /// Which interviews of a position, and in what order: the key of a list that was made before.
  struct ListKey: Sendable, Hashable {
    var positionID: String
    var filter: HireflixFilter
    var sort: [HireflixSort]
  }

  private struct State: Sendable {
    var interviews: [Evidence] = []
    var placesByID: [String: Int] = [:]
    var positions: [Position] = []
    var positionPlacesByID: [String: Int] = [:]
    /// Lists that were sorted and filtered for the page before; a walk asks for the same one again.
    var lists: [ListKey: HireflixList] = [:]
  }

  private let state: Mutex<State>
  private static let maximumLists = 64

  init(_ dataset: SandboxDataset) {
    var state = State()
    for evidence in dataset.interviews { Self.add(evidence, to: &state) }
    self.state = Mutex(state)
  }

  /// The position of an interview; evidence need not name one.
  static func position(of evidence: Evidence) -> (id: String, name: String) {
    let position = evidence.interview.position
    let name = position?.name ?? "Unnamed position"
    return (
      position?.id ?? StableIdentifier.hexadecimal("position", name, length: 24),
      position?.name ?? name
    )
  }

  var positions: [Position] { state.withLock { $0.positions } }

  func position(_ id: String) -> Position? {
    state.withLock { state in state.positionPlacesByID[id].map { state.positions[$0] } }
  }

  func interview(_ id: String) -> Evidence? {
    state.withLock { state in state.placesByID[id].map { state.interviews[$0] } }
  }

  /// All interviews of a position, in the order of the evidence.
  func interviews(of position: Position) -> [Evidence] {
    state.withLock { state in position.interviews.map { state.interviews[$0] } }
  }

  /// One page of a list.
  ///
  /// - Throws: where the cursor is none of this list, or a regular expression is none.
  func page(_ key: ListKey, _ request: HireflixPageRequest) throws(GraphQLError) -> HireflixPage {
    let result: Result<HireflixPage, GraphQLError> = state.withLock { state in
      do throws(GraphQLError) {
        let list: HireflixList
        if let known = state.lists[key] {
          list = known
        } else {
          let places =
            state.positionPlacesByID[key.positionID]
            .map { state.positions[$0].interviews } ?? []
          list = try HireflixList(places.map { ($0, state.interviews[$0]) }, key: key)
          if state.lists.count >= Self.maximumLists { state.lists = [:] }
          state.lists[key] = list
        }
        let page = try list.page(request)
        return .success(
          HireflixPage(
            results: page.places.map { state.interviews[$0] }, lastCursor: page.cursor,
            total: list.places.count))
      } catch { return .failure(error) }
    }
    return try result.get()
  }

  /// Closes a position; one that is closed already keeps its time.
  ///
  /// - Returns: `nil` where there is no such position.
  func archive(_ id: String, at now: Timestamp) -> Position? {
    state.withLock { state in
      guard let place = state.positionPlacesByID[id] else { return nil }
      state.positions[place].archived = state.positions[place].archived ?? now
      return state.positions[place]
    }
  }

  /// Adds an interview, unless `refusal` finds a reason among those of its position.
  func invite<Refusal>(
    _ evidence: Evidence, unless refusal: (Position?, [Evidence]) -> Refusal?
  ) -> Refusal? {
    state.withLock { state in
      let position = state.positionPlacesByID[Self.position(of: evidence).id]
        .map { state.positions[$0] }
      let others = (position?.interviews ?? []).map { state.interviews[$0] }
      if let refused = refusal(position, others) { return refused }
      Self.add(evidence, to: &state)
      state.lists = [:]
      return nil
    }
  }

  private static func add(_ evidence: Evidence, to state: inout State) {
    let place = state.interviews.count
    state.interviews.append(evidence)
    state.placesByID[evidence.interview.id] = place
    let (id, name) = position(of: evidence)
    if let known = state.positionPlacesByID[id] {
      state.positions[known].interviews.append(place)
      let created = [state.positions[known].createdAt, evidence.interview.createdAt]
      state.positions[known].createdAt = created.compactMap { $0 }.min()
    } else {
      state.positionPlacesByID[id] = state.positions.count
      state.positions.append(
        Position(
          id: id, name: name, createdAt: evidence.interview.createdAt, interviews: [place]))
    }
  }
}
