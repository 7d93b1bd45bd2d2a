/// A readiness index as computed for one group of people on one day.
public struct IndexResult: Codable, Sendable, Equatable {
  /// 0 to 100; nil when withheld because `coverage` is below 0.6.
  public var value: Double?
  /// 95 % interval around `value`, from scores' standard errors and from what is missing.
  public var interval: Interval?
  public var grade: Grade?
  /// The dimension whose floor lowered the grade, when one did.
  public var gradeLimitedBy: Dimension?
  /// True when the value alone would be “competent” but less than half of the evidence is verified.
  public var gradeLimitedByEvidence: Bool
  /// Weighted share of what could be answered that was, 0 to 1.
  public var coverage: Double
  /// Mean evidence strength of what was answered, 0 to 1.
  public var confidence: Double
  /// All seven, in the profile's order.
  public var dimensions: [DimensionResult]
  /// What is not answered, most weight first.
  public var missing: [MissingAnswer]

  public init(
    value: Double?, interval: Interval?, grade: Grade?, gradeLimitedBy: Dimension?, gradeLimitedByEvidence: Bool,
    coverage: Double, confidence: Double, dimensions: [DimensionResult], missing: [MissingAnswer]
  ) {
    self.value = value
    self.interval = interval
    self.grade = grade
    self.gradeLimitedBy = gradeLimitedBy
    self.gradeLimitedByEvidence = gradeLimitedByEvidence
    self.coverage = coverage
    self.confidence = confidence
    self.dimensions = dimensions
    self.missing = missing
  }

  /// `lower` ≤ `upper`, both 0 to 100.
  public struct Interval: Codable, Sendable, Equatable {
    public var lower: Double
    public var upper: Double

    public init(lower: Double, upper: Double) {
      self.lower = lower
      self.upper = upper
    }
  }

  public struct DimensionResult: Codable, Sendable, Equatable {
    public var dimension: Dimension
    /// Share of the index, all seven summing to 100; 0 when the dimension does not apply.
    public var weight: Double
    /// 0 to 100; nil when nothing of it is answered.
    public var value: Double?
    public var grade: Grade?
    /// 0 to 1.
    public var coverage: Double
    /// Mean evidence strength, 0 to 1.
    public var confidence: Double

    public init(
      dimension: Dimension, weight: Double, value: Double?, grade: Grade?, coverage: Double, confidence: Double
    ) {
      self.dimension = dimension
      self.weight = weight
      self.value = value
      self.grade = grade
      self.coverage = coverage
      self.confidence = confidence
    }
  }

  public struct MissingAnswer: Codable, Sendable, Equatable {
    public var dimension: Dimension
    /// The rated item's code in the profile, or `assessment` / `boundary` for the computed dimensions.
    public var item: String
    public var text: LocalizedText

    public init(dimension: Dimension, item: String, text: LocalizedText) {
      self.dimension = dimension
      self.item = item
      self.text = text
    }
  }
}
