public import FoundationEssentials
public import Postgres
public import Readiness
import Wire

/// One caller inside one transaction: who they are, what they reach, and what time it is.
public final class Session {
  public let tx: Transaction
  public let actor: Actor
  public let now: Date
  /// The civil date of `now` in UTC.
  public let today: Day
  /// Set by `authorise`; row-level security shows the transaction no more than this.
  public private(set) var reach: Reach?
  let instruments: InstrumentCache
  /// What the command that is being applied has changed so far.
  var factChanges = FactChanges()

  /// - Parameter actor: whose organisation the transaction is confined to already.
  init(of actor: Actor, tx: Transaction, now: Date, instruments: InstrumentCache) {
    self.actor = actor
    self.tx = tx
    self.instruments = instruments
    self.now = now
    today = Day(now)
  }

  /// Finds out who calls and confines the transaction to their organisation.
  ///
  /// - Throws: `unauthenticated` for a token that is unknown, expired or revoked, or an account that is disabled.
  convenience init(_ caller: Caller, tx: Transaction, now: Date, instruments: InstrumentCache) throws {
    let actor: Actor
    switch caller {
    case .operatorOf(let organisation):
      actor = .operator(of: organisation)
      try tx.runAhead("SELECT set_config('readiness.organisation', \(organisation.description), true)")
    case .token(let text):
      actor = try Session.authenticate(text, tx: tx, now: now)
    }
    self.init(of: actor, tx: tx, now: now, instruments: instruments)
  }

  /// The one place where it is decided whether the caller may, and whose rows they reach.
  func authorise(_ allowed: Reach?, operation: String) throws {
    guard let allowed else {
      throw Refusal.forbidden(
        en: "Your role, \(actor.role.name.en), may not run \(operation). Ask an owner for another role.",
        zh: "您的角色（\(actor.role.name.zh)）无权执行 \(operation)。请联系所有者调整角色。")
    }
    if allowed != .organisation && actor.person == nil && actor.account != nil {
      throw Refusal.forbidden(
        en: "\(operation) acts on your own record, and your account belongs to no person. Ask an owner to link it.",
        zh: "\(operation) 针对您本人的记录，而您的账户未关联任何人员。请联系所有者进行关联。")
    }
    guard allowed != reach else { return }
    try tx.runAhead(
      """
      SELECT set_config('readiness.reach', \(allowed == .organisation ? "organisation" : "people"), true),
             set_config('readiness.people', coalesce(CASE \(allowed.rawValue)
               WHEN 'team' THEN team_of(\(actor.person), \(today))
               WHEN 'own' THEN ARRAY[\(actor.person)]
             END, '{}')::text, true)
      """)
    reach = allowed
  }

  /// Runs what the product does by itself, with every row of the organisation in reach, and then returns to the caller's.
  ///
  /// An error rolls back to a savepoint from before it, and so takes the setting back.
  func reachingOrganisation<T>(_ body: () throws -> T) throws -> T {
    let own = reach
    do {
      try authorise(.organisation, operation: "")
      let result = try body()
      if own != nil { try authorise(own, operation: "") }
      return result
    } catch {
      reach = own
      throw error
    }
  }

  /// After a rollback to a savepoint that lies before `authorise`.
  func forgetReach() { reach = nil }

  func answer<Q: StoredQuery>(_ query: Q) throws -> Q.Answer {
    try authorise(AccessTable.reach(of: Q.name, for: actor.role), operation: Q.name.rawValue)
    return try query.read(in: self)
  }

  /// A new identity, of this moment: UUID version 7, so that what is made together lies together.
  func newID<Entity>(_ type: Entity.Type = Entity.self) -> Identifier<Entity> {
    Identifier(UUID(version7: now))
  }

  /// Adds events to the audit, in order; they are sealed into the chain when the transaction commits.
  func audit(_ events: [AuditEvent]) throws {
    try tx.runAhead(
      """
      INSERT INTO audit_event (organisation_id, id, at, account_id, actor, action, subject_id, outcome, detail)
      SELECT \(actor.organisation), id, \(now), \(actor.account), \(actor.label), action, subject, outcome, detail::jsonb
      FROM unnest(\(events.map { _ in UUID(version7: now) }), \(events.map(\.action)), \(events.map(\.subject)),
          \(events.map(\.outcome.rawValue)), \(events.map(\.detail)))
        WITH ORDINALITY AS e (id, action, subject, outcome, detail, n)
      ORDER BY n
      """)
  }
}

/// What was done, to what: an event of the audit.
struct AuditEvent {
  enum Outcome: String {
    case applied, rejected, read
  }

  let action: String
  let outcome: Outcome
  let subject: UUID?
  /// JSON.
  let detail: String

  init(action: String, outcome: Outcome, subject: UUID?, detail: any Encodable & Sendable) throws {
    self.action = action
    self.outcome = outcome
    self.subject = subject
    self.detail = try JSONEncoder.wire.text(detail)
  }
}

/// A command that this store can apply.
public protocol AppliedCommand: Command {
  /// Makes the change, in the session's transaction, for the session's caller, who is authorised already.
  ///
  /// - Throws: a `Refusal`, when the command is not to be applied; then nothing of it is.
  func apply(in session: Session) throws -> Result
}

/// A read that this store can answer.
public protocol StoredQuery: Sendable {
  associatedtype Answer: Encodable & Sendable

  static var name: QueryName { get }
  /// Whether each read of it is an event of the audit.
  static var isAudited: Bool { get }
  var auditDetail: any Encodable & Sendable { get }

  func read(in session: Session) throws -> Answer
}

extension StoredQuery {
  public static var isAudited: Bool { false }
  public var auditDetail: any Encodable & Sendable { [String: String]() }
}

extension Day {
  /// The civil date of `instant` in UTC.
  public init(_ instant: Date) {
    self.init(number: Int((instant.timeIntervalSince1970 / 86_400).rounded(.down)))
  }

  /// Midnight in UTC, at the day's start.
  public var instant: Date { Date(timeIntervalSince1970: Double(number) * 86_400) }
}

extension UUID {
  /// UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, 74 random bits.
  init(version7 instant: Date) {
    var random = SystemRandomNumberGenerator()
    var high = random.next() & 0x0FFF
    high |= UInt64(instant.timeIntervalSince1970 * 1_000) << 16 | 0x7000
    let low = random.next() >> 2 | 0x8000_0000_0000_0000
    let bytes = withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) }
    self = bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }
}
