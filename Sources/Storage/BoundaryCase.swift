import FoundationEssentials
import Postgres
import Readiness

/// The people a boundary names; in a proposal nil keeps those of its last version.
struct NamedPeople: Equatable {
  var accountable: PersonID?
  var overseer: PersonID?
  var overseerLevel: QuotientLevel?

  /// Those of `named`, and one's own where it has none; an overseer must hold L2 unless it is said otherwise.
  func naming(_ named: NamedPeople) -> NamedPeople {
    NamedPeople(
      accountable: named.accountable ?? accountable, overseer: named.overseer ?? overseer,
      overseerLevel: named.overseerLevel ?? overseerLevel ?? .l2)
  }
}

/// An AI system that takes part in a task, or would.
struct TaskSystem {
  let code: String
  let name: String
  let clearance: DataClass
  let risk: RiskClass
}

/// One task of a role, with what its boundary rests on, what is in force and what waits for a decision.
struct BoundaryCase {
  struct InForce {
    let version: BoundaryVersionID
    /// As decided; an exception may hold in its place.
    let level: HumanAgencyLevel
    let oversight: Oversight?
    let facts: BoundaryFacts
    let people: NamedPeople
    let terms: BoundaryTerms
    let review: Day
    /// The level of the exception that holds today.
    let exception: HumanAgencyLevel?
    /// Somebody is to look at it: `boundary_review`.
    let isInReview: Bool
  }

  struct Open {
    let version: BoundaryVersionID
    let level: HumanAgencyLevel
    /// What a first approver decided, where a second is needed.
    let pending: (level: HumanAgencyLevel, by: AccountID)?
    let signOffs: Set<SignOffKind>
    let facts: BoundaryFacts
    let people: NamedPeople
    let terms: BoundaryTerms
  }

  let role: RoleID
  let roleCode: String
  var boundary: BoundaryID?
  let taskID: TaskID
  let task: String
  let name: LocalizedText
  /// What is known of the task itself, without its AI systems and without people.
  let taskFacts: BoundaryFacts
  let systems: [TaskSystem]
  /// What those who hold the role said in the last round that asked about the task and is over; nil: there was none.
  let answers: ConsultationAnswers?
  let lastNumber: Int
  let inForce: InForce?
  let open: Open?
  /// Those of the open proposal, or else of the last version, until others are named.
  var people: NamedPeople
  var terms: BoundaryTerms

  /// Those of the task's AI systems that the terms approve.
  var approvedSystems: [TaskSystem] { systems.filter { terms.aiSystems.includes($0.code) } }

  /// What the rules are given.
  ///
  /// - Parameter standing: of everyone whom the boundary names; whoever is not in it has left.
  func facts(_ standing: [PersonID: Standing]) -> BoundaryFacts {
    let approved = approvedSystems
    let lowest = approved.min { ($0.clearance, $0.code) < ($1.clearance, $1.code) }
    var facts = taskFacts
    facts.aiSystem = lowest.map { LocalizedText(en: $0.name, zh: $0.name) }
    facts.clearance = lowest?.clearance
    facts.riskClass = approved.map(\.risk).max()
    facts.desiredLevel = answers?.desired ?? taskFacts.desiredLevel
    facts.isDesiredLevelConfidential = answers?.isConfidential == true ? true : nil
    facts.consulted = answers != nil
    facts.hasAccountableHuman = people.accountable.map { standing[$0] != nil } ?? false
    facts.hasOverseer = people.overseer.map { standing[$0] != nil } ?? false
    facts.requiredLevel = people.overseerLevel
    facts.overseerLevel = people.overseer.flatMap { standing[$0]?.level }
    return facts
  }
}

/// What the rules ask of a person who is employed.
struct Standing {
  /// Overall, by a score that is valid today.
  let level: QuotientLevel?
}

/// A boundary and what the rules make of it now.
struct BoundaryEvaluation {
  var boundary: BoundaryCase
  let facts: BoundaryFacts
  let proposal: BoundaryProposal

  /// True when what is in force rests on the same facts, says the same, is within its review date and not in review.
  func isSettled(on day: Day) -> Bool {
    guard let inForce = boundary.inForce, inForce.review >= day, !inForce.isInReview else { return false }
    return inForce.facts == facts && isInForce
  }

  /// True when what is in force says the same, whatever has become of its facts.
  var isInForce: Bool {
    boundary.inForce.map { $0.people == boundary.people && $0.terms == boundary.terms } ?? false
  }

  /// True when the open proposal rests on the same facts and says the same.
  var isProposed: Bool {
    guard let open = boundary.open else { return false }
    return open.facts == facts && open.people == boundary.people && open.terms == boundary.terms
  }
}

extension Session {
  /// What the rules make of each case as it stands, in their order.
  func evaluate(_ cases: [BoundaryCase], by rules: BoundaryRuleSet) throws -> [BoundaryEvaluation] {
    let named = Set(cases.flatMap { [$0.people.accountable, $0.people.overseer].compactMap(\.self) })
    let standing = try standing(of: named)
    return cases.map { boundary in
      let facts = boundary.facts(standing)
      return BoundaryEvaluation(boundary: boundary, facts: facts, proposal: rules.propose(facts))
    }
  }

  /// Of those among `people` who are employed today.
  func standing(of people: Set<PersonID>) throws -> [PersonID: Standing] {
    let found = try tx.all(
      """
      SELECT e.person_id, s.level FROM employment e
      LEFT JOIN LATERAL (
        SELECT s.level FROM score s WHERE s.organisation_id = e.organisation_id AND s.domain = 'overall'
          AND s.person_id = e.person_id AND \(fragment: .scoreCounts(on: today))
        ORDER BY s.assessed_on DESC, s.attempt_id DESC LIMIT 1) s ON true
      WHERE e.organisation_id = \(actor.organisation) AND e.person_id = ANY (\(Array(people)))
        AND e.valid_from <= \(today) AND (e.valid_to IS NULL OR e.valid_to > \(today))
      """
    ) {
      (
        try $0.decode("person_id", as: PersonID.self),
        Standing(level: try $0.decode("level", as: QuotientLevel?.self))
      )
    }
    return Dictionary(found, uniquingKeysWith: { first, _ in first })
  }
}
