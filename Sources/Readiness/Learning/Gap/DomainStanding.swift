/// What a person is known to be able to do in a domain, as far as it is known.
public struct DomainStanding: Codable, Sendable, Equatable {
  public var level: QuotientLevel
  /// Of truly being at L0, L1, … L4 or above: five, the first 1, none above the one before it.
  public var probabilities: [Double]
  public var basis: Basis

  public init(level: QuotientLevel, probabilities: [Double], basis: Basis) {
    self.level = level
    self.probabilities = probabilities
    self.basis = basis
  }

  /// What it rests on.
  public enum Basis: String, Codable, Sendable, CaseIterable {
    /// A score of the domain.
    case domainScore = "domain_score"
    /// The overall score, for want of one of the domain.
    case overallScore = "overall_score"
    /// A plan that was completed, until the person is assessed again.
    case plan

    public var name: LocalizedText {
      switch self {
      case .domainScore: LocalizedText(en: "score of the domain", zh: "该领域成绩")
      case .overallScore: LocalizedText(en: "overall score", zh: "总体成绩")
      case .plan: LocalizedText(en: "completed plan", zh: "已完成的计划")
      }
    }
  }

  /// The probability of truly being at `level` or above.
  public func probability(of level: QuotientLevel) -> Double {
    probabilities.indices.contains(level.rawValue) ? probabilities[level.rawValue] : 0
  }

  /// After a lift that truly works with probability `trust`, 0 to 1.
  ///
  /// It works for those who are at its `from`: the probability of being at a level l between it and `to` becomes
  /// p(l) + (p(from) − p(l)) × trust. The level is the one to be expected, `to`, for whoever is held to be at `from`.
  public func lifted(by lift: Activity.Lift, trust: Double) -> DomainStanding {
    guard lift.from <= level else { return self }
    var lifted = self
    let start = probability(of: lift.from)
    for index in probabilities.indices where index > lift.from.rawValue && index <= lift.to.rawValue {
      // Not above where it begins, for all that sums are rounded.
      lifted.probabilities[index] = min(start, probabilities[index] + (start - probabilities[index]) * trust)
    }
    lifted.level = max(level, lift.to)
    lifted.basis = .plan
    return lifted
  }
}

extension EffectBasis {
  /// How far it is believed that an activity truly lifts whoever did it, until they are assessed again.
  ///
  /// The product's own convention, on the side of caution: a published study is believed most, and nothing fully.
  public var trust: Double {
    switch self {
    case .expert: 0.6
    case .pilot: 0.75
    case .study: 0.85
    }
  }
}
