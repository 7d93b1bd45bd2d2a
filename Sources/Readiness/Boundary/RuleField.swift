/// A place in a rule file, read with errors that name it.
struct RuleField {
  let node: RuleNode?
  let rule: String
  let path: String

  func problem(_ code: RuleProblem.Code, _ detail: LocalizedText) -> RuleProblem {
    RuleProblem(code: code, rule: rule, field: path, detail: detail)
  }

  /// The field `key` of this map; absent when it has none.
  subscript(key: String) -> RuleField {
    let child: RuleNode? = if case .map(let map)? = node { map[key] } else { nil }
    return RuleField(node: child, rule: rule, path: path.isEmpty ? key : "\(path).\(key)")
  }

  var isPresent: Bool { node != nil }

  private func mismatch(_ expected: LocalizedText) -> RuleProblem {
    isPresent
      ? problem(.typeMismatch, LocalizedText(en: "Write \(expected.en).", zh: "请写\(expected.zh)。"))
      : problem(
        .missingField,
        LocalizedText(en: "This field is missing; write \(expected.en).", zh: "缺少该字段；请写\(expected.zh)。"))
  }

  func text() throws(RuleProblem) -> String {
    guard case .text(let text)? = node, !text.isEmpty else {
      throw mismatch(LocalizedText(en: "a text", zh: "文本"))
    }
    return text
  }

  func integer(_ range: ClosedRange<Int>) throws(RuleProblem) -> Int {
    guard case .integer(let number)? = node, range.contains(number) else {
      throw mismatch(
        LocalizedText(
          en: "a whole number, \(range.lowerBound) to \(range.upperBound)",
          zh: "\(range.lowerBound) 至 \(range.upperBound) 的整数"))
    }
    return number
  }

  func boolean() throws(RuleProblem) -> Bool {
    guard case .boolean(let flag)? = node else {
      throw mismatch(LocalizedText(en: "true or false", zh: " true 或 false"))
    }
    return flag
  }

  /// At least one element.
  func list() throws(RuleProblem) -> [RuleField] {
    guard case .list(let list)? = node, !list.isEmpty else {
      throw mismatch(LocalizedText(en: "a list that is not empty", zh: "非空列表"))
    }
    return list.enumerated().map { RuleField(node: $1, rule: rule, path: "\(path)[\($0)]") }
  }

  /// The keys of this map, in alphabetical order.
  func keys() throws(RuleProblem) -> [String] {
    guard case .map(let map)? = node else {
      throw mismatch(LocalizedText(en: "a map of fields", zh: "字段映射"))
    }
    return map.keys.sorted()
  }

  /// Refuses a map with other keys than these, so that a misspelt key is not silently without effect.
  func allowing(_ allowed: [String]) throws(RuleProblem) {
    for key in try keys() where !allowed.contains(key) {
      throw self[key].problem(
        .unknownField,
        LocalizedText(
          en: "There is no such field; use \(allowed.joined(separator: ", ")).",
          zh: "没有该字段；可用：\(allowed.joined(separator: "、"))。"))
    }
  }

  func value<Value: TextCoded>(
    _: Value.Type, _ expected: LocalizedText, else code: RuleProblem.Code = .typeMismatch
  ) throws(RuleProblem) -> Value {
    let text = try text()
    guard let value = Value(text) else {
      throw problem(
        code,
        LocalizedText(en: "“\(text)” is not known; write \(expected.en).", zh: "无法识别“\(text)”；请写\(expected.zh)。"))
    }
    return value
  }

  func level() throws(RuleProblem) -> HumanAgencyLevel {
    try value(HumanAgencyLevel.self, FactType.agencyLevel.expectation, else: .levelOutOfRange)
  }

  func localized() throws(RuleProblem) -> LocalizedText {
    try allowing(["en", "zh"])
    return LocalizedText(en: try self["en"].text(), zh: try self["zh"].text())
  }
}
