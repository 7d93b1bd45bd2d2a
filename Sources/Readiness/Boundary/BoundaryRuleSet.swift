/// A checked set of boundary rules.
///
/// A value of this type is valid: whatever is wrong with a rule file is said by `InvalidRuleSet` when it is read. The
/// rules are data, in the form that `RuleNode` shows and `seed/boundary-rules.yaml` uses:
///
/// - `suggestion`: a table from exposure × automation to a level, complete and free of contradiction, and what to
///   suggest while a fact that the level depends upon is `unknown`;
/// - `rules`: each with a `code`, a condition (`when`), effects (`then`) and a `reason`;
/// - `relaxing`: the code and wording of the second approver's rule, which `BoundaryDecision` enforces;
/// - `review`: the months to a review when no rule asks for fewer.
public struct BoundaryRuleSet: Sendable, Equatable {
  public let code: String
  /// 1 or more; an organisation's changed rules are a new version.
  public let version: Int
  public let name: LocalizedText
  let suggestion: SuggestionTable
  let rules: [BoundaryRule]
  let relaxing: RuleText
  let review: ReviewDefault

  struct RuleText: Sendable, Equatable {
    let code: String
    let reason: ReasonTemplate
  }

  struct ReviewDefault: Sendable, Equatable {
    let code: String
    let months: Int
    let reason: ReasonTemplate
  }
}

/// One rule: when it fires, what it does and why.
struct BoundaryRule: Sendable, Equatable {
  let code: String
  let when: RuleCondition
  /// At least one; none is a suggestion.
  let then: [BoundaryEffect]
  let reason: ReasonTemplate

  /// True when the rule has a part in the level.
  var setsLevel: Bool { then.contains(where: \.setsLevel) }
}

/// Exposure × automation → a level: every pair is covered by exactly one row's answer.
struct SuggestionTable: Sendable, Equatable {
  let code: String
  let rows: [Row]
  /// While a fact that the level depends upon is missing: at least `level`, under `flag`.
  let unknown: Row.Answer

  struct Row: Sendable, Equatable {
    let exposures: [Exposure]
    let automations: [AutomationPotential]
    let answer: Answer

    struct Answer: Sendable, Equatable {
      let level: HumanAgencyLevel
      let flag: String?
      let reason: ReasonTemplate
    }

    func covers(_ cell: Cell) -> Bool {
      exposures.contains(cell.exposure) && automations.contains(cell.automation)
    }
  }

  struct Cell: Sendable, Hashable {
    let exposure: Exposure
    let automation: AutomationPotential

    static let all = Exposure.allCases.flatMap { exposure in
      AutomationPotential.allCases.map { Cell(exposure: exposure, automation: $0) }
    }
  }

  /// - Returns: nil when one of the two labels is missing.
  func answer(for facts: BoundaryFacts) -> Row.Answer? {
    guard let exposure = facts.exposure, let automation = facts.automation else { return nil }
    return rows.first { $0.covers(Cell(exposure: exposure, automation: automation)) }?.answer
  }
}
