extension BoundaryRuleSet {
  /// Checks a rule file's contents.
  ///
  /// - Throws: `InvalidRuleSet` with one problem for each rule, row or field that is wrong.
  public init(parsing node: RuleNode) throws(InvalidRuleSet) {
    var problems: [RuleProblem] = []
    let file = RuleField(node: node, rule: "", path: "")
    func checked<Value>(_ read: () throws(RuleProblem) -> Value) -> Value? {
      do throws(RuleProblem) {
        return try read()
      } catch {
        problems.append(error)
        return nil
      }
    }
    _ = checked { () throws(RuleProblem) in
      try file.allowing(["code", "version", "name", "suggestion", "rules", "relaxing", "review"])
    }
    let code = checked { () throws(RuleProblem) in try file["code"].text() }
    let version = checked { () throws(RuleProblem) in try file["version"].integer(1...1_000_000) }
    let name = checked { () throws(RuleProblem) in try file["name"].localized() }
    let suggestion = checked { () throws(RuleProblem) in try SuggestionTable(parsing: file["suggestion"]) }
    let fields = checked { () throws(RuleProblem) in try file["rules"].list() } ?? []
    let rules = fields.compactMap { field in checked { () throws(RuleProblem) in try BoundaryRule(parsing: field) } }
    let relaxing = checked { () throws(RuleProblem) in try RuleText(parsing: file["relaxing"]) }
    let review = checked { () throws(RuleProblem) in try ReviewDefault(parsing: file["review"]) }
    problems += suggestion?.problems ?? []
    problems += BoundaryRuleSet.duplicates(
      [suggestion?.code, relaxing?.code].compactMap { $0 } + rules.map(\.code) + [review?.code].compactMap { $0 })
    guard problems.isEmpty, let code, let version, let name, let suggestion, let relaxing, let review else {
      throw InvalidRuleSet(problems: problems)
    }
    self.init(
      code: code, version: version, name: name, suggestion: suggestion, rules: rules, relaxing: relaxing,
      review: review)
  }

  private static func duplicates(_ codes: [String]) -> [RuleProblem] {
    let counts = Dictionary(codes.map { ($0, 1) }, uniquingKeysWith: +)
    return codes.uniqued().filter { counts[$0, default: 0] > 1 }.map { code in
      RuleProblem(
        code: .duplicateRule, rule: code, field: "code",
        detail: LocalizedText(en: "More than one rule has this code; rename all but one.", zh: "多条规则使用了该编号；请改名，只保留一条。"))
    }
  }
}

extension BoundaryRuleSet: Codable {
  /// - Throws: `DecodingError` whose underlying error is the `InvalidRuleSet`.
  public init(from decoder: any Decoder) throws {
    let node = try RuleNode(from: decoder)
    do throws(InvalidRuleSet) {
      try self.init(parsing: node)
    } catch {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: error.message.en, underlyingError: error))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    try node.encode(to: encoder)
  }
}

extension BoundaryRuleSet.RuleText {
  fileprivate init(parsing field: RuleField) throws(RuleProblem) {
    try field.allowing(["code", "reason"])
    code = try field["code"].text()
    reason = try ReasonTemplate(parsing: RuleField(node: field["reason"].node, rule: code, path: "reason"))
  }
}

extension BoundaryRuleSet.ReviewDefault {
  fileprivate init(parsing field: RuleField) throws(RuleProblem) {
    try field.allowing(["code", "months", "reason"])
    code = try field["code"].text()
    months = try field["months"].integer(1...60)
    reason = try ReasonTemplate(parsing: RuleField(node: field["reason"].node, rule: code, path: "reason"))
  }
}

extension BoundaryRule {
  fileprivate init(parsing place: RuleField) throws(RuleProblem) {
    let code = try place["code"].text()
    let field = RuleField(node: place.node, rule: code, path: "")
    try field.allowing(["code", "when", "then", "reason"])
    self.code = code
    when = try RuleCondition(parsing: field["when"])
    var effects: [BoundaryEffect] = []
    for effect in try field["then"].list() { effects.append(try BoundaryEffect(parsing: effect)) }
    then = effects
    reason = try ReasonTemplate(parsing: field["reason"])
    if when.facts.contains(.level) && !then.allSatisfy(\.mayDependOnLevel) {
      throw field["when"].problem(
        .circularLevel,
        LocalizedText(
          en: "Only flag and review may depend on the level; move other effects to a rule that does not ask for it.",
          zh: "只有 flag 和 review 可以取决于级别；请把其他效果移到不以级别为条件的规则。"))
    }
  }
}

extension BoundaryEffect {
  fileprivate init(parsing field: RuleField) throws(RuleProblem) {
    let text = try field.text()
    let words = text.split(separator: " ")
    if words.count == 2, words[0] == "floor", HumanAgencyLevel(String(words[1])) == nil {
      throw field.problem(
        .levelOutOfRange,
        LocalizedText(
          en: "“\(words[1])” is not a level; write H1 to H5.", zh: "“\(words[1])”不是级别；请写 H1 至 H5。"))
    }
    let expected = LocalizedText(en: BoundaryEffect.expectation, zh: "文档所列的效果，如 floor H4、raise、block、review 6")
    let effect = try field.value(BoundaryEffect.self, expected, else: .unknownEffect)
    if case .suggest = effect {
      throw field.problem(
        .unknownEffect,
        LocalizedText(en: "Suggestions belong in the suggestion table.", zh: "建议级别只能写在建议表中。"))
    }
    self = effect
  }
}

extension ReasonTemplate {
  /// - Parameter extra: placeholders besides the facts.
  init(parsing field: RuleField, extra: [String] = []) throws(RuleProblem) {
    text = try field.localized()
    for (language, words) in [("en", text.en), ("zh", text.zh)] {
      for name in ReasonTemplate.placeholders(in: words)
      where BoundaryFact(rawValue: name) == nil && !extra.contains(name) {
        throw field[language].problem(
          .unknownFact,
          LocalizedText(en: "“{\(name)}” is not a fact.", zh: "“{\(name)}”不是事实。"))
      }
    }
  }
}
