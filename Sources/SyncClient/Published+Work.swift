public import Foundation
public import Readiness

/// A role, and the spells in which tasks and requirements are part of it.
public struct PublishedWorkRole: PublishedRow {
  public static let table = "role"
  public var code: String
  public var name: LocalizedText
  public var tasks: [TaskSpell]?

  public struct TaskSpell: Codable, Sendable, Equatable {
    public var task: UUID
    public var from: Day
    /// The first day on which it is no more; nil: it still is.
    public var to: Day?
  }
}

/// A task.
public struct PublishedTask: PublishedRow {
  public static let table = "task"
  public var code: String
  public var name: LocalizedText
}

/// An AI system that the organisation knows.
public struct PublishedAISystem: PublishedRow {
  public static let table = "ai_system"
  public var code: String
  public var name: String
}

/// An approved boundary: who does a task of a role, a human or an AI system, and on what terms.
public struct PublishedBoundary: PublishedRow {
  public static let table = "boundary"
  public var role: UUID
  public var task: UUID
  public var version: BoundaryVersionID?
  public var level: HumanAgencyLevel
  public var oversight: Oversight
  public var dataClass: DataClass
  public var systems: [System]?
  public var terms: BoundaryTerms?
  public var effectiveFrom: Day
  public var reviewOn: Day?
  public var exceptions: [Exception]?
  /// What held before, as long as this one has yet to begin.
  public var before: Earlier?

  public struct System: Codable, Sendable, Equatable {
    public var code: String
    public var clearance: DataClass
  }

  public struct Exception: Codable, Sendable, Equatable {
    public var level: HumanAgencyLevel
    public var from: Day
    /// The first day on which it holds no more.
    public var to: Day
  }

  public struct Earlier: Codable, Sendable, Equatable {
    public var version: BoundaryVersionID
    public var level: HumanAgencyLevel
    public var oversight: Oversight
    public var dataClass: DataClass
    public var systems: [System]
    public var terms: BoundaryTerms
    public var effectiveFrom: Day
  }
}

extension PublishedBoundary {
  /// What holds on a day, as the server's own permission cards tell it; nil when nothing does: no AI may be used then.
  ///
  /// - Parameter names: of AI systems, by code.
  public func line(on day: Day, task: PublishedTask, systems names: [String: String]) -> PermissionCard.TaskLine? {
    guard let decision = decision(on: day) else { return nil }
    let exception = exception(on: day)
    return PermissionCard.TaskLine(
      task: task.code, name: task.name, version: decision.version, level: exception?.level ?? decision.level,
      oversight: decision.oversight, exceptionUntil: exception?.to.adding(days: -1), dataClass: decision.dataClass,
      systems: decision.systems.map { .init(code: $0.code, name: names[$0.code] ?? $0.code, clearance: $0.clearance) },
      terms: decision.terms)
  }

  /// The decision in force.
  private func decision(on day: Day) -> Earlier? {
    guard effectiveFrom <= day else { return before.flatMap { $0.effectiveFrom <= day ? $0 : nil } }
    return version.map { version in
      Earlier(
        version: version, level: level, oversight: oversight, dataClass: dataClass, systems: systems ?? [],
        terms: terms ?? BoundaryTerms(), effectiveFrom: effectiveFrom)
    }
  }

  /// The exception that holds, whichever decision does; the most human, where there are several.
  private func exception(on day: Day) -> Exception? {
    exceptions?.filter { $0.from <= day && day < $0.to }.max { ($0.level, $0.to) < ($1.level, $1.to) }
  }
}

/// A version of a policy.
public struct PublishedPolicyVersion: PublishedRow {
  public static let table = "policy_version"
  public var policy: UUID
  public var code: String
  /// Whom it concerns; nil: everyone.
  public var roles: [UUID]?
  public var version: Int
  public var title: LocalizedText
  public var text: LocalizedText
  public var effectiveFrom: Day
  public var effectiveTo: Day?
}

/// That the device's person has acknowledged a version of a boundary.
public struct PublishedAcknowledgement: PublishedRow, Encodable {
  public static let table = "acknowledgement"
  public var boundary: UUID
  public var version: BoundaryVersionID

  public init(boundary: UUID, version: BoundaryVersionID) {
    self.boundary = boundary
    self.version = version
  }
}

/// That the device's person has acknowledged a version of a policy.
public struct PublishedPolicyAcknowledgement: PublishedRow, Encodable {
  public static let table = "policy_acknowledgement"
  public var policy: UUID
  public var version: UUID
}

/// A round in which those who hold a role say how much of each task they want to keep.
public struct PublishedConsultationRound: PublishedRow {
  public static let table = "consultation_round"
  public var number: Int
  public var role: UUID
  public var tasks: [UUID]
  public var openedOn: Day
  /// The last day for answers.
  public var closesOn: Day
  public var closedOn: Day?
}

/// An answer of the device's person to a question of a round.
public struct PublishedConsultation: PublishedRow, Encodable {
  public static let table = "consultation"
  public var round: UUID
  public var role: UUID
  public var task: UUID
  public var desiredLevel: HumanAgencyLevel
  public var recordedOn: Day
}

/// A person: the device's own, or one whom their manager may know of.
public struct PublishedPerson: PublishedRow {
  public static let table = "person"
  public var externalID: String
  public var name: String
  /// Newest first, at most two; nil: of an administrator's row.
  public var employments: [Employment]?

  public struct Employment: Codable, Sendable, Equatable {
    public var from: Day
    /// The first day on which it is over; nil: it is not.
    public var to: Day?
    public var unit: UUID?
    public var role: UUID?
    public var manager: UUID?

    public func holds(on day: Day) -> Bool { from <= day && to.map { day < $0 } ?? true }
  }
}
