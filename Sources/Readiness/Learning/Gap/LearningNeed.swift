/// What is required of a person in a domain beside what they are known to be able to do.
public struct LearningNeed: Sendable, Equatable {
  public var domain: QuotientDomain
  /// Nil: nothing is measured.
  public var standing: DomainStanding?
  /// What their role requires, of the domain or else overall; nil: nothing.
  public var roleLevel: QuotientLevel?
  /// Nil: they oversee no boundary that requires a level.
  public var oversight: Oversight?

  public init(
    domain: QuotientDomain, standing: DomainStanding?, roleLevel: QuotientLevel?, oversight: Oversight? = nil
  ) {
    self.domain = domain
    self.standing = standing
    self.roleLevel = roleLevel
    self.oversight = oversight
  }

  /// The boundaries in force that a person oversees.
  public struct Oversight: Sendable, Equatable {
    /// The highest that one of them requires of its overseer.
    public var level: QuotientLevel
    /// How many there are.
    public var boundaries: Int
    /// Whether the stakes of one of them are 4 or 5.
    public var isHighStakes: Bool

    public init(level: QuotientLevel, boundaries: Int, isHighStakes: Bool) {
      self.level = level
      self.boundaries = boundaries
      self.isHighStakes = isHighStakes
    }
  }

  /// The higher of what the role and the boundaries require; nil: nothing is.
  public var requiredLevel: QuotientLevel? {
    [roleLevel, oversight?.level].compactMap { $0 }.max()
  }

  /// Whether the person is held to be below what is required.
  public var isGap: Bool {
    guard let standing, let required = requiredLevel else { return false }
    return standing.level < required
  }

  /// Whether boundaries lack the overseer that they require until the gap is closed.
  public var isForOversight: Bool {
    guard let standing, let oversight else { return false }
    return standing.level < oversight.level
  }

  /// How much a level of the gap counts beside those of others; above 0.
  public var weight: Double {
    guard isForOversight, let oversight else { return GapWeight.role }
    return oversight.isHighStakes ? GapWeight.highStakesOversight : GapWeight.oversight
  }
}

/// How much gaps count, the one place where it is decided.
///
/// A boundary whose overseer is below its level is one step more human until the gap is closed, for everyone who holds the
/// role: that counts twice as much as what one person's role requires, three times where stakes are 4 or 5.
public enum GapWeight {
  public static let role = 1.0
  public static let oversight = 2.0
  public static let highStakesOversight = 3.0
}
