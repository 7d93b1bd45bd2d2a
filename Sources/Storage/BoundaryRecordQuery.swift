import FoundationEssentials
import Postgres
public import Readiness

/// One boundary as of a day: all of its versions, exceptions and events.
public struct FindBoundary: StoredQuery {
  public static let name = QueryName.findBoundary
  public var role: String
  public var task: String
  public var asOf: Day?

  public init(role: String, task: String, asOf: Day? = nil) {
    self.role = role
    self.task = task
    self.asOf = asOf
  }

  public func read(in session: Session) throws -> BoundaryRecord {
    let day = asOf ?? session.today
    let found = try session.tx.first(
      """
      SELECT b.id, t.id AS task_id, t.name_en, t.name_zh FROM boundary b
      JOIN role r ON r.organisation_id = b.organisation_id AND r.id = b.role_id AND r.code = \(role)
      JOIN task t ON t.organisation_id = b.organisation_id AND t.id = b.task_id AND t.code = \(task)
      WHERE b.organisation_id = \(session.actor.organisation)
        AND EXISTS (SELECT FROM boundary_version v WHERE v.organisation_id = b.organisation_id
                    AND v.boundary_id = b.id AND v.proposed_on <= \(day))
      """
    ) { row in
      (
        id: try row.decode("id", as: BoundaryID.self), task: try row.decode("task_id", as: TaskID.self),
        name: try row.localized("name")
      )
    }
    guard let found else {
      throw Refusal.notFound(LocalizedText(en: "boundary", zh: "边界"), "\(role)/\(task)", field: "task")
    }
    return BoundaryRecord(
      role: role, task: task, name: found.name, day: day, labels: try session.labels(of: found.task, on: day),
      versions: try session.versions(of: found.id, on: day),
      exceptions: try session.exceptions(of: found.id, on: day))
  }
}

extension Session {
  fileprivate func labels(of task: TaskID, on day: Day) throws -> [BoundaryRecord.Label] {
    try tx.all(
      """
      SELECT source, labeller, exposure, automation, labelled_on FROM exposure_label
      WHERE organisation_id = \(actor.organisation) AND task_id = \(task) AND labelled_on <= \(day)
      ORDER BY labelled_on DESC, source, labeller LIMIT 100
      """
    ) { row in
      BoundaryRecord.Label(
        source: try row.decode("source"), labeller: try row.decode("labeller"),
        exposure: try row.decode("exposure", as: String?.self).flatMap(Exposure.init),
        automation: try row.decode("automation", as: String?.self).flatMap(AutomationPotential.init),
        labelledOn: try row.decode("labelled_on"))
    }
  }

  fileprivate func versions(of boundary: BoundaryID, on day: Day) throws -> [BoundaryRecord.Version] {
    let signOffs = try signOffs(of: boundary)
    let names = try systemNames()
    let versions = try tx.all(
      """
      SELECT v.id, v.number, v.status, v.proposed_level, v.decided_level, v.oversight, v.facts::text AS facts,
        v.proposal::text AS proposal, boundary_terms(v)::text AS terms, v.ai_systems, v.ai_clearances,
        p.external_id AS accountable, o.external_id AS overseer, v.overseer_required_level, v.proposed_on,
        by.email AS proposed_by, a.email AS approved_by, s.email AS second_approver, v.effective_from,
        v.effective_to, v.review_on, v.note
      FROM boundary_version v
      LEFT JOIN person p ON p.organisation_id = v.organisation_id AND p.id = v.accountable_id
      LEFT JOIN person o ON o.organisation_id = v.organisation_id AND o.id = v.overseer_id
      LEFT JOIN account by ON by.organisation_id = v.organisation_id AND by.id = v.proposed_by
      LEFT JOIN account a ON a.organisation_id = v.organisation_id AND a.id = v.approved_by
      LEFT JOIN account s ON s.organisation_id = v.organisation_id AND s.id = v.second_approver
      WHERE v.organisation_id = \(actor.organisation) AND v.boundary_id = \(boundary) AND v.proposed_on <= \(day)
      ORDER BY v.number DESC
      """
    ) { try BoundaryRecord.Version($0, names: names, signOffs: signOffs) }
    let next = [nil] + versions.map { Optional($0.proposedOn) }
    return zip(versions, next).map { $0.asOf(day, next: $1) }
  }

