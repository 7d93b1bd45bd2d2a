/// The scores of one attempt.
public struct ScoreReport: Codable, Sendable, Equatable {
  /// The instrument's code and version.
  public var instrument: String
  public var version: Int
  /// Which version of the cut scores the levels were judged by.
  public var cutsVersion: Int
  public var overall: QuotientScore
  /// In the order of `QuotientDomain.allCases`.
  public var domains: [DomainScore]
  /// Whether it rests on expert-rated item parameters.
  public var provisional: Bool
  public var assessedOn: Day
  /// The last day on which it counts.
  public var validUntil: Day
  /// How well confidence matched outcome, 0 (perfect) to 1; nil when no confidence was given.
  public var brierScore: Double?
  /// What speaks against taking the answers at face value: for a human to look at, never a verdict.
  public var flags: [ResponseFlag]

  public init(
    instrument: String, version: Int, cutsVersion: Int, overall: QuotientScore, domains: [DomainScore],
    provisional: Bool, assessedOn: Day, validUntil: Day, brierScore: Double?, flags: [ResponseFlag] = []
  ) {
    self.instrument = instrument
    self.version = version
    self.cutsVersion = cutsVersion
    self.overall = overall
    self.domains = domains
    self.provisional = provisional
    self.assessedOn = assessedOn
    self.validUntil = validUntil
    self.brierScore = brierScore
    self.flags = flags
  }

  public struct DomainScore: Codable, Sendable, Equatable {
    public var domain: QuotientDomain
    public var score: QuotientScore

    public init(domain: QuotientDomain, score: QuotientScore) {
      self.domain = domain
      self.score = score
    }
  }
}

/// An AI quotient, overall or of one domain, with all that is known of its precision.
public struct QuotientScore: Codable, Hashable, Sendable {
  /// Ability, in standard deviations of the reference population.
  public let theta: Double
  public let standardError: Double
  /// 0 to 100.
  public let aiq: Double
  /// In points of the AI quotient.
  public let aiqStandardError: Double
  /// The highest level whose cut `aiq` reaches.
  public let level: QuotientLevel
  /// For L0 to L4, the probability that the person's true quotient is at that level or above: five, the first 1.
  public let levelProbabilities: [Double]
  /// How many scored items were answered.
  public let answered: Int

  /// - Parameters:
  ///   - cuts: where the levels begin.
  ///   - probabilityOfReaching: the probability that the person's true quotient is at least its argument.
  public init(
    theta: Double, standardError: Double, aiq: Double, aiqStandardError: Double, answered: Int, cuts: CutScores,
    probabilityOfReaching: (Double) -> Double
  ) {
    self.theta = theta
    self.standardError = standardError
    self.aiq = aiq
    self.aiqStandardError = aiqStandardError
    self.answered = answered
    level = cuts.level(of: aiq)
    levelProbabilities = QuotientLevel.allCases.map { $0 == .l0 ? 1 : probabilityOfReaching(cuts[$0]) }
  }

  /// The probability that the person truly meets `level`.
  public func probability(ofMeeting level: QuotientLevel) -> Double { levelProbabilities[level.rawValue] }
}
