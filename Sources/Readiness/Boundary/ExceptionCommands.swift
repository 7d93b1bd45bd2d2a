public enum BoundaryException {}
public typealias BoundaryExceptionID = Identifier<BoundaryException>

/// Asks that another level than the one decided holds for a while. It holds once another account has given it.
///
/// It ends by itself after its last day, by being taken back, or with the next decision on the boundary. No exception goes
/// below the floor that the rules set.
public struct RequestException: Command {
  public static let name = CommandName.requestException
  public var role: String
  public var task: String
  public var level: HumanAgencyLevel
  public var reason: String
  /// The first day; nil: today.
  public var from: Day?
  /// The last day on which it holds.
  public var until: Day

  public init(
    role: String, task: String, level: HumanAgencyLevel, reason: String, from: Day? = nil, until: Day
  ) {
    self.role = role
    self.task = task
    self.level = level
    self.reason = reason
    self.from = from
    self.until = until
  }

  public struct Result: Codable, Sendable {
    public var exception: BoundaryExceptionID
    public init(exception: BoundaryExceptionID) { self.exception = exception }
  }

  /// The most days that an exception may hold.
  public static let longest = 366

  /// - Throws: the first of what is wrong with the reason and the days, by its field.
  public func check(on today: Day) throws(Refusal) {
    try checkReason(reason, field: "reason")
    let first = from ?? today
    if first < today {
      throw .invalid(
        "past-date", field: "from", en: "\(first) is past. An exception begins today (\(today)) or later.",
        zh: "\(first) 已过。例外不得早于今天（\(today)）开始。")
    }
    if until < first {
      throw .invalid(
        "ends-before-beginning", field: "until", en: "It would end on \(until), before it begins on \(first).",
        zh: "结束日期 \(until) 早于开始日期 \(first)。")
    }
    if until > first.adding(days: Self.longest - 1) {
      throw .invalid(
        "exception-too-long", field: "until",
        en: "An exception holds for at most \(Self.longest) days: until \(first.adding(days: Self.longest - 1)). "
          + "Decide anew where it should last.",
        zh: "例外最长 \(Self.longest) 天，即至 \(first.adding(days: Self.longest - 1))。如需长期适用，请重新作出决定。")
    }
  }
}

/// Gives an exception that another account has asked for.
public struct GrantException: Command {
  public typealias Result = Done
  public static let name = CommandName.grantException
  public var exception: BoundaryExceptionID

  public init(exception: BoundaryExceptionID) { self.exception = exception }
}

/// Takes back an exception, or the request for one. One account does: it makes the boundary what was decided.
public struct RevokeException: Command {
  public typealias Result = Done
  public static let name = CommandName.revokeException
  public var exception: BoundaryExceptionID
  public var reason: String

  public init(exception: BoundaryExceptionID, reason: String) {
    self.exception = exception
    self.reason = reason
  }

  /// - Throws: when the reason is empty or too long.
  public func check() throws(Refusal) { try checkReason(reason, field: "reason") }
}

private func checkReason(_ reason: String, field: String) throws(Refusal) {
  guard (1...4_000).contains(reason.count) else {
    throw .invalid(
      "invalid-reason", field: field, en: "Say why in 1 to 4000 characters.", zh: "请用 1 到 4000 个字符说明理由。")
  }
}

/// Where an exception stands on a day.
public enum ExceptionState: String, Codable, Sendable, CaseIterable {
  /// For another account to give it.
  case waiting
  /// Given, and not begun.
  case upcoming
  case holds
  case ended
  /// Taken back, or ended by the next decision.
  case revoked

  public var name: LocalizedText {
    switch self {
    case .waiting: LocalizedText(en: "Waiting", zh: "待批准")
    case .upcoming: LocalizedText(en: "Upcoming", zh: "未开始")
    case .holds: LocalizedText(en: "Holds", zh: "生效中")
    case .ended: LocalizedText(en: "Ended", zh: "已到期")
    case .revoked: LocalizedText(en: "Revoked", zh: "已撤销")
    }
  }

  /// - Parameters:
  ///   - day: the day that is asked about.
  ///   - granted, revoked: the days of these, where they have happened.
  ///   - first, last: the days from which and to which it holds.
  public init(on day: Day, granted: Day?, revoked: Day?, first: Day, last: Day) {
    if let revoked, revoked <= day {
      self = .revoked
    } else if last < day {
      self = .ended
    } else if let granted, granted <= day {
      self = first <= day ? .holds : .upcoming
    } else {
      self = .waiting
    }
  }
}
