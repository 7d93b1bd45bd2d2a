import Postgres
public import Readiness

/// The readiness brief of a unit with all below it, or of the whole organisation, on a day.
public struct ReadBrief: StoredQuery {
  public static let name = QueryName.brief
  /// Code; nil: the whole organisation.
  public var unit: String?
  public var asOf: Day?
  /// Months of trend before the day.
  public static let trendMonths = 8

  public init(unit: String? = nil, asOf: Day? = nil) {
    self.unit = unit
    self.asOf = asOf
  }

  public func read(in session: Session) throws -> Brief {
    let day = asOf ?? session.today
    let group = try BriefGroup(unit: unit, asOf: day, session: session)
    let profile = try session.indexProfile(asOf: day)
    let facts = try session.indexFacts(of: group, asOf: day)
    try Session.requirePublishable(facts.headcount)
    let ratings = try session.ratings(asOf: day, nearest: group.path)
    let index = ReadinessIndex.compute(profile: profile, ratings: ratings, facts: facts)
    let roles = try session.roleBoundaries(of: group, asOf: day)
    return Brief(
      organisation: group.organisation, unit: group.unitName, asOf: day, headcount: facts.headcount,
      profile: profile.reference, index: index,
      trend: try trend(of: group, until: day, now: index, session: session),
      constraints: ReadinessIndex.constraints(of: index, profile: profile, ratings: ratings, facts: facts),
      roles: roles, quotient: try session.unitQuotients(of: group, asOf: day),
      attributions: try session.attributions(roles: session.roleIDs(roles.map(\.code))))
  }

  private func trend(
    of group: BriefGroup, until day: Day, now index: IndexResult, session: Session
  ) throws -> [Brief.TrendPoint] {
    let past = try (1...ReadBrief.trendMonths).reversed().map { months in
      try point(of: group, on: day.adding(months: -months), session: session)
    }
    return past + [Brief.TrendPoint(day: day, value: index.value, grade: index.grade)]
  }

  /// No value where the day had no profile, too little coverage or too few people.
  private func point(of group: BriefGroup, on day: Day, session: Session) throws -> Brief.TrendPoint {
    let facts = try session.indexFacts(of: group, asOf: day)
    guard facts.headcount >= Suppression.threshold, let profile = try? session.indexProfile(asOf: day) else {
      return Brief.TrendPoint(day: day, value: nil, grade: nil)
    }
    let ratings = try session.ratings(asOf: day, nearest: group.path)
    let result = ReadinessIndex.compute(profile: profile, ratings: ratings, facts: facts)
    return Brief.TrendPoint(day: day, value: result.value, grade: result.grade)
  }
}

extension Session {
  func organisationName() throws -> LocalizedText {
    try tx.one("SELECT name_en, name_zh FROM organisation WHERE organisation_id = \(actor.organisation)") {
      try $0.localized("name")
    }
  }

  /// - Throws: `too-few-people` where a report would tell about single persons.
  static func requirePublishable(_ headcount: Int) throws(Refusal) {
    guard headcount < Suppression.threshold else { return }
    throw .conflict(
      "too-few-people", field: "unit",
      en:
        "A report of fewer than \(Suppression.threshold) people would tell about single persons. Choose a larger unit.",
      zh: "人数少于 \(Suppression.threshold) 人的报告会暴露个人信息。请选择更大的部门。")
  }
}

/// Whom a report is of.
struct BriefGroup {
  let organisation: LocalizedText
  let unit: UnitID?
  let unitName: LocalizedText?
  /// The unit and those above it, nearest first; empty for the whole organisation.
  let path: [UnitID]
  /// The units of the day in the tree's order, from the group's top.
  let units: [(id: UnitID, code: String, name: LocalizedText, depth: Int)]

  init(unit code: String?, asOf day: Day, session: Session) throws {
    organisation = try session.organisationName()
    let tree = try UnitTree(asOf: day, session: session)
    guard let code else {
      (unit, unitName, path, units) = (nil, nil, [], tree.preorder(from: nil))
      return
    }
    guard let top = tree.units.first(where: { $0.code == code }) else {
      throw Refusal.notFound(LocalizedText(en: "unit", zh: "部门"), code, field: "unit")
    }
    (unit, unitName, path, units) = (top.id, top.name, tree.path(from: top), tree.preorder(from: top))
  }
}

/// The units of a day.
private struct UnitTree {
  struct Node {
    let id: UnitID
    let code: String
    let name: LocalizedText
    let parent: UnitID?
  }

  let units: [Node]

  init(asOf day: Day, session: Session) throws {
    units = try session.tx.all(
      """
      SELECT u.id, u.code, v.name_en, v.name_zh, v.parent_id FROM unit u
      JOIN unit_version v ON v.organisation_id = u.organisation_id AND v.unit_id = u.id
        AND v.valid_from <= \(day) AND (v.valid_to IS NULL OR v.valid_to > \(day))
      WHERE u.organisation_id = \(session.actor.organisation) ORDER BY u.code
      """
    ) { row in
      Node(
        id: try row.decode("id"), code: try row.decode("code"), name: try row.localized("name"),
        parent: try row.decode("parent_id"))
    }
  }

  func path(from node: Node) -> [UnitID] {
    let parent = node.parent.flatMap { id in units.first { $0.id == id } }
    return [node.id] + (parent.map(path(from:)) ?? [])
  }

  func preorder(from top: Node?) -> [(id: UnitID, code: String, name: LocalizedText, depth: Int)] {
    let children = Dictionary(grouping: units, by: \.parent)
    func visit(_ node: Node, _ depth: Int) -> [(id: UnitID, code: String, name: LocalizedText, depth: Int)] {
      [(node.id, node.code, node.name, depth)] + (children[node.id] ?? []).flatMap { visit($0, depth + 1) }
    }
    return top.map { visit($0, 0) } ?? (children[nil] ?? []).flatMap { visit($0, 0) }
  }
}
