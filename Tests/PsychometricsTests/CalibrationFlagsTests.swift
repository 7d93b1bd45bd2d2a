import Psychometrics
import SeededRandom
import Testing

@Suite struct `A calibration of troublesome items` {
  private let calibration = Calibration()

  /// Responses of `people` to `items`, N(mean, deviation).
  private func responses(
    _ items: [any ItemModel], people: Int, seed: UInt64, mean: Double = 0, deviation: Double = 1
  ) throws -> [[Int8]] {
    var generator = SplitMix64(seed: seed)
    return (0..<people).map { _ in
      let theta = mean + deviation * generator.normal()
      return items.map { generator.response(to: $0, at: theta) }
    }
  }

  private func logistic(_ parameters: [(slope: Double, difficulty: Double)]) throws -> [any ItemModel] {
    try parameters.map { try TwoParameterLogistic(slope: $0.slope, difficulty: $0.difficulty) }
  }

  private func matrix(_ rows: [[Int8]]) throws -> ResponseMatrix {
    try ResponseMatrix(itemCount: rows[0].count, values: rows.flatMap { $0 })
  }

  @Test func `leaves out items without variance or answers, and fits the others as if they were absent`() throws {
    let rows = try responses(logistic([(1.2, -1), (0.9, 0), (1.5, 0.4), (1.1, 1)]), people: 300, seed: 11)
    let plain = try calibration.run(matrix(rows), models: Array(repeating: .twoParameter, count: 4))
    let extended = try calibration.run(
      matrix(rows.map { [1] + $0 + [ResponseMatrix.missing] }), models: Array(repeating: .twoParameter, count: 6))
    #expect(extended.items[0].flags == [.noVariance] && extended.items[0].estimate == nil)
    #expect(extended.items[5].flags == [.noResponses] && extended.items[5].estimate == nil)
    #expect(extended.items[0].responseCount == 300 && extended.items[5].responseCount == 0)
    #expect(extended.items[1...4].map(\.estimate) == plain.items.map(\.estimate))
    #expect(extended.logLikelihood == plain.logLikelihood && extended.parameterCount == 8)
  }

  @Test(arguments: [CalibrationModel.graded(categoryCount: 5), .generalizedPartialCredit(categoryCount: 5)])
  func `collapses categories that nobody chose`(model: CalibrationModel) throws {
    let items = try (0..<5).map { try GradedResponse(slope: 1.3, thresholds: [Double($0) * 0.3 - 1, 0.6]) }
    let rows = try responses(items, people: 400, seed: 12).map { $0.map { Int8([0, 2, 3][Int($0)]) } }
    let dense = rows.map { $0.map { Int8([0, 9, 1, 2][Int($0)]) } }
    let result = try calibration.run(matrix(rows), models: Array(repeating: model, count: 5))
    let narrow: CalibrationModel =
      model == .graded(categoryCount: 5) ? .graded(categoryCount: 3) : .generalizedPartialCredit(categoryCount: 3)
    let same = try calibration.run(matrix(dense), models: Array(repeating: narrow, count: 5))
    #expect(result.converged && result.items.map(\.estimate) == same.items.map(\.estimate))
    for item in result.items {
      #expect(item.flags == [.collapsedCategories] && item.observedCategories == [0, 2, 3])
      #expect(item.estimate?.difficulties.count == 2)
    }
    #expect(same.items.allSatisfy { $0.flags.isEmpty })
  }

  @Test func `keeps and flags a negative slope`() throws {
    let rows = try responses(
      logistic([(1.2, -1), (-1.1, 0.2), (1.5, 0.4), (1.1, 1), (1.3, 0)]), people: 1000, seed: 13)
    let result = try calibration.run(matrix(rows), models: Array(repeating: .twoParameter, count: 5))
    let slope = try #require(result.items[1].estimate?.slope)
    #expect(slope < -0.8 && slope > -1.5)
    #expect(result.items[1].flags == [.negativeSlope, .negativeRestCorrelation])
    #expect([0, 2, 3, 4].allSatisfy { result.items[$0].flags.isEmpty })
  }

  /// A log-normal prior leaves a slope no way to be negative; its correlation with the rest still tells.
  @Test func `flags an item that a prior keeps from a negative slope`() throws {
    let rows = try responses(logistic([(1.2, -1), (-1.1, 0.2), (1.5, 0.4), (1.1, 1), (1.3, 0)]), people: 500, seed: 14)
    let result = try calibration.run(matrix(rows), models: Array(repeating: .threeParameter, count: 5))
    #expect(result.items[1].flags == [.negativeRestCorrelation])
    for item in result.items {
      let estimate = try #require(item.estimate)
      let asymptote = try #require(estimate.lowerAsymptote)
      #expect(estimate.slope > 0 && asymptote > 0 && asymptote < 1)
    }
  }

  @Test func `gives a graded item with a negative slope no model`() throws {
    let items = try (0..<5).map { try GradedResponse(slope: 1.5, thresholds: [Double($0) * 0.3 - 1, 0.6]) }
    let rows = try responses(items, people: 600, seed: 15).map { [2 - $0[0]] + $0[1...] }
    let result = try calibration.run(matrix(rows), models: Array(repeating: .graded(categoryCount: 3), count: 5))
    let estimate = try #require(result.items[0].estimate)
    #expect(estimate.slope < -1 && estimate.parameters == nil && result.items[0].flags.contains(.negativeSlope))
    #expect(result.items[1].estimate?.parameters != nil)
  }

