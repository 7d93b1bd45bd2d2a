import Readiness

/// Sentences with the brief's values in them.
extension BriefText {
  static func profile(_ profile: Brief.ProfileReference) -> LocalizedText {
    LocalizedText(
      en: "\(profile.name.en), version\u{A0}\(profile.version)",
      zh: "\(profile.name.zh)，第\u{A0}\(profile.version)\u{A0}版")
  }

  static func colophon(_ brief: Brief) -> LocalizedText {
    let (code, version) = (brief.profile.code, brief.profile.version)
    return LocalizedText(
      en: "Computed from the records as of \(brief.asOf.text(in: .en)) by index profile \(code), version \(version).",
      zh: "依据截至\(brief.asOf.text(in: .zh))的记录，按指数方案 \(code) 第 \(version) 版计算。")
  }

  static func range(_ interval: IndexResult.Interval) -> LocalizedText {
    let (lower, upper) = (Numeral.decimal(interval.lower), Numeral.decimal(interval.upper))
    return LocalizedText(en: "\(lower) – \(upper)", zh: "\(lower) – \(upper)")
  }

  static func scaleLabel(_ value: Double, _ interval: IndexResult.Interval?) -> LocalizedText {
    let label = CommonText.item(index, value: Numeral.decimal(value))
    guard let interval else { return label }
    return CommonText.list([label, CommonText.item(self.interval, value: range(interval))])
  }

  static func withheldBecause(coverage: Double) -> LocalizedText {
    let share = Numeral.percent(coverage)
    return LocalizedText(
      en: "The index is withheld because coverage is below 60%: \(share) of what could be answered was.",
      zh: "指数暂不公布，因为覆盖率低于 60%：应答内容中已答复 \(share)。")
  }

  static func missing(_ answer: IndexResult.MissingAnswer) -> LocalizedText {
    CommonText.item(answer.dimension.name, value: answer.text)
  }

  static func missingAll(_ count: Int) -> LocalizedText {
    LocalizedText(en: "All that is missing (\(Numeral.integer(count)))", zh: "全部缺失内容（\(Numeral.integer(count)) 项）")
  }

  static func missingLead(_ count: Int) -> LocalizedText {
    switch count {
    case 0: LocalizedText(en: "Everything that could be answered was.", zh: "应答内容均已答复。")
    case 1: LocalizedText(en: "One answer is missing.", zh: "缺少 1 项答复。")
    default:
      LocalizedText(
        en: "\(Numeral.integer(count)) answers are missing, listed with what weighs most first.",
        zh: "缺少 \(Numeral.integer(count)) 项答复，按权重从大到小排列。")
    }
  }

  static func limited(
    by dimension: Dimension, result: IndexResult.DimensionResult?, from own: Grade, to grade: Grade
  ) -> LocalizedText {
    let (ownName, gradeName) = (own.name, grade.name)
    var state = dimension.name
    if let value = result?.value, let weakest = result?.grade {
      let number = Numeral.decimal(value)
      state = LocalizedText(
        en: "\(state.en) is at \(number) (\(weakest.name.en))", zh: "“\(state.zh)”为 \(number)（\(weakest.name.zh)）")
    }
    return LocalizedText(
      en: "The value alone would be graded \(ownName.en). The grade is held at \(gradeName.en) because a grade is at "
        + "most one above the weakest dimension's: \(state.en).",
      zh: "仅看数值，等级应为“\(ownName.zh)”；因等级至多比最弱维度高一级，故定为“\(gradeName.zh)”：\(state.zh)。")
  }

  static var limitedByEvidence: LocalizedText {
    let competent = Grade.competent.name
    return LocalizedText(
      en: "The value alone would be graded \(competent.en), but that grade needs at least half of the evidence to be "
        + "verified.",
      zh: "仅看数值，等级应为“\(competent.zh)”；但该等级要求至少一半证据经核实。")
  }

  static func radarLabel(_ results: [IndexResult.DimensionResult]) -> LocalizedText {
    CommonText.list(
      results.map { CommonText.item($0.dimension.name, value: $0.value.map { Numeral.decimal($0) } ?? Numeral.none) })
  }

  static func pointsLost(of weight: Double?) -> LocalizedText {
    guard let weight else { return LocalizedText(en: "points of the index", zh: "指数失分") }
    return LocalizedText(
      en: "of the index's 100 points; \(Numeral.short(weight)) could be earned",
      zh: "指数失分；该维度满分 \(Numeral.short(weight)) 分")
  }

  /// From the first published value to the last.
  static func trendLead(_ points: [Brief.TrendPoint]) -> LocalizedText {
    let known = points.filter { $0.value != nil }
    guard let last = known.last, let end = last.value else {
      return LocalizedText(en: "The index was withheld on every date so far.", zh: "迄今各日期的指数均暂不公布。")
    }
    let day = last.day.localized
    guard known.count > 1, let first = known.first, let start = first.value else {
      return LocalizedText(
        en: "One value so far: \(Numeral.decimal(end)) on \(day.en).",
        zh: "目前仅有一个数值：\(day.zh)为 \(Numeral.decimal(end))。")
    }
    return LocalizedText(
      en: "From \(Numeral.decimal(start)) on \(first.day.text(in: .en)) to \(Numeral.decimal(end)) on \(day.en).",
      zh: "由\(first.day.text(in: .zh))的 \(Numeral.decimal(start)) 到\(day.zh)的 \(Numeral.decimal(end))。")
  }

  static func trendLabel(_ points: [Brief.TrendPoint]) -> LocalizedText {
    CommonText.list(
      points.map {
        CommonText.item($0.day.localized, value: $0.value.map { Numeral.decimal($0).localized } ?? CommonText.withheld)
      })
  }

  static func rolesCaption(shown: Int, of count: Int) -> LocalizedText {
    let part =
      shown < count
      ? LocalizedText(
        en: "The \(shown) roles with the most people, of \(Numeral.integer(count)). ",
        zh: "共 \(Numeral.integer(count)) 个岗位，图中为人数最多的 \(shown) 个。")
      : LocalizedText(en: "", zh: "")
    return LocalizedText(
      en: part.en + "Numbers in the bars are tasks; ⚑ marks boundaries past their review date.",
      zh: part.zh + "条内数字为任务数；⚑ 表示边界已逾复审日期。")
  }

  static func quotientCaption(shown: Int, of count: Int) -> LocalizedText {
    let part =
      shown < count
      ? LocalizedText(
        en: "The first \(shown) of \(Numeral.integer(count)) units. ",
        zh: "共 \(Numeral.integer(count)) 个单位，图中为前 \(shown) 个。")
      : LocalizedText(en: "", zh: "")
    return LocalizedText(
      en: part.en + "Numbers in the bars are people. A hatched part is withheld, and its length says nothing: fewer "
        + "than 5 people, or enough to work such a number out.",
      zh: part.zh + "条内数字为人数。斜纹部分不予公布，其长度不代表人数：少于 5 人，或可由其推算出此类人数。")
  }
}
