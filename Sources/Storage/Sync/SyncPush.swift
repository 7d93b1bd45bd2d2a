public import FoundationEssentials
import Postgres
public import Readiness
public import Wire

/// What became of a push: as `PushAnswer`, with results that are JSON already.
public struct PushOutcome: Sendable {
  public let lastSequence: Int64
  public let version: Int64
  public let outcomes: [Outcome]
}

extension Store {
  /// Applies a device's mutations in order, each on its own merits and at most once.
  ///
  /// A refusal or a conflict uses the mutation's sequence up; when the database fails nothing of the push was applied. The
  /// pushes of one device wait for each other.
  ///
  /// - Throws: `epoch-changed`, `sequence-gap`, `device-forked` or `wrong-device`; then no mutation was applied.
  public func push(
    _ request: PushRequest, device: DeviceID, by caller: Caller, now: Date
  ) async throws -> PushOutcome {
    let submission = Submission(client: device.uuid, commands: request.mutations.map(\.command))
    try submission.check()
    return try await database.write { tx in
      let session = try session(of: caller, tx: tx, now: now)
      let last = try session.beginPush(request, device: device)
      let bases = request.mutations.compactMap { mutation in mutation.base.map { (mutation.command.sequence, $0) } }
      let outcomes = try session.execute(
        submission.commands, client: device.uuid, bases: Dictionary(bases, uniquingKeysWith: { first, _ in first }))
      if outcomes.contains(where: \.isOtherCommand) { throw Refusal.deviceForked }
      return PushOutcome(
        lastSequence: max(last, request.mutations.last?.command.sequence ?? 0), version: try session.stampedVersion(),
        outcomes: outcomes)
    }
  }
}

extension Outcome {
  /// The ledger holds another command by this sequence.
  fileprivate var isOtherCommand: Bool {
    if case .rejected(let refusal) = verdict { refusal.code == Refusal.sequenceReusedCode } else { false }
  }
}

extension Session {
  /// Has the pushes of one device come one after the other, and checks that this one may.
  ///
  /// - Returns: the last sequence that is settled.
  fileprivate func beginPush(_ request: PushRequest, device: DeviceID) throws -> Int64 {
    guard actor.device == device else { throw Refusal.wrongDevice }
    // Two pushes of one device at once could each find the other's sequences missing.
    try tx.run("SELECT pg_advisory_xact_lock(hashtextextended(\(device.description), 0))")
    let (epoch, last) = try tx.one(
      """
      SELECT v.epoch, coalesce((SELECT max(sequence) FROM command_ledger
        WHERE organisation_id = v.organisation_id AND client_id = \(device)), 0) AS last
      FROM organisation_version v WHERE v.organisation_id = \(actor.organisation)
      """
    ) { (try $0.decode("epoch", as: UUID.self), try $0.decode("last", as: Int64.self)) }
    if UUID(uuidString: request.epoch) != epoch { throw Refusal.epochChanged }
    try request.check(after: last)
    return last
  }

  /// Has what this transaction published stamped now instead of at the commit.
  ///
  /// - Returns: the organisation's version after it.
  fileprivate func stampedVersion() throws -> Int64 {
    try tx.run("SET CONSTRAINTS ALL IMMEDIATE")
    return try tx.one("SELECT version FROM organisation_version WHERE organisation_id = \(actor.organisation)") {
      try $0.decode("version", as: Int64.self)
    }
  }

  /// - Returns: the conflict, when the row has changed since `base`, or is none that the device may hold.
  func conflict(with base: Mutation.Base) throws -> Outcome.Verdict? {
    try authorise(AccessTable.reach(of: .pull, for: actor.role), operation: QueryName.pull.rawValue)
    let scopes = try grantedScopes()
    try tx.runAhead(
      "SELECT set_config('readiness.scopes', \([base.scope].filter(scopes.contains).map(\.description))::text, true)")
    let current = try tx.first(
      """
      SELECT version, deleted, wire FROM sync_row
      WHERE organisation_id = \(actor.organisation) AND scope = \(base.scope.description) AND table_name = \(base.table)
        AND id = \(base.id)
      """
    ) { row in
      (
        version: try row.decode("version", as: Int64?.self), isDeleted: try row.decode("deleted", as: Bool.self),
        wire: try row.decode("wire", as: String.self)
      )
    }
    // Not stamped yet: it was written by an earlier mutation of this very push.
    if let current, !current.isDeleted, current.version.map({ $0 <= base.version }) ?? true { return nil }
    return .conflict(current: current.flatMap { $0.isDeleted ? nil : $0.wire })
  }
}
