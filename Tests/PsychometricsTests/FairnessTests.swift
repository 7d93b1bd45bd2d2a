import Foundation
import Psychometrics
import Testing

/// The second case of `dif.json`: verbal aggression by gender, as R difR has it.
private struct AggressionReference: Decodable {
  var MH_chisq_corrected: [Double]
  var MH_chisq_uncorrected: [Double]
  var alphaMH: [Double]
  var varLambda: [Double]
  var deltaMH: [Double]
  var SE_delta: [Double]
  var flagged: [Int]
  var purified: Purified
  var logistic: Logistic

  enum CodingKeys: String, CodingKey {
    case MH_chisq_corrected, MH_chisq_uncorrected, alphaMH, varLambda, deltaMH, SE_delta, purified, logistic
    case flagged = "flagged_0.05"
  }

  struct Purified: Decodable {
    var MH: [Double]
    var alphaMH: [Double]
    var DIFitems: [Int]
    var nrPur: Int
  }

  struct Logistic: Decodable {
    var both_LRT: [Double]
    var udif_LRT: [Double]
    var nudif_LRT: [Double]
    var deltaR2: [Double]
    var coef_full: [[Double]]
  }
}

private struct AdmissionsReference: Decodable {
  var table: [Cell]
  var chisq_corrected: Double
  var p_corrected: Double
  var chisq_uncorrected: Double
  var common_or: Double
  var or_ci95: [Double]

  struct Cell: Decodable {
    var Admit: String
    var Gender: String
    var Dept: String
    var Freq: Int
  }
}

/// `dif.json`: two cases of different shape.
private struct FairnessReference: Decodable {
  var admissions: AdmissionsReference
  var aggression: AggressionReference

  init(from decoder: any Decoder) throws {
    var cases = try decoder.unkeyedContainer()
    admissions = try cases.decode(AdmissionsReference.self)
    aggression = try cases.decode(AggressionReference.self)
  }

  static func read() throws -> FairnessReference { try Reference.json("dif") }
}

private func aggression() throws -> GroupedResponses {
  let rows = Reference.numbers(in: try Reference.lines(of: "verbal_aggression.csv"))
  let matrix = try ResponseMatrix(itemCount: 24, values: rows.flatMap { $0.prefix(24).map { Int8($0) } })
  return try GroupedResponses(responses: matrix, isFocal: rows.map { $0[25] == 1 })
}

