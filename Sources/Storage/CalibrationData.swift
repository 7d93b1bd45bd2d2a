import FoundationEssentials
import Postgres
import Psychometrics
import Readiness

/// What people answered of an instrument's items, scored: each person's latest finished attempt of each version.
///
/// The latest, because that is the one that their score rests on; one a version and not one in all, because an item's code
/// stands for the same question in every version, and what a person answered of an earlier one is as good a sample of it.
/// An earlier attempt of the same version asked the same questions and is left out: the person knew them.
struct CalibrationData {
  /// Of the present version, delivered and marked: the matrix's columns.
  let items: [Item]
  private(set) var attempts: [Attempt] = []
  /// A row an attempt. What was delivered and left out is wrong, as it is for the score; what was not delivered is missing.
  private(set) var matrix: ResponseMatrix

  /// A row.
  struct Attempt {
    let person: PersonID
    let language: Language?
    let form: UUID
    let finishedAt: Date
  }

  init(_ instrument: Instrument) throws {
    items = instrument.items.filter { $0.status.isDelivered && $0.parameters != nil }
    matrix = try ResponseMatrix(itemCount: max(items.count, 1))
  }

  mutating func append(_ attempt: Attempt, _ scores: [Int8]) throws {
    attempts.append(attempt)
    try matrix.append(scores)
  }

  var people: Int { Set(attempts.map(\.person)).count }

  /// The rows of each person's latest attempt, in order.
  var latest: [Int] {
    var latest: [PersonID: Int] = [:]
    for (row, attempt) in attempts.enumerated() {
      if let other = latest[attempt.person], attempts[other].finishedAt >= attempt.finishedAt { continue }
      latest[attempt.person] = row
    }
    return latest.values.sorted()
  }

  /// Some of the rows and columns.
  func scores(rows: some Sequence<Int>, columns: [Int]) throws -> ResponseMatrix {
    let width = matrix.itemCount
    var values: [Int8] = []
    for row in rows {
      for column in columns { values.append(matrix.values[row * width + column]) }
    }
    return try ResponseMatrix(itemCount: max(columns.count, 1), values: values)
  }

  /// By row, the sum of the shares of points over the items given, and how many these are.
  var shares: [(sum: Double, count: Int)] {
    attempts.indices.map { row in
      var (sum, count) = (0.0, 0)
      for (column, item) in items.enumerated() {
        let score = matrix.values[row * matrix.itemCount + column]
        guard score != ResponseMatrix.missing else { continue }
        sum += Double(score) / Double(max(item.maximumScore, 1))
        count += 1
      }
      return (sum, count)
    }
  }

  func scores(ofColumn column: Int) -> [Int8] {
    attempts.indices.map { matrix.values[$0 * matrix.itemCount + column] }
  }
}

extension Session {
  /// Everything that finished attempts at any version tell of the items of the present one.
  func calibrationData(of instrument: Instrument) throws -> CalibrationData {
    var data = try CalibrationData(instrument)
    var marker = AnswerMarker(data.items, ids: try itemIDs(of: instrument.code))
    let forms = try formItems(of: instrument.code)
    try tx.stream(latestAttempts(of: instrument.code)) { row in
      let form = try row.decode("form_id", as: UUID.self)
      let asked = try row.decode("asked", as: [UUID]?.self)
      let scores = marker.scores(
        delivered: asked ?? forms[form] ?? [], answered: try row.decode("items", as: [UUID].self),
        answers: try row.decode("answers", as: [String].self))
      let attempt = CalibrationData.Attempt(
        person: try row.decode("person_id"), language: try row.decode("locale"), form: form,
        finishedAt: try row.decode("finished_at"))
      try data.append(attempt, scores)
    }
    return data
  }

