import Psychometrics

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What the module promises of its statistics, by simulations too long for a test.
struct MeasurementBenchmarks {
  func run() async throws -> [BenchmarkRow] {
    note("fairness")
    var rows = try fairness()
    note("person fit")
    rows += try personFit()
    note("linked forms")
    rows += try await linkedForms()
    return rows
  }
}

// MARK: - Fairness

extension MeasurementBenchmarks {
  private func fairness() throws -> [BenchmarkRow] {
    let unfair = [2, 9, 14, 21, 28]
    let shifts = Dictionary(uniqueKeysWithValues: unfair.map { ($0, 0.6) })
    var (falseFlags, found) = ([Double](), [Double]())
    for seed in 0..<20 {
      let fair = try MantelHaenszelScreening(of: groups(shifts: [:], seed: UInt64(40 + seed)))
      falseFlags.append(Double(fair.flagged.count) / 30)
      let screening = try MantelHaenszelScreening(of: groups(shifts: shifts, seed: UInt64(60 + seed)))
      found.append(Double(unfair.count { screening.flagged.contains($0) }) / Double(unfair.count))
    }
    return [
      BenchmarkRow(
        name: "fairness, fair items flagged at 5 % (1500 and 1000 people)", value: falseFlags.mean, unit: "",
        goal: .atMost(0.07)),
      BenchmarkRow(
        name: "fairness, items flagged that are 0.6 harder for one group", value: found.mean, unit: "",
        goal: .atLeast(0.8)),
    ]
  }

  /// 30 items; the focal group is less able by half a standard deviation.
  private func groups(shifts: [Int: Double], seed: UInt64) throws -> GroupedResponses {
    var random = SeededRandom(seed: seed)
    let slopes = (0..<30).map { _ in random.uniform(0.8..<1.8) }
    let models = try [false, true].map { isFocal in
      try slopes.enumerated().map { item, slope in
        try TwoParameterLogistic(
          slope: slope, difficulty: -1.5 + 3 * Double(item % 10) / 9 + (isFocal ? shifts[item] ?? 0 : 0))
      }
    }
    let reference = try random.responses(to: models[0], abilities: (0..<1_500).map { _ in random.normal() })
    let focal = try random.responses(to: models[1], abilities: (0..<1_000).map { _ in random.normal() - 0.5 })
    let all = try ResponseMatrix(itemCount: 30, values: reference.values + focal.values)
    return try GroupedResponses(responses: all, isFocal: (0..<2_500).map { $0 >= 1_500 })
  }
}

// MARK: - Person fit

extension MeasurementBenchmarks {
  private func personFit() throws -> [BenchmarkRow] {
    let items = try (0..<40).map {
      try TwoParameterLogistic(slope: 0.8 + 0.1 * Double($0 % 7), difficulty: -2 + 4 * Double($0) / 39)
    }
    var random = SeededRandom(seed: 81)
    let honest = try random.responses(to: items, abilities: (0..<10_000).map { _ in random.normal() })
    let careless = try ResponseMatrix(
      itemCount: 40, values: (0..<400_000).map { _ in Int8.random(in: 0...1, using: &random) })
    return [
      BenchmarkRow(
        name: "lz*, random answerers flagged at 5 % (40 items)", value: try flagged(careless, on: items) * 100,
        unit: "%", goal: .atLeast(80)),
      BenchmarkRow(
        name: "lz*, honest answerers flagged at 5 % (40 items)", value: try flagged(honest, on: items) * 100,
        unit: "%", goal: .within(3...7)),
    ]
  }

  private func flagged(_ responses: ResponseMatrix, on items: [TwoParameterLogistic]) throws -> Double {
    let thetas = try ExpectedAPosteriori(items: items).estimates(of: responses).map(\.theta)
    let fits = try PersonFit(items: items).statistics(of: responses, at: thetas)
    return Double(fits.count { ($0.lzStar ?? 0) < -1.645 }) / Double(fits.count)
  }
}

// MARK: - Linked forms

