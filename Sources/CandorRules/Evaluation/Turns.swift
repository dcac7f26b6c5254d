import CandorModel

/// The places, or the devices, of an interview one after another: how often they change, and which
/// two are meant where one of them comes again.
struct Turns {
  /// Runs one after another of one number.
  private struct Stretch {
    let number: Int
    let first: Int
    var last: Int
  }

  private var stretches: [Stretch] = []

  /// - Parameter number: the place or the device of a run; `nil` where that is not known.
  init(of runs: [Run], by number: (Run) -> Int?) {
    for run in runs {
      guard let number = number(run) else { continue }
      if let last = stretches.indices.last, stretches[last].number == number {
        stretches[last].last = run.last
      } else {
        stretches.append(Stretch(number: number, first: run.first, last: run.last))
      }
    }
  }

  /// Whether each of the two places that come in turns in these runs has one device, and the other
  /// another one.
  static func hasDevicePerPlace(_ runs: [Run]) -> Bool {
    guard let (place, other) = Turns(of: runs, by: { $0.place }).numbers else { return false }
    // What is not known may have been any device.
    func devices(at place: Int) -> Set<Int?> {
      Set(runs.filter { $0.place == place }.map(\.device))
    }
    let (devices, others) = (devices(at: place), devices(at: other))
    return devices.count == 1 && others.count == 1 && devices != others
      && !devices.contains(nil) && !others.contains(nil)
  }

  /// How often the number changes.
  var changes: Int { max(0, stretches.count - 1) }

  /// Where the first stretch stands that is meant: of two that alternate, else of one that comes
  /// again; `nil` where none does.
  private var position: Int? {
    let numbers = stretches.map(\.number)
    return Recurrence.ofTwoInTurns(in: numbers) ?? Recurrence.ofOne(in: numbers)
  }

  /// The two numbers: of what is left and comes again, and of what lies between first.
  var numbers: (Int, Int)? {
    position.map { (stretches[$0].number, stretches[$0 + 1].number) }
  }

  /// An observation of each; `nil` where nothing comes again.
  ///
  /// - Parameters:
  ///   - transitions: those in which the number changed.
  ///   - isKnown: whether an observation tells its number: a stretch may hold some that do not.
  func observations(
    _ transitions: some Sequence<Switch>, isKnown: (Int) -> Bool
  ) -> (Int, Int)? {
    guard let position else { return nil }
    let left = stretches[position].first...stretches[position].last
    let entered = stretches[position + 1].first...stretches[position + 1].last
    // More than one pair may lead into a stretch, and not all from the one before it.
    let change = transitions.first { left.contains($0.from) && entered.contains($0.to) }
    if let change { return (change.from, change.to) }
    return (
      left.last(where: isKnown) ?? left.upperBound,
      entered.first(where: isKnown) ?? entered.lowerBound
    )
  }
}

extension Timeline {
  /// The places one after another.
  var placeTurns: Turns { Turns(of: runs) { $0.place } }

  /// The devices one after another.
  var deviceTurns: Turns { Turns(of: runs) { $0.device } }

  /// Whether each of the two places that come in turns has one device, and the other another one.
  var hasDevicePerPlace: Bool { Turns.hasDevicePerPlace(runs) }

  /// An observation at each of the two places that come in turns.
  var placesInTurns: (Int, Int)? {
    placeTurns.observations(transitions.lazy.filter { $0.hasChanged(.place) }) {
      observations[$0].tellsPlace
    }
  }

  /// An observation on each of the two devices that come in turns.
  var devicesInTurns: (Int, Int)? {
    deviceTurns.observations(transitions.lazy.filter { $0.hasChanged(.device) }) {
      observations[$0].tellsDevice
    }
  }
}
