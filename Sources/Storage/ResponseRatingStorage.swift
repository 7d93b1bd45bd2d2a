import FoundationEssentials
import Postgres
public import Readiness

extension RateResponse: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let rater = try session.rater()
    let stored = try session.attempt(attempt, locked: true)
    guard stored.person != session.actor.person else { throw Refusal.ownAnswer }
    guard stored.status == .submitted || stored.status == .scored else { throw Refusal.notHandedIn }
    if comment?.unicodeScalars.count ?? 0 > Self.longestComment {
      throw Refusal.tooLong("comment", Self.longestComment)
    }
    let form = try session.published(form: stored.form)
    let answer = try session.ratedAnswer(attempt, item: item, of: form)
    guard !answer.isResolved else { throw Refusal.alreadyResolved }
    guard !answer.ratings.contains(where: { $0.rater == rater }) else { throw Refusal.alreadyRated }
    let scores: [Int]
    do {
      scores = try answer.rubric.parse(self.scores)
    } catch {
      throw Refusal(.invalid, error.code, field: "scores", error.message)
    }
    try session.insertRating(of: attempt, item: answer.item, by: rater, scores, comment, after: answer.ratings.count)
    switch RubricResolution(answer.ratings.map(\.scores) + [scores]) {
    case .open(let missing): return Result(missing: missing, status: stored.status)
    case .agreed(let score):
      try session.resolve(attempt, item: answer.item, to: score)
      return Result(missing: 0, status: try session.scoreIfRated(attempt, stored, form))
    }
  }
}

extension Refusal {
  fileprivate static let ownAnswer = Refusal.forbidden(
    en: "This answer is your own; others rate it.", zh: "这是您本人的作答，须由他人评分。")
  fileprivate static let notHandedIn = Refusal.conflict(
    "not-handed-in", field: "attempt", en: "Only what is handed in is rated. List what waits: readiness assess queue",
    zh: "只能为已提交的作答评分。请先列出待评作答：readiness assess queue")
  fileprivate static let alreadyResolved = Refusal.conflict(
    "already-resolved", field: "item", en: "This answer has its score already; no more ratings are needed.",
    zh: "该作答已有评分结果，无需再评。")
  fileprivate static let alreadyRated = Refusal.conflict(
    "already-rated", field: "item", en: "You have rated this answer. Ratings are final; another rater is needed.",
    zh: "您已为该作答评分。评分不可更改，须由另一位评分人评分。")
}

/// An answer in words that was handed in, with the ratings so far in the order they were given.
private struct RatedAnswer {
  let item: UUID
  let rubric: [RubricCriterion]
  let isResolved: Bool
  let ratings: [(rater: AccountID, scores: [Int])]
}

extension Session {
  /// - Throws: a refusal for the operator, who is nobody in particular.
  fileprivate func rater() throws(Refusal) -> AccountID {
    guard let account = actor.account else {
      throw .forbidden(
        en: "A rating is given by somebody: sign in with your own account.", zh: "评分须由具体人员完成：请使用您自己的账户登录。")
    }
    return account
  }

  fileprivate func ratedAnswer(
    _ attempt: AttemptID, item code: String, of form: PublishedForm
  ) throws -> RatedAnswer {
    guard let item = form.stored.items[code], let rubric = form.item(code)?.rubric,
      let isResolved = try tx.first(
        """
        SELECT score IS NOT NULL AS resolved FROM rubric_score
        WHERE organisation_id = \(actor.organisation) AND attempt_id = \(attempt) AND item_id = \(item)
        """, { try $0.decode("resolved", as: Bool.self) })
    else {
      let noun = LocalizedText(en: "answer in words to the item", zh: "该题的文字作答")
      throw Refusal.notFound(noun, String(code.prefix(60)), field: "item")
    }
    let ratings = try tx.all(
      """
      SELECT rater_id, scores FROM response_rating
      WHERE organisation_id = \(actor.organisation) AND attempt_id = \(attempt) AND item_id = \(item) ORDER BY ordinal
      """
    ) { (rater: try $0.decode("rater_id", as: AccountID.self), scores: try $0.decode("scores", as: [Int].self)) }
    return RatedAnswer(item: item, rubric: rubric, isResolved: isResolved, ratings: ratings)
  }

  fileprivate func insertRating(
    of attempt: AttemptID, item: UUID, by rater: AccountID, _ scores: [Int], _ comment: String?, after count: Int
  ) throws {
    try tx.run(
      """
      INSERT INTO response_rating (organisation_id, attempt_id, item_id, ordinal, rater_id, scores, comment, rated_at)
      VALUES (\(actor.organisation), \(attempt), \(item), \(count + 1), \(rater), \(scores.map(Int16.init)),
        \(comment ?? ""), \(now))
      """)
  }

  fileprivate func resolve(_ attempt: AttemptID, item: UUID, to score: Int) throws {
    try tx.run(
      """
      UPDATE rubric_score SET score = \(score), resolved_at = \(now)
      WHERE organisation_id = \(actor.organisation) AND attempt_id = \(attempt) AND item_id = \(item)
      """)
  }

  /// Scores a submitted attempt once raters have agreed on each of its answers in words. The score is of the day of the
  /// test, and counts from today on.
  fileprivate func scoreIfRated(
    _ id: AttemptID, _ stored: StoredAttempt, _ form: PublishedForm
  ) throws -> AttemptStatus {
    let result = try result(of: id, stored, form, on: Day(stored.finishedAt ?? now))
    guard stored.status == .submitted, result.status == .scored else { return stored.status }
    try tx.run(
      "UPDATE attempt SET status = 'scored' WHERE organisation_id = \(actor.organisation) AND id = \(id)")
    try insert(
      [AttemptOutcome(attempt: id, person: stored.person, result: result)], items: form.stored.items, on: today)
    return .scored
  }

  /// By item code, the scores that raters agreed on.
  func rubricScores(of attempt: AttemptID) throws -> [String: Int] {
    let pairs = try tx.all(
      """
      SELECT i.code, r.score FROM rubric_score r
      JOIN item i ON i.organisation_id = r.organisation_id AND i.id = r.item_id
      WHERE r.organisation_id = \(actor.organisation) AND r.attempt_id = \(attempt) AND r.score IS NOT NULL
      """
    ) { (try $0.decode("code", as: String.self), try $0.decode("score", as: Int.self)) }
    return Dictionary(uniqueKeysWithValues: pairs)
  }
}
