import Readiness
import Storage

/// What is told of one training plan.
extension Text {
  /// What a plan is and where it stands.
  static func lines(of answer: FindPlan.Answer) -> [LocalizedText] {
    let plan = answer.plan
    let head = LocalizedText(
      en: "\(plan.person)  \(plan.name): \(planStatus(plan).en), \(plan.startsOn) to \(plan.dueOn)",
      zh: "\(plan.person)  \(plan.name)：\(planStatus(plan).zh)，\(plan.startsOn) 至 \(plan.dueOn)")
    let sums = LocalizedText(
      en: "\(plan.done) of \(plan.items) items done, \(plan.overdue) overdue; \(amount(plan.hours)) h at "
        + "\(amount(answer.weeklyHours)) h a week, cost \(plan.cost)",
      zh: "\(plan.items) 项中完成 \(plan.done) 项，逾期 \(plan.overdue) 项；共 \(amount(plan.hours)) 学时，每周 "
        + "\(amount(answer.weeklyHours)) 学时，费用 \(plan.cost)")
    return [head, sums]
  }

  static func assessAgain(since day: Day) -> LocalizedText {
    LocalizedText(
      en: "A training plan was completed on \(day): take the assessment again to have it count.",
      zh: "培训计划已于 \(day) 完成：请再次参加测评，以使成果计入。")
  }

  static func drafted(_ draft: PlanFromTemplate.Result) -> LocalizedText {
    LocalizedText(
      en:
        "Drafted \(draft.plan): \(draft.items) items, \(amount(draft.hours)) h, cost \(draft.cost), until \(draft.endsOn).",
      zh: "已生成草稿 \(draft.plan)：\(draft.items) 项，\(amount(draft.hours)) 学时，费用 \(draft.cost)，至 \(draft.endsOn)。")
  }

  static func openGap(_ gap: FindPlan.Gap) -> LocalizedText {
    LocalizedText(
      en: "Open: \(gap.domain.name.en), \(gap.planned) planned of \(gap.required): \(gap.reason?.en ?? "")",
      zh: "未消除：\(gap.domain.name.zh)，计划 \(gap.planned)，要求 \(gap.required)：\(gap.reason?.zh ?? "")")
  }

  static func event(_ event: FindPlan.Event) -> LocalizedText {
    let who = event.by ?? "–"
    let text = event.text.isEmpty ? "" : ": \(event.text)"
    return LocalizedText(
      en: "\(moment(event.at))  \(who)  \(event.action.name.en)\(text)",
      zh: "\(moment(event.at))  \(who)  \(event.action.name.zh)\(text)")
  }

  static func evidence(_ entry: FindPlan.Evidence, of answer: FindPlan.Answer) -> LocalizedText {
    let item = answer.items.first { $0.id == entry.item }?.activity ?? ""
    let said = [entry.hours.map { "\(amount($0)) h" } ?? "", entry.text, entry.link].filter { !$0.isEmpty }
    let details = said.isEmpty ? "" : ": \(said.joined(separator: " · "))"
    let what = entry.verdict?.status.name ?? LocalizedText(en: "", zh: "")
    return LocalizedText(
      en: "\(entry.doneOn)  \(item)  \(entry.action.name.en) \(what.en)\(details)",
      zh: "\(entry.doneOn)  \(item)  \(entry.action.name.zh) \(what.zh)\(details)")
  }

  static func outcome(_ domain: PlanOutcome.DomainOutcome) -> LocalizedText {
    LocalizedText(
      en: "\(domain.domain.name.en): measured \(domain.before.level), to be expected \(domain.after.level) "
        + "(\(percent(domain.after.probability(of: domain.after.level)))), until assessed again",
      zh: "\(domain.domain.name.zh)：实测 \(domain.before.level)，预期 \(domain.after.level)"
        + "（\(percent(domain.after.probability(of: domain.after.level)))），待复测确认")
  }
}
