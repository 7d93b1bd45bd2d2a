/// An item model with a slope and places on the ability scale, so that it can be taken to another scale.
public protocol LinkableItem: ItemModel {
  /// Discrimination a, in 1 ÷ units of ability.
  var slope: Double { get }

  /// Where on the scale the item lies: its difficulty, or its thresholds or steps; at least one.
  var locations: [Double] { get }

  /// The same item on the base scale of a link: a ÷ A and A b + B.
  ///
  /// - Throws: `ScoringError` where a parameter is beyond what can be represented.
  func onBaseScale(of link: ScaleLink) throws(ScoringError) -> Self
}

extension LinkableItem {
  /// The middle of its locations.
  var meanLocation: Double { locations.reduce(0, +) / Double(locations.count) }
}

extension TwoParameterLogistic: LinkableItem {
  public var locations: [Double] { [difficulty] }

  public func onBaseScale(of link: ScaleLink) throws(ScoringError) -> Self {
    try Self(slope: slope / link.slope, difficulty: link.base(of: difficulty))
  }
}

extension ThreeParameterLogistic: LinkableItem {
  public var locations: [Double] { [difficulty] }

  public func onBaseScale(of link: ScaleLink) throws(ScoringError) -> Self {
    try Self(
      slope: slope / link.slope, difficulty: link.base(of: difficulty), lowerAsymptote: lowerAsymptote,
      upperAsymptote: upperAsymptote)
  }
}

extension GradedResponse: LinkableItem {
  public var locations: [Double] { thresholds }

  public func onBaseScale(of link: ScaleLink) throws(ScoringError) -> Self {
    try Self(slope: slope / link.slope, thresholds: thresholds.map { link.base(of: $0) })
  }
}

extension GeneralizedPartialCredit: LinkableItem {
  public var locations: [Double] { steps }

  public func onBaseScale(of link: ScaleLink) throws(ScoringError) -> Self {
    try Self(slope: slope / link.slope, steps: steps.map { link.base(of: $0) })
  }
}
