package import CandorModel

/// Two addresses by themselves, for those who ask what an interview with both would tell.
extension TimelineBuilder {
  /// How two addresses compare that one device used one after the other.
  package func comparison(of one: AddressFacts, _ other: AddressFacts) -> PairComparison {
    comparer.compare(one, other, isSameDevice: true)
  }

  /// How their places lie, whatever their networks make of it; `nil` where a side has none or hides
  /// it.
  package func placeComparison(
    of one: AddressFacts, _ other: AddressFacts
  ) -> PlaceComparison? {
    comparer.placeComparison(one, other)
  }
}
