public enum PriorLearning {}
public typealias PriorLearningID = Identifier<PriorLearning>

/// What a reviewer makes of prior learning.
public enum PriorLearningOutcome: String, Codable, Sendable, CaseIterable {
  /// It counts as the activity.
  case accepted
  case rejected

  public var name: LocalizedText {
    switch self {
    case .accepted: LocalizedText(en: "accepted", zh: "已认可")
    case .rejected: LocalizedText(en: "rejected", zh: "未认可")
    }
  }
}

/// Says that the caller has learnt elsewhere what an activity teaches, and what shows it. Somebody else then decides.
public struct FilePriorLearning: Command {
  public static let name = CommandName.filePriorLearning
  /// Code of an activity on offer, for which the caller has neither an open nor an accepted claim that counts.
  public var activity: String
  /// When it was learnt: not in the future.
  public var learntOn: Day
  /// What shows it; 1 to 4,000 characters.
  public var text: String
  /// `https://…` or `http://…`, at most 2,000 characters.
  public var link: String?

  public init(activity: String, learntOn: Day, text: String, link: String? = nil) {
    self.activity = activity
    self.learntOn = learntOn
    self.text = text
    self.link = link
  }

  /// What shows it is kept with the claim, for those who decide.
  public var auditDetail: any Encodable & Sendable { ["activity": activity, "learntOn": learntOn.description] }

  public struct Result: Codable, Sendable, Equatable {
    public var claim: PriorLearningID

    public init(claim: PriorLearningID) { self.claim = claim }
  }
}

/// Decides whether prior learning counts as its activity: never one's own.
///
/// What is accepted counts from today, for as many months from the day on which it was learnt as the activity is valid. Items
/// of the person's plans that are not done yet are credited.
public struct ReviewPriorLearning: Command {
  public static let name = CommandName.reviewPriorLearning
  public var claim: PriorLearningID
  public var outcome: PriorLearningOutcome
  /// For whoever filed it; 1 to 4,000 characters, may be left out when it is accepted.
  public var reason: String?
  /// When it was learnt in truth, by what the reviewer has seen; nil: as filed.
  public var learntOn: Day?

  public init(claim: PriorLearningID, outcome: PriorLearningOutcome, reason: String? = nil, learntOn: Day? = nil) {
    self.claim = claim
    self.outcome = outcome
    self.reason = reason
    self.learntOn = learntOn
  }

  public struct Result: Codable, Sendable, Equatable {
    /// The first day on which it counts no more; nil: it is rejected, or does not lapse.
    public var expiresOn: Day?
    /// Items of plans that are credited by it.
    public var credited: Int

    public init(expiresOn: Day?, credited: Int) {
      self.expiresOn = expiresOn
      self.credited = credited
    }
  }
}
