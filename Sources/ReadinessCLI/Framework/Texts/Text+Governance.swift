import Readiness
import Storage

/// What is told of reviews, consultations, policies and incidents.
extension Text {
  static let acknowledged = LocalizedText(en: "Acknowledged", zh: "已确认")
  static let all = LocalizedText(en: "all", zh: "全部")
  static let asked = LocalizedText(en: "Asked", zh: "征询人数")
  static let cause = LocalizedText(en: "Cause", zh: "起因")
  static let feasible = LocalizedText(en: "Feasible", zh: "可行")
  static let levelExpected = LocalizedText(en: "Write H1 to H5.", zh: "请输入 H1 至 H5。")
  static let model = LocalizedText(en: "Model", zh: "模型")
  static let nothingAsked = LocalizedText(en: "Nothing is asked of you today.", zh: "今天没有需要您答复的问题。")
  static let notTold = LocalizedText(en: "not told", zh: "不公开")
  static let occurredOn = LocalizedText(en: "Occurred on", zh: "发生日期")
  static let questions = LocalizedText(en: "Questions", zh: "题数")
  static let resolvedOn = LocalizedText(en: "Resolved on", zh: "解决日期")
  static let severity = LocalizedText(en: "Severity", zh: "严重程度")
  static let since = LocalizedText(en: "Since", zh: "自")
  static let taskAndLevelExpected = LocalizedText(
    en: "Give both --task and --level, or neither.", zh: "请同时指定 --task 和 --level，或都不指定。")
  static let thanks = LocalizedText(en: "Thank you.", zh: "感谢您的答复。")
  static let until = LocalizedText(en: "Until", zh: "至")
  static let wanted = LocalizedText(en: "Wanted", zh: "期望")

  static func confirmed(_ tasks: [String]) -> LocalizedText {
    tasks.isEmpty
      ? LocalizedText(en: "Nothing was in review.", zh: "没有待审视的边界。")
      : LocalizedText(
        en: "Confirmed: \(tasks.joined(separator: ", ")).", zh: "已确认维持：\(tasks.joined(separator: "、"))。")
  }

  static func summary(of result: ReevaluateBoundaries.Result) -> LocalizedText {
    LocalizedText(
      en: "\(result.evaluated) evaluated, \(result.tightenedCount) tightened, \(result.queued) queued for review.",
      zh: "已评估 \(result.evaluated) 项，收紧 \(result.tightenedCount) 项，进入审视 \(result.queued) 项。")
  }

  static func opened(_ round: OpenConsultation.Result) -> LocalizedText {
    LocalizedText(
      en: "Round \(round.number) asks \(round.people) people about \(round.questions) tasks.",
      zh: "第 \(round.number) 轮征询：向 \(round.people) 人征询 \(round.questions) 项任务。")
  }

  static func closedRound(_ number: Int) -> LocalizedText {
    LocalizedText(en: "Round \(number) is closed.", zh: "第 \(number) 轮征询已关闭。")
  }

  static func openOrClosed(_ isOpen: Bool) -> LocalizedText {
    isOpen ? LocalizedText(en: "open", zh: "进行中") : LocalizedText(en: "closed", zh: "已结束")
  }

  static func state(of round: ConsultationEntry) -> LocalizedText {
    LocalizedText(
      en: "Round \(round.number), role \(round.role), \(openOrClosed(round.isOpen).en), last day \(round.closesOn): "
        + "\(round.answered) of \(round.asked) people answered.",
      zh: "第 \(round.number) 轮，岗位 \(round.role)，\(openOrClosed(round.isOpen).zh)，截止日 \(round.closesOn)："
        + "\(round.asked) 人中已有 \(round.answered) 人答复。")
  }

  static func notAsked(_ task: String) -> LocalizedText {
    LocalizedText(
      en: "No open consultation asks you about task \(task). See: readiness consultation answer",
      zh: "没有进行中的征询涉及您的任务 \(task)。请查看：readiness consultation answer")
  }

  static func whichLevel(_ answer: HumanAgencyLevel?) -> LocalizedText {
    let kept = answer.map { LocalizedText(en: " (so far \($0))", zh: "（目前为 \($0)）") } ?? .empty
    return LocalizedText(en: "Which level would you want?\(kept.en)", zh: "您希望采用哪一级别？\(kept.zh)")
  }

  static func heading(of policy: PolicyEntry) -> LocalizedText {
    LocalizedText(
      en: "\(policy.title.en) (\(policy.code), version \(policy.version), from \(policy.effectiveFrom))\n",
      zh: "\(policy.title.zh)（\(policy.code)，第 \(policy.version) 版，自 \(policy.effectiveFrom) 起生效）\n")
  }

  static func acknowledged(_ code: String, _ version: Int) -> LocalizedText {
    LocalizedText(en: "Version \(version) of \(code) is acknowledged.", zh: "已确认 \(code) 第 \(version) 版。")
  }

  static func status(of policy: FindPolicyStatus.Answer) -> LocalizedText {
    let (done, all) = (count(policy.acknowledged), count(policy.concerned))
    return LocalizedText(
      en: "Version \(policy.version): people whom it is for: \(all.en); have acknowledged it: \(done.en).",
      zh: "第 \(policy.version) 版：应确认人数：\(all.zh)；已确认人数：\(done.zh)。")
  }

  static func filedIncident(_ number: Int) -> LocalizedText {
    LocalizedText(
      en: "Filed as incident \(number). HR sees what is to be looked at with: readiness boundary reviews",
      zh: "已登记为事件 \(number)。人力资源部门可查看待审视的边界：readiness boundary reviews")
  }

  static func lines(of incident: IncidentEntry) -> [LocalizedText] {
    let place = [incident.task, incident.aiSystem].compactMap(\.self).joined(separator: ", ")
    let head = LocalizedText(
      en: "Incident \(incident.number), \(incident.severity.name.en.lowercased()): \(incident.title)",
      zh: "事件 \(incident.number)（\(incident.severity.name.zh)）：\(incident.title)")
    let filed = LocalizedText(
      en: "  \(place); occurred on \(incident.occurredOn), filed on \(incident.filedOn) by "
        + (incident.filedBy ?? "operator"),
      zh: "  \(place)；发生于 \(incident.occurredOn)，\(incident.filedOn) 由 \(incident.filedBy ?? "operator") 登记")
    let resolved = incident.resolvedOn.map {
      LocalizedText(en: "  resolved on \($0): \(incident.resolution)", zh: "  \($0) 解决：\(incident.resolution)")
    }
    let description =
      incident.description.isEmpty
      ? nil : LocalizedText(en: "  \(incident.description)", zh: "  \(incident.description)")
    return [head, filed] + [description, resolved].compactMap(\.self)
  }
}
