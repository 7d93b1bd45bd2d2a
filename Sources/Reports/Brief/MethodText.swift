import Readiness

/// How the brief's numbers came about.
enum MethodText {
  struct Note {
    var title: LocalizedText
    var paragraphs: [LocalizedText]
  }

  static let title = LocalizedText(en: "How the numbers came about", zh: "计算方法说明")

  static func lead(_ profile: Brief.ProfileReference) -> LocalizedText {
    LocalizedText(
      en: "Weights and questions are those of the index profile “\(profile.name.en)” (\(profile.code)), version "
        + "\(profile.version). The same records, date and profile give the same numbers.",
      zh: "权重与题目取自指数方案“\(profile.name.zh)”（\(profile.code)）第 \(profile.version) 版。相同的记录、日期与方案得出相同的数字。")
  }

  static let notes = [
    index, ratedItems, boundaries, workforce, coverage, evidence, grades, points, smallGroups,
  ]

  private static let index = Note(
    title: LocalizedText(en: "Index", zh: "指数"),
    paragraphs: [
      LocalizedText(
        en:
          "Index = Σ (weight × value of the dimension) ÷ Σ weight. Values run from 0 to 100; the weights of all seven "
          + "dimensions add up to 100.",
        zh: "指数 = Σ（权重 × 维度得分）÷ Σ 权重。得分介于 0 与 100 之间，七个维度的权重合计为 100。"),
      LocalizedText(
        en: "Numbers are rounded only to be shown. Grades are given on the exact values.",
        zh: "数字仅在显示时取整；等级依据未取整的数值评定。"),
    ])

  private static let ratedItems = Note(
    title: LocalizedText(en: "Rated dimensions", zh: "评级类维度"),
    paragraphs: [
      LocalizedText(
        en:
          "Strategy, governance, data, technology and culture are rated item by item on five levels from 0 to 4; each "
          + "level counts 25 points. A dimension is the weighted mean of the items answered. Items that do not apply "
          + "are left out and the other weights scaled up.",
        zh: "战略、治理、数据、技术与文化按项目评为 0 至 4 五级，每级 25 分。维度得分为已答项目的加权平均；不适用的项目剔除，其余权重按比例放大。")
    ])

  private static let boundaries = Note(
    title: Dimension.boundaries.name,
    paragraphs: [
      LocalizedText(
        en:
          "100 × (0.5 × share of tasks with a boundary, weighted by headcount + 0.2 × share in date + 0.2 × share with "
          + "an accountable human and a qualified overseer + 0.1 × share on which employees were consulted).",
        zh: "100 ×（0.5 × 已定边界的任务占比，按人数加权 + 0.2 × 未逾期占比 + 0.2 × 有责任人且监督者合格的占比 + 0.1 × 已征询员工意见的占比）。")
    ])

  private static let workforce = Note(
    title: Dimension.workforce.name,
    paragraphs: [
      LocalizedText(
        en:
          "0.4 × % of people who meet their role's requirement + 0.3 × mean AI quotient + 0.2 × % with a valid score + "
          + "0.1 × % of training plan items on time.",
        zh: "0.4 × 达到岗位要求的人员百分比 + 0.3 × AI 商均值 + 0.2 × 持有效得分的人员百分比 + 0.1 × 按期完成的培训计划项百分比。")
    ])

  private static let coverage = Note(
    title: LocalizedText(en: "Coverage and interval", zh: "覆盖率与区间"),
    paragraphs: [
      LocalizedText(
        en: "Coverage is the weighted share of what could be answered that was. Below 60% the index is withheld.",
        zh: "覆盖率是应答内容中已答复部分的加权比例。低于 60% 时，指数暂不公布。"),
      LocalizedText(
        en: "The 95% interval reflects the standard errors of people's scores and the answers that are missing.",
        zh: "95% 置信区间反映人员得分的标准误以及缺失的答复。"),
    ])

  private static let evidence = Note(
    title: LocalizedText(en: "Evidence strength", zh: "证据强度"),
    paragraphs: [
      LocalizedText(
        en: "How well the answers are evidenced, apart from the index: the mean of 0.70 for a self-rating, 0.85 for a "
          + "peer's and 1.00 for a verified one.",
        zh: "答复的证据充分程度，不计入指数：自评 0.70、同行评 0.85、经核实 1.00，取其平均。")
    ])

  private static let grades = Note(
    title: LocalizedText(en: "Grades", zh: "等级"),
    paragraphs: [
      LocalizedText(
        en: "Unaware to 30, Aware to 60, Ready to 85, Competent above. The index's grade is at most one above that of "
          + "the weakest dimension, and Competent needs at least half of the evidence to be verified.",
        zh: "未认知至 30，认知至 60，就绪至 85，其上为胜任。指数等级至多比最弱维度高一级；“胜任”还要求至少一半证据经核实。")
    ])

  private static let points = Note(
    title: LocalizedText(en: "Points lost", zh: "失分"),
    paragraphs: [
      LocalizedText(
        en: "Weight × (100 − value) ÷ 100: what the index would gain if the dimension reached 100.",
        zh: "权重 ×（100 − 得分）÷ 100：该维度达到 100 时指数可增加的分数。")
    ])

  static let smallGroups = Note(
    title: LocalizedText(en: "Small groups", zh: "小群体保护"),
    paragraphs: [
      LocalizedText(
        en: "A number of people below 5 is not published, nor is a mean of fewer than 5 scores; nor any other number "
          + "from which such a one could be worked out.",
        zh: "少于 5 人的人数不予公布，少于 5 个得分的均值亦然；凡可据以推算出此类数字的其他数字同样不予公布。")
    ])

  static let agency = Note(
    title: LocalizedText(en: "Levels of human agency, H1 to H5", zh: "人的主导程度：H1 至 H5"),
    paragraphs: [
      LocalizedText(
        en: "How much of a task stays with the human, on the Human Agency Scale of Stanford's WORKBank study. A task "
          + "without an approved boundary is undecided.",
        zh: "任务在多大程度上由人完成，采用斯坦福大学 WORKBank 研究的“人的能动性量表”。尚无获批边界的任务计为未决定。")
    ])

  static let quotient = Note(
    title: LocalizedText(en: "AI quotient, L0 to L4", zh: "AI 商：L0 至 L4"),
    paragraphs: [
      LocalizedText(
        en:
          "AI quotient = 100 × the score expected on the published reference form, by item response theory. Levels are "
          + "set by cut scores. A score is valid for 12 months; people without one are not assessed.",
        zh: "AI 商 = 100 × 依项目反应理论在公布的参照试卷上的期望得分率。等级按分数线划定。得分有效期 12 个月；无有效得分者计为未测评。"),
      LocalizedText(
        en: "Scores that rest on difficulties rated by experts, until there are enough responses to estimate them, are "
          + "provisional.",
        zh: "在答题数据足以估计题目难度之前，依据专家评定难度得出的得分为暂定得分。"),
    ])
}