extension MeasurementBenchmarks {
  private func linkedForms() async throws -> [BenchmarkRow] {
    var drifts: [Double] = []
    for seed in 91..<111 {
      var forms = try YearlyForms(seed: UInt64(seed), items: 60, persons: 2_000)
      drifts.append(try await forms.drift(over: 10))
    }
    let name = "drift over ten linked forms of 60 items and 2000 people"
    return [
      BenchmarkRow(name: "\(name), median of 20 runs", value: drifts.median, unit: "points of 100"),
      BenchmarkRow(name: "\(name), most of 20 runs", value: drifts.max() ?? 0, unit: "points of 100", goal: .below(1)),
    ]
  }
}

/// A form that changes a fifth of its items each year, calibrated each year on new people and linked to the bank by the
/// items that stay.
private struct YearlyForms {
  private var random: SeededRandom
  private let persons: Int
  private var form: [TwoParameterLogistic] = []

  init(seed: UInt64, items count: Int, persons: Int) throws {
    random = SeededRandom(seed: seed)
    self.persons = persons
    for place in 0..<count { form.append(try newItem(place, of: count)) }
  }

  private mutating func newItem(_ place: Int, of count: Int) throws -> TwoParameterLogistic {
    try TwoParameterLogistic(
      slope: random.uniform(0.9..<2), difficulty: -2.2 + 4.4 * (Double(place) + random.uniform()) / Double(count))
  }

  /// How far scores on the first year's criterion scale have moved by the last year, on average over people.
  ///
  /// A calibration's scale is that of the very people it rests on, not of those they were drawn from: their own mean and
  /// deviation are what a link has to find.
  mutating func drift(over years: Int) async throws -> Double {
    let first = try await calibration(in: 0)
    let scale = try CriterionScale(referenceForm: form.map { try $0.onBaseScale(of: first.people.inverted()) })
    var bank = first.items.map { [$0] }
    var (link, truth) = (ScaleLink.identity, ScaleLink.identity)
    for year in 1...years {
      for place in form.indices where place % 5 == year % 5 { form[place] = try newItem(place, of: form.count) }
      let now = try await calibration(in: year)
      let kept = form.indices.filter { $0 % 5 != year % 5 }
      link = try CurveLinking(AnchorSet(kept.map { .init(new: now.items[$0], base: try mean(bank[$0])) })).link()
      truth = try now.people.followed(by: first.people.inverted())
      for place in form.indices {
        let estimate = try now.items[place].onBaseScale(of: link)
        if place % 5 == year % 5 { bank[place] = [estimate] } else { bank[place].append(estimate) }
      }
    }
    return zip(Quadrature.production.nodes, Quadrature.production.logWeights).reduce(0) { sum, node in
      let drift = scale.value(at: link.base(of: node.0)) - scale.value(at: truth.base(of: node.0))
      return sum + exp(node.1) * abs(drift)
    }
  }

  /// The form as its year's people show it, on their own scale, and that scale's place on the true one. Each year's
  /// people are abler and more alike than the last.
  private mutating func calibration(in year: Int) async throws -> (items: [TwoParameterLogistic], people: ScaleLink) {
    let abilities = (0..<persons).map { _ in 0.05 * Double(year) + (1 - 0.01 * Double(year)) * random.normal() }
    let responses = try random.responses(to: form, abilities: abilities)
    let result = try await Calibration(CalibrationOptions(standardErrors: false))
      .run(responses, models: form.map { _ in .twoParameter })
    let items = try result.items.compactMap { item in
      try item.estimate.map { try TwoParameterLogistic(slope: $0.slope, difficulty: $0.difficulties[0]) }
    }
    let middle = abilities.mean
    return (items, try ScaleLink(slope: abilities.map { $0 - middle }.rootMeanSquare, intercept: middle))
  }

  private func mean(_ estimates: [TwoParameterLogistic]) throws -> TwoParameterLogistic {
    try TwoParameterLogistic(
      slope: estimates.map(\.slope).mean, difficulty: estimates.map(\.difficulty).mean)
  }
}
