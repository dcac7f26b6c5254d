import Benchmark
import CandorExpression
import CandorGeoIP
import CandorKit
import CandorModel
import CandorRules
import CandorTimeline
import CandorUserAgent

/// How long one call of each stage takes, so that whoever changes it sees what that costs.
///
/// `make bench-stages` compares with the figures in `Thresholds/`; see CONTRIBUTING.md.
let benchmarks: @Sendable () -> Void = {
  stage("agents-first-pass", calls: 1000) {
    let agents = try StageData.agents()
    let worker = try UserAgentParser.builtIn(referenceDate: nil).makeWorker()
    return { blackHole(worker.parse(agents[$0 % agents.count])) }
  }

  stage("address-to-facts", calls: 5000) {
    let location = try StageData.location()
    let addresses = StageData.addresses().map { Array($0.description.utf8) }
    return { call in
      addresses[call % addresses.count].withUnsafeBufferPointer {
        blackHole(location.facts(utf8: $0))
      }
    }
  }

  stage("expression", calls: 20_000) {
    let (condition, activation) = try StageData.condition()
    return { _ in blackHole(try? condition.evaluateBool(activation)) }
  }

  stage("evidence-sketch", calls: 1000) {
    let lines = try StageData.lines()
    var sketch = EvidenceSketch()
    var forms = EvidenceForms()
    return { call in
      lines[call % lines.count].withUnsafeBufferPointer {
        blackHole(sketch.read($0, writtenLike: &forms))
      }
    }
  }

  stage("evidence-whole", calls: 500) {
    let lines = try StageData.lines()
    return { call in
      lines[call % lines.count].withUnsafeBufferPointer {
        blackHole(try? Evidence(jsonBuffer: $0))
      }
    }
  }

  stage("timeline", calls: 500) {
    let chain = try StageData.chain()
    let interviews = try StageData.interviews(chain)
    return { blackHole(chain.timeline.timeline(of: interviews[$0 % interviews.count])) }
  }

  stage("rules", calls: 500) {
    let chain = try StageData.chain()
    let interviews = try StageData.interviews(chain)
    let timelines = interviews.map { chain.timeline.timeline(of: $0) }
    let worker = chain.rules.makeWorker()
    return { call in
      let index = call % interviews.count
      blackHole(worker.evaluate(interviews[index], timelines[index]))
    }
  }

  stage("clear-interview-looked-at", calls: 1000) {
    let chain = try StageData.chain()
    let line = try StageData.line(chain) { $0 == .clear }
    var worker = chain.makeWorker()
    return { _ in
      line.withUnsafeBufferPointer { blackHole(worker.look(at: $0, wanting: .flagged)) }
    }
  }

  stage("clear-interview-assessed", calls: 200) {
    let chain = try StageData.chain()
    let evidence = try Evidence(json: StageData.line(chain) { $0 == .clear })
    var worker = chain.makeWorker()
    return { _ in blackHole(worker.assess(evidence)) }
  }

  stage("flagged-interview-assessed", calls: 200) {
    let chain = try StageData.chain()
    let evidence = try Evidence(
      json: StageData.line(chain) { $0 == .review || $0 == .priority })
    var worker = chain.makeWorker()
    return { _ in blackHole(worker.assess(evidence)) }
  }
}
