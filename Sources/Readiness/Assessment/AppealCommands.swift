public enum Appeal {}
public typealias AppealID = Identifier<Appeal>

/// Objects to a score of the caller's own: a human then decides.
public struct FileAppeal: Command {
  public static let name = CommandName.fileAppeal
  /// Scored at most 60 days ago, and without an open appeal.
  public var attempt: AttemptID
  /// What is objected to; at most 4,000 characters.
  public var grounds: String

  public init(attempt: AttemptID, grounds: String) {
    self.attempt = attempt
    self.grounds = grounds
  }

  /// The grounds are kept with the appeal, for those who decide.
  public var auditDetail: any Encodable & Sendable { ["attempt": attempt.description] }

  public struct Result: Codable, Sendable, Equatable {
    public var appeal: AppealID

    public init(appeal: AppealID) { self.appeal = appeal }
  }

  /// In characters.
  public static let longestGrounds = 4_000

  /// The last day on which a score of `day` may be appealed against.
  public static func lastDay(ofScoreOn day: Day) -> Day { day.adding(days: 60) }
}

/// Decides an appeal. Neither the appellant nor a rater of the attempt may.
public struct DecideAppeal: Command {
  public static let name = CommandName.decideAppeal
  public var appeal: AppealID
  public var outcome: AppealOutcome
  /// For the appellant; at most 4,000 characters.
  public var reason: String

  public init(appeal: AppealID, outcome: AppealOutcome, reason: String) {
    self.appeal = appeal
    self.outcome = outcome
    self.reason = reason
  }

  public var auditDetail: any Encodable & Sendable {
    [
      "appeal": appeal.description, "outcome": outcome.rawValue,
      "reason": String(reason.unicodeScalars.prefix(DecideAppeal.longestReason)),
    ]
  }

  public struct Result: Codable, Sendable, Equatable {
    /// Of the attempt, from now on.
    public var status: AttemptStatus
    /// The new score, where the attempt was scored anew.
    public var score: ScoreReport?

    public init(status: AttemptStatus, score: ScoreReport?) {
      self.status = status
      self.score = score
    }
  }

  /// In characters.
  public static let longestReason = 4_000
}

/// What became of an appeal.
public enum AppealOutcome: String, Codable, Sendable, CaseIterable {
  /// The score stands.
  case dismissed
  /// The attempt is set aside: from the day of the decision on its scores count nowhere.
  case void
  /// The attempt is scored anew, by its answers and ratings as they are now.
  case rescore
  /// The score stands until the next, for which the person need not wait.
  case extraAttempt = "extra-attempt"

  public var name: LocalizedText {
    switch self {
    case .dismissed: LocalizedText(en: "Dismissed", zh: "驳回")
    case .void: LocalizedText(en: "Attempt voided", zh: "测评作废")
    case .rescore: LocalizedText(en: "Scored anew", zh: "重新评分")
    case .extraAttempt: LocalizedText(en: "Extra attempt granted", zh: "准予加测")
    }
  }
}
