import Foundation
import Psychometrics
import SeededRandom
import Testing

@Suite struct `A calibration` {
  @Test func `recovers the parameters that made the responses`() throws {
    let matrix = try Reference.digits(of: "bench_2pl_2000x40_responses.txt")
    let truth = Reference.numbers(in: try Reference.lines(of: "bench_2pl_2000x40_items_true.csv"))
    let result = try Calibration(CalibrationOptions(standardErrors: false)).run(
      matrix, models: Array(repeating: .twoParameter, count: 40))
    var (slopes, difficulties) = (0.0, 0.0)
    for (item, known) in zip(result.items, truth) {
      let estimate = try #require(item.estimate)
      slopes += pow(estimate.slope - known[0], 2) / 40
      difficulties += pow(estimate.difficulties[0] - known[1], 2) / 40
    }
    #expect(slopes.squareRoot() < 1.02 * 0.081)
    #expect(difficulties.squareRoot() < 1.02 * 0.0755)
  }

  private typealias KnownItem = (truth: CalibratedModel, model: CalibrationModel)

  /// Four of each model, of rising difficulty.
  private func mixedItems() throws -> [KnownItem] {
    var items: [KnownItem] = []
    for b in [-0.75, -0.25, 0.25, 0.75] {
      items.append((.twoParameter(try .init(slope: 1.4, difficulty: b)), .twoParameter))
      items.append((.twoParameter(try .init(slope: 0.9, difficulty: b)), .oneParameter))
      items.append((.threeParameter(try .init(slope: 1.3, difficulty: b, lowerAsymptote: 0.15)), .threeParameter))
      items.append((.graded(try .init(slope: 1.2, thresholds: [b - 1, b, b + 1])), .graded(categoryCount: 4)))
      let steps = try GeneralizedPartialCredit(slope: 0.8, steps: [b + 0.4, b - 0.4])
      items.append((.generalizedPartialCredit(steps), .generalizedPartialCredit(categoryCount: 3)))
    }
    return items
  }

