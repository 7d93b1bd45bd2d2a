extension SuggestionTable {
  init(parsing place: RuleField) throws(RuleProblem) {
    let code = try place["code"].text()
    let field = RuleField(node: place.node, rule: code, path: "")
    try field.allowing(["code", "unknown", "table"])
    self.code = code
    try field["unknown"].allowing(["level", "flag", "reason"])
    unknown = try Row.Answer(parsing: field["unknown"], extra: [ReasonTemplate.missing])
    var rows: [Row] = []
    for row in try field["table"].list() { rows.append(try Row(parsing: row)) }
    self.rows = rows
  }

  /// Rows that contradict or are hidden by an earlier one, and labels that no row covers.
  var problems: [RuleProblem] {
    var problems: [RuleProblem] = []
    for (index, row) in rows.enumerated() {
      let cells = Cell.all.filter(row.covers)
      let rivals = cells.compactMap { cell in rows[..<index].firstIndex { $0.covers(cell) }.map { (cell, $0) } }
      if let (cell, rival) = rivals.first(where: { !rows[$0.1].answer.agrees(with: row.answer) }) {
        problems.append(contradiction(index, rival, cell))
      } else if rivals.count == cells.count {
        problems.append(unreachable(index))
      }
    }
    for cell in Cell.all where !rows.contains(where: { $0.covers(cell) }) { problems.append(uncovered(cell)) }
    return problems
  }

  private func contradiction(_ index: Int, _ rival: Int, _ cell: Cell) -> RuleProblem {
    RuleProblem(
      code: .contradictoryRow, rule: code, field: "table[\(index)]",
      detail: LocalizedText(
        en: "For \(cell) it answers otherwise than table[\(rival)]; narrow one of the two.",
        zh: "对于 \(cell)，它与 table[\(rival)] 的结论不同；请缩小其中一行的范围。"))
  }

  private func unreachable(_ index: Int) -> RuleProblem {
    RuleProblem(
      code: .unreachableRow, rule: code, field: "table[\(index)]",
      detail: LocalizedText(
        en: "Earlier rows cover all of it; remove the row or change its labels.", zh: "前面的行已全部覆盖；请删除该行或修改其标签。"))
  }

  private func uncovered(_ cell: Cell) -> RuleProblem {
    RuleProblem(
      code: .uncoveredLabels, rule: code, field: "table",
      detail: LocalizedText(en: "No row covers \(cell); add one.", zh: "没有任何行覆盖 \(cell)；请补充。"))
  }
}

extension SuggestionTable.Cell: CustomStringConvertible {
  var description: String { "\(exposure) × \(automation)" }
}

extension SuggestionTable.Row {
  fileprivate init(parsing field: RuleField) throws(RuleProblem) {
    try field.allowing(["exposure", "automation", "level", "flag", "reason"])
    var exposures: [Exposure] = []
    for label in try field["exposure"].list() {
      exposures.append(try label.value(Exposure.self, FactType.exposure.expectation))
    }
    var automations: [AutomationPotential] = []
    for label in try field["automation"].list() {
      automations.append(try label.value(AutomationPotential.self, FactType.automation.expectation))
    }
    self.exposures = exposures
    self.automations = automations
    answer = try Answer(parsing: field)
  }
}

extension SuggestionTable.Row.Answer {
  fileprivate init(parsing field: RuleField, extra: [String] = []) throws(RuleProblem) {
    level = try field["level"].level()
    flag = field["flag"].isPresent ? try field["flag"].text() : nil
    reason = try ReasonTemplate(parsing: field["reason"], extra: extra)
    if let flag, !BoundaryEffect.isFlag(flag) {
      throw field["flag"].problem(
        .typeMismatch,
        LocalizedText(en: "Write lower-case letters, digits and _ alone.", zh: "只能使用小写字母、数字和下划线。"))
    }
  }

  fileprivate func agrees(with other: SuggestionTable.Row.Answer) -> Bool {
    level == other.level && flag == other.flag
  }
}
