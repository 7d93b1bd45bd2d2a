/// What is counted of a group of people on one day: all that the two computed dimensions rest upon.
///
/// Each field is a count or a sum, so that one pass over the rows gives it.
public struct IndexFacts: Codable, Sendable, Equatable {
  /// People in the group.
  public var headcount: Int
  public var boundaries: Boundaries
  public var workforce: Workforce

  public init(headcount: Int, boundaries: Boundaries, workforce: Workforce) {
    self.headcount = headcount
    self.boundaries = boundaries
    self.workforce = workforce
  }

  /// Counts over the roles that the group's people hold. Tasks are counted once a role.
  public struct Boundaries: Codable, Sendable, Equatable {
    /// Σ over roles of headcount × tasks with an approved boundary.
    public var coveredTasks: Int
    /// Σ over roles of headcount × tasks.
    public var tasks: Int
    /// Approved boundaries in force.
    public var approved: Int
    /// Of `approved`: not past the review date.
    public var inDate: Int
    /// Of `approved`: with an accountable human and an overseer at the required level.
    public var overseen: Int
    /// Of `approved`: decided with the employees consulted.
    public var consulted: Int

    public init(
      coveredTasks: Int = 0, tasks: Int = 0, approved: Int = 0, inDate: Int = 0, overseen: Int = 0, consulted: Int = 0
    ) {
      self.coveredTasks = coveredTasks
      self.tasks = tasks
      self.approved = approved
      self.inDate = inDate
      self.overseen = overseen
      self.consulted = consulted
    }
  }

  /// Sums over the group's people.
  public struct Workforce: Codable, Sendable, Equatable {
    /// People whose role requires a level.
    public var required: Int
    /// Of `required`: with a valid score.
    public var requiredAssessed: Int
    /// Σ p over `requiredAssessed`, p being the probability that the person meets the role's requirement.
    public var meeting: Double
    /// Σ p(1 − p) over `requiredAssessed`.
    public var meetingVariance: Double
    /// People with a valid score.
    public var assessed: Int
    /// Of `assessed`: whose score rests on items that are not calibrated.
    public var provisional: Int
    /// Σ AI quotient over `assessed`, each 0 to 100.
    public var scores: Double
    /// Σ (standard error)² over `assessed`, in points of the AI quotient.
    public var squaredErrors: Double
    /// Plan items whose due date has passed.
    public var planItemsDue: Int
    /// Of `planItemsDue`: done by their due date.
    public var planItemsOnTime: Int

    public init(
      required: Int = 0, requiredAssessed: Int = 0, meeting: Double = 0, meetingVariance: Double = 0,
      assessed: Int = 0, provisional: Int = 0, scores: Double = 0, squaredErrors: Double = 0, planItemsDue: Int = 0,
      planItemsOnTime: Int = 0
    ) {
      self.required = required
      self.requiredAssessed = requiredAssessed
      self.meeting = meeting
      self.meetingVariance = meetingVariance
      self.assessed = assessed
      self.provisional = provisional
      self.scores = scores
      self.squaredErrors = squaredErrors
      self.planItemsDue = planItemsDue
      self.planItemsOnTime = planItemsOnTime
    }
  }
}
