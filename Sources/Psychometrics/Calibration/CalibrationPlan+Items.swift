extension CalibrationPlan {
  /// One item's part of a result.
  ///
  /// - Parameters:
  ///   - point: the estimated parameters.
  ///   - covariance: theirs; nil where it is not known.
  func calibration(ofItem item: Int, at point: [Double], _ covariance: SymmetricMatrix?) -> ItemCalibration {
    let term = terms.first { $0.column == item }
    let estimate = term.flatMap { self.estimate(of: $0, models[item], at: point, covariance) }
    var flags = flags[item]
    if let estimate, estimate.slope < 0 { flags.insert(.negativeSlope) }
    return ItemCalibration(
      item: item, model: models[item], responseCount: survey.responseCount(ofItem: item),
      observedCategories: term?.categories ?? survey.observedCategories(ofItem: item), flags: flags,
      estimate: estimate)
  }

  private func estimate(
    of term: ItemTerm, _ model: CalibrationModel, at point: [Double], _ covariance: SymmetricMatrix?
  ) -> ItemEstimate? {
    if let anchor = term.anchor { return ItemEstimate(held: anchor) }
    let parameters = term.parameters(at: point)
    let slope = parameters[0]
    let difficulties = parameters[1...term.stepCount].map { -$0 / slope }
    let asymptote = term.curve == .guessed ? logistic(parameters[2]) : nil
    return ItemEstimate(
      slope: slope, difficulties: difficulties, lowerAsymptote: asymptote,
      parameters: Self.itemParameters(model, slope, difficulties, asymptote),
      covariance: covariance.map { transformed($0, term, parameters) })
  }

  private static func itemParameters(
    _ model: CalibrationModel, _ slope: Double, _ difficulties: [Double], _ asymptote: Double?
  ) -> CalibratedModel? {
    switch model {
    case .graded: (try? GradedResponse(slope: slope, thresholds: difficulties)).map(CalibratedModel.graded)
    case .generalizedPartialCredit:
      (try? GeneralizedPartialCredit(slope: slope, steps: difficulties)).map(CalibratedModel.generalizedPartialCredit)
    case .threeParameter:
      (try? ThreeParameterLogistic(slope: slope, difficulty: difficulties[0], lowerAsymptote: asymptote ?? 0))
        .map(CalibratedModel.threeParameter)
    case .rasch, .oneParameter, .twoParameter:
      (try? TwoParameterLogistic(slope: slope, difficulty: difficulties[0])).map(CalibratedModel.twoParameter)
    case .fixed(let parameters): parameters
    }
  }

  /// The covariance of (a, d_1, …, logit c) carried over to (a, b_1, …, c) by the delta method.
  private func transformed(_ covariance: SymmetricMatrix, _ term: ItemTerm, _ parameters: [Double]) -> [Double] {
    let size = term.parameterCount
    let slope = parameters[0]
    var own = Array(repeating: 0.0, count: size)
    var bySlope = Array(repeating: 0.0, count: size)
    own[0] = 1
    for step in 1...term.stepCount {
      own[step] = -1 / slope
      bySlope[step] = parameters[step] / (slope * slope)
    }
    if term.curve == .guessed { own[2] = logistic(parameters[2]) * logistic(-parameters[2]) }
    func entry(_ row: Int, _ column: Int) -> Double {
      guard let row = term.slots[row], let column = term.slots[column] else { return 0 }
      return covariance[row, column]
    }
    return (0..<size * size).map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: size)
      return own[row] * own[column] * entry(row, column) + own[row] * bySlope[column] * entry(row, 0)
        + bySlope[row] * own[column] * entry(0, column) + bySlope[row] * bySlope[column] * entry(0, 0)
    }
  }
}

extension ItemEstimate {
  /// An anchor's, which was not estimated.
  fileprivate init(held anchor: CalibratedModel) {
    switch anchor {
    case .twoParameter(let item): self.init(anchor, item.slope, [item.difficulty], nil)
    case .threeParameter(let item): self.init(anchor, item.slope, [item.difficulty], item.lowerAsymptote)
    case .graded(let item): self.init(anchor, item.slope, item.thresholds, nil)
    case .generalizedPartialCredit(let item): self.init(anchor, item.slope, item.steps, nil)
    }
  }

  private init(_ anchor: CalibratedModel, _ slope: Double, _ difficulties: [Double], _ asymptote: Double?) {
    let count = 1 + difficulties.count + (asymptote == nil ? 0 : 1)
    self.init(
      slope: slope, difficulties: difficulties, lowerAsymptote: asymptote, parameters: anchor,
      covariance: Array(repeating: 0, count: count * count))
  }
}
