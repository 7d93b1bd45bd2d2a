extension EstimatingEquation {
  /// Σ u and Σ v over a person's answers.
  func score(at theta: Double, _ answers: [Answer]) -> LogDerivatives {
    var (first, second) = (0.0, 0.0)
    for answer in answers {
      let log = items[answer.item].logDerivatives(ofCategory: answer.category, at: theta)
      first += log.first
      second += log.second
    }
    return LogDerivatives(first: first, second: second)
  }

  /// Σ I and Σ J over the answered items.
  func information(at theta: Double, _ answers: [Answer]) -> ItemInformation {
    var sum = ItemInformation.zero
    for answer in answers { sum += items[answer.item].information(at: theta) }
    return sum
  }

  /// The equation's root within the bracket; one of its ends where there is none.
  func root(in bracket: ClosedRange<Double>, from start: Double, _ answers: [Answer]) -> Double {
    switch term {
    case .none:
      return Psychometrics.root(in: bracket, from: start) { theta in
        let score = score(at: theta, answers)
        return ValueAndSlope(value: score.first, slope: score.second)
      }
    case .normalPrior:
      return Psychometrics.root(in: bracket, from: start) { theta in
        let score = score(at: theta, answers)
        return ValueAndSlope(value: score.first - theta, slope: score.second - 1)
      }
    case .warm:
      // The slope of J ÷ 2I is taken from the last two steps: its exact one would need third derivatives.
      var last: (theta: Double, term: Double)?
      return Psychometrics.root(in: bracket, from: start) { theta in
        let score = score(at: theta, answers)
        let term = information(at: theta, answers).warmTerm
        let bend = last.map { (term - $0.term) / (theta - $0.theta) } ?? 0
        last = (theta, term)
        return ValueAndSlope(value: score.first + term, slope: score.second + bend)
      }
    }
  }

  /// Warm's estimate where it lies beyond the nodes, as for extreme answers to a few easy or hard items; up to ±64.
  func root(beyond edge: Double, _ answers: [Answer]) -> Double? {
    var (near, far) = (edge, 2 * edge)
    while far.magnitude <= 64 {
      let information = information(at: far, answers)
      guard information.expected > 0 else { return nil }
      if (score(at: far, answers).first + information.warmTerm) * edge < 0 {
        return root(in: min(near, far)...max(near, far), from: (near + far) / 2, answers)
      }
      (near, far) = (far, 2 * far)
    }
    return nil
  }
}

extension ItemInformation {
  /// J ÷ 2I, by which weighted likelihood corrects the bias of maximum likelihood; 0 where there is no information.
  var warmTerm: Double { expected > 0 ? warm / (2 * expected) : 0 }
}
