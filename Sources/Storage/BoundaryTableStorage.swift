import FoundationEssentials
import Postgres
public import Readiness

extension ImportBoundaries: AppliedCommand {
  public func apply(in session: Session) throws -> ImportCounts {
    let rows = try sheet.read(
      required: BoundaryRow.columns, optional: BoundaryRow.termColumns + BoundaryRow.toldColumns,
      BoundaryRow.init(from:))
    let cases = try session.boundaryCases(.roles(codes: Array(Set(rows.map(\.record.role)))))
    let people = try session.people(externalIDs: rows.flatMap { [$0.record.accountable, $0.record.overseer] })
    var table = BoundaryTable(cases: cases, people: people)
    let described = rows.compactMap { table.describe($0.record, row: $0.row) }
    guard table.faults.isEmpty else { throw Refusal(tableFaults: table.faults) }
    let (ruleSet, rules) = try session.ruleSet()
    let evaluations = try session.evaluate(described, by: rules)
    let proposed = evaluations.filter { !$0.isInForce && !$0.isProposed }
    try session.insertProposals(proposed, ruleSet: ruleSet)
    var counts = ImportCounts()
    counts.created = proposed.count { $0.boundary.lastNumber == 0 }
    counts.changed = proposed.count - counts.created
    counts.unchanged = evaluations.count - proposed.count
    return counts
  }
}

/// The rows of an import beside the cases they are about; everything that does not fit is gathered in `faults`.
private struct BoundaryTable {
  private let cases: [String: BoundaryCase]
  private let roles: Set<String>
  private let people: [String: PersonID]
  private var firstRow: [String: Int] = [:]
  private(set) var faults: [Refusal.Fault] = []

  init(cases: [BoundaryCase], people: [String: PersonID]) {
    self.cases = Dictionary(cases.map { ("\($0.roleCode)\n\($0.task)", $0) }, uniquingKeysWith: { first, _ in first })
    roles = Set(cases.map(\.roleCode))
    self.people = people
  }

  /// - Returns: the case with what the row says; nil, with a fault, when it cannot be.
  mutating func describe(_ record: BoundaryRow, row: Int) -> BoundaryCase? {
    let key = "\(record.role)\n\(record.task)"
    guard roles.contains(record.role) else { return fail(.noSuchRole(record.role), "role", row) }
    guard var boundary = cases[key] else { return fail(.noSuchTask(record.task, of: record.role), "task", row) }
    if let first = firstRow.updateValue(row, forKey: key) {
      faults.append(.duplicate(record.task, row: row, first: first))
    }
    let named = NamedPeople(
      accountable: person(record.accountable, "accountable", row), overseer: person(record.overseer, "overseer", row),
      overseerLevel: record.overseerLevel)
    boundary.people = boundary.people.naming(named)
    boundary.terms = boundary.terms.applying(record.terms)
    do throws(Refusal) {
      try boundary.requireKnownSystems()
    } catch {
      faults.append(.init(row: row, field: "ai_systems", code: error.code, message: error.message))
    }
    return boundary
  }

  private mutating func person(_ externalID: String?, _ column: String, _ row: Int) -> PersonID? {
    guard let externalID else { return nil }
    guard let person = people[externalID] else { return fail(.noSuchPerson(externalID), column, row) }
    return person
  }

  private mutating func fail<Value>(_ message: LocalizedText, _ column: String, _ row: Int) -> Value? {
    faults.append(.init(row: row, field: column, code: "unknown-\(column)", message: message))
    return nil
  }
}

extension LocalizedText {
  fileprivate static func noSuchRole(_ code: String) -> LocalizedText {
    LocalizedText(
      en: "There is no role “\(code)” with tasks. Correct the code, or import the role and its tasks first.",
      zh: "没有编码为“\(code)”且带有任务的岗位。请更正编码，或先导入该岗位及其任务。")
  }

  fileprivate static func noSuchTask(_ code: String, of role: String) -> LocalizedText {
    LocalizedText(
      en: "Role “\(role)” has no task “\(code)” today. Correct the code, or add the task to the role first.",
      zh: "岗位“\(role)”目前没有任务“\(code)”。请更正编码，或先将任务加入该岗位。")
  }

