import FoundationEssentials
import Postgres
import Readiness

/// One planning: whom it is about, and what it has to go by.
///
/// Plannings of an organisation pass one by one, since they share seats and each person has one draft.
struct Planning {
  let session: Session
  let run: PlanRunID
  let terms: PlanningTerms
  let scope: PlanningScope
  let startsOn: Day
  /// Everyone of the scope.
  let people: [PersonNeeds]
  let plans: [PersonID: OpenPlans]
  /// What can be planned with, and all there are by code.
  let offered: [StoredActivity]
  let byCode: [String: StoredActivity]
  let calendar: StudyCalendar

  /// - Throws: what is wrong with the terms, `nobody-there`, `not-employed`, `no-activities`.
  init(_ terms: PlanningTerms, in session: Session) throws {
    try terms.check(on: session.today)
    self.session = session
    self.terms = terms
    run = session.newID()
    startsOn = terms.startsOn ?? session.today
    scope = try PlanningScope(person: terms.person, unit: terms.unit, in: session)
    try session.awaitPlanning()
    people = try session.learningNeeds(of: scope, asOf: session.today)
    guard !people.isEmpty else { throw terms.person == nil ? Refusal.nobodyThere : Refusal.notEmployed }
    plans = try session.openPlans(of: people.map(\.id))
    let stored = try session.storedActivities()
    byCode = Dictionary(stored.map { ($0.activity.code, $0) }, uniquingKeysWith: { first, _ in first })
    offered = stored.filter { $0.retiredOn == nil }
    guard !offered.isEmpty else { throw Refusal.noActivities }
    calendar = try session.studyCalendar(weeklyHours: terms.weeklyHours, from: startsOn, through: terms.dueOn)
  }

  /// What every learner has from the first day to the last.
  var hours: Double { calendar.hours(from: startsOn, through: terms.dueOn) }

  /// - Parameter seats: what is left of activities with limited seats, by code.
  func solve(_ learners: [Learner], seats: [String: Int]) throws -> PlanningResult {
    do {
      let problem = try PlanningProblem(
        catalogue: try ActivityCatalogue(offered.map(\.activity)), learners: learners, budget: terms.budget,
        seats: seats)
      return problem.solved()
    } catch let error as InvalidCatalogue {
      throw Refusal(.conflict, "invalid-catalogue", field: "activities", error.message)
    } catch let error as InvalidPlanningProblem {
      throw Refusal(.conflict, "invalid-planning", error.message)
    }
  }

  func insertRun(_ result: PlanningResult) throws {
    try session.tx.run(
      """
      INSERT INTO plan_run (organisation_id, id, unit_id, planned_on, starts_on, due_on, weekly_hours, budget, people,
        closed_value, upper_bound, cost, planned_by)
      VALUES (\(session.actor.organisation), \(run), \(scope.unit), \(session.today), \(startsOn), \(terms.dueOn),
        \(terms.weeklyHours), \(terms.budget), \(result.plans.count), \(result.closed), \(result.upperBound),
        \(result.cost), \(session.actor.account))
      """)
  }
}

/// What a person has of plans that are not over.
struct OpenPlans {
  var draft: PlanID?
  var isInReview = false
  var active: PlanID?
}

extension Session {
  /// Waits until no other planning of the organisation is going on, and keeps others from it until the transaction ends.
  func awaitPlanning() throws {
    try tx.run("SELECT pg_advisory_xact_lock(hashtextextended(\(actor.organisation.description), 2))")
  }

  /// Plans that are not over, each locked until the transaction ends.
  func openPlans(of people: [PersonID]) throws -> [PersonID: OpenPlans] {
    var plans: [PersonID: OpenPlans] = [:]
    try tx.stream(
      """
      SELECT p.id, p.person_id, p.status FROM plan p
      WHERE p.organisation_id = \(actor.organisation) AND p.person_id = ANY (\(people))
        AND p.status IN ('draft', 'waiting_for_review', 'in_review', 'active')
      ORDER BY p.id FOR NO KEY UPDATE
      """
    ) { row in
      let person = try row.decode("person_id", as: PersonID.self)
      switch try row.decode("status", as: PlanStatus.self) {
      case .draft: plans[person, default: OpenPlans()].draft = try row.decode("id")
      case .active: plans[person, default: OpenPlans()].active = try row.decode("id")
      default: plans[person, default: OpenPlans()].isInReview = true
      }
    }
    return plans
  }

