/// Why nothing can be planned, with what to do about it.
public enum InvalidPlanningProblem: Error, Sendable, Equatable {
  case negativeBudget(Int)
  case unknownActivity(String)
  case negativeSeats(activity: String, Int)
  case repeatedLearner(String)
  /// Negative, not a number, or more than anybody has.
  case hoursOutOfRange(learner: String, Double)
  case repeatedGap(learner: String, QuotientDomain)
  /// Nothing is missing, the weight is not above 0, or the probabilities are not five that do not rise.
  case invalidGap(learner: String, QuotientDomain)

  public var message: LocalizedText {
    switch self {
    case .negativeBudget(let budget):
      LocalizedText(
        en: "The budget is \(budget). Give 0 or more, or none for any sum.", zh: "预算为 \(budget)。请填写 0 或以上的数；不填表示不限。")
    case .unknownActivity(let code):
      LocalizedText(
        en: "There is no activity “\(code)” whose seats could be limited. Check the code.",
        zh: "没有编码为“\(code)”的活动，无法限定名额。请检查编码。")
    case .negativeSeats(let code, let count):
      LocalizedText(
        en: "Activity “\(code)” has \(count) seats left. Give 0 or more.", zh: "活动“\(code)”的剩余名额为 \(count)。请填写 0 或以上的数。"
      )
    case .repeatedLearner(let key):
      LocalizedText(en: "“\(key)” is there twice. Plan for each person once.", zh: "“\(key)”重复。每人只能规划一次。")
    case .hoursOutOfRange(let learner, let hours):
      LocalizedText(
        en: "“\(learner)” has \(hours) hours. Give 0 or more, at most \(Int(Learner.mostHours)).",
        zh: "“\(learner)”的学时为 \(hours)。请填写 0 至 \(Int(Learner.mostHours)) 之间的数。")
    case .repeatedGap(let learner, let domain):
      LocalizedText(
        en: "“\(learner)” has two gaps in “\(domain.name.en)”. Keep the larger one.",
        zh: "“\(learner)”在“\(domain.name.zh)”领域有两项差距。请保留较大的一项。")
    case .invalidGap(let learner, let domain):
      LocalizedText(
        en:
          "The gap of “\(learner)” in “\(domain.name.en)” is none: the required level is to be above the measured one,"
          + " the weight above 0, and the five probabilities of L0 to L4 from 0 to 1 and not rising.",
        zh: "“\(learner)”在“\(domain.name.zh)”领域的差距无效：要求等级须高于实测等级，权重须大于 0，L0 至 L4 的五个概率须在 0 到 1 之间且不递增。")
    }
  }
}
