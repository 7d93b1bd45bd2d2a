import FoundationEssentials
import Postgres
public import Readiness

extension ImportResponses: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let rows = try sheet.read(
      required: ImportResponses.columns, optional: ImportResponses.optionalColumns, ResponseRecord.init(from:))
    let stored = try session.instrument(code: instrument)
    let people = try session.people(externalIDs: Set(rows.map(\.record.person)))
    let form = try stored.form(form)
    let delivered = stored.instrument.delivered(in: form.form)
    let day = takenOn ?? session.today
    let responses = try check(rows, delivered: delivered, people: people)
    let rule = try OutcomeRule(stored.instrument, delivered: delivered)
    let byPerson = Dictionary(grouping: responses, by: \.person).sorted { $0.key < $1.key }
    let outcomes = try byPerson.map { person, given in
      AttemptOutcome(
        attempt: session.newID(), person: person, result: try rule.result(of: given.map(\.response), on: day))
    }
    try session.insertFinished(outcomes, form: form.id, on: day)
    try session.insertResponses(
      zip(outcomes, byPerson).flatMap { outcome, given in given.value.map { (outcome, $0.response) } },
      items: stored.items, on: day)
    try session.insert(outcomes, items: stored.items, on: day)
    return Result(
      attempts: outcomes.count, responses: rows.count,
      waiting: outcomes.count { $0.result.status == .submitted })
  }

  /// The responses, in the table's order.
  ///
  /// - Throws: `invalid-table` with every fault.
  private func check(
    _ rows: [(row: Int, record: ResponseRecord)], delivered: [Item], people: [String: PersonID]
  ) throws(Refusal) -> [(person: PersonID, response: ItemResponse)] {
    let items = Dictionary(uniqueKeysWithValues: delivered.map { ($0.code, $0.presented) })
    var faults: [Refusal.Fault] = []
    var responses: [(person: PersonID, response: ItemResponse)] = []
    var seen: [String: Int] = [:]
    for (row, record) in rows {
      let person = people[record.person]
      if person == nil {
        faults.append(
          .init(
            row: row, field: "person", code: "unknown-person",
            message: LocalizedText(
              en: "There is no person “\(record.person)”. Import the people first.",
              zh: "没有编号为“\(record.person)”的人员。请先导入人员。")))
      }
      if let first = seen.updateValue(row, forKey: "\(record.person)\u{0}\(record.item)") {
        faults.append(.duplicate("\(record.person) \(record.item)", row: row, field: "item", first: first))
      }
      guard let item = items[record.item] else {
        faults.append(
          .init(
            row: row, field: "item", code: "unknown-item",
            message: LocalizedText(
              en: "Instrument \(instrument) has no item “\(record.item)”.",
              zh: "测评工具 \(instrument) 没有题目“\(record.item)”。")))
        continue
      }
      let response = record.response(to: item.kind)
      do {
        _ = try response.parsed(for: item)
      } catch {
        faults.append(.init(row: row, field: "answer", code: error.code, message: error.message))
      }
      if let person { responses.append((person, response)) }
    }
    if !faults.isEmpty { throw Refusal(tableFaults: faults) }
    return responses
  }
}

extension Session {
  /// Of the external ids given, those that belong to somebody.
  func people(externalIDs: Set<String>) throws -> [String: PersonID] {
    let pairs = try tx.all(
      """
      SELECT external_id, id FROM person
      WHERE organisation_id = \(actor.organisation) AND external_id = ANY (\(externalIDs.sorted()))
      """
    ) { (try $0.decode("external_id", as: String.self), try $0.decode("id", as: PersonID.self)) }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  fileprivate func insertFinished(_ attempts: [AttemptOutcome], form: UUID, on day: Day) throws {
    try tx.run(
      """
      INSERT INTO attempt (organisation_id, id, person_id, form_id, status, started_at, finished_at)
      SELECT \(actor.organisation), id, person, \(form), status, \(day.instant), \(day.instant)
      FROM unnest(\(attempts.map(\.attempt)), \(attempts.map(\.person)), \(attempts.map(\.result.status)))
        AS n (id, person, status)
      """)
  }

  /// An answer in words is one text, whatever is in it; the keys of the others hold no space.
  fileprivate func insertResponses(
    _ responses: [(attempt: AttemptOutcome, given: ItemResponse)], items: [String: UUID], on day: Day
  ) throws {
    try tx.run(
      """
      INSERT INTO response (organisation_id, attempt_id, item_id, person_id, answer, confidence, milliseconds,
        answered_at)
      SELECT \(actor.organisation), attempt, item, person,
        CASE WHEN alone THEN ARRAY[answer] ELSE string_to_array(answer, ' ') END, confidence, milliseconds,
        \(day.instant)
      FROM unnest(\(responses.map(\.attempt.attempt)), \(responses.map { items[$0.given.item] }),
        \(responses.map(\.attempt.person)), \(responses.map { $0.given.answer.joined(separator: " ") }),
        \(responses.map { $0.given.answer.count == 1 }), \(responses.map { $0.given.confidence.map(Float.init) }),
        \(responses.map { $0.given.milliseconds.map(Int32.init) }))
        AS n (attempt, item, person, answer, alone, confidence, milliseconds)
      """)
  }
}