  private func signOffs(of boundary: BoundaryID) throws -> [BoundaryVersionID: [BoundaryRecord.SignOff]] {
    let rows = try tx.all(
      """
      SELECT s.boundary_version_id, s.kind, s.signed_at, s.note, a.email, q.reason_en, q.reason_zh
      FROM boundary_sign_off s
      JOIN boundary_version v ON v.organisation_id = s.organisation_id AND v.id = s.boundary_version_id
      LEFT JOIN account a ON a.organisation_id = s.organisation_id AND a.id = s.account_id
      LEFT JOIN LATERAL (SELECT reason_en, reason_zh FROM boundary_review WHERE organisation_id = v.organisation_id
          AND boundary_id = v.boundary_id AND closed_by_version = v.id AND s.kind = 'tightening'
        ORDER BY id DESC LIMIT 1) q ON true
      WHERE s.organisation_id = \(actor.organisation) AND v.boundary_id = \(boundary) ORDER BY s.signed_at, s.id
      """
    ) { row in
      (
        try row.decode("boundary_version_id", as: BoundaryVersionID.self),
        BoundaryRecord.SignOff(
          kind: try row.decode("kind"), by: try row.decode("email"),
          on: Day(try row.decode("signed_at", as: Date.self)), note: try row.decode("note"),
          reason: try row.decode("reason_en", as: String?.self).map { _ in try row.localized("reason") })
      )
    }
    return Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
  }

  fileprivate func exceptions(of boundary: BoundaryID, on day: Day) throws -> [BoundaryRecord.Exception] {
    try tx.all(
      """
      \(fragment: BoundaryRecord.Exception.selection)
      WHERE x.organisation_id = \(actor.organisation) AND x.boundary_id = \(boundary)
        AND (x.requested_at AT TIME ZONE 'UTC')::date <= \(day)
      ORDER BY x.requested_at DESC, x.id DESC
      """
    ) { try BoundaryRecord.Exception($0, on: day) }
  }

  /// By code.
  func systemNames() throws -> [String: String] {
    let names = try tx.all("SELECT code, name FROM ai_system WHERE organisation_id = \(actor.organisation)") {
      (try $0.decode("code", as: String.self), try $0.decode("name", as: String.self))
    }
    return Dictionary(names, uniquingKeysWith: { first, _ in first })
  }
}

extension BoundaryRecord.Version {
  fileprivate init(
    _ row: Row, names: [String: String], signOffs: [BoundaryVersionID: [BoundaryRecord.SignOff]]
  ) throws {
    let id = try row.decode("id", as: BoundaryVersionID.self)
    self.init(
      id: id, number: try row.decode("number"), status: try row.decode("status"),
      proposedLevel: try row.decode("proposed_level"), decidedLevel: try row.decode("decided_level"),
      oversight: try row.decode("oversight"), facts: try row.json("facts", as: BoundaryFacts.self).told,
      proposal: try row.json("proposal"),
      terms: try row.json("terms"), systems: try PermissionCard.System.all(of: row, names: names),
      accountable: try row.decode("accountable"), overseer: try row.decode("overseer"),
      overseerLevel: try row.decode("overseer_required_level"), proposedOn: try row.decode("proposed_on"),
      proposedBy: try row.decode("proposed_by"), approvedBy: try row.decode("approved_by"),
      secondApprover: try row.decode("second_approver"), effectiveFrom: try row.decode("effective_from"),
      effectiveTo: try row.decode("effective_to"), reviewOn: try row.decode("review_on"),
      signOffs: signOffs[id] ?? [], note: try row.decode("note"))
  }
}

extension PermissionCard.System {
  /// A version's, from `ai_systems` and `ai_clearances`.
  static func all(of row: Row, names: [String: String]) throws -> [PermissionCard.System] {
    let codes = try row.decode("ai_systems", as: [String].self)
    let clearances = try row.decode("ai_clearances", as: [DataClass].self)
    return zip(codes, clearances).map { PermissionCard.System(code: $0, name: names[$0] ?? $0, clearance: $1) }
  }
}
