#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What of each item is estimated, from where, and what is left out.
struct CalibrationPlan: Sendable {
  /// The population's term, then one an item that is calibrated.
  private(set) var terms: [ItemTerm] = []
  private(set) var parameterCount = 0
  /// By item: what its responses alone say of it.
  private(set) var flags: [Set<ItemCalibration.Flag>]
  let survey: ItemSurvey
  let models: [CalibrationModel]

  /// The parameters' values before the first step.
  var start: [Double] {
    var start = Array(repeating: 0.0, count: parameterCount)
    for term in terms {
      for (slot, value) in zip(term.slots, term.start) { if let slot { start[slot] = value } }
    }
    return start
  }

  private var sharedSlope: Int?
  private var rowCount = 0
  private var scoreCount = 0

  /// - Parameter domains: by item, which others measure the same; nil where all do.
  init(
    _ matrix: ResponseMatrix, models: [CalibrationModel], options: CalibrationOptions, domains: [Int]? = nil
  ) throws(CalibrationError) {
    guard models.count == matrix.itemCount else {
      throw .modelCount(expected: matrix.itemCount, found: models.count)
    }
    for (item, model) in models.enumerated() where !(2...127).contains(model.categoryCount) {
      throw .categoryCount(item: item, found: model.categoryCount)
    }
    self.models = models
    survey = try ItemSurvey(matrix, models: models, domains: domains ?? models.map { _ in 0 })
    flags = Array(repeating: [], count: models.count)
    addPopulation(options.population)
    for (item, model) in models.enumerated() {
      add(item: item, model, options.priors[item] ?? .standard(for: model))
    }
    guard terms.count > 1 else { throw .nothingToCalibrate }
    guard Self.isIdentified(models, options.population) else { throw .scaleNotIdentified }
  }

  /// An estimated mean needs an anchor; an estimated deviation an anchor or a slope that is held.
  private static func isIdentified(
    _ models: [CalibrationModel], _ population: CalibrationOptions.Population
  ) -> Bool {
    let hasAnchor = models.contains { if case .fixed = $0 { true } else { false } }
    return switch population {
    case .standardNormal: true
    case .freeDeviation: hasAnchor || models.contains(.rasch)
    case .free: hasAnchor
    }
  }

  private mutating func addPopulation(_ population: CalibrationOptions.Population) {
    var term = ItemTerm(column: nil, curve: .population, categories: [0])
    term.start = [0, 0]
    let slots: [Int?] =
      switch population {
      case .standardNormal: [nil, nil]
      case .freeDeviation: [nil, 0]
      case .free: [0, 1]
      }
    term.slots = slots
    parameterCount = slots.count { $0 != nil }
    place(&term)
  }

  private mutating func add(item: Int, _ model: CalibrationModel, _ priors: ItemPriors) {
    let observed = survey.observedCategories(ofItem: item)
    guard !observed.isEmpty else {
      flags[item].insert(.noResponses)
      return
    }
    if case .fixed(let parameters) = model {
      var term = ItemTerm(column: item, curve: .held, categories: Array(0..<model.categoryCount))
      term.anchor = parameters
      return place(&term)
    }
    guard observed.count > 1 else {
      flags[item].insert(.noVariance)
      return
    }
    if observed.count < model.categoryCount { flags[item].insert(.collapsedCategories) }
    if survey.restCorrelations[item] < 0 { flags[item].insert(.negativeRestCorrelation) }
    var term = ItemTerm(column: item, curve: Self.curve(of: model), categories: observed, priors: priors)
    term.sharesSlope = model == .oneParameter
    term.start = start(of: term, model)
    term.slots = term.start.indices.map { slot(forParameter: $0, of: model) }
    place(&term)
  }

  private mutating func place(_ term: inout ItemTerm) {
    term.firstRow = rowCount
    term.firstScore = scoreCount
    rowCount += term.categoryCount
    scoreCount += term.categoryCount * term.parameterCount
    terms.append(term)
  }

  private static func curve(of model: CalibrationModel) -> ItemTerm.Curve {
    switch model {
    case .rasch, .oneParameter, .twoParameter, .graded, .fixed: .cumulative
    case .threeParameter: .guessed
    case .generalizedPartialCredit: .adjacent
    }
  }

  private mutating func slot(forParameter index: Int, of model: CalibrationModel) -> Int? {
    if index == 0 {
      if model == .rasch { return nil }
      if model == .oneParameter, let sharedSlope { return sharedSlope }
    }
    defer { parameterCount += 1 }
    if index == 0, model == .oneParameter { sharedSlope = parameterCount }
    return parameterCount
  }

  /// A slope from the item's correlation with the rest, intercepts from the categories' shares at that slope.
  private func start(of term: ItemTerm, _ model: CalibrationModel) -> [Double] {
    let item = term.column ?? 0
    let counts = term.categories.map { Double(survey.counts[item][$0]) + 0.5 }
    let slope = startingSlope(model, confined: term.priors.logSlope != nil, item: item)
    let spread = (1 + slope * slope / 2.9).squareRoot()
    switch term.curve {
    case .cumulative:
      let total = counts.reduce(0, +)
      var above = total
      return [slope]
        + counts.dropLast().map { count in
          above -= count
          return spread * log(above / (total - above))
        }
    case .adjacent:
      return [slope] + zip(counts, counts.dropFirst()).map { spread * log($1 / $0) }
    case .guessed:
      let floor = 0.15
      let right = max(counts[1] / (counts[0] + counts[1]) - floor, 0.05) / (1 - floor)
      return [slope, spread * log(right / (1 - right)), log(floor / (1 - floor))]
    case .held, .population:
      return []
    }
  }

  private func startingSlope(_ model: CalibrationModel, confined: Bool, item: Int) -> Double {
    if model == .rasch || model == .oneParameter { return 1 }
    let correlation = survey.restCorrelations[item]
    let slope = 1.7 * correlation / (1 - min(correlation * correlation, 0.8)).squareRoot()
    let held = min(max(slope.magnitude, 0.3), 2)
    return slope < 0 && !confined ? -held : held
  }
}
