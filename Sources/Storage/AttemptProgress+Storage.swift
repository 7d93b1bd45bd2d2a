import FoundationEssentials
import Postgres
import Readiness

/// An item that an adaptive attempt has asked.
struct AskedItem {
  let code: String
  /// Nil while it is being asked.
  let answer: [String]?
}

extension AttemptID {
  /// What the choices of an adaptive attempt depend on: the random half of its UUID (version 7).
  var seed: UInt64 {
    withUnsafeBytes(of: uuid.uuid) { UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) }
  }
}

extension Session {
  /// Where an attempt stands, as it is stored.
  func progress(of attempt: AttemptID, in form: PublishedForm) throws -> AttemptProgress {
    if form.bank != nil { return try progress(after: asked(in: attempt), in: form) }
    let answered = Set(try responses(of: attempt).map(\.item))
    return AttemptProgress(
      answered: answered.count, length: form.delivered.count, isAdaptive: false,
      next: form.delivered.first { !answered.contains($0.code) }?.presented)
  }

  private func progress(after asked: [AskedItem], in form: PublishedForm) -> AttemptProgress {
    let waiting = asked.last.flatMap { $0.answer == nil ? form.item($0.code) : nil }
    return AttemptProgress(
      answered: asked.count { $0.answer != nil }, length: form.bank?.maximumLength ?? 0, isAdaptive: true,
      next: waiting?.presented)
  }

  /// Decides what an adaptive attempt asks next, unless it is asking already, and records it.
  func askNext(in attempt: AttemptID, of person: PersonID, _ form: PublishedForm) throws -> AttemptProgress {
    guard let bank = form.bank else { return try progress(of: attempt, in: form) }
    var asked = try asked(in: attempt)
    if asked.last.map({ $0.answer != nil }) ?? true,
      case .ask(let item) = try bank.step(after: asked.map { try form.mark($0) }, seed: attempt.seed)
    {
      try tx.run(
        """
        INSERT INTO attempt_item (organisation_id, attempt_id, ordinal, item_id, person_id, asked_at)
        VALUES (\(actor.organisation), \(attempt), \(asked.count + 1), \(form.stored.items[item.code]), \(person), \(now))
        """)
      asked.append(AskedItem(code: item.code, answer: nil))
    }
    return progress(after: asked, in: form)
  }

  /// - Throws: `not-asked` when an adaptive attempt is not asking this item.
  func requireAsked(_ item: String, in attempt: AttemptID, _ form: PublishedForm) throws {
    guard form.bank != nil else { return }
    let asked = try asked(in: attempt)
    guard let known = asked.first(where: { $0.code == item }) else { throw Refusal.notAsked(item) }
    if known.answer != nil { throw Refusal.alreadyAnswered(item) }
  }

  /// What an adaptive attempt has asked, in order.
  func asked(in attempt: AttemptID) throws -> [AskedItem] {
    try tx.all(
      """
      SELECT i.code, r.answer FROM attempt_item n
      JOIN item i ON i.organisation_id = n.organisation_id AND i.id = n.item_id
      LEFT JOIN response r ON r.organisation_id = n.organisation_id AND r.attempt_id = n.attempt_id
        AND r.item_id = n.item_id
      WHERE n.organisation_id = \(actor.organisation) AND n.attempt_id = \(attempt) ORDER BY n.ordinal
      """
    ) { AskedItem(code: try $0.decode("code"), answer: try $0.decode("answer")) }
  }

  /// The items that an attempt is scored by: of a form all that it delivers, since leaving one out is no way to a better
  /// score; of an adaptive test those that were answered, since the others were never meant to be.
  func scored(in attempt: AttemptID, _ form: PublishedForm) throws -> [Item] {
    guard form.bank != nil else { return form.delivered }
    return try asked(in: attempt).filter { $0.answer != nil }.compactMap { form.item($0.code) }
  }
}

extension PublishedForm {
  fileprivate func mark(_ asked: AskedItem) throws -> (item: String, score: Int) {
    guard let item = item(asked.code), let answer = asked.answer else { return (asked.code, 0) }
    return (asked.code, item.score(try Answer(parsing: answer, for: item.presented)) ?? 0)
  }
}

extension Refusal {
  static func alreadyAnswered(_ item: String) -> Refusal {
    .conflict(
      "already-answered", field: "item",
      en: "Item \(item) is answered already, and answers are final. Go on to the next.",
      zh: "题目 \(item) 已作答，答案不可更改。请继续下一题。")
  }

  fileprivate static func notAsked(_ item: String) -> Refusal {
    .conflict(
      "not-asked", field: "item",
      en: "Item \(item) is not being asked. Fetch the attempt, and answer the item that it asks.",
      zh: "当前未询问题目 \(item)。请重新获取测评，并回答当前题目。")
  }
}
