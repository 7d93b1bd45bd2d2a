import Postgres
public import Readiness

/// A round of consultation, and how far it has come.
public struct ConsultationEntry: Codable, Sendable {
  public var number: Int
  /// Code.
  public var role: String
  public var openedOn: Day
  /// The last day for answers.
  public var closesOn: Day
  public var isOpen: Bool
  public var questions: Int
  /// People who hold the role today, and those of them who answered a question at least.
  public var asked: Int
  public var answered: Int
}

/// Rounds of consultation, the newest first; at most 1,000.
public struct ListConsultations: StoredQuery {
  public static let name = QueryName.listConsultations
  public var role: String?

  public init(role: String? = nil) { self.role = role }

  public func read(in session: Session) throws -> [ConsultationEntry] {
    try session.consultations(where: "\(role)::text IS NULL OR o.code = \(role)", limit: 1_000)
  }
}

/// A round, question by question: how many answered, and, once it is over and at least five did, what they want.
public struct FindConsultation: StoredQuery {
  public static let name = QueryName.findConsultation
  public var number: Int

  public init(number: Int) { self.number = number }

  public struct Answer: Codable, Sendable {
    public var round: ConsultationEntry
    public var questions: [Question]
  }

  public struct Question: Codable, Sendable {
    /// Code.
    public var task: String
    public var name: LocalizedText
    public var answers: Int
    /// The median; nil: the round is open, or too few answered for it to be told.
    public var desired: HumanAgencyLevel?
    public var feasible: HumanAgencyLevel?
  }

  public func read(in session: Session) throws -> Answer {
    guard let round = try session.consultations(where: "r.number = \(number)", limit: 1).first else {
      throw Refusal.notFound(LocalizedText(en: "consultation", zh: "意见征询"), "\(number)", field: "number")
    }
    let questions = try session.tx.all(
      """
      SELECT t.code, t.name_en, t.name_zh, t.feasible_level, a.desired, a.count,
        consultation_is_over(r, b.id, \(session.today)) AS is_over
      FROM consultation_round r
      JOIN boundary b ON b.organisation_id = r.organisation_id AND b.role_id = r.role_id AND b.task_id = ANY (r.task_ids)
      JOIN task t ON t.organisation_id = b.organisation_id AND t.id = b.task_id
      CROSS JOIN LATERAL consultation_answers(r.organisation_id, r.id, b.id) a
      WHERE r.organisation_id = \(session.actor.organisation) AND r.number = \(number) ORDER BY t.code
      """
    ) { row in
      let answers = ConsultationAnswers(desired: try row.decode("desired"), count: try row.decode("count"))
      return Question(
        task: try row.decode("code"), name: try row.localized("name"), answers: answers.count,
        desired: try row.decode("is_over") ? answers.told : nil, feasible: try row.decode("feasible_level"))
    }
    return Answer(round: round, questions: questions)
  }
}

/// What the caller is asked today, with what they answered so far.
public struct ListConsultationQuestions: StoredQuery {
  public static let name = QueryName.listConsultationQuestions

  public init() {}

  public struct Question: Codable, Sendable {
    public var round: Int
    /// Codes.
    public var role: String
    public var task: String
    public var name: LocalizedText
    public var closesOn: Day
    public var answer: HumanAgencyLevel?
  }

  public func read(in session: Session) throws -> [Question] {
    try session.tx.all(
      """
      SELECT r.number, o.code AS role, t.code AS task, t.name_en, t.name_zh, r.closes_on, (
          SELECT c.desired_level FROM consultation c
          WHERE c.organisation_id = r.organisation_id AND c.round_id = r.id AND c.boundary_id = b.id
            AND c.person_id = \(session.actor.person) ORDER BY c.recorded_on DESC LIMIT 1) AS answer
      FROM consultation_round r
      JOIN employment e ON e.organisation_id = r.organisation_id AND e.role_id = r.role_id
        AND e.person_id = \(session.actor.person) AND e.valid_from <= \(session.today)
        AND (e.valid_to IS NULL OR e.valid_to > \(session.today))
      JOIN role o ON o.organisation_id = r.organisation_id AND o.id = r.role_id
      JOIN boundary b ON b.organisation_id = r.organisation_id AND b.role_id = r.role_id AND b.task_id = ANY (r.task_ids)
      JOIN task t ON t.organisation_id = b.organisation_id AND t.id = b.task_id
      WHERE r.organisation_id = \(session.actor.organisation) AND \(fragment: .roundIsOpen(on: session.today))
      ORDER BY r.number, t.code
      """
    ) { row in
      Question(
        round: try row.decode("number"), role: try row.decode("role"), task: try row.decode("task"),
        name: try row.localized("name"), closesOn: try row.decode("closes_on"), answer: try row.decode("answer"))
    }
  }
}

extension Session {
  fileprivate func consultations(where condition: SQL, limit: Int) throws -> [ConsultationEntry] {
    try tx.all(
      """
      SELECT r.number, o.code AS role, r.opened_on, r.closes_on, r.closed_on IS NULL AND r.closes_on >= \(today) AS is_open,
        cardinality(r.task_ids)::bigint AS questions, count(e.person_id) AS asked,
        count(*) FILTER (WHERE e.person_id IS NOT NULL AND EXISTS (
          SELECT FROM consultation c WHERE c.organisation_id = r.organisation_id AND c.round_id = r.id
            AND c.person_id = e.person_id)) AS answered
      FROM consultation_round r
      JOIN role o ON o.organisation_id = r.organisation_id AND o.id = r.role_id
      LEFT JOIN employment e ON e.organisation_id = r.organisation_id AND e.role_id = r.role_id
        AND e.valid_from <= \(today) AND (e.valid_to IS NULL OR e.valid_to > \(today))
      WHERE r.organisation_id = \(actor.organisation) AND (\(fragment: condition))
      GROUP BY r.organisation_id, r.id, o.code ORDER BY r.number DESC LIMIT \(limit)
      """
    ) { row in
      ConsultationEntry(
        number: try row.decode("number"), role: try row.decode("role"), openedOn: try row.decode("opened_on"),
        closesOn: try row.decode("closes_on"), isOpen: try row.decode("is_open"),
        questions: try row.decode("questions"), asked: try row.decode("asked"), answered: try row.decode("answered"))
    }
  }
}