  /// The days of study, by the organisation's holidays and make-up workdays.
  func studyCalendar(weeklyHours: Double, from first: Day, through last: Day) throws -> StudyCalendar {
    let days = try tx.all(
      """
      SELECT day, kind = 'workday' AS works FROM holiday
      WHERE organisation_id = \(actor.organisation) AND day BETWEEN \(first) AND \(last)
      """
    ) { (day: try $0.decode("day", as: Day.self), works: try $0.decode("works", as: Bool.self)) }
    let calendar = StudyCalendar(
      weeklyHours: weeklyHours, holidays: Set(days.filter { !$0.works }.map(\.day)),
      workdays: Set(days.filter(\.works).map(\.day)))
    guard let calendar else { throw PlanningTerms.invalidHours }
    return calendar
  }

  /// How many seats are left within some days of each activity that has a limit, by code.
  func seatsLeft(of activities: [StoredActivity], from first: Day, through last: Day) throws -> [String: Int] {
    let taken = try tx.all("SELECT activity_id, taken FROM seats_taken(\(first), \(last))") { row in
      (try row.decode("activity_id", as: ActivityID.self), try row.decode("taken", as: Int.self))
    }
    let byID = Dictionary(taken, uniquingKeysWith: +)
    let left = activities.compactMap { stored in
      stored.activity.seats.map { (stored.activity.code, max(0, $0 - byID[stored.id, default: 0])) }
    }
    return Dictionary(left, uniquingKeysWith: { first, _ in first })
  }

  /// The codes of what each person has done or is credited, as long as it counts.
  func doneActivities(of people: [PersonID]) throws -> [PersonID: Set<String>] {
    var done: [PersonID: Set<String>] = [:]
    try tx.stream(
      """
      SELECT i.person_id, a.code FROM plan_item i
      JOIN activity a ON a.organisation_id = i.organisation_id AND a.id = i.activity_id
      WHERE i.organisation_id = \(actor.organisation) AND i.person_id = ANY (\(people))
        AND i.status IN ('done', 'credited')
        AND (a.validity_months IS NULL OR i.ended_on + make_interval(months => a.validity_months) > \(today))
      UNION
      SELECT l.person_id, a.code FROM prior_learning l
      JOIN activity a ON a.organisation_id = l.organisation_id AND a.id = l.activity_id
      WHERE l.organisation_id = \(actor.organisation) AND l.person_id = ANY (\(people)) AND l.outcome = 'accepted'
        AND (l.expires_on IS NULL OR l.expires_on > \(today))
      """
    ) { done[try $0.decode("person_id"), default: []].insert(try $0.decode("code")) }
    return done
  }
}

extension Refusal {
  fileprivate static let nobodyThere = Refusal.conflict(
    "nobody-there", field: "unit", en: "Nobody within your reach works in this unit or below it. Choose another.",
    zh: "该部门及其下级部门中没有您权限范围内的在职人员。请选择其他部门。")
  fileprivate static let noActivities = Refusal.conflict(
    "no-activities", field: "activities",
    en: "There are no activities to plan with. Import some first: readiness activity import",
    zh: "没有可供规划的学习活动。请先导入：readiness activity import")
}

extension LearningGap {
  /// - Returns: nil where there is no gap.
  init?(_ need: LearningNeed) {
    guard need.isGap, let standing = need.standing, let required = need.requiredLevel else { return nil }
    self.init(
      domain: need.domain, level: standing.level, required: required, probabilities: standing.probabilities,
      weight: need.weight, isForOversight: need.isForOversight)
  }
}
