import CandorTimeline
import Testing

@Suite("Interviews that have a trace")
struct LinkedInterviewsTests {
  /// Below and above so many as are held one by one.
  @Test(
    "each once and ascending, in whatever order they come", arguments: [0, 1, 7, 4096, 4097, 9000])
  func ascending(_ count: Int) {
    let numbers = (0..<count).map { UInt32($0) * 3 + UInt32($0 * 7 % 3) }
    let mixed = numbers.sorted { $0 &* 2_654_435_761 < $1 &* 2_654_435_761 }
    let orders = [numbers, numbers.reversed(), mixed, numbers + mixed]
    let all = orders.map { order in
      var interviews = LinkedInterviews()
      for number in order { interviews.insert(number) }
      return interviews
    }
    for interviews in all {
      #expect(Array(interviews) == numbers)
      #expect(interviews.count == count)
      #expect(interviews == all[0])
      #expect(Array(interviews.prefix(5)) == Array(numbers.prefix(5)))
    }
  }

  @Test("the last place of all is one of them")
  func last() {
    var interviews: LinkedInterviews = [UInt32.max >> 4, 2, 0]
    #expect(Array(interviews) == [0, 2, UInt32.max >> 4])
    for number in 0..<5000 { interviews.insert(UInt32(number)) }
    #expect(interviews.count == 5001)
    #expect(Array(interviews).last == UInt32.max >> 4)
  }
}
