/// The plans of all learners of a problem, and how near to the best they are.
public struct PlanningResult: Sendable, Equatable {
  /// In the learners' order.
  public var plans: [LearnerPlan]
  /// The weighted gap that all plans close together.
  public var closed: Double
  /// Proven: no plans within the limits close more.
  public var upperBound: Double
  /// Of new activities, together.
  public var cost: Int
  /// New learners by the code of the activity they take part in; also of activities whose seats are not limited.
  public var seatsUsed: [String: Int]

  /// By how much of the bound the plans fall short of it, 0 to 1: the best plans close at most this much more.
  public var relativeGap: Double {
    upperBound > 0 ? max(0, (upperBound - closed) / upperBound) : 0
  }
}

/// What somebody is to do, why, and what stays undone.
public struct LearnerPlan: Sendable, Equatable {
  /// The learner's.
  public var key: String
  /// In the order in which they are to be done; those under way first.
  public var activities: [PlannedActivity]
  /// Of the domains that have a gap, after the plan.
  public var levels: [QuotientDomain: QuotientLevel]
  /// In the domains' order.
  public var openGaps: [OpenGap]
  /// The weighted gap that the plan closes, what is under way included.
  public var closed: Double
  /// Of new activities.
  public var cost: Int
  /// Of new activities, and what is left of those under way.
  public var hours: Double
}

/// An activity of a plan, with why it is there.
public struct PlannedActivity: Sendable, Equatable {
  public var activity: Activity
  /// Whether it was under way before.
  public var isKept: Bool
  /// What it lifts this learner from and to, of gaps only; empty where it is there for what needs it.
  public var lifts: [Activity.Lift]
  /// The weighted gap that it closes.
  public var closes: Double
  /// A sentence.
  public var reason: LocalizedText
}

/// A gap, or the rest of one, that a plan leaves open.
public struct OpenGap: Sendable, Equatable {
  public var gap: LearningGap
  /// After the plan; below what is required.
  public var reached: QuotientLevel
  public var cause: Cause
  /// A sentence.
  public var reason: LocalizedText

  public enum Cause: String, Codable, Sendable, CaseIterable {
    /// No activity leads on from the level that is reached.
    case noActivity = "no_activity"
    /// What leads on needs an activity first that cannot be taken part in.
    case prerequisite
    case hours
    case money
    case seats
    /// Nothing would be gained: the person is certain enough to be above the level that was measured.
    case noGain = "no_gain"
  }
}