  fileprivate static func noSuchPerson(_ id: String) -> LocalizedText {
    LocalizedText(
      en: "There is nobody with the external ID “\(id)”. Correct it, or import the person first.",
      zh: "没有外部编号为“\(id)”的人员。请更正编号，或先导入该人员。")
  }
}

extension Session {
  /// By external id, those that there are.
  fileprivate func people(externalIDs: [String?]) throws -> [String: PersonID] {
    let found = try tx.all(
      """
      SELECT external_id, id FROM person WHERE organisation_id = \(actor.organisation)
        AND external_id = ANY (\(Array(Set(externalIDs.compactMap(\.self)))))
      """
    ) { (try $0.decode("external_id", as: String.self), try $0.decode("id", as: PersonID.self)) }
    return Dictionary(uniqueKeysWithValues: found)
  }
}

/// What the boundaries of a day say, each in one row: the version in force, or else the open proposal.
public struct ListBoundaryTerms: StoredQuery {
  public static let name = QueryName.listBoundaryTerms
  public var role: String?
  public var asOf: Day?

  public init(role: String? = nil, asOf: Day? = nil) {
    self.role = role
    self.asOf = asOf
  }

  public struct Entry: Codable, Sendable {
    public var role: String
    public var task: String
    public var name: LocalizedText
    public var status: BoundaryStatus
    public var proposedLevel: HumanAgencyLevel
    public var decidedLevel: HumanAgencyLevel?
    public var feasibleLevel: HumanAgencyLevel?
    public var oversight: Oversight?
    public var dataClass: DataClass
    /// External ids.
    public var accountable: String?
    public var overseer: String?
    public var overseerLevel: QuotientLevel?
    public var terms: BoundaryTerms
    public var effectiveFrom: Day?
    public var reviewOn: Day?
  }

  public func read(in session: Session) throws -> [Entry] {
    let day = asOf ?? session.today
    return try session.tx.all(
      """
      SELECT DISTINCT ON (r.code, t.code) r.code AS role, t.code AS task, t.name_en, t.name_zh, v.status,
        v.proposed_level, v.decided_level, v.feasible_level, v.oversight, v.data_class, a.external_id AS accountable,
        o.external_id AS overseer, v.overseer_required_level, boundary_terms(v)::text AS terms, v.effective_from,
        v.review_on
      FROM boundary_version v
      JOIN boundary b ON b.organisation_id = v.organisation_id AND b.id = v.boundary_id
      JOIN role r ON r.organisation_id = b.organisation_id AND r.id = b.role_id
      JOIN task t ON t.organisation_id = b.organisation_id AND t.id = b.task_id
      LEFT JOIN person a ON a.organisation_id = v.organisation_id AND a.id = v.accountable_id
      LEFT JOIN person o ON o.organisation_id = v.organisation_id AND o.id = v.overseer_id
      WHERE v.organisation_id = \(session.actor.organisation) AND (\(role)::text IS NULL OR r.code = \(role))
        AND (v.effective_from <= \(day) AND (v.effective_to IS NULL OR v.effective_to > \(day))
          OR v.status = 'proposed' AND v.proposed_on <= \(day))
      ORDER BY r.code, t.code, v.status = 'proposed'
      """
    ) { row in
      Entry(
        role: try row.decode("role"), task: try row.decode("task"), name: try row.localized("name"),
        status: try row.decode("status"), proposedLevel: try row.decode("proposed_level"),
        decidedLevel: try row.decode("decided_level"), feasibleLevel: try row.decode("feasible_level"),
        oversight: try row.decode("oversight"), dataClass: try row.decode("data_class"),
        accountable: try row.decode("accountable"), overseer: try row.decode("overseer"),
        overseerLevel: try row.decode("overseer_required_level"), terms: try row.json("terms"),
        effectiveFrom: try row.decode("effective_from"), reviewOn: try row.decode("review_on"))
    }
  }
}
