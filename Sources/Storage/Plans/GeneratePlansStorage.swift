import Postgres
public import Readiness

extension GeneratePlans: AppliedCommand {
  public func apply(in session: Session) throws -> PlanningAnswer {
    let planning = try Planning(terms, in: session)
    let reasons = planning.people.map { planning.reasonWithoutDraft(of: $0) }
    let chosen = zip(planning.people, reasons).filter { $1 == nil }.map(\.0)
    try session.withdraw(
      drafts: chosen.compactMap { person in
        planning.plans[person.id]?.draft.map { (id: $0, person: person.id) }
      })
    let seats = try session.seatsLeft(of: planning.offered, from: planning.startsOn, through: terms.dueOn)
    let done = try session.doneActivities(of: chosen.map(\.id))
    let learners = chosen.map { person in
      Learner(
        key: person.person, gaps: person.needs.compactMap(LearningGap.init), hours: planning.hours,
        done: done[person.id, default: []])
    }
    let result = try planning.solve(learners, seats: seats)
    try planning.insertRun(result)
    let drafts = try zip(chosen, result.plans).map { try planning.plan(session.newID(), of: $0, $1) }
    try session.insert(drafts.filter { !$0.items.isEmpty })
    return planning.answer(
      result, drafts: drafts, seats: seats, explain: explain == true,
      unplanned: zip(planning.people, reasons).compactMap { person, reason in reason.map { (person, $0) } })
  }
}

extension Planning {
  /// Why a person gets no draft; nil: they do.
  fileprivate func reasonWithoutDraft(of person: PersonNeeds) -> UnplannedReason? {
    if plans[person.id]?.active != nil { return .active }
    if plans[person.id]?.isInReview == true { return .inReview }
    return person.withoutGaps
  }
}

extension Session {
  /// Withdraws drafts that others take the place of.
  func withdraw(drafts: [(id: PlanID, person: PersonID)]) throws {
    try tx.run(
      """
      UPDATE plan SET status = 'withdrawn', withdrawn_on = \(today)
      WHERE organisation_id = \(actor.organisation) AND id = ANY (\(drafts.map(\.id)))
      """)
    try note(.withdraw, on: drafts, nil)
  }
}
