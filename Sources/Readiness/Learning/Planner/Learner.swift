/// Somebody for whom training is planned.
public struct Learner: Sendable, Equatable {
  /// Tells learners of a problem apart, and names them in errors.
  public var key: String
  /// At most one a domain. Domains without a gap play no part: nothing is planned for them.
  public var gaps: [LearningGap]
  /// What there is to learn in; 0 or more.
  public var hours: Double
  /// Codes of what was done or is credited: it is not planned again, and what needs it may be. What it lifted is in the
  /// gaps' levels already.
  public var done: Set<String>
  /// What has been begun and stays: in the order in which it is to be ended, with the hours that are left of it.
  ///
  /// It stands first in the plan and takes of the learner's hours. Its money is spent and its seats are taken: neither counts.
  public var underWay: [Activity]

  public init(
    key: String, gaps: [LearningGap], hours: Double, done: Set<String> = [], underWay: [Activity] = []
  ) {
    self.key = key
    self.gaps = gaps
    self.hours = hours
    self.done = done
    self.underWay = underWay
  }
}
