extension EstimatingEquation {
  /// Sums over a person's answers at one ability.
  struct Sums {
    /// Σ u and Σ v.
    var score = LogDerivatives(first: 0, second: 0)
    /// Σ I and Σ J.
    var information = ItemInformation.zero
  }

  func sums(at theta: Double, _ answers: [Answer]) -> Sums {
    var sums = Sums(score: score(at: theta, answers))
    for answer in answers { sums.information += items[answer.item].information(at: theta) }
    return sums
  }

  private func score(at theta: Double, _ answers: [Answer]) -> LogDerivatives {
    var (first, second) = (0.0, 0.0)
    for answer in answers {
      let log = items[answer.item].logDerivatives(ofCategory: answer.category, at: theta)
      first += log.first
      second += log.second
    }
    return LogDerivatives(first: first, second: second)
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
        let sums = sums(at: theta, answers)
        let term = sums.information.warmTerm
        let bend = last.map { (term - $0.term) / (theta - $0.theta) } ?? 0
        last = (theta, term)
        return ValueAndSlope(value: sums.score.first + term, slope: sums.score.second + bend)
      }
    }
  }

  /// Warm's estimate where it lies beyond the nodes, as for extreme answers to a few easy or hard items; up to ±64.
  func root(beyond edge: Double, _ answers: [Answer]) -> Double? {
    var (near, far) = (edge, 2 * edge)
    while far.magnitude <= 64 {
      let sums = sums(at: far, answers)
      guard sums.information.expected > 0 else { return nil }
      if (sums.score.first + sums.information.warmTerm) * edge < 0 {
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
