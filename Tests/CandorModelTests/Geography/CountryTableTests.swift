import CandorModel
import Testing

@Suite struct CountryTableTests {
  static let countries = """
    code,name,continent,centreLatitude,centreLongitude,extentKm,boxes
    # a comment
    ES,Spain,EU,40.2,-3.6,900,36.0 -9.3 43.8 3.3;39 1 40.1 4.4
    PT,Portugal,EU,39.6,-8.0,400,36.9 -9.6 42.2 -6.2
    PL,Poland,EU,52.1,19.4,400,49.0 14.1 54.9 24.2
    "FJ","Fiji, Republic of",OC,-17.8,178,400,-21 177 -12.4 -178.3\r
    TO,Tonga,OC,-20,-175,300,-22.4 -176.3 -15.5 -173.7
    """
  static let borders = "a,b\nES,PT\n"

  static func table() throws -> CountryTable {
    try CountryTable(countriesCSV: countries, bordersCSV: borders)
  }

  @Test func readsBothTables() throws {
    let table = try Self.table()
    #expect(table.all.map(\.code) == ["ES", "FJ", "PL", "PT", "TO"])
    #expect(table.country("FJ")?.name == "Fiji, Republic of")
    #expect(table.country("ES")?.boxes.count == 2)
    #expect(table.country("XX") == nil)
    #expect(table.borderCount == 1)
  }

  @Test func bordersHaveNoDirection() throws {
    let table = try Self.table()
    #expect(table.border("ES", "PT") && table.border("PT", "ES"))
    #expect(!table.border("ES", "PL") && !table.border("ES", "ES"))
  }

  @Test func measuresBetweenExtents() throws {
    let table = try Self.table()
    let spainPoland = try #require(table.minimumDistanceKm("ES", "PL"))
    #expect(spainPoland > 900 && spainPoland < 1200)
    #expect(table.minimumDistanceKm("ES", "PT") == 0)
    #expect(table.minimumDistanceKm("ES", "ES") == 0)
    #expect(table.minimumDistanceKm("ES", "XX") == nil)
    let fijiTonga = try #require(table.minimumDistanceKm("FJ", "TO"))
    #expect(fijiTonga > 150 && fijiTonga < 300)
  }

  @Test(arguments: [
    ("code,name\n", "geo/x", 1), ("", "", 1),
    ("\(countries)\nFR,France,EU,146,2,500,41 -5 51 9", "", 8),
    ("\(countries)\nFR,France,EU,46,2,500,41 -5 51", "", 8),
    ("\(countries)\nFRA,France,EU,46,2,500,41 -5 51 9", "", 8),
  ])
  func namesTheRowThatCannotBeRead(csv: String, unused: String, line: Int) throws {
    let error = #expect(throws: TableError.self) {
      try CountryTable(countriesCSV: csv, bordersCSV: Self.borders)
    }
    #expect(error?.line == line)
    #expect(error?.table == "countries.csv")
  }
}
