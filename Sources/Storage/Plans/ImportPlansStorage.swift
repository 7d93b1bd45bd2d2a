import Postgres
public import Readiness

extension ImportPlans: AppliedCommand {
  public func apply(in session: Session) throws -> ImportCounts {
    let all = try sheet.read(required: Self.columns, optional: Self.optionalColumns, PlanRecord.init(from:))
    try session.awaitPlanning()
    let settled = try session.settledItems(all.compactMap(\.record.item))
    let (kept, rows) = all.reduce(into: (kept: Set<PlanID>(), rows: [(row: Int, record: PlanRecord)]())) {
      if let plan = settled[$1.record] { $0.kept.insert(plan) } else { $0.rows.append($1) }
    }
    let people = try session.peopleByExternalID(Set(rows.map(\.record.person)))
    let needs = try session.learningNeeds(of: .people(Array(people.values)), asOf: session.today)
    var counts = try PlanImport(rows, needs: needs, in: session).store()
    counts.unchanged += kept.count
    return counts
  }
}

/// An import whose rows were found to be sound.
private struct PlanImport {
  let session: Session
  let drafts: [NewPlan]
  let plans: [PersonID: OpenPlans]

  init(_ rows: [(row: Int, record: PlanRecord)], needs: [PersonNeeds], in session: Session) throws {
    self.session = session
    let people = Dictionary(needs.map { ($0.person, $0) }, uniquingKeysWith: { first, _ in first })
    let stored = try session.storedActivities().filter { $0.retiredOn == nil }
    let activities = Dictionary(stored.map { ($0.activity.code, $0) }, uniquingKeysWith: { first, _ in first })
    plans = try session.openPlans(of: needs.map(\.id))
    let faults = Self.faults(of: rows, people: people, activities: activities, plans: plans)
    guard faults.isEmpty else { throw Refusal(tableFaults: faults) }
    drafts = Dictionary(grouping: rows.map(\.record), by: \.person).sorted { $0.key < $1.key }.compactMap {
      person, records in people[person].map { NewPlan($0, records, activities, in: session) }
    }
  }

  private static func faults(
    of rows: [(row: Int, record: PlanRecord)], people: [String: PersonNeeds], activities: [String: StoredActivity],
    plans: [PersonID: OpenPlans]
  ) -> [Refusal.Fault] {
    var seen: [String: Int] = [:]
    return rows.flatMap { row, record -> [Refusal.Fault] in
      var faults: [Refusal.Fault] = []
      if activities[record.activity] == nil { faults.append(.notOffered(record.activity, row: row)) }
      if let first = seen.updateValue(row, forKey: "\(record.person)\u{1F}\(record.activity)") {
        faults.append(.duplicate(record.activity, row: row, field: "activity", first: first))
      }
      guard let person = people[record.person] else { return faults + [.notThere(record.person, row: row)] }
      let open = plans[person.id]
      if open?.active != nil { faults.append(.init(.active, row: row)) }
      if open?.isInReview == true { faults.append(.init(.inReview, row: row)) }
      return faults
    }
  }

  func store() throws -> ImportCounts {
    let present = try session.plannedItems(of: plans.values.compactMap(\.draft))
    var counts = ImportCounts()
    var changed: [NewPlan] = []
    for draft in drafts {
      let earlier = plans[draft.person.id]?.draft
      let isSame = earlier.map { present[$0]?.sorted() == draft.items.map(\.line).sorted() } ?? false
      counts.add(isNew: earlier == nil, changed: !isSame)
      if !isSame { changed.append(draft) }
    }
    try session.withdraw(
      drafts: changed.compactMap { draft in
        plans[draft.person.id]?.draft.map { (id: $0, person: draft.person.id) }
      })
    try session.insert(changed)
    return counts
  }
}