@Suite struct `Mantel and Haenszel's comparison` {
  @Test func `agrees with R on Berkeley's admissions`() throws {
    let expected = try FairnessReference.read().admissions
    func freq(_ department: String, _ gender: String, _ admit: String) -> Int {
      expected.table.filter { $0.Dept == department && $0.Gender == gender && $0.Admit == admit }.map(\.Freq)[0]
    }
    let found = try #require(
      MantelHaenszel(
        strata: ["A", "B", "C", "D", "E", "F"].map {
          MantelHaenszel.Stratum(
            referenceRight: freq($0, "Male", "Admitted"), referenceWrong: freq($0, "Male", "Rejected"),
            focalRight: freq($0, "Female", "Admitted"), focalWrong: freq($0, "Female", "Rejected"))
        }))
    #expect(found.correctedChiSquare.isWithin(1e-6, of: expected.chisq_corrected))
    #expect(found.chiSquare.isWithin(1e-6, of: expected.chisq_uncorrected))
    #expect(found.pValue.isWithin(1e-6, of: expected.p_corrected))
    #expect(found.oddsRatio.isWithin(1e-6, of: expected.common_or))
    // ln of the interval's ends is ln α ± 1.96 standard errors: their product is α², and from Δ comes the width.
    #expect((expected.or_ci95[0] * expected.or_ci95[1]).isWithin(1e-6, of: found.oddsRatio * found.oddsRatio))
    let width = 2.35 * log(expected.or_ci95[1] / expected.or_ci95[0])
    #expect((width / (2 * 1.959963984540054)).isWithin(1e-6, of: found.deltaStandardError))
    #expect(found.strataUsed == 6 && found.favoured == .focal && found.effect == .negligible)
  }

  @Test func `agrees with R difR on 24 items`() throws {
    let expected = try FairnessReference.read().aggression
    let screening = try MantelHaenszelScreening(of: aggression(), purifying: false)
    #expect(screening.flagged.map { $0 + 1 } == expected.flagged)
    #expect(screening.purifications == 0 && screening.isSettled)
    for (index, item) in screening.items.enumerated() {
      let item = try #require(item)
      #expect(item.correctedChiSquare.isWithin(1e-6, of: expected.MH_chisq_corrected[index]))
      #expect(item.chiSquare.isWithin(1e-6, of: expected.MH_chisq_uncorrected[index]))
      #expect(item.oddsRatio.isWithin(1e-6, of: expected.alphaMH[index]))
      #expect(item.logOddsVariance.isWithin(1e-6, of: expected.varLambda[index]))
      #expect(item.delta.isWithin(1e-6, of: expected.deltaMH[index]))
      #expect(item.deltaStandardError.isWithin(1e-6, of: expected.SE_delta[index]))
      #expect(item.favoured == (expected.deltaMH[index] < 0 ? .reference : .focal))
    }
  }

  @Test func `purified agrees with R difR on 24 items`() throws {
    let expected = try FairnessReference.read().aggression.purified
    let screening = try MantelHaenszelScreening(of: aggression())
    #expect(screening.flagged.map { $0 + 1 } == expected.DIFitems)
    #expect(screening.purifications == expected.nrPur && screening.isSettled)
    for (index, item) in screening.items.enumerated() {
      #expect(try #require(item).correctedChiSquare.isWithin(1e-6, of: expected.MH[index]))
      #expect(try #require(item).oddsRatio.isWithin(1e-6, of: expected.alphaMH[index]))
    }
  }

  /// By the letters' definition, from the reference's Δ and its standard error.
  @Test func `classes items by size and significance`() throws {
    let expected = try FairnessReference.read().aggression
    let screening = try MantelHaenszelScreening(of: aggression(), purifying: false)
    for (index, item) in screening.items.enumerated() {
      let (delta, error) = (expected.deltaMH[index].magnitude, expected.SE_delta[index])
      let letter: Character =
        expected.MH_chisq_corrected[index] < 3.841458820694124 || delta < 1
        ? "A" : delta >= 1.5 && (delta - 1) / error > 1.6448536269514722 ? "C" : "B"
      #expect(try #require(item).effect.letter == letter, "item \(index)")
    }
    #expect(screening.items[5]?.effect == .large(favouring: .reference))
    #expect(screening.items[11]?.effect == .moderate(favouring: .reference))
    #expect(screening.items[15]?.effect == .large(favouring: .focal))
    #expect(screening.items[0]?.effect.favoured == nil)
  }

  @Test func `skips strata that lack a group or an answer, and is none where all do`() throws {
    let informative = MantelHaenszel.Stratum(referenceRight: 8, referenceWrong: 4, focalRight: 5, focalWrong: 6)
    let empty = [(0, 0, 3, 2), (4, 1, 0, 0), (4, 0, 7, 0), (0, 5, 0, 1), (0, 0, 0, 0)].map {
      MantelHaenszel.Stratum(referenceRight: $0.0, referenceWrong: $0.1, focalRight: $0.2, focalWrong: $0.3)
    }
    #expect(MantelHaenszel(strata: empty + [informative]) == MantelHaenszel(strata: [informative]))
    #expect(MantelHaenszel(strata: [informative])?.strataUsed == 1)
    #expect(MantelHaenszel(strata: empty) == nil)
    #expect(MantelHaenszel(strata: []) == nil)
  }

  @Test func `has an infinite ratio and no class above B where only one group ever fails`() throws {
    let found = try #require(
      MantelHaenszel(strata: [.init(referenceRight: 30, referenceWrong: 0, focalRight: 12, focalWrong: 18)]))
    #expect(found.oddsRatio == .infinity && found.logOddsVariance == .infinity && found.favoured == .reference)
    #expect(found.effect == .moderate(favouring: .reference))
  }

  @Test func `turns its sign and nothing else when the groups change places`() throws {
    let strata = [(8, 4, 5, 6), (20, 3, 11, 5), (2, 9, 1, 7)]
    let there = MantelHaenszel(
      strata: strata.map { .init(referenceRight: $0.0, referenceWrong: $0.1, focalRight: $0.2, focalWrong: $0.3) })
    let back = MantelHaenszel(
      strata: strata.map { .init(referenceRight: $0.2, referenceWrong: $0.3, focalRight: $0.0, focalWrong: $0.1) })
    let (one, other) = try (#require(there), #require(back))
    #expect(one.delta.isWithin(1e-12, of: -other.delta))
    #expect(one.chiSquare.isWithin(1e-12, of: other.chiSquare))
    #expect(one.deltaStandardError.isWithin(1e-12, of: other.deltaStandardError))
    #expect(one.favoured == .reference && other.favoured == .focal)
  }

  @Test func `matched by given scores is that by the total when those are given`() throws {
    let rows = Reference.numbers(in: try Reference.lines(of: "verbal_aggression.csv"))
    let totals = rows.map { Int($0.prefix(24).reduce(0, +)) }
    let (own, given) = try (
      MantelHaenszelScreening(of: aggression(), purifying: false),
      MantelHaenszelScreening(of: aggression(), matching: totals)
    )
    #expect(own.items == given.items && own.flagged == given.flagged)
    #expect(throws: FairnessError.matchingCount(persons: 316, scores: 315)) {
      try MantelHaenszelScreening(of: aggression(), matching: totals.dropLast())
    }
  }
}

