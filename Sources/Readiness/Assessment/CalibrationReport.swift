/// What a calibration found of an instrument's items: for those who author and review, never for a test taker.
///
/// All parameters are on the instrument's own scale, to which the calibration was linked.
public struct CalibrationReport: Codable, Sendable, Equatable {
  public var instrument: String
  /// The version that it was compared with: the newest when it was run.
  public var version: Int
  /// Different people, and their attempts: the latest of each version that they took.
  public var people: Int
  public var attempts: Int
  public var convergence: Convergence
  /// θ among these people.
  public var population: Population
  public var link: Link
  /// How the experts' judgement compares with what was found; nil where none of it was left to compare.
  public var agreement: Agreement?
  /// The languages compared, the larger group first, with how many people each; nil where a group is too small.
  public var languages: [LanguageGroup]?
  public var reliability: Reliability
  /// By the present parameters and by the new ones, at each person's latest attempt.
  public var scores: ScoreChange
  /// The reference form's expected quotient by either.
  public var curve: [CurvePoint]
  public var items: [ItemReport]

  public init(
    instrument: String, version: Int, people: Int, attempts: Int, convergence: Convergence, population: Population,
    link: Link, agreement: Agreement?, languages: [LanguageGroup]?, reliability: Reliability, scores: ScoreChange,
    curve: [CurvePoint], items: [ItemReport]
  ) {
    self.instrument = instrument
    self.version = version
    self.people = people
    self.attempts = attempts
    self.convergence = convergence
    self.population = population
    self.link = link
    self.agreement = agreement
    self.languages = languages
    self.reliability = reliability
    self.scores = scores
    self.curve = curve
    self.items = items
  }

  /// How the search for the parameters ended.
  public struct Convergence: Codable, Sendable, Equatable {
    public var stop: Stop
    public var iterations: Int
    public var logLikelihood: Double
    public var parameters: Int
    /// False where the responses do not determine all parameters.
    public var hasStandardErrors: Bool

    public init(stop: Stop, iterations: Int, logLikelihood: Double, parameters: Int, hasStandardErrors: Bool) {
      self.stop = stop
      self.iterations = iterations
      self.logLikelihood = logLikelihood
      self.parameters = parameters
      self.hasStandardErrors = hasStandardErrors
    }

    public enum Stop: String, Codable, Sendable {
      case converged
      /// No step improves it, though it is no maximum.
      case stalled
      case iterationLimit = "iteration_limit"
    }
  }

  public struct Population: Codable, Sendable, Equatable {
    public var mean: Double
    public var standardDeviation: Double

    public init(mean: Double, standardDeviation: Double) {
      self.mean = mean
      self.standardDeviation = standardDeviation
    }
  }

  /// θ on the instrument's scale = slope × θ as estimated + intercept (Stocking & Lord, 1983).
  public struct Link: Codable, Sendable, Equatable {
    public var slope: Double
    public var intercept: Double
    /// What the anchors' present parameters are.
    public var basis: ParameterSource
    /// How many items it rests on.
    public var anchors: Int
    /// Items left out of it, because they changed more than the others.
    public var drifted: [String]

    public init(slope: Double, intercept: Double, basis: ParameterSource, anchors: Int, drifted: [String]) {
      self.slope = slope
      self.intercept = intercept
      self.basis = basis
      self.anchors = anchors
      self.drifted = drifted
    }
  }

  /// Experts' ratings and estimates of the same items' difficulties and slopes.
  public struct Agreement: Codable, Sendable, Equatable {
    public var items: Int
    /// Pearson's; nil where one side does not vary.
    public var difficultyCorrelation: Double?
    public var slopeCorrelation: Double?
    /// Estimated − rated, in standard deviations of ability.
    public var meanDifference: Double
    /// Of the same difference, the root of its mean square.
    public var rootMeanSquare: Double

    public init(
      items: Int, difficultyCorrelation: Double?, slopeCorrelation: Double?, meanDifference: Double,
      rootMeanSquare: Double
    ) {
      self.items = items
      self.difficultyCorrelation = difficultyCorrelation
      self.slopeCorrelation = slopeCorrelation
      self.meanDifference = meanDifference
      self.rootMeanSquare = rootMeanSquare
    }
  }

  public struct LanguageGroup: Codable, Sendable, Equatable {
    public var language: Language
    public var people: Int

    public init(language: Language, people: Int) {
      self.language = language
      self.people = people
    }
  }

  /// Each nil where it is not defined.
  public struct Reliability: Codable, Sendable, Equatable {
    /// Cronbach's α and McDonald's ω of the form that most took, and which one that is.
    public var form: String?
    public var alpha: Double?
    public var omega: Double?
    /// Of the reference form by the new parameters, in a standard normal population.
    public var marginal: Double?
    /// Of these people's scores by the new parameters.
    public var empirical: Double?

    public init(form: String?, alpha: Double?, omega: Double?, marginal: Double?, empirical: Double?) {
      self.form = form
      self.alpha = alpha
      self.omega = omega
      self.marginal = marginal
      self.empirical = empirical
    }
  }

  public struct CurvePoint: Codable, Sendable, Equatable {
    public var theta: Double
    /// 0 to 100, by the parameters that define the scale.
    public var present: Double
    /// By the new ones of the same items.
    public var new: Double

    public init(theta: Double, present: Double, new: Double) {
      self.theta = theta
      self.present = present
      self.new = new
    }
  }
}
