import Readiness

/// What is due, and how the register came about.
extension BoundariesText {
  static let due = LocalizedText(en: "What is due", zh: "待办事项")
  static let dueLead = LocalizedText(
    en: "Reviews that are overdue or fall due within 60 days, boundaries whose facts have changed, open proposals and "
      + "exceptions that end.",
    zh: "已逾期或 60 天内到期的复审、依据已变化的边界、待决提案以及即将到期的例外。")
  static let nothingDue = LocalizedText(en: "Nothing is due within 60 days.", zh: "60 天内没有待办事项。")
  static func moreDue(_ count: Int) -> LocalizedText {
    LocalizedText(
      en: "\(Numeral.integer(count)) more are in the register below.", zh: "另有 \(Numeral.integer(count)) 项，见下方登记册。")
  }
  static let dueTasks = LocalizedText(en: "Tasks", zh: "任务")
  static func some(of names: [LocalizedText], atMost limit: Int) -> LocalizedText {
    let shown = CommonText.list(Array(names.prefix(limit)))
    let more = names.count - limit
    guard more > 0 else { return shown }
    return LocalizedText(en: "\(shown.en); and \(more) more", zh: "\(shown.zh)；以及另外 \(more) 项")
  }
  static let day = LocalizedText(en: "Day", zh: "日期")
  static let now = LocalizedText(en: "now", zh: "现在")
  static let matter = LocalizedText(en: "What to do", zh: "事项")

  static let reviewLate = LocalizedText(
    en: "The review is overdue: decide anew or confirm.", zh: "复审已逾期：请重新决定级别或予以确认。")
  static let reviewDue = LocalizedText(en: "The review falls due.", zh: "复审即将到期。")

  static func changed(_ review: BoundaryRegister.Review) -> LocalizedText {
    LocalizedText(
      en: "\(review.reason.en); the rules now say \(review.level).", zh: "\(review.reason.zh)；按规则现为 \(review.level)。")
  }

  static func decide(_ level: HumanAgencyLevel, afterConsultation: Bool) -> LocalizedText {
    afterConsultation
      ? LocalizedText(
        en: "\(level) is proposed. Consult employees, then decide.", zh: "提案为 \(level)。请先征询员工意见，再作决定。")
      : LocalizedText(en: "\(level) is proposed: decide.", zh: "提案为 \(level)，请作出决定。")
  }

  static func exceptionEnds(_ exception: BoundaryRegister.Exception) -> LocalizedText {
    LocalizedText(
      en: "The exception ends; from this day \(exception.instead) holds again. Its reason: \(exception.reason)",
      zh: "例外到期，自当日起恢复为 \(exception.instead)。例外理由：\(exception.reason)")
  }

  static let methodLead = LocalizedText(
    en: "All of it is as it was known on the day of the register.", zh: "全部内容均以登记册所注日期的记录为准。")

  static let notes = [wishes, decisions, reviews]

  private static let wishes = MethodText.Note(
    title: LocalizedText(en: "Wanted and feasible", zh: "期望与可行"),
    paragraphs: [
      LocalizedText(
        en: "Wanted is the median of what the people in the role answered last, from five answers on; with fewer it is "
          + "the level in the task's record. Feasible is what experts entered. An even number of answers takes the lower "
          + "of the two in the middle.",
        zh: "期望级别为该岗位人员最近一次答复的中位数（至少五人答复）；不足五人时采用任务记录中的级别。可行级别由专家录入。"
          + "答复数为偶数时，取中间两者中较低的一个。"),
      LocalizedText(
        en:
          "Where they lie two levels or more apart the rules demand that employees are consulted before a boundary is "
          + "approved.",
        zh: "两者相差两级或以上时，规则要求在批准边界之前征询员工意见。"),
    ])

  private static let decisions = MethodText.Note(
    title: LocalizedText(en: "Level, data and AI systems", zh: "级别、数据与 AI 系统"),
    paragraphs: [
      LocalizedText(
        en:
          "The level is the one approved and in force; an exception stands in its place while it holds. Accountable is "
          + "always a human. The overseer watches the AI's work.",
        zh: "级别为已批准且生效的级别；例外有效期间以例外为准。责任人始终是人。监督者负责监督 AI 的工作。"),
      LocalizedText(
        en:
          "Data up to is the highest class of data that the task may touch. AI systems are those approved for the task, "
          + "or, before anything is decided, those that would take part. The names of AI systems and tasks are today's.",
        zh: "数据级别上限是任务可接触的最高数据级别。AI 系统为获准用于该任务的系统；尚未决定时，为可能参与的系统。"
          + "AI 系统与任务的名称为当前名称。"),
    ])

  private static let reviews = MethodText.Note(
    title: LocalizedText(en: "Reviews", zh: "复审"),
    paragraphs: [
      LocalizedText(
        en:
          "H1, H2 and high risk are reviewed after 6 months, others after 12; overdue is what is past its date on the "
          + "day. A boundary is to be looked at again when a fact it rests on has changed: a task, an AI system, an "
          + "overseer's level, an incident, a policy or the rules. Where the rules then demand more human work it is "
          + "tightened at once.",
        zh: "H1、H2 与高风险边界每 6 个月复审，其余每 12 个月；至当日已过日期者为逾期。所依据的事实（任务、AI 系统、监督者等级、事件、"
          + "政策或规则）发生变化时，边界需重新审视；若规则因此要求更多人工，则立即收紧。")
    ])
}
