/// Evaluates every boundary in force again, by today's rules and facts: for what changes because a day has passed.
///
/// An overseer's score lapses, an employment ends, a round of consultation closes. What the rules demand to be more human
/// is tightened at once, what they would relax is queued for review. Applied again on the same day it changes nothing.
public struct ReevaluateBoundaries: Command {
  public static let name = CommandName.reevaluateBoundaries

  public init() {}

  public struct Result: Codable, Sendable, Equatable {
    /// Boundaries in force that were looked at.
    public var evaluated: Int
    /// How many were tightened; the first 200 of them are told.
    public var tightenedCount: Int
    public var tightened: [Tightened]
    /// Reviews that were queued, or are open and tell something new.
    public var queued: Int

    public init(evaluated: Int, tightened: [Tightened], queued: Int) {
      self.evaluated = evaluated
      tightenedCount = tightened.count
      self.tightened = Array(tightened.prefix(200))
      self.queued = queued
    }
  }

  /// A boundary that became more human by the rules alone.
  public struct Tightened: Codable, Sendable, Equatable {
    public var role: String
    public var task: String
    public var from: HumanAgencyLevel
    public var to: HumanAgencyLevel
    public var cause: ReviewCause
    public var reason: LocalizedText

    public init(
      role: String, task: String, from: HumanAgencyLevel, to: HumanAgencyLevel, cause: ReviewCause,
      reason: LocalizedText
    ) {
      self.role = role
      self.task = task
      self.from = from
      self.to = to
      self.cause = cause
      self.reason = reason
    }
  }
}

/// Keeps boundaries in force as they are, after they were looked at: at the same level, with the same people and terms, on
/// today's facts, until a new review date. Closes their reviews.
///
/// What the rules stand against is refused, as an approval would be; so is what would take a second approver: propose and
/// approve it.
public struct ConfirmBoundaries: Command {
  public static let name = CommandName.confirmBoundaries
  public var role: String
  /// Codes; nil: all of the role's tasks whose boundary is in review or overdue.
  public var tasks: [String]?
  /// Why it stays as it is; 1 to 4,000 characters.
  public var note: String

  public init(role: String, tasks: [String]? = nil, note: String) {
    self.role = role
    self.tasks = tasks
    self.note = note
  }

  public struct Result: Codable, Sendable, Equatable {
    /// Task codes.
    public var confirmed: [String]

    public init(confirmed: [String]) { self.confirmed = confirmed }
  }

  /// - Throws: `invalid-note`.
  public func check() throws(Refusal) {
    guard (1...4_000).contains(note.count) else {
      throw .invalid(
        "invalid-note", field: "note", en: "Say in 1 to 4000 characters why it stays as it is.",
        zh: "请用 1 到 4000 个字符说明维持原级别的理由。")
    }
  }
}
