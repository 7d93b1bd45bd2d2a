extension IndexFacts {
  /// Roles and boundaries = 100 × (coverage + in date + overseen + consulted), each by its weight.
  ///
  /// Coverage is of tasks, weighted by headcount; the other three are of approved boundaries, and 0 when there are none.
  func boundaryFigures(_ weights: IndexProfile.BoundaryWeights) -> ComputedDimension {
    guard headcount > 0 else { return ComputedDimension(estimate: .notApplicable) }
    guard boundaries.tasks > 0 else {
      let text = LocalizedText(
        en: "Nobody here holds a role with tasks: describe the roles' tasks.", zh: "此处没有人担任已列出任务的岗位：请补充岗位任务。")
      return ComputedDimension(estimate: .unanswered([.init(item: "boundary", share: 1, text: text)]))
    }
    let approved = boundaries.approved
    func term(_ weight: Double, _ count: Int, of total: Int, _ en: String, _ zh: String) -> ComputedDimension.Term {
      let share = total > 0 ? Double(count) / Double(total) : 0
      let percent = ShareText.percent(share)
      return .init(
        weight: weight, value: share,
        phrase: LocalizedText(en: "\(percent.en) of \(en)", zh: zh.replacing("%", with: percent.zh, maxReplacements: 1))
      )
    }
    let terms = [
      term(
        weights.coverage, boundaries.coveredTasks, of: boundaries.tasks,
        "tasks, weighted by headcount, have an approved boundary", "按人数加权，% 的任务已有批准的边界"),
      term(weights.inDate, boundaries.inDate, of: approved, "approved boundaries are in date", "% 的已批准边界在有效期内"),
      term(
        weights.overseen, boundaries.overseen, of: approved,
        "approved boundaries have an accountable human and a qualified overseer", "% 的已批准边界有负责人和达标的监督人"),
      term(
        weights.consulted, boundaries.consulted, of: approved,
        "approved boundaries were decided with employees consulted", "% 的已批准边界征询过员工意见"),
    ]
    return ComputedDimension(terms, missing: [])
  }

  /// Workforce AI quotient = 100 × (meeting + mean score ÷ 100 + assessed + on time), each by its weight.
  ///
  /// Someone without a valid score does not meet a requirement and has no part in the mean. A term about nobody (no role
  /// requires a level, no plan item is due) is dropped.
  func workforceFigures(_ weights: IndexProfile.WorkforceWeights) -> ComputedDimension {
    guard headcount > 0 else { return ComputedDimension(estimate: .notApplicable) }
    guard workforce.assessed > 0 else {
      let text = LocalizedText(en: "Nobody has a valid score: run an assessment.", zh: "尚无任何员工有有效成绩：请组织测评。")
      return ComputedDimension(estimate: .unanswered([.init(item: "assessment", share: 1, text: text)]))
    }
    let terms = [
      meetingTerm(weights.meeting), scoreTerm(weights.score), assessedTerm(weights.assessed),
      onTimeTerm(weights.onTime),
    ].compactMap { $0 }
    let total = terms.map(\.weight).reduce(0, +)
    let gap = terms.map { $0.weight * (1 - $0.coverage) }.reduce(0, +)
    let missing = DimensionEstimate.Missing(
      item: "assessment", share: total > 0 ? gap / total : 0, text: withoutScore.sentence)
    return ComputedDimension(terms, missing: gap > 0 ? [missing] : [])
  }

  private var withoutScore: LocalizedText {
    let people = ShareText.people(headcount - workforce.assessed, of: headcount)
    return LocalizedText(en: "\(people.en) have no valid score", zh: "\(people.zh)没有有效成绩")
  }

  /// A provisional score counts as peer evidence, a calibrated one as verified.
  private var scoreStrength: Double {
    let provisional = Double(workforce.provisional) / Double(workforce.assessed)
    return 1 - provisional * (EvidenceStrength.verified.value - EvidenceStrength.peer.value)
  }

  private var calibratedShare: Double { 1 - Double(workforce.provisional) / Double(workforce.assessed) }

  /// Of R people with a requirement, Rₐ assessed: value Σp ÷ R with error √Σp(1−p) ÷ R; the others' share is unknown.
  private func meetingTerm(_ weight: Double) -> ComputedDimension.Term? {
    guard workforce.required > 0 else { return nil }
    let required = Double(workforce.required)
    let coverage = Double(workforce.requiredAssessed) / required
    let value = workforce.meeting / required
    let people = ShareText.people(Int(workforce.meeting.rounded()), of: workforce.required)
    return .init(
      weight: weight, value: value, coverage: coverage, strength: scoreStrength, verified: calibratedShare,
      completeMean: value + (1 - coverage) / 2, error: workforce.meetingVariance.squareRoot() / required,
      phrase: LocalizedText(en: "\(people.en) meet their role's requirement", zh: "\(people.zh)达到岗位要求"))
  }

  /// Of N people, n assessed: value Σs ÷ n; the mean of all N has error √ΣSE² ÷ N, and the others' share is unknown.
  private func scoreTerm(_ weight: Double) -> ComputedDimension.Term {
    let (all, assessed) = (Double(headcount), Double(workforce.assessed))
    let mean = workforce.scores / assessed
    let shown = Int(mean.rounded())
    return .init(
      weight: weight, value: mean / 100, coverage: assessed / all, strength: scoreStrength, verified: calibratedShare,
      completeMean: (assessed * mean / 100 + (all - assessed) / 2) / all,
      error: workforce.squaredErrors.squareRoot() / all / 100,
      phrase: workforce.assessed < 5
        ? LocalizedText(en: "too few people are assessed to tell their mean score", zh: "已测评人数过少，不公布平均分")
        : LocalizedText(en: "the mean AI quotient is \(shown) of 100", zh: "AI 商平均分为 \(shown)（满分 100）"))
  }

  private func assessedTerm(_ weight: Double) -> ComputedDimension.Term {
    .init(weight: weight, value: Double(workforce.assessed) / Double(headcount), phrase: withoutScore)
  }

  private func onTimeTerm(_ weight: Double) -> ComputedDimension.Term? {
    guard workforce.planItemsDue > 0 else { return nil }
    let share = Double(workforce.planItemsOnTime) / Double(workforce.planItemsDue)
    let percent = ShareText.percent(share)
    return .init(
      weight: weight, value: share,
      phrase: LocalizedText(
        en: "\(percent.en) of plan items due were done on time", zh: "到期的培训计划项中 \(percent.zh) 按时完成"))
  }
}

extension LocalizedText {
  /// The phrase as a sentence: capitalised and with a full stop.
  var sentence: LocalizedText {
    LocalizedText(en: en.prefix(1).uppercased() + en.dropFirst() + ".", zh: zh + "。")
  }
}
