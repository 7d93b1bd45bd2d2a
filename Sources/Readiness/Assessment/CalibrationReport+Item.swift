extension CalibrationReport {
  /// What a calibration found of one item.
  public struct ItemReport: Codable, Sendable, Equatable {
    public var code: String
    public var domain: QuotientDomain
    public var kind: ItemKind
    public var status: ItemStatus
    public var responses: Int
    /// Mean score ÷ highest score, 0 to 1; nil without responses.
    public var proportionRight: Double?
    /// Correlation with the mean score on the other items that each person was given.
    public var pointBiserial: Double?
    public var present: ItemParameters
    /// Nil where nothing could be estimated. Whether it may be published is told by `isUsable`.
    public var estimate: ItemParameters?
    /// Nil where the calibration has no standard errors.
    public var slopeError: Double?
    public var thresholdErrors: [Double]?
    public var flags: [Flag]
    /// Nil where a language's group is too small, or the item is scored in steps.
    public var functioning: Functioning?

    public init(
      code: String, domain: QuotientDomain, kind: ItemKind, status: ItemStatus, responses: Int,
      proportionRight: Double?, pointBiserial: Double?, present: ItemParameters, estimate: ItemParameters?,
      slopeError: Double?, thresholdErrors: [Double]?, flags: [Flag], functioning: Functioning?
    ) {
      self.code = code
      self.domain = domain
      self.kind = kind
      self.status = status
      self.responses = responses
      self.proportionRight = proportionRight
      self.pointBiserial = pointBiserial
      self.present = present
      self.estimate = estimate
      self.slopeError = slopeError
      self.thresholdErrors = thresholdErrors
      self.flags = flags
      self.functioning = functioning
    }

    /// Whether its estimate may take the place of its present parameters: nothing but drift is said against it, and drift
    /// is what a calibration is run for.
    public var isUsable: Bool { estimate != nil && flags.allSatisfy { $0 == .drifted } }

    /// The parameters it has after this calibration.
    public var published: ItemParameters { isUsable ? estimate ?? present : present }
  }

  /// What should be known of an item before it is used.
  public enum Flag: String, Codable, Sendable, CaseIterable {
    /// It keeps its present parameters.
    case tooFewResponses = "too_few_responses"
    /// Everybody scored the same on it.
    case noVariance = "no_variance"
    /// Some of its scores were never given.
    case missingScores = "missing_scores"
    /// The able do worse on it: the key is wrong, or the item misleads.
    case negativeSlope = "negative_slope"
    /// A slope above 4 or a threshold beyond ±6: what no item of use has.
    case outOfRange = "out_of_range"
    /// It changed more than the other items, and so was left out of the link.
    case drifted

    public var name: LocalizedText {
      switch self {
      case .tooFewResponses: LocalizedText(en: "too few responses", zh: "作答过少")
      case .noVariance: LocalizedText(en: "all scored alike", zh: "得分无差异")
      case .missingScores: LocalizedText(en: "some scores never given", zh: "部分得分未出现")
      case .negativeSlope: LocalizedText(en: "negative slope", zh: "区分度为负")
      case .outOfRange: LocalizedText(en: "out of range", zh: "超出范围")
      case .drifted: LocalizedText(en: "drifted", zh: "漂移")
      }
    }
  }

  /// Whether an item works alike for equally able people who take it in different languages.
  public struct Functioning: Codable, Sendable, Equatable {
    /// Mantel & Haenszel's difference on the delta scale, and its class A, B or C by the rule of the Educational Testing
    /// Service.
    public var delta: Double
    public var deltaError: Double
    public var letter: String
    /// The language that is favoured; nil for class A.
    public var favours: Language?
    /// By logistic regression: P of the group's effect, and of one that changes with ability; nil where there is no
    /// finite estimate.
    public var uniformP: Double?
    public var nonUniformP: Double?

    public init(
      delta: Double, deltaError: Double, letter: String, favours: Language?, uniformP: Double?, nonUniformP: Double?
    ) {
      self.delta = delta
      self.deltaError = deltaError
      self.letter = letter
      self.favours = favours
      self.uniformP = uniformP
      self.nonUniformP = nonUniformP
    }
  }
}
