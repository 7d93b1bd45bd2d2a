/// The line that takes abilities from one calibration's scale to another's: θ_base = A θ_new + B.
public struct ScaleLink: Hashable, Sendable {
  /// A, above 0: one unit of the new scale in units of the base scale.
  public let slope: Double
  /// B: where the new scale's 0 lies on the base scale.
  public let intercept: Double

  /// Leaves all as it is.
  public static let identity = ScaleLink(uncheckedSlope: 1, intercept: 0)

  /// - Throws: `LinkingError.linkNotProper`.
  public init(slope: Double, intercept: Double) throws(LinkingError) {
    guard slope > 0, slope.isFinite, intercept.isFinite else {
      throw .linkNotProper(slope: slope, intercept: intercept)
    }
    self.init(uncheckedSlope: slope, intercept: intercept)
  }

  private init(uncheckedSlope slope: Double, intercept: Double) {
    self.slope = slope
    self.intercept = intercept
  }

  /// A new ability on the base scale.
  public func base(of theta: Double) -> Double { slope * theta + intercept }

  /// A base ability on the new scale.
  public func new(of theta: Double) -> Double { (theta - intercept) / slope }

  /// A new estimate on the base scale, its standard error with it.
  public func base(of estimate: AbilityEstimate) -> AbilityEstimate {
    AbilityEstimate(
      theta: base(of: estimate.theta), standardError: slope * estimate.standardError, answered: estimate.answered)
  }

  /// This link and then `next`, whose new scale is this one's base: how yearly forms are linked back to the first.
  ///
  /// - Throws: `LinkingError.linkNotProper` where the product is beyond what can be represented.
  public func followed(by next: ScaleLink) throws(LinkingError) -> ScaleLink {
    try ScaleLink(slope: next.slope * slope, intercept: next.slope * intercept + next.intercept)
  }

  /// From base to new.
  ///
  /// - Throws: `LinkingError.linkNotProper` where it is beyond what can be represented.
  public func inverted() throws(LinkingError) -> ScaleLink {
    try ScaleLink(slope: 1 / slope, intercept: -intercept / slope)
  }
}
