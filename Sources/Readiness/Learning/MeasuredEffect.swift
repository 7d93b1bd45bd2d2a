/// How people's scores in a domain changed from before an activity to after it.
public struct MeasuredEffect: Codable, Sendable, Equatable {
  public var domain: QuotientDomain
  /// Who was measured before and after; nil: fewer than five.
  public var people: Int?
  /// The mean change in levels, to a tenth; nil with `people`.
  public var levels: Double?
  /// The mean change of θ, to a tenth; nil with `people`.
  public var theta: Double?

  /// Withholds what would tell of single persons.
  public init(domain: QuotientDomain, people: Int, levels: Double, theta: Double) {
    self.domain = domain
    guard people >= Suppression.threshold else { return }
    self.people = people
    self.levels = (levels * 10).rounded() / 10
    self.theta = (theta * 10).rounded() / 10
  }
}
