import FoundationEssentials
import Readiness
import Testing

private let cuts = CutScores(version: 1, l1: 35, l2: 55, l3: 66, l4: 76)

@Suite struct `Cut scores` {
  @Test(
    arguments: [
      (0, .l0), (34.999, .l0), (35, .l1), (54.9, .l1), (55, .l2), (66, .l3), (75.9, .l3), (76, .l4), (100, .l4),
    ] as [(Double, QuotientLevel)])
  func `give the highest level whose cut is reached`(quotient: Double, level: QuotientLevel) {
    #expect(cuts.level(of: quotient) == level)
  }

  @Test func `are written by level`() throws {
    let json = #"{"version":2,"L1":30,"L2":50,"L3":65.5,"L4":80}"#
    let read = try JSONDecoder().decode(CutScores.self, from: Data(json.utf8))
    #expect(read == CutScores(version: 2, l1: 30, l2: 50, l3: 65.5, l4: 80))
    #expect(try JSONDecoder().decode(CutScores.self, from: JSONEncoder().encode(read)) == read)
  }
}

@Suite struct `A score` {
  @Test func `has the level its quotient reaches and the probability of truly meeting each`() {
    let score = QuotientScore(
      theta: 0.3, standardError: 0.35, aiq: 57, aiqStandardError: 6, answered: 36, cuts: cuts,
      probabilityOfReaching: { $0 < 60 ? 0.75 : 0.25 })
    #expect(score.level == .l2)
    #expect(score.levelProbabilities == [1, 0.75, 0.75, 0.25, 0.25])
    #expect(score.probability(ofMeeting: .l2) == 0.75)
    #expect(score.probability(ofMeeting: .l0) == 1)
  }

  @Test func `survives being written and read in a report`() throws {
    let score = QuotientScore(
      theta: 0.3, standardError: 0.35, aiq: 57, aiqStandardError: 6, answered: 36, cuts: cuts,
      probabilityOfReaching: { _ in 0.5 })
    let day = try #require(Day("2025-03-01"))
    let report = ScoreReport(
      instrument: "aiq-test", version: 1, cutsVersion: 1, overall: score,
      domains: QuotientDomain.allCases.map { .init(domain: $0, score: score) }, provisional: true,
      assessedOn: day, validUntil: makeInstrument().validUntil(from: day), brierScore: nil)
    #expect(try JSONDecoder().decode(ScoreReport.self, from: JSONEncoder().encode(report)) == report)
  }
}

@Suite struct `An attempt` {
  @Test func `is scored only after it was submitted, and never leaves an end`() {
    let allowed: [(AttemptStatus, AttemptStatus)] = [
      (.inProgress, .submitted), (.inProgress, .expired), (.inProgress, .voided), (.submitted, .scored),
      (.submitted, .voided), (.scored, .voided),
    ]
    for status in AttemptStatus.allCases {
      for next in AttemptStatus.allCases {
        #expect(status.canBecome(next) == allowed.contains { $0 == (status, next) }, "\(status) to \(next)")
      }
    }
  }
}
