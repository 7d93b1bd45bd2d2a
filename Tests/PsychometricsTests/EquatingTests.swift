import Foundation
import Psychometrics
import Testing

/// `equating_observed.json`.
private struct EquatingReference: Decodable {
  var equipercentile: [Row]
  var linear: [Row]
  var mean: [Row]
  var equipercentile_loglinear6: [Row]

  struct Row: Decodable {
    var scale: Int
    var yx: Double
    var se: Double?
  }
}

private let hasData = Reference.hasRestricted("data/actmath.csv")

private func forms() throws -> (x: ScoreDistribution, y: ScoreDistribution) {
  let rows = Reference.numbers(in: try Reference.restrictedLines(of: "data/actmath.csv"))
  return try (ScoreDistribution(counts: rows.map { Int($0[1]) }), ScoreDistribution(counts: rows.map { Int($0[2]) }))
}

private func expectEqual(_ found: [EquatedScore], _ expected: [EquatingReference.Row]) {
  #expect(found.count == expected.count)
  for (one, other) in zip(found, expected) {
    #expect(one.score == other.scale)
    #expect(one.equivalent.isWithin(2e-6, of: other.yx), "score \(one.score)")
    #expect((one.standardError == nil) == (other.se == nil))
    if let error = one.standardError, let reference = other.se {
      #expect(error.isWithin(1e-5, of: reference), "score \(one.score)")
    }
  }
}

/// A distribution with every score, lopsided.
private func lopsided(_ maximum: Int, _ power: Double) throws -> ScoreDistribution {
  try ScoreDistribution(counts: (0...maximum).map { Int(40 + 300 * pow(Double($0) / Double(maximum), power)) })
}

@Suite struct `Equating of observed scores` {
  @Test(.enabled(if: hasData)) func `agrees with R equate, by every method`() throws {
    let (expected, (x, y)) = try (Reference.json("equating_observed", as: EquatingReference.self), forms())
    expectEqual(ObservedScoreEquating.mean(from: x, to: y), expected.mean)
    expectEqual(ObservedScoreEquating.linear(from: x, to: y), expected.linear)
    expectEqual(ObservedScoreEquating.equipercentile(from: x, to: y), expected.equipercentile)
    expectEqual(
      try ObservedScoreEquating.equipercentile(from: x.smoothed(degree: 6), to: y.smoothed(degree: 6)),
      expected.equipercentile_loglinear6)
  }

  @Test func `of a form to itself changes nothing`() throws {
    let form = try lopsided(30, 2)
    for table in [
      ObservedScoreEquating.mean(from: form, to: form), ObservedScoreEquating.linear(from: form, to: form),
      ObservedScoreEquating.equipercentile(from: form, to: form),
    ] {
      #expect(table.allSatisfy { $0.equivalent.isWithin(1e-9, of: Double($0.score)) })
    }
  }

  @Test func `rises with the score and stays within the form's ends`() throws {
    let table = ObservedScoreEquating.equipercentile(from: try lopsided(30, 3), to: try lopsided(25, 0.5))
    #expect(zip(table, table.dropFirst()).allSatisfy { $0.equivalent < $1.equivalent })
    #expect(table.allSatisfy { (-0.5...25.5).contains($0.equivalent) })
  }

  @Test func `skips scores that nobody of the base form has, and bounds those that nobody of the form has`() throws {
    let base = try ScoreDistribution(counts: [0, 10, 0, 0, 10, 0])
    let form = try ScoreDistribution(counts: [0, 10, 10, 0])
    let table = ObservedScoreEquating.equipercentile(from: form, to: base)
    #expect(table.map(\.equivalent) == [-0.5, 1, 4, 5.5])
    #expect(table.allSatisfy { ($0.standardError ?? .nan).isFinite })
  }

