/// The words between the facts of a sentence, in one language.
///
/// A class, because every sentence is handed all of them.
package final class SentenceWords: Sendable {
  /// `answer`, before one number.
  package let answer: String
  /// `answers`, before several numbers.
  package let answers: String
  /// `and`, before the last of several.
  package let and: String
  /// `on`, between a browser and its system.
  package let on: String
  /// `the {app} app`, for a browser inside an app.
  package let app: String
  /// Where no device is known.
  package let unknownDevice: String
  /// Where no place is known.
  package let unknownPlace: String
  /// Where no network is known.
  package let unknownNetwork: String

  /// Makes the words of a language.
  package init(
    answer: String, answers: String, and: String, on: String, app: String, unknownDevice: String,
    unknownPlace: String, unknownNetwork: String
  ) {
    self.answer = answer
    self.answers = answers
    self.and = and
    self.on = on
    self.app = app
    self.unknownDevice = unknownDevice
    self.unknownPlace = unknownPlace
    self.unknownNetwork = unknownNetwork
  }

  /// The words of assessments.
  package static let english = SentenceWords(
    answer: "answer", answers: "answers", and: "and", on: "on", app: "the {app} app",
    unknownDevice: "an unknown device", unknownPlace: "an unknown place",
    unknownNetwork: "an unknown network")
}

/// Answers in sentences, counted from 1.
package enum AnswerText {
  /// `3`, `1-4`, `2, 5 and 7` of observation indexes.
  package static func list(_ indexes: [Int]) -> String {
    ranges(merged(indexes))
  }

  /// Puts what `list` gives behind what stands there.
  package static func append(list indexes: [Int], to bytes: inout [UInt8]) {
    append(merged(indexes), to: &bytes, .english)
  }

  /// The same of ranges that are in order and apart.
  package static func ranges(
    _ ranges: [ClosedRange<Int>], _ words: SentenceWords = .english
  ) -> String {
    String(writing: { append(ranges, to: &$0, words) })
  }

  /// Puts what `ranges` gives behind what stands there.
  package static func append(
    _ ranges: [ClosedRange<Int>], to bytes: inout [UInt8], _ words: SentenceWords = .english
  ) {
    if ranges.isEmpty { bytes.append(text: "none") }
    for (position, range) in ranges.enumerated() {
      if position > 0, position == ranges.count - 1 {
        bytes.append(text: " ")
        bytes.append(text: words.and)
        bytes.append(text: " ")
      } else if position > 0 {
        bytes.append(text: ", ")
      }
      bytes.append(number: range.lowerBound + 1)
      if range.lowerBound < range.upperBound {
        bytes.append(text: "-")
        bytes.append(number: range.upperBound + 1)
      }
    }
  }

  /// `answer 3`, `answers 1-4` of the same.
  package static func named(
    _ ranges: [ClosedRange<Int>], _ words: SentenceWords = .english
  ) -> String {
    String(writing: { append(named: ranges, to: &$0, words) })
  }

  /// Puts what `named` gives behind what stands there.
  package static func append(
    named ranges: [ClosedRange<Int>], to bytes: inout [UInt8], _ words: SentenceWords = .english
  ) {
    let isSingle = ranges.count == 1 && ranges.first?.count == 1
    bytes.append(text: isSingle ? words.answer : words.answers)
    bytes.append(text: " ")
    append(ranges, to: &bytes, words)
  }

  /// Puts `answer 3` of one observation index behind what stands there.
  package static func append(
    named index: Int, to bytes: inout [UInt8], _ words: SentenceWords = .english
  ) {
    bytes.append(text: words.answer)
    bytes.append(text: " ")
    bytes.append(number: index + 1)
  }

  /// Neighbours become one range.
  package static func merged(_ indexes: [Int]) -> [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    let isSorted = indexes.indices.dropFirst().allSatisfy { indexes[$0 - 1] <= indexes[$0] }
    for index in isSorted ? indexes : indexes.sorted() {
      if let last = ranges.last, index <= last.upperBound + 1 {
        ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, index)
      } else {
        ranges.append(index...index)
      }
    }
    return ranges
  }
}

extension Timeline {
  /// The answers of the run that a change leaves, in ranges.
  ///
  /// Only those that have what changed: of a change of place those whose place can be compared, and
  /// none of another country or city than the one that is named, however close, and none for which
  /// the least distance between both is less than is said; of a change of device
  /// those whose agent tells a device, and none of another browser or system than the one that is
  /// named. Where the run goes on, none behind the change.
  package func answersBefore(_ change: Switch) -> [ClosedRange<Int>] {
    guard let run = run(of: change.from) else { return [change.from...change.from] }
    if run.last < change.to {
      return answers(of: run, like: change.from, besides: change.to, at: change)
    }
    return [(change.isOfPlaceOrDevice ? change.from : run.first)...change.from]
  }

  /// The answers of the run that a change enters; only from the change on where it is the same.
  package func answersAfter(_ change: Switch) -> [ClosedRange<Int>] {
    guard let run = run(of: change.to) else { return [change.to...change.to] }
    if run.first > change.from {
      return answers(of: run, like: change.to, besides: change.from, at: change)
    }
    return [change.to...(change.isOfPlaceOrDevice ? change.to : run.last)]
  }