  @Test(arguments: [UInt64(1), 2])
  func `keeps three parameters in range for fifty people, with priors or without`(seed: UInt64) throws {
    let items = try [-1, -0.3, 0.2, 0.8, 1.4].map {
      try ThreeParameterLogistic(slope: 1.2, difficulty: $0, lowerAsymptote: 0.2)
    }
    let rows = try responses(items, people: 50, seed: seed)
    let models = Array(repeating: CalibrationModel.threeParameter, count: 5)
    let priors = Dictionary(uniqueKeysWithValues: (0..<5).map { ($0, ItemPriors.none) })
    for options in [CalibrationOptions(), CalibrationOptions(priors: priors)] {
      let result = try Calibration(options).run(matrix(rows), models: models)
      #expect(result.logLikelihood.isFinite, "seed \(seed)")
      for estimate in result.items.compactMap(\.estimate) {
        #expect((0...1).contains(estimate.lowerAsymptote ?? -1) && estimate.slope.isFinite, "seed \(seed)")
      }
    }
  }

  /// Two items can't determine two slopes: the likelihood is flat along a curve.
  @Test func `gives no standard errors where the information is singular`() throws {
    let rows = try responses(logistic([(1.2, -0.3), (1.2, 0.3)]), people: 500, seed: 16)
    let result = try calibration.run(matrix(rows), models: [.twoParameter, .twoParameter])
    #expect(result.information == .singular)
    #expect(result.items.allSatisfy { $0.estimate != nil && $0.estimate?.standardErrors == nil })
  }

  @Test func `keeps slopes of a small sample finite by a weak prior`() throws {
    let rows = try responses(logistic([(2.5, -1), (2.5, 0), (2.5, 0.5)]), people: 30, seed: 2)
    let priors = Dictionary(uniqueKeysWithValues: (0..<3).map { ($0, ItemPriors.smallSample) })
    let result = try Calibration(CalibrationOptions(priors: priors)).run(
      matrix(rows), models: Array(repeating: .twoParameter, count: 3))
    let free = try calibration.run(matrix(rows), models: Array(repeating: .twoParameter, count: 3))
    let widest = { (result: CalibrationResult) in result.items.compactMap { $0.estimate?.slope }.max() ?? 0 }
    #expect(result.converged && widest(result) < 4 && widest(result) < widest(free))
    #expect(result.logPosterior < result.logLikelihood && free.logPosterior == free.logLikelihood)
    #expect(result.logLikelihood < free.logLikelihood)
  }

  /// Five anchors of a known scale carry a group of mean 0.8 and deviation 1.3 and its new items onto it.
  @Test func `puts new items on the anchors' scale`() throws {
    let truth = [(1.2, -1.0), (0.9, 0), (1.5, 0.4), (1.1, 1), (1.3, 1.6), (1.4, -0.5), (1.0, 0.5), (1.2, 1.5)]
    let items = try truth.map { try TwoParameterLogistic(slope: $0.0, difficulty: $0.1) }
    let rows = try responses(items, people: 4000, seed: 17, mean: 0.8, deviation: 1.3)
    let models = items.enumerated().map { index, item in
      index < 5 ? CalibrationModel.fixed(.twoParameter(item)) : .twoParameter
    }
    let result = try Calibration(CalibrationOptions(population: .free)).run(matrix(rows), models: models)
    #expect(result.converged && result.parameterCount == 8)
    #expect((result.population.mean - 0.8).magnitude < 0.08)
    #expect((result.population.standardDeviation - 1.3).magnitude < 0.08)
    for (item, known) in zip(result.items, items) {
      let estimate = try #require(item.estimate)
      let errors = try #require(estimate.standardErrors)
      #expect((estimate.slope - known.slope).magnitude <= 4 * errors[0])
      #expect((estimate.difficulties[0] - known.difficulty).magnitude <= 4 * errors[1])
      #expect((errors[0] == 0) == (item.item < 5))
    }
  }

  @Test func `refuses what cannot be calibrated`() throws {
    let two = try ResponseMatrix(itemCount: 2, values: [0, 1, 1, 0, 1, 1])
    func error(_ matrix: ResponseMatrix, _ models: [CalibrationModel], _ options: CalibrationOptions = .init())
      -> CalibrationError?
    {
      do throws(CalibrationError) {
        _ = try Calibration(options).run(matrix, models: models)
        return nil
      } catch { return error }
    }
    #expect(error(two, [.rasch]) == .modelCount(expected: 2, found: 1))
    #expect(error(two, [.rasch, .graded(categoryCount: 1)]) == .categoryCount(item: 1, found: 1))
    #expect(error(two, [.rasch, .graded(categoryCount: 128)]) == .categoryCount(item: 1, found: 128))
    let odd = try ResponseMatrix(itemCount: 2, values: [0, 1, 1, 2])
    #expect(
      error(odd, [.rasch, .rasch]) == .unknownCategory(person: 1, item: 1, category: 2, categoryCount: 2))
    let flat = try ResponseMatrix(itemCount: 2, values: [1, 1, 1, 1])
    #expect(error(flat, [.rasch, .rasch]) == .nothingToCalibrate)
    let empty = try ResponseMatrix(itemCount: 1)
    #expect(error(empty, [.rasch]) == .nothingToCalibrate)
    #expect(error(two, [.twoParameter, .twoParameter], .init(population: .free)) == .scaleNotIdentified)
    #expect(error(two, [.twoParameter, .twoParameter], .init(population: .freeDeviation)) == .scaleNotIdentified)
    for case let each? in [error(two, [.rasch]), error(flat, [.rasch, .rasch])] { #expect(!"\(each)".isEmpty) }
  }
}