extension NewPlan {
  /// A plan of a person's rows, in the order of their days.
  fileprivate init(
    _ person: PersonNeeds, _ records: [PlanRecord], _ activities: [String: StoredActivity], in session: Session
  ) {
    let reason = LocalizedText(en: "It was taken over from a table.", zh: "由表格导入。")
    let records = records.sorted { ($0.startsOn, $0.dueOn, $0.activity) < ($1.startsOn, $1.dueOn, $1.activity) }
    let items = records.compactMap { record in
      activities[record.activity].map {
        NewPlanItem(activity: $0, startsOn: record.startsOn, dueOn: record.dueOn, reason: reason)
      }
    }
    let first = records[0].startsOn
    let last = max(records.map(\.dueOn).max() ?? first, first.adding(days: 1))
    let hours = items.reduce(0) { $0 + $1.activity.activity.hours }
    let weekly = hours * 7 / Double(last.number - first.number + 1)
    let allowed = StudyCalendar.weeklyHoursAllowed
    self.init(
      id: session.newID(), person: person, run: nil, startsOn: first, dueOn: last,
      weeklyHours: min(max(weekly, allowed.lowerBound), allowed.upperBound), items: items,
      reached: person.reached(by: items.map(\.activity.activity)),
      openReasons: person.openReasons(after: items.map(\.activity.activity)))
  }
}

extension NewPlanItem {
  fileprivate var line: String { "\(activity.activity.code) \(startsOn) \(dueOn)" }
}

extension Session {
  /// Those within reach, by external id.
  fileprivate func peopleByExternalID(_ people: Set<String>) throws -> [String: PersonID] {
    let found = try tx.all(
      """
      SELECT external_id, id FROM person
      WHERE organisation_id = \(actor.organisation) AND external_id = ANY (\(people.sorted()))
      """
    ) { (try $0.decode("external_id", as: String.self), try $0.decode("id", as: PersonID.self)) }
    return Dictionary(found, uniquingKeysWith: { first, _ in first })
  }

  /// The plans of those among the items whose plans are past their drafts, by what a row says that changes none of it.
  fileprivate func settledItems(_ items: [PlanItemID]) throws -> [PlanRecord: PlanID] {
    let found = try tx.all(
      """
      SELECT i.id, i.plan_id, i.starts_on, i.due_on, q.external_id, a.code FROM plan_item i
      JOIN plan n ON n.organisation_id = i.organisation_id AND n.id = i.plan_id AND n.status <> 'draft'
      JOIN person q ON q.organisation_id = i.organisation_id AND q.id = i.person_id
      JOIN activity a ON a.organisation_id = i.organisation_id AND a.id = i.activity_id
      WHERE i.organisation_id = \(actor.organisation) AND i.id = ANY (\(items))
      """
    ) { row in
      (
        PlanRecord(
          person: try row.decode("external_id"), activity: try row.decode("code"),
          startsOn: try row.decode("starts_on"), dueOn: try row.decode("due_on"), item: try row.decode("id")),
        try row.decode("plan_id", as: PlanID.self)
      )
    }
    return Dictionary(found, uniquingKeysWith: { first, _ in first })
  }

  /// What each plan consists of, in order, as `NewPlanItem.line`.
  fileprivate func plannedItems(of plans: [PlanID]) throws -> [PlanID: [String]] {
    var items: [PlanID: [String]] = [:]
    try tx.stream(
      """
      SELECT i.plan_id, a.code || ' ' || i.starts_on || ' ' || i.due_on AS line FROM plan_item i
      JOIN activity a ON a.organisation_id = i.organisation_id AND a.id = i.activity_id
      WHERE i.organisation_id = \(actor.organisation) AND i.plan_id = ANY (\(plans)) ORDER BY i.plan_id, i.ordinal
      """
    ) { items[try $0.decode("plan_id"), default: []].append(try $0.decode("line")) }
    return items
  }
}

extension Refusal.Fault {
  /// Why a person's draft cannot be made.
  fileprivate init(_ reason: UnplannedReason, row: Int) {
    self.init(row: row, field: "person", code: reason.rawValue, message: reason.text)
  }

  fileprivate static func notOffered(_ code: String, row: Int) -> Refusal.Fault {
    .init(
      row: row, field: "activity", code: "unknown-activity",
      message: LocalizedText(
        en: "There is no activity “\(code)” on offer. Correct the code, or import the activity first.",
        zh: "没有在用的学习活动“\(code)”。请更正编码，或先导入该活动。"))
  }

  fileprivate static func notThere(_ person: String, row: Int) -> Refusal.Fault {
    .init(
      row: row, field: "person", code: "unknown-person",
      message: LocalizedText(
        en: "Nobody employed within your reach is “\(person)”. Correct the id.", zh: "您权限范围内没有在职人员“\(person)”。请更正编号。"))
  }
}
