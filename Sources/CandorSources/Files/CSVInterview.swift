import CandorModel

/// What the rows of one interview give, as they come.
struct CSVInterview {
  var evidence: Evidence
  private(set) var rows = 0
  /// The places of the answers of each cell that holds several addresses.
  private var cells: [Range<Int>] = []

  init(platform: String, id: String) {
    evidence = Evidence(platform: platform, interview: Interview(id: id))
  }

  /// Adds a row: its answer, once for each address of its cell.
  mutating func add(_ answer: Answer, from addresses: [String]) {
    rows += 1
    let first = evidence.answers.count
    let each: [String?] = addresses.isEmpty ? [nil] : addresses.map(Optional.some)
    for address in each {
      var answer = answer
      answer.ip = address
      evidence.answers.append(answer)
    }
    if addresses.count > 1 { cells.append(first..<evidence.answers.count) }
  }

  /// The evidence, when all rows have come: the addresses of a cell are attempts one after another.
  ///
  /// Other rows of the step make room, so that none gets between them: those with a later attempt,
  /// and those with the same one further down in the file.
  func finished() -> Evidence {
    guard !cells.isEmpty else { return evidence }
    var answers = evidence.answers
    var step: Int?
    // How far attempts of the step are moved, and the last that a cell took.
    var shift = 0
    var taken = -1
    for row in sortedRows() {
      let (index, attempt) = (answers[row.lowerBound].step.index, answers[row.lowerBound].attempt)
      if index != step {
        step = index
        shift = 0
        taken = -1
      }
      if attempt + shift <= taken { shift = taken + 1 - attempt }
      for (offset, place) in row.enumerated() { answers[place].attempt = attempt + shift + offset }
      if row.count > 1 {
        shift += row.count - 1
        taken = attempt + shift
      }
    }
    var evidence = evidence
    evidence.answers = answers
    return evidence
  }

  /// The places of the answers of each row, by step, by attempt, as in the file.
  private func sortedRows() -> [Range<Int>] {
    var places: [Range<Int>] = []
    var next = 0
    for cell in cells {
      for place in next..<cell.lowerBound { places.append(place..<place + 1) }
      places.append(cell)
      next = cell.upperBound
    }
    for place in next..<evidence.answers.count { places.append(place..<place + 1) }
    return places.sorted { left, right in
      let (one, other) = (evidence.answers[left.lowerBound], evidence.answers[right.lowerBound])
      return (one.step.index, one.attempt, left.lowerBound)
        < (other.step.index, other.attempt, right.lowerBound)
    }
  }
}
