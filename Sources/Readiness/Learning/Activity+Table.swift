extension Activity {
  public static let columns = [
    "code", "name_en", "name_zh", "kind", "hours", "cost", "lifts", "evidence", "effect_basis", "effect_en",
    "effect_zh",
  ]
  public static let optionalColumns = [
    "description_en", "description_zh", "seats", "prerequisites", "effect_source", "validity_months",
  ]

  /// Reads a row of a table: lifts as `direct:L1>L2; evaluate:L0>L1`, prerequisites as codes with blanks between.
  public init(from row: inout RowReader) {
    self.init(
      code: row.text("code", limit: 60), name: row.localized("name", limit: 300),
      description: LocalizedText(
        en: row.optionalText("description_en", limit: 4_000) ?? "",
        zh: row.optionalText("description_zh", limit: 4_000) ?? ""),
      kind: row.choice("kind", fallback: .course), hours: row.number("hours", in: Activity.hoursAllowed),
      cost: row.integer("cost", in: Activity.costAllowed),
      seats: row.optionalInteger("seats", in: Activity.seatsAllowed), lifts: row.lifts("lifts"),
      prerequisites: row.codes("prerequisites"), evidence: row.choice("evidence", fallback: .certificate),
      effect: Effect(
        basis: row.choice("effect_basis", fallback: .expert), text: row.localized("effect", limit: 2_000),
        source: row.optionalText("effect_source", limit: 500) ?? ""),
      validityMonths: row.optionalInteger("validity_months", in: Activity.validityAllowed))
  }

  /// The cells that `init(from:)` reads, by column.
  fileprivate var cells: [String: String] {
    [
      "code": code, "name_en": name.en, "name_zh": name.zh, "description_en": description.en,
      "description_zh": description.zh, "kind": kind.rawValue, "hours": hours.shortest, "cost": String(cost),
      "seats": seats.map(String.init) ?? "", "lifts": lifts.map(\.description).joined(separator: "; "),
      "prerequisites": prerequisites.joined(separator: " "), "evidence": evidence.rawValue,
      "effect_basis": effect.basis.rawValue, "effect_en": effect.text.en, "effect_zh": effect.text.zh,
      "effect_source": effect.source, "validity_months": validityMonths.map(String.init) ?? "",
    ]
  }
}

extension Sheet {
  /// The table that the import reads; the row of the first activity is 1.
  public init(_ activities: [Activity]) {
    let header = Activity.columns + Activity.optionalColumns
    self.init(
      header: header,
      rows: activities.enumerated().map { index, activity in
        let cells = activity.cells
        return Row(row: index + 1, cells: header.map { cells[$0] ?? "" })
      })
  }
}

extension RowReader {
  /// Codes with blanks, commas or semicolons between.
  public mutating func codes(_ column: String, limit: Int = 2_000) -> [String] {
    let text = optionalText(column, limit: limit) ?? ""
    return text.split { $0.isWhitespace || $0 == "," || $0 == ";" || $0 == "；" || $0 == "，" }.map(String.init)
  }

  fileprivate mutating func lifts(_ column: String) -> [Activity.Lift] {
    let parts = text(column, limit: 500).split { $0 == ";" || $0 == "；" || $0 == "," || $0 == "，" }
    return parts.map(\.trimmed).filter { !$0.isEmpty }.compactMap { part in
      if let lift = Activity.Lift(part) { return lift }
      let domains = QuotientDomain.allCases.map(\.rawValue).joined(separator: ", ")
      fail(
        column, "invalid-lift",
        en: "“\(part.prefix(60))” is not a lift. Write it as direct:L1>L2; domains are \(domains), levels L0 to L4.",
        zh: "“\(part.prefix(60))”不是有效的提升。请写成 direct:L1>L2 的形式；领域可用 \(domains)，等级为 L0 至 L4。")
      return nil
    }
  }

  /// - Returns: nil when empty, or when it is no whole number in `range`, with a fault.
  public mutating func optionalInteger(_ column: String, in range: ClosedRange<Int>) -> Int? {
    optionalText(column) == nil ? nil : integer(column, in: range)
  }
}

extension Double {
  /// Without a fraction where there is none: `6`, `2.5`.
  fileprivate var shortest: String { self == rounded() && abs(self) < 1e9 ? String(Int(self)) : String(self) }
}
