/// One line of evidence by place: nothing is copied out of it and no text is made.
///
/// Whoever only asks whether there is anything to tell needs no more; `evidence(of:)` makes the
/// texts where there is.
///
/// Thread safety: a value of one worker, filled again for every line.
package struct EvidenceSketch {
  /// The bytes of a JSON string between its quotes, escapes as they are written.
  package struct Span: Equatable {
    var first: Int32 = 0
    var last: Int32 = 0
    /// Of the first byte.
    package var start: Int { Int(first) }
    /// Behind the last byte.
    package var end: Int { Int(last) }
    /// Whether there is none: it was left out, `null` or empty.
    package var isEmpty: Bool { first == last }

    /// The same so many bytes further behind; an empty one stays what it is.
    @inline(__always)
    func moved(by distance: Int) -> Span {
      if isEmpty { return self }
      let distance = Int32(truncatingIfNeeded: distance)
      return Span(first: first &+ distance, last: last &+ distance)
    }
  }

  /// One attempt at answering one step.
  package struct Attempt {
    package var address = Span()
    package var agent = Span()
    package var step = 0
    var stepID = Span()
    var stepTitle = Span()
    var stepType = Span()
    package var attempt = 0
    package var at: Timestamp?
    /// Whether address and agent are, byte for byte, those of the answer before.
    package var repeatsAddress = false
    package var repeatsAgent = false
  }

  /// Who was interviewed.
  struct Person {
    var id = Span()
    var email = Span()
    var name = Span()
    var externalId = Span()
    var declaredCountry = Span()

    /// Whether nothing is told of them.
    var isEmpty: Bool {
      id.isEmpty && email.isEmpty && name.isEmpty && externalId.isEmpty && declaredCountry.isEmpty
    }
  }

  package internal(set) var platform = Span()
  var id = Span()
  var hash = Span()
  var status = Span()
  var positionID = Span()
  var positionName = Span()
  var candidate = Person()
  package var declaredCountry: Span { candidate.declaredCountry }
  package internal(set) var createdAt: Timestamp?
  package internal(set) var startedAt: Timestamp?
  package internal(set) var completedAt: Timestamp?
  package internal(set) var answers: ContiguousArray<Attempt> = []
  package internal(set) var seenAddresses: ContiguousArray<Span> = []
  package internal(set) var seenAgents: ContiguousArray<Span> = []
  var thumbnails: ContiguousArray<Span> = []
  package init() {}

  /// Reads a line.
  ///
  /// What it takes, `Evidence` takes too and reads alike. It takes nearly everything that platforms
  /// send and leaves the rest to the ordinary reader: damaged lines, so that their message is made
  /// in one place, keys that come twice, contacts, notes, client hints and device texts, numbers
  /// and moments in unusual spelling.
  ///
  /// - Parameters:
  ///   - line: without its line end.
  ///   - forms: how the lines before were written, and then this one.
  /// - Returns: whether the line was read; where it was not, what the sketch holds means nothing.
  package mutating func read(
    _ line: UnsafeBufferPointer<UInt8>, writtenLike forms: inout EvidenceForms
  ) -> Bool {
    guard let base = line.baseAddress, line.count < Int(Int32.max) else { return false }
    reset()
    var reader = EvidenceSketchReader(base, count: line.count)
    return reader.evidence(into: &self, &forms)
  }

  /// Begins anew where it holds room for a line of very many answers, or other parts.
  ///
  /// - Returns: whether it did.
  package mutating func makeRoom() -> Bool {
    let listed = seenAddresses.capacity + seenAgents.capacity + thumbnails.capacity
    guard answers.capacity + listed > 4096 else { return false }
    self = EvidenceSketch()
    return true
  }

  mutating func reset() {
    platform = Span()
    (id, hash, status) = (Span(), Span(), Span())
    (positionID, positionName) = (Span(), Span())
    candidate = Person()
    createdAt = nil
    startedAt = nil
    completedAt = nil
    answers.removeAll(keepingCapacity: true)
    seenAddresses.removeAll(keepingCapacity: true)
    seenAgents.removeAll(keepingCapacity: true)
    if !thumbnails.isEmpty { thumbnails.removeAll(keepingCapacity: true) }
  }
}