@Suite struct `Logistic regression on score and group` {
  @Test func `agrees with R difR on 24 items`() throws {
    let expected = try FairnessReference.read().aggression.logistic
    for (index, item) in try LogisticFunctioning.examine(aggression()).enumerated() {
      let item = try #require(item)
      #expect(item.either.statistic.isWithin(1e-6, of: expected.both_LRT[index]))
      #expect(item.uniform.statistic.isWithin(1e-6, of: expected.udif_LRT[index]))
      #expect(item.nonUniform.statistic.isWithin(1e-6, of: expected.nudif_LRT[index]))
      #expect(item.deltaRSquared.isWithin(1e-6, of: expected.deltaR2[index]))
      let reference = expected.coef_full[index]
      let found = reference[2] == 0 ? item.matchingCoefficients + [0, 0] : item.fullCoefficients
      for (one, other) in zip(found, reference) { #expect(one.isWithin(1e-5, of: other)) }
    }
  }

  @Test func `has p values of its degrees of freedom`() throws {
    let item = try #require(LogisticFunctioning.examine(aggression())[5])
    #expect((item.uniform.degreesOfFreedom, item.either.degreesOfFreedom) == (1, 2))
    // By scipy.stats.chi2.sf.
    #expect(item.uniform.pValue.isWithin(1e-7, of: 0.00077377388))
    #expect(item.either.pValue.isWithin(1e-7, of: 0.00332745675))
  }

  @Test func `is none for an item that all answered alike, or that the score separates`() throws {
    var matrix = try ResponseMatrix(itemCount: 3)
    for person in 0..<200 { try matrix.append([1, Int8(person / 2 % 2), Int8(person / 2 % 2)]) }
    let grouped = try GroupedResponses(responses: matrix, isFocal: (0..<200).map { $0 % 2 == 0 })
    #expect(try LogisticFunctioning.examine(grouped).allSatisfy { $0 == nil })
    #expect(try MantelHaenszelScreening(of: grouped).items.allSatisfy { $0 == nil })
  }
}

@Suite struct `Groups to compare` {
  @Test func `leave out who missed an item`() throws {
    var matrix = try ResponseMatrix(itemCount: 2)
    for person in 0..<120 { try matrix.append([Int8(person % 2), Int8(person / 2 % 2)]) }
    let isFocal = (0..<120).map { $0 < 60 }
    let complete = try GroupedResponses(responses: matrix, isFocal: isFocal)
    try matrix.append([1, ResponseMatrix.missing])
    let partial = try GroupedResponses(responses: matrix, isFocal: isFocal + [true])
    #expect(partial.incompleteCount == 1 && partial.focalCount == 60 && partial.referenceCount == 60)
    #expect(
      try MantelHaenszelScreening(of: partial).items == MantelHaenszelScreening(of: complete).items)
  }

