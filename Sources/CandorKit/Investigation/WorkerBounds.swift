import CandorGeoIP

/// How much a worker remembers at most, so that the memory of a run is bounded for any input and any
/// number of workers.
///
/// One or two workers remember so much each; of more, each has an equal part of what one has. What is
/// forgotten costs time and changes no result.
struct WorkerBounds {
  /// Whether there is one worker only.
  let isAlone: Bool
  /// Agents, by their bytes.
  let agents: Int
  /// Networks and places, by number.
  let locations: Int
  /// Those of the places that are kept with their names.
  let namedPlaces: Int
  /// Kinds of interviews in which something changes.
  let likenesses: Int
  /// Addresses, and as many agents, of interviews that are read whole.
  let enriched: Int
  /// Answers of rules, for each kind of facts.
  let verdicts: Int

  /// - Parameter workerCount: how many there are at the same time; 1 at least.
  init(workerCount: Int) {
    isAlone = workerCount == 1
    func part(of whole: Int, atLeast least: Int) -> Int {
      workerCount <= 2 ? whole : max(least, whole / workerCount)
    }
    agents = part(of: 1 << 16, atLeast: 1 << 10)
    locations = part(of: LocationIndex.usualCount, atLeast: 1 << 12)
    namedPlaces = part(of: LocationIndex.usualMade, atLeast: 1 << 9)
    likenesses = part(of: 1 << 14, atLeast: 1 << 11)
    enriched = part(of: 1 << 16, atLeast: 1 << 9)
    verdicts = part(of: 1 << 12, atLeast: 1 << 8)
  }
}
