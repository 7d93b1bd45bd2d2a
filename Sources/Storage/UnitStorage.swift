import Postgres
public import Readiness

extension Session {
  /// The ids of a table's rows by their code.
  func ids<Entity>(of table: String) throws -> [String: Identifier<Entity>] {
    let pairs = try tx.all(
      "SELECT code, id FROM \(identifier: table) WHERE organisation_id = \(actor.organisation)"
    ) { row in (try row.decode("code", as: String.self), try row.decode("id", as: Identifier<Entity>.self)) }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// The unit with a code.
  func unit(code: String, field: String = "unit") throws -> UnitID {
    let id = try tx.first(
      "SELECT id FROM unit WHERE organisation_id = \(actor.organisation) AND code = \(code)"
    ) { try $0.decode("id", as: UnitID.self) }
    guard let id else { throw Refusal.notFound(LocalizedText(en: "unit", zh: "部门"), code, field: field) }
    return id
  }
}

extension ImportUnits: AppliedCommand {
  public func apply(in session: Session) throws -> ImportCounts {
    let rows = try sheet.read(
      required: UnitRecord.columns, optional: UnitRecord.optionalColumns, UnitRecord.init(from:))
    let effective = effective ?? session.today
    var current = try session.currentUnits()
    try check(rows, against: current)
    for row in rows where current[row.record.code] == nil {
      let id: UnitID = session.newID()
      try session.tx.run(
        "INSERT INTO unit (organisation_id, id, code) VALUES (\(session.actor.organisation), \(id), \(row.record.code))"
      )
      current[row.record.code] = StoredUnit(id: id, name: nil, parent: nil)
    }
    var counts = ImportCounts()
    for (_, record) in rows {
      guard let unit = current[record.code] else { continue }
      guard unit.name != record.name || unit.parent != record.parent else {
        counts.unchanged += 1
        continue
      }
      let parent = record.parent.flatMap { current[$0]?.id }
      try session.replaceUnitVersion(unit.id, name: record.name, parent: parent, from: effective)
      if unit.name == nil { counts.created += 1 } else { counts.changed += 1 }
    }
    return counts
  }

  /// Every parent is in the file or there already, every code is in the file once, and no unit is above itself.
  private func check(_ rows: [(row: Int, record: UnitRecord)], against current: [String: StoredUnit]) throws {
    var faults: [Refusal.Fault] = []
    var parents = current.mapValues(\.parent)
    var seen: [String: Int] = [:]
    for (row, record) in rows {
      if let first = seen.updateValue(row, forKey: record.code) {
        faults.append(.duplicate(record.code, row: row, first: first))
      }
      parents[record.code] = .some(record.parent)
    }
    for (row, record) in rows {
      guard let parent = record.parent else { continue }
      if parents[parent] == nil {
        faults.append(
          .init(
            row: row, field: "parent", code: "unknown-unit",
            message: LocalizedText(
              en: "There is no unit “\(parent)”, neither in the file nor here. Correct the code or add its row.",
              zh: "文件和系统中都没有部门“\(parent)”。请更正编码或添加相应的行。")))
      } else if isAboveItself(record.code, parents) {
        faults.append(
          .init(
            row: row, field: "parent", code: "unit-cycle",
            message: LocalizedText(
              en: "“\(record.code)” would be above itself. Give it another parent.",
              zh: "“\(record.code)”将成为自己的上级部门。请更换上级部门。")))
      }
    }
    if !faults.isEmpty { throw Refusal(tableFaults: faults) }
  }

  private func isAboveItself(_ code: String, _ parents: [String: String?]) -> Bool {
    var above = parents[code] ?? nil
    for _ in 0...parents.count {
      guard let unit = above else { return false }
      if unit == code { return true }
      above = parents[unit] ?? nil
    }
    return true
  }
}

extension Refusal.Fault {
  /// A code that an earlier row has as well.
  static func duplicate(_ code: String, row: Int, field: String = "code", first: Int) -> Refusal.Fault {
    Refusal.Fault(
      row: row, field: field, code: "duplicate",
      message: LocalizedText(
        en: "“\(code)” is already in row \(first). Keep one of them.", zh: "“\(code)”已出现在第 \(first) 行。请只保留一行。"))
  }
}

/// A unit as it is now; its name is nil between its making and its first version.
private struct StoredUnit {
  let id: UnitID
  let name: LocalizedText?
  let parent: String?
}

extension Session {
  fileprivate func currentUnits() throws -> [String: StoredUnit] {
    let units = try tx.all(
      """
      SELECT u.code, u.id, v.name_en, v.name_zh, p.code AS parent
      FROM unit u
      LEFT JOIN unit_version v ON v.organisation_id = u.organisation_id AND v.unit_id = u.id AND v.valid_to IS NULL
      LEFT JOIN unit p ON p.organisation_id = v.organisation_id AND p.id = v.parent_id
      WHERE u.organisation_id = \(actor.organisation)
      """
    ) { row in
      (
        try row.decode("code", as: String.self),
        StoredUnit(id: try row.decode("id"), name: try row.localized("name"), parent: try row.decode("parent"))
      )
    }
    return Dictionary(uniqueKeysWithValues: units)
  }

  /// Ends the version in force at `from` and begins the next one; one that began on that day or later is corrected.
  fileprivate func replaceUnitVersion(
    _ unit: UnitID, name: LocalizedText, parent: UnitID?, from: Day
  ) throws {
    try tx.run(
      """
      UPDATE unit_version SET valid_to = \(from)
      WHERE organisation_id = \(actor.organisation) AND unit_id = \(unit) AND valid_to IS NULL AND valid_from < \(from)
      """)
    try tx.run(
      """
      DELETE FROM unit_version
      WHERE organisation_id = \(actor.organisation) AND unit_id = \(unit) AND valid_from >= \(from)
      """)
    try tx.run(
      """
      INSERT INTO unit_version (organisation_id, unit_id, valid_from, name_en, name_zh, parent_id)
      VALUES (\(actor.organisation), \(unit), \(from), \(name.en), \(name.zh), \(parent))
      """)
  }
}

/// The units of a day, each with the code of the one above it.
public struct ListUnits: StoredQuery {
  public static let name = QueryName.listUnits
  public var asOf: Day?

  public init(asOf: Day? = nil) { self.asOf = asOf }

  public struct Entry: Codable, Sendable {
    public var code: String
    public var name: LocalizedText
    public var parent: String?
  }

  public func read(in session: Session) throws -> [Entry] {
    let day = asOf ?? session.today
    return try session.tx.all(
      """
      SELECT u.code, v.name_en, v.name_zh, p.code AS parent
      FROM unit u
      JOIN unit_version v ON v.organisation_id = u.organisation_id AND v.unit_id = u.id
        AND v.valid_from <= \(day) AND (v.valid_to IS NULL OR v.valid_to > \(day))
      LEFT JOIN unit p ON p.organisation_id = v.organisation_id AND p.id = v.parent_id
      WHERE u.organisation_id = \(session.actor.organisation) ORDER BY u.code
      """
    ) { row in
      Entry(code: try row.decode("code"), name: try row.localized("name"), parent: try row.decode("parent"))
    }
  }
}