  /// Each person's latest scored attempt of each version, with what was answered, a row an attempt. In place of an answer
  /// in words stands the score that its raters agreed on.
  private func latestAttempts(of code: String) -> SQL {
    """
    WITH latest AS (
      SELECT DISTINCT ON (a.person_id, f.instrument_id) a.id, a.person_id, a.form_id, a.finished_at
      FROM attempt a
      JOIN form f ON f.organisation_id = a.organisation_id AND f.id = a.form_id
      JOIN instrument i ON i.organisation_id = f.organisation_id AND i.id = f.instrument_id
      WHERE a.organisation_id = \(actor.organisation) AND i.code = \(code) AND a.status = 'scored'
      ORDER BY a.person_id, f.instrument_id, a.finished_at DESC, a.id DESC)
    SELECT l.id, l.person_id, l.form_id, l.finished_at, p.locale,
      (SELECT array_agg(k.item_id) FROM attempt_item k
       WHERE k.organisation_id = \(actor.organisation) AND k.attempt_id = l.id) AS asked,
      coalesce(g.items, '{}') AS items, coalesce(g.answers, '{}') AS answers
    FROM latest l
    JOIN person p ON p.organisation_id = \(actor.organisation) AND p.id = l.person_id
    LEFT JOIN (
      SELECT r.attempt_id, array_agg(r.item_id) AS items,
        array_agg(CASE WHEN w.attempt_id IS NULL THEN array_to_string(r.answer, ' ')
          ELSE coalesce(w.score::text, '') END) AS answers
      FROM response r
      LEFT JOIN rubric_score w
        ON w.organisation_id = r.organisation_id AND w.attempt_id = r.attempt_id AND w.item_id = r.item_id
      WHERE r.organisation_id = \(actor.organisation) AND r.attempt_id IN (SELECT id FROM latest)
      GROUP BY r.attempt_id) g ON g.attempt_id = l.id
    ORDER BY l.person_id, l.finished_at, l.id
    """
  }

  /// The codes of the items of every version, by id.
  private func itemIDs(of code: String) throws -> [UUID: String] {
    let pairs = try tx.all(
      """
      SELECT t.id, t.code FROM item t
      JOIN instrument i ON i.organisation_id = t.organisation_id AND i.id = t.instrument_id
      WHERE t.organisation_id = \(actor.organisation) AND i.code = \(code)
      """
    ) { (try $0.decode("id", as: UUID.self), try $0.decode("code", as: String.self)) }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  /// What the forms of every version deliver, by id.
  private func formItems(of code: String) throws -> [UUID: [UUID]] {
    let pairs = try tx.all(
      """
      SELECT f.id, f.item_ids FROM form f
      JOIN instrument i ON i.organisation_id = f.organisation_id AND i.id = f.instrument_id
      WHERE f.organisation_id = \(actor.organisation) AND i.code = \(code)
      """
    ) { (try $0.decode("id", as: UUID.self), try $0.decode("item_ids", as: [UUID].self)) }
    return Dictionary(uniqueKeysWithValues: pairs)
  }
}

/// Marks answers by the present version's keys, each different answer once: thousands of people give the same few.
private struct AnswerMarker {
  private let items: [Item]
  /// Columns by the item's id in any version.
  private let columns: [UUID: Int]
  private var known: [[String: Int8]]

  init(_ items: [Item], ids: [UUID: String]) {
    let columns = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($0.element.code, $0.offset) })
    self.items = items
    self.columns = ids.compactMapValues { columns[$0] }
    known = items.map { _ in [:] }
  }

  mutating func scores(delivered: [UUID], answered: [UUID], answers: [String]) -> [Int8] {
    var scores = Array(repeating: ResponseMatrix.missing, count: max(items.count, 1))
    for column in delivered.compactMap({ columns[$0] }) { scores[column] = 0 }
    for (id, answer) in zip(answered, answers) {
      guard let column = columns[id] else { continue }
      scores[column] = score(answer, column)
    }
    return scores
  }

  /// Missing where no key tells, or where the answer does not fit the question any more.
  private mutating func score(_ answer: String, _ column: Int) -> Int8 {
    if let score = known[column][answer] { return score }
    let item = items[column]
    let score: Int?
    if item.kind.marking == .rubric {
      score = Int(answer).flatMap { (0...item.maximumScore).contains($0) ? $0 : nil }
    } else {
      let keys = answer.split(separator: " ").map(String.init)
      score = (try? Answer(parsing: keys, for: item.presented)).flatMap(item.score)
    }
    let category = score.map(Int8.init) ?? ResponseMatrix.missing
    known[column][answer] = category
    return category
  }
}
