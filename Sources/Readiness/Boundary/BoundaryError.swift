/// Why a boundary cannot be decided as asked, with what to do about it.
public enum BoundaryError: Error, Sendable, Equatable {
  case traitOutOfRange(trait: TaskTraits.Trait, value: Int)
  /// The level is below the most human floor; a second approver does not change that.
  case belowFloor(decided: HumanAgencyLevel, floor: HumanAgencyLevel)
  case noAccountableHuman
  /// A rule with the effect `block` fired.
  case blocked(rule: String, reason: LocalizedText)
  case inTheLoopRequired(chosen: Oversight)
  case overseerRequired
  case overseerNotQualified
  case consultationRequired
  case signOffRequired(SignOffKind)
  /// The level is below the one proposed or the one in force: `relaxedFrom`.
  case secondApproverRequired(decided: HumanAgencyLevel, relaxedFrom: HumanAgencyLevel)
  case secondApproverIsApprover

  /// Stable: clients and tests may depend on it.
  public var code: String {
    switch self {
    case .traitOutOfRange: "trait-out-of-range"
    case .belowFloor: "boundary-below-floor"
    case .noAccountableHuman: "boundary-no-accountable-human"
    case .blocked: "boundary-blocked"
    case .inTheLoopRequired: "boundary-in-the-loop-required"
    case .overseerRequired: "boundary-overseer-required"
    case .overseerNotQualified: "boundary-overseer-not-qualified"
    case .consultationRequired: "boundary-consultation-required"
    case .signOffRequired: "boundary-sign-off-required"
    case .secondApproverRequired: "boundary-second-approver-required"
    case .secondApproverIsApprover: "boundary-second-approver-is-approver"
    }
  }

  public var message: LocalizedText {
    switch self {
    case .traitOutOfRange(let trait, let value):
      LocalizedText(
        en: "The trait “\(trait.rawValue)” is \(value). Rate it from 1 (hardly) to 5 (very much).",
        zh: "特征“\(trait.rawValue)”的取值为 \(value)。请在 1（几乎没有）到 5（非常高）之间评分。")
    case .belowFloor(let decided, let floor):
      LocalizedText(
        en: "\(decided) is below \(floor), the least that the rules allow here. Decide \(floor) or more human,"
          + " or correct the facts that the rules rest on.",
        zh: "\(decided) 低于规则在此允许的最低级别 \(floor)。请选择 \(floor) 或更偏向人的级别，或先更正规则所依据的事实。")
    case .noAccountableHuman:
      LocalizedText(
        en: "Nobody is accountable for this boundary. Name an accountable person, then approve.",
        zh: "该边界没有负责人。请先指定一位负责人，再批准。")
    case .blocked(let rule, let reason):
      LocalizedText(
        en: "Rule \(rule) forbids approval: \(reason.en) Remove the cause, then ask for a new proposal.",
        zh: "规则 \(rule) 禁止批准：\(reason.zh)请先消除原因，再重新生成建议。")
    case .inTheLoopRequired(let chosen):
      LocalizedText(
        en: "This task needs a human in the loop, not “\(chosen.name.en)”. Choose human in the loop.",
        zh: "该任务必须采用“人在环中”，不能采用“\(chosen.name.zh)”。请改为“人在环中”。")
    case .signOffRequired(let kind):
      LocalizedText(
        en: "It has to be signed first: \(kind.name.en). Record that with boundary sign, then approve.",
        zh: "须先完成签署：\(kind.name.zh)。请用 boundary sign 登记后再批准。")
    case .overseerRequired, .overseerNotQualified, .consultationRequired, .secondApproverRequired,
      .secondApproverIsApprover:
      peopleMessage
    }
  }

  private var peopleMessage: LocalizedText {
    switch self {
    case .overseerRequired:
      LocalizedText(
        en: "This task needs an overseer. Name the person who oversees it, then approve.",
        zh: "该任务需要监督人。请先指定监督人，再批准。")
    case .overseerNotQualified:
      LocalizedText(
        en:
          "The overseer has no valid score at the required level. Name another overseer, or let this one be assessed.",
        zh: "监督人没有达到所需级别的有效成绩。请更换监督人，或安排其参加测评。")
    case .consultationRequired:
      LocalizedText(
        en: "What employees want and what experts hold feasible are far apart. Record a consultation, then approve.",
        zh: "员工期望与专家判断差距较大。请先完成并登记意见征询，再批准。")
    case .secondApproverRequired(let decided, let relaxedFrom):
      LocalizedText(
        en: "\(decided) relaxes this boundary from \(relaxedFrom). Ask a second person to approve it as well.",
        zh: "\(decided) 相对 \(relaxedFrom) 放宽了边界。请再请另一位有权限的人共同批准。")
    default:
      LocalizedText(
        en: "The second approver is the first one. Ask another person to approve.",
        zh: "第二批准人与第一批准人是同一人。请由另一人批准。")
    }
  }
}
