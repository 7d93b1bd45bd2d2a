import Foundation
import Readiness
import Testing

@Suite struct `Recalibration` {
  @Test(arguments: [(0, 0, true), (4, 0, false), (5, 0, true), (5, 5, true), (5, 4, false), (2, 3, false)])
  func `few people who change level are not told apart`(up: Int, down: Int, isTold: Bool) {
    let moves =
      Array(repeating: (quotient: 6.0, level: 1), count: up)
      + Array(repeating: (quotient: -6.0, level: -1), count: down)
      + Array(repeating: (quotient: 0.0, level: 0), count: 20)
    let change = ScoreChange(moves)
    #expect((change.raised != nil) == isTold && (change.lowered != nil) == isTold)
    #expect(change.changedLevel == ((1..<5).contains(up + down) ? nil : up + down))
  }

  @Test func `a norm's mean is 100 and its ends are the 1st and the 99th percentile`() throws {
    let abilities = (0..<301).map { Double($0 - 150) / 100 }
    let norm = try Norm(of: abilities, instrument: "x", version: 1, computedOn: Day(number: 20_635))
    #expect(abs(norm.standing(of: 0).score - 100) < 1e-9 && norm.standing(of: 0).percentile == 50)
    #expect(abs(norm.standing(of: norm.standardDeviation).score - 115) < 1e-9)
    #expect(norm.standing(of: -9).percentile == 1 && norm.standing(of: 9).percentile == 99)
    let ranks = abilities.map { norm.standing(of: $0).percentile }
    #expect(zip(ranks, ranks.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func `a norm needs 300 people who differ`() {
    let day = Day(number: 20_635)
    func code(_ abilities: [Double]) -> String? {
      do throws(Refusal) {
        _ = try Norm(of: abilities, instrument: "x", version: 1, computedOn: day)
        return nil
      } catch { return error.code }
    }
    #expect(code((0..<299).map(Double.init)) == "too-few-for-norm")
    #expect(code((0..<300).map(Double.init)) == nil)
    #expect(code(Array(repeating: 0.5, count: 300)) == "no-spread")
  }

  @Test func `the next version keeps the scale and what was flagged keeps its parameters`() throws {
    let first = makeInstrument()
    var report = report(of: first)
    report.items[1].flags = [.tooFewResponses]
    report.items[2].flags = [.drifted]
    let second = try first.recalibrated(by: report, PublishCalibration(run: run))
    #expect(second.version == 2 && second.foundingScale == first.quotientScale)
    #expect(second.items[0].parameters?.thresholds == [0.5] && second.items[0].parameters?.source == .calibrated)
    #expect(second.items[1].parameters == first.items[1].parameters)
    #expect(second.items[2].parameters?.source == .calibrated)
    report.version = 2
    let third = try second.recalibrated(by: report, PublishCalibration(run: run))
    #expect(third.quotientScale == first.quotientScale)
  }

  @Test func `what the calibration or an item's status stands against is refused`() throws {
    var first = makeInstrument()
    first.items[0].status = .beta
    let report = report(of: first)
    func code(
      promote: [String] = [], retire: [String] = [], reason: String = "Why", _ report: CalibrationReport
    ) -> String? {
      let decisions = PublishCalibration(
        run: run, promote: promote.map { .init(item: $0, reason: reason) },
        retire: retire.map { .init(item: $0, reason: reason) })
      do throws(Refusal) {
        _ = try first.recalibrated(by: report, decisions)
        return nil
      } catch { return error.code }
    }
    #expect(code(promote: ["understand-1"], report) == nil)
    #expect(code(promote: ["explore-1"], report) == "not-promotable")
    #expect(code(promote: ["no-such"], report) == "not-promotable")
    #expect(code(retire: ["explore-1"], report) == nil)
    #expect(code(promote: ["understand-1"], retire: ["understand-1"], report) == "not-retirable")
    #expect(code(retire: ["no-such"], report) == "not-retirable")
    #expect(code(promote: ["understand-1"], reason: " ", report) == "reason-missing")
    var other = report
    other.convergence.stop = .stalled
    #expect(code(other) == "not-converged")
    other = report
    other.version = 7
    #expect(code(other) == "calibration-stale")
  }

  private let run = CalibrationRunID(UUID())

  /// Each item is found to have a difficulty of 0.5.
  private func report(of instrument: Instrument) -> CalibrationReport {
    CalibrationReport(
      instrument: instrument.code, version: instrument.version, people: 400, attempts: 400,
      convergence: .init(stop: .converged, iterations: 9, logLikelihood: -1, parameters: 12, hasStandardErrors: true),
      population: .init(mean: 0, standardDeviation: 1),
      link: .init(slope: 1, intercept: 0, basis: .expertRated, anchors: 6, drifted: []), agreement: nil, languages: nil,
      reliability: .init(form: nil, alpha: nil, omega: nil, marginal: nil, empirical: nil), scores: ScoreChange([]),
      curve: [],
      items: instrument.items.map { item in
        .init(
          code: item.code, domain: item.domain, kind: item.kind, status: item.status, responses: 400,
          proportionRight: 0.5, pointBiserial: 0.4,
          present: item.parameters ?? .init(slope: 1, thresholds: [0], source: .expertRated),
          estimate: ItemParameters(slope: 1.1, thresholds: [0.5], source: .calibrated), slopeError: 0.1,
          thresholdErrors: [0.1], flags: [], functioning: nil)
      })
  }
}
