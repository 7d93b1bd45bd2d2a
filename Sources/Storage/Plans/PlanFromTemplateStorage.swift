import Postgres
public import Readiness

extension PlanFromTemplate: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let planning = try Planning(
      PlanningTerms(person: person, weeklyHours: weeklyHours, startsOn: startsOn, dueOn: dueOn), in: session)
    let (person, template) = (planning.people[0], try session.planTemplate(code: template, field: "template"))
    if let role = template.role, role != person.role { throw Refusal.otherRole(template.code, role) }
    if planning.plans[person.id]?.isInReview == true { throw Refusal.planInReview }
    let draft = try planning.draft(of: template, for: person)
    try session.withdraw(
      drafts: planning.plans[person.id]?.draft.map { [(id: $0, person: person.id)] } ?? [])
    try session.insert([draft])
    let activities = draft.items.map(\.activity.activity)
    return Result(
      plan: draft.id, items: draft.items.count, hours: activities.reduce(0) { $0 + $1.hours },
      cost: activities.reduce(0) { $0 + $1.cost }, endsOn: draft.items.map(\.dueOn).max() ?? dueOn)
  }
}

extension Planning {
  fileprivate func draft(of template: PlanTemplate, for person: PersonNeeds) throws -> NewPlan {
    let done = try session.doneActivities(of: [person.id])[person.id] ?? []
    let activities = try template.activities.filter { !done.contains($0) }.map { code in
      guard let stored = byCode[code], stored.retiredOn == nil else { throw Refusal.notOffered(code) }
      return stored
    }
    guard !activities.isEmpty else { throw Refusal.nothingLeft(template.code) }
    try requirePrerequisites(of: activities.map(\.activity), done: done)
    try requireSeats(in: activities)
    let hours = activities.map(\.activity.hours)
    guard let spans = calendar.spans(of: hours, from: startsOn, through: terms.dueOn) else {
      throw Refusal.doesNotFit(needed: hours.reduce(0, +), hours: self.hours, until: terms.dueOn)
    }
    let reason = LocalizedText(
      en: "It is part of the template “\(template.name.en)”.", zh: "属于计划模板“\(template.name.zh)”。")
    return NewPlan(
      id: session.newID(), person: person, run: nil, startsOn: startsOn, dueOn: terms.dueOn,
      weeklyHours: terms.weeklyHours,
      items: zip(activities, spans).map {
        NewPlanItem(activity: $0, startsOn: $1.starts, dueOn: $1.due, reason: reason)
      },
      reached: person.reached(by: activities.map(\.activity)),
      openReasons: person.openReasons(after: activities.map(\.activity)))
  }

  private func requirePrerequisites(of activities: [Activity], done: Set<String>) throws {
    let there = done.union(activities.map(\.code))
    for activity in activities {
      if let missing = activity.prerequisites.first(where: { !there.contains($0) }) {
        throw Refusal.prerequisiteMissing(activity.code, missing)
      }
    }
  }

  private func requireSeats(in activities: [StoredActivity]) throws {
    let left = try session.seatsLeft(of: activities, from: startsOn, through: terms.dueOn)
    if let full = left.filter({ $0.value == 0 }).keys.min() { throw Refusal.noSeats(full) }
  }
}

extension Refusal {
  fileprivate static let planInReview = Refusal.conflict(
    "in-review", field: "person", en: UnplannedReason.inReview.text.en, zh: UnplannedReason.inReview.text.zh)

  fileprivate static func otherRole(_ template: String, _ role: String) -> Refusal {
    .conflict(
      "other-role", field: "template",
      en: "The template “\(template)” is for people of the role “\(role)”. Choose another template.",
      zh: "模板“\(template)”仅适用于岗位“\(role)”。请选择其他模板。")
  }

  fileprivate static func notOffered(_ code: String) -> Refusal {
    .conflict(
      "not-offered", field: "template", en: "The activity “\(code)” of the template is retired. Correct the template.",
      zh: "模板中的学习活动“\(code)”已停用。请更正模板。")
  }

  fileprivate static func nothingLeft(_ template: String) -> Refusal {
    .conflict(
      "nothing-left", field: "template", en: "The person has done everything of the template “\(template)”.",
      zh: "该人员已完成模板“\(template)”的全部活动。")
  }

  fileprivate static func prerequisiteMissing(_ code: String, _ missing: String) -> Refusal {
    .conflict(
      "prerequisite-missing", field: "template",
      en: "“\(code)” needs “\(missing)” first, which is neither in the template nor done. Add it to the template.",
      zh: "“\(code)”须先完成“\(missing)”，而模板中没有该活动且该人员未完成。请将其加入模板。")
  }

  fileprivate static func noSeats(_ code: String) -> Refusal {
    .conflict(
      "no-seats", field: "template", en: "“\(code)” has no seat left in these days. Choose other days.",
      zh: "“\(code)”在此期间没有剩余名额。请选择其他日期。")
  }

  fileprivate static func doesNotFit(needed: Double, hours: Double, until day: Day) -> Refusal {
    .conflict(
      "does-not-fit", field: "dueOn",
      en:
        "The template takes \(needed) hours, and until \(day) there are \(hours). Choose a later day or more hours a week.",
      zh: "模板需要 \(needed) 学时，截至 \(day) 仅有 \(hours) 学时。请延后截止日期或增加每周学时。")
  }
}
