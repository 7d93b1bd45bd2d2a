extension BoundaryRuleSet {
  /// The rule set as a rule file writes it: reading it back gives an equal rule set.
  public var node: RuleNode {
    .map([
      "code": .text(code), "version": .integer(version), "name": name.node, "suggestion": suggestion.node,
      "rules": .list(rules.map(\.node)),
      "relaxing": .map(["code": .text(relaxing.code), "reason": relaxing.reason.text.node]),
      "review": .map([
        "code": .text(review.code), "months": .integer(review.months), "reason": review.reason.text.node,
      ]),
    ])
  }
}

extension BoundaryRule {
  fileprivate var node: RuleNode {
    .map([
      "code": .text(code), "when": when.node, "then": .list(then.map { .text($0.description) }),
      "reason": reason.text.node,
    ])
  }
}

extension SuggestionTable {
  fileprivate var node: RuleNode {
    .map([
      "code": .text(code), "unknown": .map(unknown.fields),
      "table": .list(
        rows.map { row in
          let labels: [String: RuleNode] = [
            "exposure": .list(row.exposures.map { .text($0.description) }),
            "automation": .list(row.automations.map { .text($0.description) }),
          ]
          return .map(labels.merging(row.answer.fields) { $1 })
        }),
    ])
  }
}

extension SuggestionTable.Row.Answer {
  fileprivate var fields: [String: RuleNode] {
    var fields: [String: RuleNode] = ["level": .text(level.description), "reason": reason.text.node]
    fields["flag"] = flag.map { .text($0) }
    return fields
  }
}

extension LocalizedText {
  fileprivate var node: RuleNode { .map(["en": .text(en), "zh": .text(zh)]) }
}
