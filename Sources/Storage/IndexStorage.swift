import FoundationEssentials
import Postgres
public import Readiness
import Wire

extension PublishIndexProfile: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    try session.tx.run(
      """
      INSERT INTO index_profile (organisation_id, id, code, version, content, valid_from, published_at)
      VALUES (\(session.actor.organisation), \(UUID(version7: session.now)), \(profile.code), \(profile.version),
        \(JSONB(try JSONEncoder.wire.text(profile))), \(validFrom ?? session.today), \(session.now))
      """)
    return Result(version: profile.version)
  }
}

extension Session {
  /// The profile that briefs of a day are computed by.
  func indexProfile(asOf day: Day) throws -> IndexProfile {
    let profile = try tx.first(
      """
      SELECT content::text AS content FROM index_profile
      WHERE organisation_id = \(actor.organisation) AND valid_from <= \(day)
      ORDER BY valid_from DESC, published_at DESC, version DESC LIMIT 1
      """
    ) { try $0.json("content", as: IndexProfile.self) }
    guard let profile else {
      throw Refusal.conflict(
        "no-index-profile", field: "as-of",
        en: "No index profile is in force on \(day). Choose a later day, or publish one.",
        zh: "\(day) 没有生效的指数方案。请选择更晚的日期，或发布方案。")
    }
    return profile
  }
}

extension SetRatings: AppliedCommand {
  public func apply(in session: Session) throws -> ImportCounts {
    let rows = try sheet.read(
      required: RatingRecord.columns, optional: RatingRecord.optionalColumns, RatingRecord.init(from:))
    let day = effective ?? session.today
    let profile = try session.indexProfile(asOf: day)
    let dimensions = Dictionary(
      profile.dimensions.flatMap { dimension in (dimension.items ?? []).map { ($0.code, dimension.dimension) } },
      uniquingKeysWith: { first, _ in first })
    let units: [String: UnitID] = try session.ids(of: "unit")
    try check(rows, dimensions: dimensions, units: units)
    var counts = ImportCounts()
    for (_, rating) in rows {
      guard let dimension = dimensions[rating.item] else { continue }
      let unit = rating.unit.flatMap { units[$0] }
      let hadOne = try session.endRating(of: rating.item, unit: unit, on: day)
      try session.insert(rating, dimension: dimension, unit: unit, from: day)
      counts.add(isNew: !hadOne, changed: true)
    }
    return counts
  }

  private func check(
    _ rows: [(row: Int, record: RatingRecord)], dimensions: [String: Dimension], units: [String: UnitID]
  ) throws(Refusal) {
    var faults: [Refusal.Fault] = []
    var seen: [String: Int] = [:]
    for (row, rating) in rows {
      if dimensions[rating.item] == nil {
        faults.append(
          .init(
            row: row, field: "item", code: "unknown-item",
            message: LocalizedText(
              en: "The index profile has no rated item “\(rating.item)”. `readiness rating list` shows them all.",
              zh: "指数方案中没有评分项“\(rating.item)”。可用 `readiness rating list` 查看全部。")))
      }
      if let unit = rating.unit, units[unit] == nil {
        faults.append(
          .init(
            row: row, field: "unit", code: "unknown-unit",
            message: LocalizedText(en: "There is no unit “\(unit)”.", zh: "没有编码为“\(unit)”的部门。")))
      }
      if let first = seen.updateValue(row, forKey: "\(rating.item)\u{0}\(rating.unit ?? "")") {
        faults.append(.duplicate(rating.item, row: row, field: "item", first: first))
      }
    }
    if !faults.isEmpty { throw Refusal(tableFaults: faults) }
  }
}

extension Session {
  /// - Returns: whether there was a rating to end.
  fileprivate func endRating(of item: String, unit: UnitID?, on day: Day) throws -> Bool {
    let key: SQL =
      "organisation_id = \(actor.organisation) AND item = \(item) AND unit_id IS NOT DISTINCT FROM \(unit)"
    let corrected = try tx.run("DELETE FROM rating WHERE \(fragment: key) AND valid_from >= \(day)")
    let ended = try tx.run(
      "UPDATE rating SET valid_to = \(day) WHERE \(fragment: key) AND (valid_to IS NULL OR valid_to > \(day))")
    return corrected + ended > 0
  }

  fileprivate func insert(_ rating: RatingRecord, dimension: Dimension, unit: UnitID?, from day: Day) throws {
    let level: Int16? = rating.answer == .notApplicable ? nil : Int16(rating.answer.rawValue)
    try tx.run(
      """
      INSERT INTO rating (organisation_id, id, unit_id, dimension, item, level, evidence, evidence_link, valid_from,
        rated_by)
      VALUES (\(actor.organisation), \(UUID(version7: now)), \(unit), \(dimension), \(rating.item), \(level),
        \(rating.evidence), \(rating.evidenceLink), \(day), \(actor.account))
      """)
  }

  /// The ratings that hold on a day, each item's of the nearest unit: the first of `units` that has one, else the whole
  /// organisation's.
  func ratings(asOf day: Day, nearest units: [UnitID]) throws -> [Rating] {
    try tx.all(
      """
      SELECT DISTINCT ON (item) item, level, evidence, evidence_link FROM rating
      WHERE organisation_id = \(actor.organisation) AND valid_from <= \(day) AND (valid_to IS NULL OR valid_to > \(day))
        AND (unit_id IS NULL OR unit_id = ANY (\(units)))
      ORDER BY item, array_position(\(units), unit_id) NULLS LAST
      """
    ) { try Rating($0) }
  }
}

extension Rating {
  fileprivate init(_ row: Row) throws {
    let level = try row.decode("level", as: Int?.self)
    let link = try row.decode("evidence_link", as: String.self)
    self.init(
      item: try row.decode("item"), answer: level.flatMap(RatingAnswer.init(rawValue:)) ?? .notApplicable,
      evidence: try row.decode("evidence"), link: link.isEmpty ? nil : link)
  }
}

/// The rated items of the profile in force, each with its rating on a day, if it has one.
public struct ListRatings: StoredQuery {
  public static let name = QueryName.listRatings
  /// Code; nil: the whole organisation's own ratings.
  public var unit: String?
  public var asOf: Day?

  public init(unit: String? = nil, asOf: Day? = nil) {
    self.unit = unit
    self.asOf = asOf
  }

  public struct Entry: Codable, Sendable {
    public var dimension: Dimension
    public var item: String
    public var question: LocalizedText
    /// What L0 to L4 look like.
    public var anchors: [LocalizedText]
    public var rating: Rating?
  }

  public func read(in session: Session) throws -> [Entry] {
    let day = asOf ?? session.today
    let units = try unit.map { [try session.unit(code: $0)] } ?? []
    let ratings = Dictionary(
      try session.ratings(asOf: day, nearest: units).map { ($0.item, $0) }, uniquingKeysWith: { first, _ in first })
    return try session.indexProfile(asOf: day).dimensions.flatMap { dimension in
      (dimension.items ?? []).map { item in
        Entry(
          dimension: dimension.dimension, item: item.code, question: item.question, anchors: item.anchors,
          rating: ratings[item.code])
      }
    }
  }
}

/// The index profile in force on a day.
public struct FindIndexProfile: StoredQuery {
  public static let name = QueryName.findIndexProfile
  public var asOf: Day?

  public init(asOf: Day? = nil) { self.asOf = asOf }

  public func read(in session: Session) throws -> IndexProfile {
    try session.indexProfile(asOf: asOf ?? session.today)
  }
}