  @Test func `must be large enough, of one membership a person, and scored from 0`() throws {
    let matrix = try ResponseMatrix(itemCount: 1, values: Array(repeating: 1, count: 60))
    #expect(throws: FairnessError.groupTooSmall(group: .focal, persons: 9, minimum: 10)) {
      try GroupedResponses(responses: matrix, isFocal: (0..<60).map { $0 < 9 }, minimumGroupSize: 10)
    }
    #expect(throws: FairnessError.groupCount(persons: 60, memberships: 1)) {
      try GroupedResponses(responses: matrix, isFocal: [true])
    }
    let graded = try ResponseMatrix(itemCount: 2, values: (0..<240).map { $0 % 2 == 0 ? 1 : 2 })
    let groups = try GroupedResponses(responses: graded, isFocal: (0..<120).map { $0 < 60 })
    #expect(throws: FairnessError.notDichotomous(item: 1, score: 2)) { try MantelHaenszelScreening(of: groups) }
    let negative = try ResponseMatrix(itemCount: 1, values: Array(repeating: -2, count: 120))
    #expect(throws: FairnessError.negativeScore(item: 0, score: -2)) {
      try GroupedResponses(responses: negative, isFocal: (0..<120).map { $0 < 60 })
    }
  }
}

@Suite struct `Mantel's comparison of ordered scores` {
  @Test func `of scores 0 and 1 is Mantel and Haenszel's without correction`() throws {
    let groups = try aggression()
    let binary = try MantelHaenszelScreening(of: groups, purifying: false)
    for (ordered, item) in zip(MantelScore.examine(groups), binary.items) {
      let (ordered, item) = try (#require(ordered), #require(item))
      #expect(ordered.chiSquare.isWithin(1e-9, of: item.chiSquare))
      #expect(ordered.strataUsed == item.strataUsed)
    }
  }

  /// By hand: reference (1, 2, 1) and focal (2, 1, 1) of scores 0, 1, 2: Σ y = 7, Σ y² = 11, n = 8; the focal sum is 3,
  /// expected 3.5, variance 4 · 4 · (8 · 11 − 49) ÷ (64 · 7).
  @Test func `has its statistics by their definition`() throws {
    let found = try #require(MantelScore(strata: [OrderedStratum(reference: [1, 2, 1], focal: [2, 1, 1])]))
    #expect(found.chiSquare.isWithin(1e-12, of: 0.25 / (16.0 * 39 / 448)))
    #expect(found.standardizedMeanDifference.isWithin(1e-12, of: -0.25))
    #expect(found.effectSize.isWithin(1e-12, of: -0.25 / (39.0 / 56).squareRoot()))
    #expect(found.effect == .negligible)
  }

  @Test func `says which group a clearly unfair item favours, and is none where nothing differs`() throws {
    let unfair = OrderedStratum(reference: [10, 20, 70], focal: [50, 30, 20])
    #expect(MantelScore(strata: [unfair])?.effect == .large(favouring: .reference))
    let turned = OrderedStratum(reference: unfair.focal, focal: unfair.reference)
    #expect(MantelScore(strata: [turned])?.effect == .large(favouring: .focal))
    #expect(MantelScore(strata: [OrderedStratum(reference: [0, 5], focal: [0, 9])]) == nil)
    #expect(MantelScore(strata: [OrderedStratum(reference: [3, 5], focal: [0, 0])]) == nil)
  }
}