  @Test func `smoothed keeps as many moments as the polynomial's degree`() throws {
    let form = try ScoreDistribution(counts: [3, 0, 9, 14, 30, 22, 41, 18, 12, 0, 5])
    let smooth = try form.smoothed(degree: 4)
    #expect(smooth.personCount.isWithin(1e-7, of: form.personCount))
    #expect(smooth.mean.isWithin(1e-7, of: form.mean))
    #expect(smooth.standardDeviation.isWithin(1e-7, of: form.standardDeviation))
    #expect(smooth.skewness.isWithin(1e-7, of: form.skewness))
    #expect(smooth.kurtosis.isWithin(1e-7, of: form.kurtosis))
    #expect(smooth.frequencies.allSatisfy { $0 > 0 })
    let straight = try form.smoothed(degree: 1).frequencies.map { log($0) }
    #expect((straight[10] - 2 * straight[5] + straight[0]).magnitude < 1e-9)
  }

  @Test func `ranks a score at the middle of those who have it`() throws {
    let form = try ScoreDistribution(scores: [0, 1, 1, 3], maximumScore: 3)
    #expect(try (0...3).map { try form.percentileRank(of: $0) } == [12.5, 50, 75, 87.5])
    #expect(throws: LinkingError.scoreOutOfRange(score: 4, maximum: 3)) { try form.percentileRank(of: 4) }
  }

  @Test func `needs scores that differ, counts that are not negative and a degree that fits`() throws {
    #expect(throws: LinkingError.distributionNotProper) { try ScoreDistribution(counts: [0, 9]) }
    #expect(throws: LinkingError.distributionNotProper) { try ScoreDistribution(counts: [4, -1, 5]) }
    #expect(throws: LinkingError.distributionNotProper) { try ScoreDistribution(counts: []) }
    #expect(throws: LinkingError.scoreOutOfRange(score: -1, maximum: 5)) {
      try ScoreDistribution(scores: [1, -1], maximumScore: 5)
    }
    let form = try ScoreDistribution(counts: [1, 2, 3])
    for degree in [0, 3] {
      #expect(throws: LinkingError.smoothingFailed(degree: degree)) { try form.smoothed(degree: degree) }
    }
  }
}

@Suite struct `Equating of true scores` {
  private func form(_ difficulties: [Double], guessing: Double) throws -> TestCharacteristic {
    try TestCharacteristic(
      items: difficulties.map {
        try ThreeParameterLogistic(slope: 1.3, difficulty: $0, lowerAsymptote: guessing)
      })
  }

  @Test func `of a form to itself changes nothing`() throws {
    let form = try form([-1.5, -0.5, 0, 0.4, 1.2], guessing: 0.2)
    for score in try TrueScoreEquating.equate(from: form, to: form) {
      #expect(score.equivalent.isWithin(1e-9, of: Double(score.score)))
    }
  }

  @Test func `gives less for a score of the easier form`() throws {
    let (easy, hard) = try (
      form([-1.7, -1, -0.6, 0, 0.6], guessing: 0.1), form([-1, -0.3, 0.1, 0.7, 1.3], guessing: 0.1)
    )
    let table = try TrueScoreEquating.equate(from: easy, to: hard)
    #expect(table.dropFirst().dropLast().allSatisfy { $0.equivalent < Double($0.score) })
    #expect(table.first?.equivalent == 0 && table.last?.equivalent == 5)
    #expect(zip(table, table.dropFirst()).allSatisfy { $0.equivalent < $1.equivalent })
  }

  /// Two equal items expect twice what one does: a score of 1 of 2 lies where 2 of 4 are expected.
  @Test func `of a doubled form doubles scores, guessing included`() throws {
    let (single, double) = try (
      form([-0.4, 0.9], guessing: 0.25), form([-0.4, 0.9, -0.4, 0.9], guessing: 0.25)
    )
    for score in try TrueScoreEquating.equate(from: double, to: single) {
      #expect(score.equivalent.isWithin(1e-9, of: Double(score.score) / 2))
    }
  }

  @Test func `needs forms on which more ability scores more`() throws {
    let (good, bad) = try (
      form([0, 1], guessing: 0), TestCharacteristic(items: [TwoParameterLogistic(slope: -1, difficulty: 0)])
    )
    #expect(throws: LinkingError.curveNotIncreasing) { try TrueScoreEquating.equate(from: good, to: bad) }
    #expect(throws: LinkingError.curveNotIncreasing) { try TrueScoreEquating.equate(from: bad, to: good) }
  }
}
