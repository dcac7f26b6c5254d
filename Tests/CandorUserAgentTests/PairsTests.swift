import CandorModel
import CandorUserAgent
import Testing
import Yams
import datasets

/// The labelled pairs of `datasets/useragents/pairs.yaml`.
struct PairsTests {
  struct Pair: Sendable, CustomTestStringConvertible {
    let first: String
    let second: String
    let agents: (String, String)
    let relation: String
    let direction: String?

    var testDescription: String { "\(first) -> \(second)" }
  }

  static let pairs: [Pair] = {
    guard let text = Datasets.text(at: "useragents/pairs.yaml"),
      let root = try? Yams.compose(yaml: text), let agents = root["agents"]?.mapping,
      let list = root["pairs"]?.sequence
    else { return [] }
    return list.map { node in
      let cells = node.sequence?.map { $0.string ?? "" } ?? []
      return Pair(
        first: cells[0], second: cells[1],
        agents: (agents[Node(cells[0])]?.string ?? "", agents[Node(cells[1])]?.string ?? ""),
        relation: cells[2], direction: cells.count > 4 ? cells[4] : nil)
    }
  }()

  @Test func thereAreEnoughPairs() {
    #expect(Self.pairs.count >= 150)
    #expect(Self.pairs.allSatisfy { !$0.agents.0.isEmpty && !$0.agents.1.isEmpty })
  }

  @Test(arguments: pairs)
  func thePairStandsInItsRelation(pair: Pair) throws {
    let parser = try TestParsers.builtIn.get()
    let first = try #require(parser.client(for: pair.agents.0).value)
    let second = try #require(parser.client(for: pair.agents.1).value)
    let comparison = first.comparison(to: second)
    #expect(
      comparison.relation.rawValue == pair.relation,
      "\(comparison.reason.rawValue); \(first.facts) and \(second.facts)")
    if let direction = pair.direction { #expect(comparison.direction?.rawValue == direction) }
  }

  /// The lattice is symmetric but for updates, whose other way is `compatible`.
  @Test(arguments: pairs)
  func theOtherWayIsTheSameButForUpdates(pair: Pair) throws {
    let parser = try TestParsers.builtIn.get()
    let first = try #require(parser.client(for: pair.agents.0).value)
    let second = try #require(parser.client(for: pair.agents.1).value)
    let there = first.relation(to: second)
    let back = second.relation(to: first)
    func folded(_ relation: ClientRelation) -> ClientRelation {
      relation == .updated ? .compatible : relation
    }
    #expect(folded(there) == folded(back))
    #expect(!(there == .updated && back == .updated))
  }
}
