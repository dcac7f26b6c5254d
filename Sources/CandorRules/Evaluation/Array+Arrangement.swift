extension Array {
  /// Sorts large elements where they stand: each is moved, where sorting copies some, and a copy
  /// counts who holds each part of it. Elements with equal keys keep their order.
  ///
  /// - Parameter key: what an element is sorted by; the element is given by its position, so that no
  ///   more of it is read than the key needs.
  mutating func arrange<Key: Comparable>(by key: ([Element], Int) -> Key) {
    guard count > 1 else { return }
    let keys = indices.map { key(self, $0) }
    var order = indices.sorted { keys[$0] < keys[$1] }
    withUnsafeMutableBufferPointer { elements in
      // Around each circle of elements that take the places of one another.
      for start in order.indices {
        var place = start
        while order[place] != start {
          let next = order[place]
          elements.swapAt(place, next)
          order[place] = place
          place = next
        }
        order[place] = place
      }
    }
  }
}