  /// The answers of a run of which that can be said which is said of one of them.
  private func answers(
    of run: Run, like index: Int, besides otherIndex: Int, at change: Switch
  ) -> [ClosedRange<Int>] {
    guard change.isOfPlaceOrDevice, observations.indices.contains(index) else {
      return [run.first...run.last]
    }
    let named = observations[index]
    let other = observations.indices.contains(otherIndex) ? observations[otherIndex] : nil
    let members = max(run.first, 0)...min(run.last, observations.count - 1)
    var ranges: [ClosedRange<Int>] = []
    // What was said of the answer before; most have the same facts.
    var told: Bool?
    for member in members {
      let isSame = told != nil && observations[member].sharesFacts(with: observations[member - 1])
      let isTold =
        isSame ? told : change.isTold(by: observations[member], like: named, besides: other)
      told = isTold
      guard member == index || isTold == true else { continue }
      if let last = ranges.last, last.upperBound == member - 1 {
        ranges[ranges.count - 1] = last.lowerBound...member
      } else {
        ranges.append(member...member)
      }
    }
    return ranges
  }

  /// The run that an observation is in; runs are in order, and thousands of them are possible.
  private func run(of observation: Int) -> Run? {
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].last < observation { low = middle + 1 } else { high = middle }
    }
    return low < runs.count && runs[low].first <= observation ? runs[low] : nil
  }
}

extension Switch {
  fileprivate var isOfPlaceOrDevice: Bool { hasChanged(.place) || hasChanged(.device) }

  /// Whether an answer has what changed, and as the sentence calls it.
  ///
  /// - Parameters:
  ///   - named: the one whose place and device are named.
  ///   - other: the one on the other side of the change.
  fileprivate func isTold(
    by observation: Observation, like named: Observation, besides other: Observation?
  ) -> Bool {
    (!hasChanged(.place)
      || observation.isAtPlace(of: named)
        && (minimumDistanceKm == nil || observation.isAsFar(from: other, as: named)))
      && (!hasChanged(.device) || observation.isOnDevice(of: named))
  }
}

extension Observation {
  /// Whether it has the very facts of another one.
  fileprivate func sharesFacts(with other: Observation) -> Bool {
    guard case .found(let facts) = address, case .found(let client) = client,
      case .found(let theirs) = other.address, case .found(let theirClient) = other.client
    else { return false }
    return facts === theirs && client === theirClient
  }

  /// Whether what sentences call another answer's place is true of this one. Where a relay or a
  /// carrier's gateway stands says nothing of where a fixed line is.
  fileprivate func isAtPlace(of named: Observation) -> Bool {
    guard let facts = address.value, facts.hasUsablePlace else { return false }
    guard let other = named.address.value else { return true }
    guard facts.isRelay == other.isRelay, facts.isCellular == other.isCellular else { return false }
    guard let place = other.place.value, let own = facts.place.value else { return true }
    return place.isName(of: own)
  }

  /// Whether the least distance to an answer elsewhere is no less than it is for another one, in whole
  /// kilometres.
  fileprivate func isAsFar(from other: Observation?, as named: Observation) -> Bool {
    guard let other = other?.place.value, let own = leastDistanceKm(to: other),
      let theirs = named.leastDistanceKm(to: other)
    else { return true }
    return LeastKilometres.whole(of: own) >= LeastKilometres.whole(of: theirs)
  }

  /// Without the radius of the place that it is measured to.
  private func leastDistanceKm(to other: Place) -> Double? {
    guard let place = place.value, let distance = place.distanceKm(to: other) else { return nil }
    return distance - (place.radiusKm ?? 0)
  }

  /// Whether what sentences call another answer's device is true of this one.
  fileprivate func isOnDevice(of named: Observation) -> Bool {
    guard tellsDevice, let own = client.value else { return false }
    return named.client.value?.isName(of: own) ?? true
  }
}

extension Place {
  /// Whether what sentences call this place is true of another one, too: the country, and the city or
  /// subdivision where it is known.
  fileprivate func isName(of other: Place) -> Bool {
    if let country, other.country != country { return false }
    if let city { return other.city == city }
    return subdivisionName == nil || other.subdivisionName == subdivisionName
  }
}

extension Client {
  /// Whether what sentences call this device is true of another one, too: the browser or the app, and
  /// the model or, where none is stated, the system. One run may hold several such names, because what
  /// cannot be told apart and what is only another browser end none.
  fileprivate func isName(of other: Client) -> Bool {
    if self === other { return true }
    if let inAppHost {
      guard other.inAppHost == inAppHost else { return false }
    } else if let browser {
      guard other.inAppHost == nil, other.browser == browser else { return false }
    }
    if state(of: .model) == .stated {
      return other.state(of: .model) == .stated && other.model == model && other.brand == brand
    }
    if let os { return other.os == os }
    return deviceClass == .unknown || other.deviceClass == deviceClass
  }
}
