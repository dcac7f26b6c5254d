import CandorModel
import CandorTesting
import CandorTimeline

/// The timeline of answers with the standard numbers and the countries of the tests.
func timeline(
  _ answers: [(AddressFacts?, Client?)], minutes: [Double]? = nil, durationMinutes: Double? = nil,
  declaredCountry: String? = nil, steps: [Int]? = nil, seen: [AddressFacts] = [],
  seenClients: [Client] = []
) -> Timeline {
  builder.timeline(
    of: Detection.interview(
      answers, minutes: minutes, durationMinutes: durationMinutes,
      declaredCountry: declaredCountry, steps: steps, seen: seen, seenClients: seenClients))
}

let builder = TimelineBuilder(countries: Detection.countries)
