extension LearningCalendar.Entry {
  /// An item of a plan. Neither measured levels nor reasons are told: whoever has the address reads it.
  ///
  /// - Parameter person: whose it is, in a calendar of several people.
  public init(
    item id: String, activity: LocalizedText, hours: Double, evidence: EvidenceKind, isDone: Bool, of person: String?,
    from starts: Day, through ends: Day, changedOn: Day, in language: Language
  ) {
    let whole = hours == hours.rounded()
    let number = whole ? String(Int(hours)) : String(hours)
    let state = isDone ? LocalizedText(en: "Done. ", zh: "已完成。") : LocalizedText(en: "", zh: "")
    let detail = LocalizedText(
      en: "\(state.en)\(number) hours, due by \(ends). To be shown by: \(evidence.name.en).",
      zh: "\(state.zh)\(number) 学时，截止 \(ends)。完成凭证：\(evidence.name.zh)。")
    let mark = isDone ? "✓ " : ""
    self.init(
      uid: id, starts: starts, ends: ends, title: mark + Self.title(activity, of: person, in: language),
      description: detail[language], changedOn: changedOn)
  }

  /// What was learnt counts no more from a day on.
  public init(
    lapse id: String, activity: LocalizedText, of person: String?, on day: Day, changedOn: Day, in language: Language
  ) {
    let lapses = LocalizedText(en: "Lapses: ", zh: "失效：")
    let detail = LocalizedText(
      en: "What was learnt counts no more from this day on. Plan it again.", zh: "自当日起不再计入，请重新安排学习。")
    self.init(
      uid: id, starts: day, ends: day, title: lapses[language] + Self.title(activity, of: person, in: language),
      description: detail[language], changedOn: changedOn)
  }

  /// The last day of a person's own AI quotient.
  public init(validity id: String, lastDay day: Day, changedOn: Day, in language: Language) {
    let title = LocalizedText(en: "AI quotient: last valid day", zh: "AI 商成绩有效期最后一天")
    let detail = LocalizedText(
      en: "Take the test again: readiness assess take", zh: "请重新测评：readiness assess take")
    self.init(
      uid: id, starts: day, ends: day, title: title[language], description: detail[language], changedOn: changedOn)
  }

  private static func title(_ activity: LocalizedText, of person: String?, in language: Language) -> String {
    guard let person else { return activity[language] }
    return language == .zh ? "\(person)：\(activity.zh)" : "\(person): \(activity.en)"
  }
}
