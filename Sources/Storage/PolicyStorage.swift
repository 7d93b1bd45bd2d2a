import Postgres
public import Readiness

extension PublishPolicy: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    try policy.check()
    try session.lockBoundaries()
    let effective = effective ?? session.today
    let roles = try (policy.roles ?? []).map { try session.role(code: $0, field: "policy.roles").id }
    let stored = try session.storedPolicy(policy.code)
    if let stored, effective <= stored.effectiveFrom {
      throw Refusal.tooEarly(policy.code, version: stored.version, from: stored.effectiveFrom)
    }
    let version = (stored?.version ?? 0) + 1
    let id = try session.put(policy: policy.code, roles: roles)
    try session.insert(policy, of: id, version: version, from: effective)
    guard let stored else { return Result(version: version) }
    let isForAll = roles.isEmpty || stored.roles.isEmpty
    session.factsChanged(
      by: ReviewOccasion(
        cause: .policy, reason: reason(version, from: effective),
        concerned: .roles(isForAll ? nil : Array(Set(roles + stored.roles)))))
    return Result(version: version)
  }

  private func reason(_ version: Int, from day: Day) -> LocalizedText {
    LocalizedText(
      en: "Policy \(policy.code) has a new version, \(version), from \(day) on: \(policy.title.en)",
      zh: "政策 \(policy.code) 发布第 \(version) 版，自 \(day) 起生效：\(policy.title.zh)")
  }
}

extension AcknowledgePolicy: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    guard let person = session.actor.person else {
      throw Refusal.forbidden(
        en: "Policies are acknowledged by the people they are for; your account belongs to none.",
        zh: "政策须由当事人员确认，而您的账户未关联任何人员。")
    }
    let version = try session.policyInForce(policy, on: session.today)
    try session.tx.run(
      """
      INSERT INTO policy_acknowledgement (organisation_id, policy_version_id, person_id, acknowledged_at)
      VALUES (\(session.actor.organisation), \(version.id), \(person), \(session.now)) ON CONFLICT DO NOTHING
      """)
    return Result(version: version.number)
  }
}

extension Session {
  /// The latest version of a policy, in force or to be, and whom the policy is for; nil: there is none.
  fileprivate func storedPolicy(_ code: String) throws -> (version: Int, effectiveFrom: Day, roles: [RoleID])? {
    try tx.first(
      """
      SELECT v.version, v.effective_from, p.role_ids FROM policy p
      JOIN policy_version v ON v.organisation_id = p.organisation_id AND v.policy_id = p.id
      WHERE p.organisation_id = \(actor.organisation) AND p.code = \(code) ORDER BY v.version DESC LIMIT 1
      """
    ) {
      (
        version: try $0.decode("version"), effectiveFrom: try $0.decode("effective_from"),
        roles: try $0.decode("role_ids")
      )
    }
  }

  fileprivate func put(policy code: String, roles: [RoleID]) throws -> PolicyID {
    try tx.one(
      """
      INSERT INTO policy (organisation_id, id, code, role_ids)
      VALUES (\(actor.organisation), \(newID(Policy.self)), \(code), \(roles))
      ON CONFLICT (organisation_id, code) DO UPDATE SET role_ids = excluded.role_ids RETURNING id
      """
    ) { try $0.decode("id") }
  }

  fileprivate func insert(_ policy: PolicyDocument, of id: PolicyID, version: Int, from day: Day) throws {
    try tx.run(
      """
      UPDATE policy_version SET effective_to = \(day)
      WHERE organisation_id = \(actor.organisation) AND policy_id = \(id) AND effective_to IS NULL
      """)
    try tx.run(
      """
      INSERT INTO policy_version (organisation_id, id, policy_id, version, title_en, title_zh, text_en, text_zh,
        effective_from, published_by, published_at)
      VALUES (\(actor.organisation), \(newID(PolicyVersion.self)), \(id), \(version), \(policy.title.en),
        \(policy.title.zh), \(policy.text.en), \(policy.text.zh), \(day), \(actor.account), \(now))
      """)
  }

  /// - Throws: when no version of it is in force on the day.
  func policyInForce(_ code: String, on day: Day) throws -> (id: PolicyVersionID, number: Int) {
    let version = try tx.first(
      """
      SELECT v.id, v.version FROM policy p
      JOIN policy_version v ON v.organisation_id = p.organisation_id AND v.policy_id = p.id
      WHERE p.organisation_id = \(actor.organisation) AND p.code = \(code) AND \(fragment: .policyHolds(on: day))
      """
    ) { (id: try $0.decode("id", as: PolicyVersionID.self), number: try $0.decode("version", as: Int.self)) }
    guard let version else {
      throw Refusal.notFound(LocalizedText(en: "policy in force", zh: "现行政策"), code, field: "policy")
    }
    return version
  }
}

extension SQL {
  /// That a `policy_version` named `v` is in force on a day.
  static func policyHolds(on day: Day) -> SQL {
    "v.effective_from <= \(day) AND (v.effective_to IS NULL OR v.effective_to > \(day))"
  }
}

extension Refusal {
  fileprivate static func tooEarly(_ policy: String, version: Int, from day: Day) -> Refusal {
    .conflict(
      "policy-too-early", field: "effective",
      en: "Version \(version) of policy \(policy) holds from \(day). The next one has to begin later.",
      zh: "政策 \(policy) 第 \(version) 版自 \(day) 起生效，下一版须晚于该日期。")
  }
}
