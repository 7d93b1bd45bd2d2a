/// Everything that is wrong with a rule file; at least one problem.
public struct InvalidRuleSet: Error, Sendable, Equatable {
  public let problems: [RuleProblem]

  /// One line a problem.
  public var message: LocalizedText {
    LocalizedText(
      en: problems.map(\.message.en).joined(separator: "\n"), zh: problems.map(\.message.zh).joined(separator: "\n"))
  }
}

/// One thing wrong with a rule file: which rule, which field, what, and what to write instead.
public struct RuleProblem: Error, Sendable, Equatable {
  public enum Code: String, Sendable, CaseIterable {
    case missingField = "missing_field"
    case unknownField = "unknown_field"
    case typeMismatch = "type_mismatch"
    case unknownFact = "unknown_fact"
    case unknownOperator = "unknown_operator"
    case unknownEffect = "unknown_effect"
    case levelOutOfRange = "level_out_of_range"
    case duplicateRule = "duplicate_rule"
    case contradictoryRow = "contradictory_row"
    case unreachableRow = "unreachable_row"
    case uncoveredLabels = "uncovered_labels"
    /// A rule with other effects than flag and review asks for the level.
    case circularLevel = "circular_level"
  }

  public let code: Code
  /// The rule's code, or `rules[3]` for the fourth rule while its code is not readable; empty for the file itself.
  public let rule: String
  /// The field within the rule, as `when.any[1].fact`.
  public let field: String
  public let detail: LocalizedText

  public var message: LocalizedText {
    rule.isEmpty
      ? LocalizedText(en: "\(field): \(detail.en)", zh: "\(field)：\(detail.zh)")
      : LocalizedText(en: "Rule \(rule), \(field): \(detail.en)", zh: "规则 \(rule)，\(field)：\(detail.zh)")
  }
}