  /// Every model, missing responses by chance and by design: each estimate lies within 4.5 of its standard errors.
  @Test(arguments: [UInt64(3)])
  func `mixes models and category counts with missing responses`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let items = try mixedItems()
    var matrix = try ResponseMatrix(itemCount: items.count)
    for person in 0..<1000 {
      let theta = generator.normal()
      try matrix.append(
        items.enumerated().map { index, item in
          let response = generator.response(to: item.truth.model, at: theta)
          let isLeftOut = index / 10 == person % 3 || Double.random(in: 0..<1, using: &generator) < 0.1
          return isLeftOut ? ResponseMatrix.missing : response
        })
    }
    let result = try Calibration().run(matrix, models: items.map(\.model))
    #expect(result.converged && result.information == .positiveDefinite, "seed \(seed)")
    #expect(result.parameterCount == 4 * 2 + 1 + 4 + 4 * 3 + 4 * 4 + 4 * 3)
    for (item, known) in zip(result.items, items) {
      let estimate = try #require(item.estimate)
      let (slope, difficulties) = known.truth.slopeAndDifficulties
      let errors = try #require(estimate.standardErrors)
      let own = [estimate.slope] + estimate.difficulties
      for (index, truth) in ([slope] + difficulties).enumerated() {
        #expect((own[index] - truth).magnitude < 4.5 * errors[index], "seed \(seed), item \(item.item)")
        #expect(errors[index] > 0.01 && errors[index] < 1)
      }
    }
  }

  @Test func `is the same to the last bit on one thread and on all`() async throws {
    let matrix = try Reference.digits(of: "bench_2pl_2000x40_responses.txt")
    // Enough different patterns for several chunks.
    let some = try ResponseMatrix(
      itemCount: 14, values: (0..<2000).flatMap { matrix.values[$0 * 40..<$0 * 40 + 14] })
    let models = Array(repeating: CalibrationModel.twoParameter, count: 14)
    let calibration = Calibration(CalibrationOptions(iterationLimit: 4))
    let alone: () throws -> CalibrationResult = { try calibration.run(some, models: models) }
    let together = try await calibration.run(some, models: models)
    #expect(try alone() == together)
    #expect(together.patternCount >= 1000)
    #expect(together.stop == .iterationLimit && together.information == .positiveDefinite)
  }

  @Test func `stops when its task is cancelled`() async throws {
    let matrix = try Reference.patterns(of: "lsat6_patterns.csv")
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await Calibration().run(matrix, models: Array(repeating: .twoParameter, count: 5))
    }
    await #expect(throws: CalibrationError.cancelled) { try await task.value }
  }

  @Test func `tells how far it is, and never falls back`() throws {
    let matrix = try Reference.patterns(of: "lsat7_patterns.csv")
    let heard = Heard()
    let result = try Calibration().run(matrix, models: Array(repeating: .twoParameter, count: 5)) {
      heard.append($0, $1)
    }
    #expect(heard.steps.last?.iteration == result.iterations)
    #expect(heard.steps.last?.logLikelihood == result.logLikelihood)
    for (earlier, later) in zip(heard.steps, heard.steps.dropFirst()) {
      #expect(later.logLikelihood >= earlier.logLikelihood - 1e-9)
    }
  }

  @Test func `that is cut off says so, and still gives what it has`() throws {
    let matrix = try Reference.patterns(of: "lsat6_patterns.csv")
    let result = try Calibration(CalibrationOptions(iterationLimit: 1)).run(
      matrix, models: Array(repeating: .twoParameter, count: 5))
    #expect(!result.converged && result.stop == .iterationLimit && result.iterations == 1)
    #expect(result.logLikelihood.isFinite && result.gradientNorm > 0.01)
    #expect(result.items.allSatisfy { $0.estimate?.parameters != nil })
  }

  /// Sixteen hundred answers multiply to less than the least number there is.
  @Test func `keeps the log-likelihood of very long forms`() throws {
    var generator = SplitMix64(seed: 5)
    let items = try (0..<1600).map { try TwoParameterLogistic(slope: 0.4, difficulty: Double($0 % 9) / 4 - 1) }
    let people = (0..<4).map { _ in
      let theta = generator.normal()
      return items.map { generator.response(to: $0, at: theta) }
    }
    let quadrature = Quadrature.production
    let logLikelihood = people.reduce(0.0) { sum, responses in
      let logs = quadrature.nodes.enumerated().map { node, theta in
        zip(items, responses).reduce(quadrature.logWeights[node]) {
          $0 + $1.0.logProbability(ofCategory: Int($1.1), at: theta)
        }
      }
      let peak = logs.max() ?? 0
      return sum + peak + log(logs.reduce(0) { $0 + exp($1 - peak) })
    }
    let result = try Calibration(CalibrationOptions(standardErrors: false)).run(
      ResponseMatrix(itemCount: 1600, values: people.flatMap { $0 }),
      models: items.map { .fixed(.twoParameter($0)) })
    #expect(logLikelihood < -4 * 750 && (result.logLikelihood - logLikelihood).magnitude < 1e-8)
    #expect(result.parameterCount == 0 && result.converged)
  }

  @Test func `is not changed by people who answered nothing`() throws {
    var matrix = try Reference.patterns(of: "lsat6_patterns.csv")
    let models = Array(repeating: CalibrationModel.twoParameter, count: 5)
    let before = try Calibration().run(matrix, models: models)
    for _ in 0..<100 { try matrix.append(Array(repeating: ResponseMatrix.missing, count: 5)) }
    #expect(try Calibration().run(matrix, models: models) == before)
  }
}

extension CalibratedModel {
  var slopeAndDifficulties: (slope: Double, difficulties: [Double]) {
    switch self {
    case .twoParameter(let item): (item.slope, [item.difficulty])
    case .threeParameter(let item): (item.slope, [item.difficulty])
    case .graded(let item): (item.slope, item.thresholds)
    case .generalizedPartialCredit(let item): (item.slope, item.steps)
    }
  }
}

/// What a progress callback was told.
private final class Heard: @unchecked Sendable {
  // Sendable because the synchronous form calls back on the thread that reads `steps` afterwards.
  private(set) var steps: [(iteration: Int, logLikelihood: Double)] = []
  func append(_ iteration: Int, _ logLikelihood: Double) { steps.append((iteration, logLikelihood)) }
}
