/// Everything that is wrong with a rule file; at least one problem.
public struct InvalidRuleSet: Error, Sendable, Equatable {
  public let problems: [RuleProblem]

  public init(problems: [RuleProblem]) { self.problems = problems }

  /// One line a problem.
  public var message: LocalizedText {
    LocalizedText(
      en: problems.map(\.message.en).joined(separator: "\n"), zh: problems.map(\.message.zh).joined(separator: "\n"))
  }
}

/// One thing wrong with a rule file: which rule, which field, what, and what to write instead.
public struct RuleProblem: Error, Sendable, Equatable {
  public enum Code: String, Codable, Sendable, CaseIterable {
    case missingField = "missing-field"
    case unknownField = "unknown-field"
    case typeMismatch = "type-mismatch"
    case unknownFact = "unknown-fact"
    case unknownOperator = "unknown-operator"
    case unknownEffect = "unknown-effect"
    case levelOutOfRange = "level-out-of-range"
    case duplicateRule = "duplicate-rule"
    case contradictoryRow = "contradictory-row"
    case unreachableRow = "unreachable-row"
    case uncoveredLabels = "uncovered-labels"
    /// A rule with other effects than flag and review asks for the level.
    case circularLevel = "circular-level"
    /// Found by `BoundaryRuleSet.contradictions`.
    case neverFires = "never-fires"
    case clashingEffects = "clashing-effects"
    case overruled
    case unmeetable
    case blocksEverything = "blocks-everything"
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
