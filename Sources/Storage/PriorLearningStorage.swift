import Postgres
public import Readiness

extension FilePriorLearning: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    try text.requireText("text", limit: Self.longestText)
    try (link ?? "").requireLink("link")
    guard learntOn <= session.today else { throw Refusal.learntLater(session.today) }
    let stored = try session.offeredActivity(code: activity)
    let person = try session.ownPerson()
    guard try !session.countsAlready(stored.id, of: person) else { throw Refusal.countsAlready(activity) }
    let claim: PriorLearningID = session.newID()
    let filed = try session.tx.run(
      """
      INSERT INTO prior_learning (organisation_id, id, person_id, activity_id, text, link, learnt_on, filed_on)
      VALUES (\(session.actor.organisation), \(claim), \(person), \(stored.id), \(text), \(link ?? ""), \(learntOn),
        \(session.today))
      ON CONFLICT (organisation_id, person_id, activity_id) WHERE outcome IS NULL DO NOTHING
      """)
    guard filed == 1 else { throw Refusal.claimOpen(activity) }
    return Result(claim: claim)
  }

  private static let longestText = 4_000
}

extension ReviewPriorLearning: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    if outcome == .rejected || reason != nil { try (reason ?? "").requireText("reason", limit: 4_000) }
    let stored = try session.openClaim(claim)
    guard stored.person != session.actor.person else { throw Refusal.ownClaim }
    let learnt = learntOn ?? stored.learntOn
    guard learnt <= stored.filedOn else { throw Refusal.learntLater(stored.filedOn) }
    let expiresOn = outcome == .accepted ? stored.validityMonths.map { learnt.adding(months: $0) } : nil
    if let expiresOn, expiresOn <= session.today { throw Refusal.lapsed(on: expiresOn) }
    try session.tx.run(
      """
      UPDATE prior_learning SET outcome = \(outcome), reason = \(reason ?? ""), learnt_on = \(learnt),
        reviewed_on = \(session.today), reviewed_by = \(session.actor.account), expires_on = \(expiresOn)
      WHERE organisation_id = \(session.actor.organisation) AND id = \(claim)
      """)
    return Result(expiresOn: expiresOn, credited: outcome == .accepted ? try session.credit(stored) : 0)
  }
}

/// A claim of prior learning that waits for its review.
private struct OpenClaim {
  let person: PersonID
  let activity: ActivityID
  let learntOn: Day
  let filedOn: Day
  let validityMonths: Int?
}

extension Session {
  fileprivate func offeredActivity(code: String) throws -> StoredActivity {
    guard let stored = try storedActivities(code: code).first, stored.retiredOn == nil else {
      throw Refusal.noActivity(code, field: "activity")
    }
    return stored
  }

  /// Whether a claim of a person for an activity was accepted and has not lapsed.
  fileprivate func countsAlready(_ activity: ActivityID, of person: PersonID) throws -> Bool {
    try tx.one(
      """
      SELECT EXISTS (SELECT FROM prior_learning
        WHERE organisation_id = \(actor.organisation) AND person_id = \(person) AND activity_id = \(activity)
          AND outcome = 'accepted' AND (expires_on IS NULL OR expires_on > \(today))) AS counts
      """
    ) { try $0.decode("counts", as: Bool.self) }
  }

  /// A claim that nobody else reviews before this transaction ends.
  fileprivate func openClaim(_ id: PriorLearningID) throws -> OpenClaim {
    let claim = try tx.first(
      """
      SELECT l.person_id, l.activity_id, l.learnt_on, l.filed_on, a.validity_months, l.outcome IS NULL AS open
      FROM prior_learning l JOIN activity a ON a.organisation_id = l.organisation_id AND a.id = l.activity_id
      WHERE l.organisation_id = \(actor.organisation) AND l.id = \(id) FOR UPDATE OF l
      """
    ) { row in
      (
        stored: OpenClaim(
          person: try row.decode("person_id"), activity: try row.decode("activity_id"),
          learntOn: try row.decode("learnt_on"), filedOn: try row.decode("filed_on"),
          validityMonths: try row.decode("validity_months")),
        isOpen: try row.decode("open", as: Bool.self)
      )
    }
    guard let claim else {
      throw Refusal.notFound(LocalizedText(en: "prior learning", zh: "既往学习申报"), id.description, field: "claim")
    }
    guard claim.isOpen else { throw Refusal.claimReviewed }
    return claim.stored
  }

  /// Credits the items of the person's plans that are not done yet; an active plan may be complete by it.
  ///
  /// - Returns: how many there were.
  fileprivate func credit(_ claim: OpenClaim) throws -> Int {
    let plans = try tx.all(
      """
      UPDATE plan_item i SET status = 'credited', ended_on = \(today) FROM plan n
      WHERE n.organisation_id = i.organisation_id AND n.id = i.plan_id
        AND n.status IN ('draft', 'waiting_for_review', 'in_review', 'active')
        AND i.organisation_id = \(actor.organisation) AND i.person_id = \(claim.person)
        AND i.activity_id = \(claim.activity) AND i.status IN ('planned', 'under_way')
      RETURNING n.id
      """
    ) { try $0.decode("id", as: PlanID.self) }
    try completeWhereDone(plans)
    return plans.count
  }
}

extension String {
  /// - Throws: `too-long`, `invalid-link` for one that is not empty and leads to no web page.
  func requireLink(_ field: String) throws(Refusal) {
    try requireLength(field, limit: 2_000)
    guard isEmpty || ["https://", "http://"].contains(where: hasPrefix) else {
      throw .invalid(
        "invalid-link", field: field,
        en: "A link begins with https:// or http://. Correct it, or put it into the text.",
        zh: "链接须以 https:// 或 http:// 开头。请更正，或写入文字说明。")
    }
  }
}

extension Refusal {
  fileprivate static let ownClaim = Refusal.forbidden(
    en: "This is your own prior learning; your manager or HR reviews it.", zh: "这是您本人的既往学习申报，须由上级或人力资源部门审核。")
  fileprivate static let claimReviewed = Refusal.conflict(
    "already-reviewed", field: "claim",
    en: "This prior learning was reviewed. It may be filed again with more to show.",
    zh: "该既往学习申报已审核。可补充材料后重新申报。")

  fileprivate static func learntLater(_ day: Day) -> Refusal {
    .invalid(
      "in-the-future", field: "learntOn", en: "It cannot have been learnt after \(day). Correct the day.",
      zh: "学习日期不能晚于 \(day)。请更正。")
  }

  fileprivate static func countsAlready(_ activity: String) -> Refusal {
    .conflict(
      "counts-already", field: "activity", en: "Your prior learning for “\(activity)” is accepted and counts already.",
      zh: "您就“\(activity)”申报的既往学习已获认可且仍在有效期内。")
  }

  fileprivate static func claimOpen(_ activity: String) -> Refusal {
    .conflict(
      "claim-open", field: "activity", en: "You have filed “\(activity)” already. Wait for its review.",
      zh: "您已就“\(activity)”提交申报。请等待审核。")
  }

  fileprivate static func lapsed(on day: Day) -> Refusal {
    .conflict(
      "lapsed", field: "learntOn",
      en: "What was learnt then lapsed on \(day): it counts no more. Correct the day, or reject it.",
      zh: "该学习已于 \(day) 失效，不能再计入。请更正日期，或不予认可。")
  }
}
