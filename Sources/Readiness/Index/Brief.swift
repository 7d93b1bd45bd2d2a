/// The readiness brief: everything the board's report shows, as one value.
///
/// All shares are 0 to 1, all index values 0 to 100. A nil where a number could be is a number withheld: too little
/// coverage, or a cell of fewer than five people.
public struct Brief: Codable, Sendable, Equatable {
  public var organisation: LocalizedText
  /// The unit the brief is of, with every unit below it; nil for the whole organisation.
  public var unit: LocalizedText?
  public var asOf: Day
  public var headcount: Int
  public var profile: ProfileReference
  public var index: IndexResult
  /// Oldest first; the last point is `asOf`.
  public var trend: [TrendPoint]
  /// The three dimensions that hold the index back most, weakest first, each with what would lift it.
  public var constraints: [Constraint]
  /// One row a role that has people or tasks here, by headcount, most first.
  public var roles: [RoleBoundaries]
  /// One row a unit that has people of its own, in the tree's order, then suppressed as a whole.
  public var quotient: [UnitQuotient]
  /// The lines that must stand wherever the roles' names are shown.
  public var attributions: [LocalizedText]

  public init(
    organisation: LocalizedText, unit: LocalizedText?, asOf: Day, headcount: Int, profile: ProfileReference,
    index: IndexResult, trend: [TrendPoint], constraints: [Constraint], roles: [RoleBoundaries],
    quotient: [UnitQuotient], attributions: [LocalizedText] = []
  ) {
    self.organisation = organisation
    self.unit = unit
    self.asOf = asOf
    self.headcount = headcount
    self.profile = profile
    self.index = index
    self.trend = trend
    self.constraints = constraints
    self.roles = roles
    self.quotient = quotient
    self.attributions = attributions
  }

  /// The index profile the numbers were computed by.
  public struct ProfileReference: Codable, Sendable, Equatable {
    public var code: String
    public var version: Int
    public var name: LocalizedText

    public init(code: String, version: Int, name: LocalizedText) {
      self.code = code
      self.version = version
      self.name = name
    }
  }

  public struct TrendPoint: Codable, Sendable, Equatable {
    public var day: Day
    /// Nil where coverage was below 60 % on that day.
    public var value: Double?
    public var grade: Grade?

    public init(day: Day, value: Double?, grade: Grade?) {
      self.day = day
      self.value = value
      self.grade = grade
    }
  }

  public struct Constraint: Codable, Sendable, Equatable {
    public var dimension: Dimension
    /// 0 to 100; nil when nothing of the dimension is answered.
    public var value: Double?
    /// How many index points its weight leaves on the table: weight × (100 − value) ÷ 100, weights summing to 100.
    public var pointsLost: Double
    /// What pulls it down most, in a sentence with its figures.
    public var reason: LocalizedText

    public init(dimension: Dimension, value: Double?, pointsLost: Double, reason: LocalizedText) {
      self.dimension = dimension
      self.value = value
      self.pointsLost = pointsLost
      self.reason = reason
    }
  }

  /// How the tasks of one role are divided between human and AI.
  public struct RoleBoundaries: Codable, Sendable, Equatable {
    public var code: String
    public var name: LocalizedText
    /// People in the role; nil when fewer than five, zero when none.
    public var headcount: Int?
    /// Tasks in force at H1 … H5: five counts.
    public var levels: [Int]
    /// Tasks with no approved boundary.
    public var undecided: Int
    /// Boundaries past their review date.
    public var overdue: Int

    public init(code: String, name: LocalizedText, headcount: Int?, levels: [Int], undecided: Int, overdue: Int) {
      self.code = code
      self.name = name
      self.headcount = headcount
      self.levels = levels
      self.undecided = undecided
      self.overdue = overdue
    }
  }

  /// The distribution of the AI quotient over one unit's own people.
  public struct UnitQuotient: Codable, Sendable, Equatable {
    public var code: String
    public var name: LocalizedText
    /// 0 for a top unit.
    public var depth: Int
    /// People with a valid score at L0 … L4: five counts; nil for a cell that is suppressed.
    public var levels: [Int?]
    /// People without a valid score; nil when suppressed.
    public var notAssessed: Int?
    /// Mean AI quotient of the assessed, 0 to 100; nil when fewer than five were assessed.
    public var mean: Double?

    public init(
      code: String, name: LocalizedText, depth: Int, levels: [Int?], notAssessed: Int?, mean: Double?
    ) {
      self.code = code
      self.name = name
      self.depth = depth
      self.levels = levels
      self.notAssessed = notAssessed
      self.mean = mean
    }
  }
}
