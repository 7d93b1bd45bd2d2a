/// How a readiness index is put together: dimensions, weights, questions and anchors.
///
/// A value of this type is valid: weights sum as they must and codes are unique, or the initializer has thrown.
public struct IndexProfile: Sendable, Equatable {
  public let code: String
  /// 1 or more.
  public let version: Int
  public let name: LocalizedText
  /// All seven, each once, in the order they are shown; weights sum to 100.
  public let dimensions: [WeightedDimension]
  public let boundaryWeights: BoundaryWeights
  public let workforceWeights: WorkforceWeights

  /// - Throws: `InvalidProfile` with everything that is wrong.
  public init(
    code: String, version: Int, name: LocalizedText, dimensions: [WeightedDimension],
    boundaryWeights: BoundaryWeights, workforceWeights: WorkforceWeights
  ) throws(InvalidProfile) {
    self.code = code
    self.version = version
    self.name = name
    self.dimensions = dimensions
    self.boundaryWeights = boundaryWeights
    self.workforceWeights = workforceWeights
    let problems = problems
    guard problems.isEmpty else { throw InvalidProfile(problems: problems) }
  }

  public struct WeightedDimension: Codable, Sendable, Equatable {
    public var dimension: Dimension
    /// Share of the index, 0 to 100.
    public var weight: Double
    /// The questions of a rated dimension; absent for `boundaries` and `workforce`, which are computed.
    public var items: [RatedItem]?

    public init(dimension: Dimension, weight: Double, items: [RatedItem]? = nil) {
      self.dimension = dimension
      self.weight = weight
      self.items = items
    }
  }

  /// One question of a rated dimension.
  public struct RatedItem: Codable, Sendable, Equatable {
    /// Unique in the profile.
    public var code: String
    /// More than 0; relative to the dimension's other items.
    public var weight: Double
    public var question: LocalizedText
    /// What L0, L1, L2, L3 and L4 look like: five texts.
    public var anchors: [LocalizedText]

    public init(code: String, weight: Double, question: LocalizedText, anchors: [LocalizedText]) {
      self.code = code
      self.weight = weight
      self.question = question
      self.anchors = anchors
    }
  }

  /// Shares of the dimension `boundaries`, summing to 1.
  public struct BoundaryWeights: Codable, Sendable, Equatable {
    /// Of tasks that have an approved boundary, weighted by headcount.
    public var coverage: Double
    public var inDate: Double
    /// Of an accountable human and a qualified overseer.
    public var overseen: Double
    public var consulted: Double

    public init(coverage: Double, inDate: Double, overseen: Double, consulted: Double) {
      self.coverage = coverage
      self.inDate = inDate
      self.overseen = overseen
      self.consulted = consulted
    }

    var all: [Double] { [coverage, inDate, overseen, consulted] }
  }

  /// Shares of the dimension `workforce`, summing to 1.
  public struct WorkforceWeights: Codable, Sendable, Equatable {
    /// Of people who meet their role's requirement.
    public var meeting: Double
    /// Of the mean AI quotient.
    public var score: Double
    /// Of people with a valid score.
    public var assessed: Double
    /// Of plan items on time.
    public var onTime: Double

    public init(meeting: Double, score: Double, assessed: Double, onTime: Double) {
      self.meeting = meeting
      self.score = score
      self.assessed = assessed
      self.onTime = onTime
    }

    var all: [Double] { [meeting, score, assessed, onTime] }
  }

  public var reference: Brief.ProfileReference {
    Brief.ProfileReference(code: code, version: version, name: name)
  }
}

extension IndexProfile: Codable {
  private enum CodingKeys: String, CodingKey {
    case code, version, name, dimensions, boundaryWeights, workforceWeights
  }

  /// - Throws: `DecodingError`; where the profile is readable but wrong, its underlying error is the `InvalidProfile`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let code = try container.decode(String.self, forKey: .code)
    let version = try container.decode(Int.self, forKey: .version)
    let name = try container.decode(LocalizedText.self, forKey: .name)
    let dimensions = try container.decode([WeightedDimension].self, forKey: .dimensions)
    let boundaryWeights = try container.decode(BoundaryWeights.self, forKey: .boundaryWeights)
    let workforceWeights = try container.decode(WorkforceWeights.self, forKey: .workforceWeights)
    do throws(InvalidProfile) {
      try self.init(
        code: code, version: version, name: name, dimensions: dimensions, boundaryWeights: boundaryWeights,
        workforceWeights: workforceWeights)
    } catch {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: error.message.en, underlyingError: error))
    }
  }
}
