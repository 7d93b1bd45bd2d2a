extension OpenCampaign {
  /// Checks what can be told without looking anything up.
  ///
  /// - Throws: the first of what is wrong, by its field.
  public func check(on today: Day) throws(Refusal) {
    try checkCode()
    try checkForm()
    try checkDays(on: today)
    try checkReminders(on: today)
    try rules?.check()
    try audience.check()
  }

  private func checkCode() throws(Refusal) {
    let allowed = code.utf8.allSatisfy { byte in
      Character(Unicode.Scalar(byte)).isASCIILetterOrDigit || [".", "-", "_"].contains(Character(Unicode.Scalar(byte)))
    }
    guard (1...60).contains(code.utf8.count), allowed else {
      throw .invalid(
        "invalid-code", field: "code",
        en: "“\(code.prefix(60))” is not a campaign's code: 1 to 60 letters, digits, dots, hyphens or underscores.",
        zh: "“\(code.prefix(60))”不是有效的活动编码：应为 1 到 60 个字母、数字、点、连字符或下划线。")
    }
    for text in [title.en, title.zh] where !(1...200).contains(text.count) {
      throw .invalid(
        "invalid-title", field: "title", en: "A title has 1 to 200 characters, in English and in Chinese.",
        zh: "标题须提供中英文，各 1 到 200 个字符。")
    }
  }

  private func checkForm() throws(Refusal) {
    guard (formCode == InstrumentForm.adaptive) != (deliveryMode == .adaptive) else { return }
    throw .invalid(
      "form-of-other-mode", field: "form",
      en: "The form “\(InstrumentForm.adaptive)” is given adaptively, and no other. Leave the form or the mode out.",
      zh: "仅“\(InstrumentForm.adaptive)”试卷以自适应方式进行。请省略试卷或方式。")
  }

  private func checkDays(on today: Day) throws(Refusal) {
    let opensOn = opensOn ?? today
    if opensOn < today {
      throw .invalid(
        "past-date", field: "opensOn", en: "\(opensOn) is past. A campaign opens today (\(today)) or later.",
        zh: "\(opensOn) 已过。活动的开始日期不得早于今天（\(today)）。")
    }
    if closesOn < opensOn {
      throw .invalid(
        "closes-before-opening", field: "closesOn",
        en: "It would close on \(closesOn), before it opens on \(opensOn). Choose a later closing day.",
        zh: "截止日期 \(closesOn) 早于开始日期 \(opensOn)。请选择更晚的截止日期。")
    }
  }

  private func checkReminders(on today: Day) throws(Refusal) {
    let days = reminderDays ?? []
    guard days.count <= 10, days.allSatisfy((0...365).contains), Set(days).count == days.count else {
      throw .invalid(
        "invalid-reminders", field: "reminderDays",
        en: "At most ten reminders, each another number of days before the close, 0 to 365.",
        zh: "最多十次提醒，每次为截止前不同的天数，0 到 365。")
    }
    let opensOn = opensOn ?? today
    for day in days where closesOn.adding(days: -day) < opensOn {
      throw .invalid(
        "reminder-before-opening", field: "reminderDays",
        en: "\(day) days before \(closesOn) is before the campaign opens. Give fewer days.",
        zh: "\(closesOn) 之前 \(day) 天时活动尚未开始。请减少天数。")
    }
  }
}

extension CampaignRules {
  fileprivate func check() throws(Refusal) {
    if let validityMonths, !(1...120).contains(validityMonths) {
      throw .invalid(
        "out-of-range", field: "rules.validityMonths",
        en: "A score counts for 1 to 120 months; \(validityMonths) is not.",
        zh: "成绩有效期为 1 到 120 个月，\(validityMonths) 不符合。")
    }
    if let retakeDays, !(0...3_650).contains(retakeDays) {
      throw .invalid(
        "out-of-range", field: "rules.retakeDays",
        en: "A retake may begin after 0 to 3,650 days; \(retakeDays) is not.",
        zh: "重测间隔为 0 到 3650 天，\(retakeDays) 不符合。")
    }
  }
}

extension AccommodatePerson {
  /// - Throws: the first of what is wrong, by its field.
  public func check() throws(Refusal) {
    guard (0...200).contains(extraTimePercent) else {
      throw .invalid(
        "out-of-range", field: "extraTimePercent",
        en: "Extra time is 0 to 200 percent of the time limit; \(extraTimePercent) is not.",
        zh: "额外时间为时限的 0% 到 200%，\(extraTimePercent) 不符合。")
    }
    if extraTimePercent > 0, reason == nil {
      throw .invalid(
        "reason-required", field: "reason",
        en: "Say why there is extra time: \(AccommodationReason.allNames(separator: ", ")).",
        zh: "请说明给予额外时间的原因：\(AccommodationReason.allNames(separator: "、"))。")
    }
    if extraTimePercent == 0, reason != nil || note != nil {
      throw .invalid(
        "reason-without-time", field: "reason", en: "No extra time needs no reason and no note. Leave them out.",
        zh: "没有额外时间时无需填写原因和备注。请省略。")
    }
    if let note, !(1...500).contains(note.count) {
      throw .invalid(
        "too-long", field: "note", en: "A note has 1 to 500 characters.", zh: "备注应为 1 到 500 个字符。")
    }
  }
}

extension AccommodationReason {
  fileprivate static func allNames(separator: String) -> String {
    allCases.map(\.rawValue).joined(separator: separator)
  }
}

extension Character {
  fileprivate var isASCIILetterOrDigit: Bool { isASCII && (isLetter || isNumber) }
}
