/// What a completed plan has come to, frozen on the day of its completion: what was measured before, what was planned, and
/// what is to be expected until the person is assessed again.
public struct PlanOutcome: Codable, Sendable, Equatable {
  public var completedOn: Day
  /// Those of which something was measured.
  public var domains: [DomainOutcome]

  public struct DomainOutcome: Codable, Sendable, Equatable {
    public var domain: QuotientDomain
    /// On the day of completion, by scores and earlier plans.
    public var before: DomainStanding
    /// What the plan was to reach; nil: the domain was no gap.
    public var planned: QuotientLevel?
    public var after: DomainStanding

    public init(domain: QuotientDomain, before: DomainStanding, planned: QuotientLevel?, after: DomainStanding) {
      self.domain = domain
      self.before = before
      self.planned = planned
      self.after = after
    }
  }

  /// An activity that was done or credited.
  public struct Achievement: Sendable {
    public var lifts: [Activity.Lift]
    public var basis: EffectBasis

    public init(lifts: [Activity.Lift], basis: EffectBasis) {
      self.lifts = lifts
      self.basis = basis
    }
  }

  /// - Parameters:
  ///   - standings: by domain; a domain that is not there is left out.
  ///   - planned: the level that the plan was to reach, by domain.
  ///   - achievements: in the order in which they lift one another.
  public init(
    on day: Day, standings: [QuotientDomain: DomainStanding], planned: [QuotientDomain: QuotientLevel],
    achievements: [Achievement]
  ) {
    completedOn = day
    domains = QuotientDomain.allCases.compactMap { domain in
      guard let before = standings[domain] else { return nil }
      return DomainOutcome(
        domain: domain, before: before, planned: planned[domain], after: before.lifted(by: achievements, in: domain))
    }
  }

  /// Those in which more is to be expected than was measured.
  public var lifted: [DomainOutcome] { domains.filter { $0.after.level > $0.before.level } }
}

extension DomainStanding {
  /// What is to be expected in a domain after activities, in the order in which they lift one another.
  public func lifted(by achievements: [PlanOutcome.Achievement], in domain: QuotientDomain) -> DomainStanding {
    var standing = self
    for achievement in achievements {
      for lift in achievement.lifts where lift.domain == domain {
        standing = standing.lifted(by: lift, trust: achievement.basis.trust)
      }
    }
    return standing
  }
}
