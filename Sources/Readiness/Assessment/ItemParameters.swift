/// How an item's score depends on ability: Samejima's graded response model, which for a right-or-wrong item with its one
/// threshold is the two-parameter logistic model. On the logistic metric (D = 1).
public struct ItemParameters: Hashable, Sendable {
  /// Discrimination a, above 0 and up to 4.
  public var slope: Double
  /// Rising; one for each score from 1 to the highest: the ability, in standard deviations, at which half reach it.
  public var thresholds: [Double]
  public var source: ParameterSource

  public init(slope: Double, thresholds: [Double], source: ParameterSource) {
    self.slope = slope
    self.thresholds = thresholds
    self.source = source
  }

  /// The mean threshold: of a right-or-wrong item, its difficulty b.
  public var difficulty: Double { thresholds.isEmpty ? 0 : thresholds.reduce(0, +) / Double(thresholds.count) }
}

/// Where an item's slope and thresholds come from.
public enum ParameterSource: String, Codable, Sendable, CaseIterable {
  /// Judged by experts; scores that rest on it are provisional.
  case expertRated = "expert_rated"
  /// Estimated from enough responses.
  case calibrated
}

/// In an item's file: `slope`, then `difficulty` or `thresholds`, and `parameters` for their source.
extension ItemParameters: Codable {
  private enum CodingKeys: String, CodingKey {
    case slope, difficulty, thresholds
    case source = "parameters"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    slope = try container.decode(Double.self, forKey: .slope)
    source = try container.decode(ParameterSource.self, forKey: .source)
    thresholds =
      if container.contains(.thresholds) {
        try container.decode([Double].self, forKey: .thresholds)
      } else {
        [try container.decode(Double.self, forKey: .difficulty)]
      }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(slope, forKey: .slope)
    try container.encode(source, forKey: .source)
    if thresholds.count == 1 {
      try container.encode(thresholds[0], forKey: .difficulty)
    } else {
      try container.encode(thresholds, forKey: .thresholds)
    }
  }
}
