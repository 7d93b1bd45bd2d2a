import Readiness

/// The words of the readiness brief: headings, labels and captions.
enum BriefText {
  static let title = LocalizedText(en: "AI readiness brief", zh: "AI 就绪度简报")
  static let asOf = LocalizedText(en: "As of", zh: "截至日期")
  static let headcount = LocalizedText(en: "Headcount", zh: "在职人数")
  static let scope = LocalizedText(en: "Scope", zh: "范围")
  static let wholeOrganisation = LocalizedText(en: "Whole organisation", zh: "整个组织")
  static let unitAndBelow = LocalizedText(en: "This unit and all below it", zh: "本单位及其全部下级单位")
  static let profile = LocalizedText(en: "Index profile", zh: "指数方案")

  static let index = LocalizedText(en: "Readiness index", zh: "就绪度指数")
  static let outOfHundred = LocalizedText(en: "out of 100", zh: "满分 100")
  static let withheldHeadline = LocalizedText(en: "Withheld", zh: "暂不公布")
  static let interval = LocalizedText(en: "95% interval", zh: "95% 置信区间")
  static let intervalRemark = LocalizedText(
    en: "from the scores' standard errors and what is missing", zh: "源自测评分数的标准误与缺失的答复")
  static let intervalWithheld = LocalizedText(en: "none while the index is withheld", zh: "指数未公布，故无区间")
  static let coverage = LocalizedText(en: "Coverage", zh: "覆盖率")
  static let coverageRemark = LocalizedText(
    en: "of what could be answered was; 60% is needed", zh: "应答内容中已答复的比例，须达 60%")
  static let required = LocalizedText(en: "Coverage needed", zh: "所需覆盖率")
  static let evidence = LocalizedText(en: "Evidence strength", zh: "证据强度")
  static let evidenceShort = LocalizedText(en: "Evidence", zh: "证据强度")
  static let evidenceRemark = LocalizedText(
    en: "confidence: 0.70 self-rated, 0.85 peer, 1.00 verified", zh: "可信程度：自评 0.70、同行 0.85、核实 1.00")
  static let missingMost = LocalizedText(en: "What weighs most among what is missing:", zh: "缺失内容中权重最大的：")

  static let dimensions = LocalizedText(en: "Seven dimensions", zh: "七个维度")
  static let dimensionsLead = LocalizedText(
    en: "Each is scored from 0 to 100 and counts in the index by its weight.", zh: "各维度按 0 至 100 计分，并按权重计入指数。")
  static let radarCaption = LocalizedText(
    en: "Values by dimension. The rings mark where grades end: 30, 60, 85 and 100.",
    zh: "各维度得分。同心环为等级分界：30、60、85 与 100。")
  static let dimension = LocalizedText(en: "Dimension", zh: "维度")
  static let zeroToHundred = LocalizedText(en: "0 to 100", zh: "0 至 100")
  static let value = LocalizedText(en: "Value", zh: "得分")
  static let grade = LocalizedText(en: "Grade", zh: "等级")
  static let weight = LocalizedText(en: "Weight", zh: "权重")

  static let trend = LocalizedText(en: "Trend", zh: "趋势")
  static let trendCaption = LocalizedText(
    en: "The index on past dates, on the bands of the grades. An open ring stands where it was withheld.",
    zh: "指数的历史变化，背景为等级区间。空心圆表示当日指数暂不公布。")

  static let constraints = LocalizedText(en: "What holds the index back", zh: "主要制约因素")
  static let constraintsLead = LocalizedText(
    en: "The dimensions whose shortfall costs the index the most points, and what pulls each down.",
    zh: "对指数失分影响最大的维度，及其主要原因。")
  static let notAnswered = LocalizedText(en: "nothing answered", zh: "尚无答复")

  static let roles = LocalizedText(en: "Boundaries between human and AI, by role", zh: "各岗位的人机边界")
  static let rolesLead = LocalizedText(
    en: "How each role's tasks are divided: from AI alone (H1) to human essential (H5).",
    zh: "各岗位的任务如何在人与 AI 之间划分：从 AI 独立完成（H1）到必须由人完成（H5）。")
  static let noRoles = LocalizedText(en: "No role has people or tasks here yet.", zh: "此处尚无有人员或任务的岗位。")
  static let allRoles = LocalizedText(en: "All roles", zh: "全部岗位")
  static let role = LocalizedText(en: "Role", zh: "岗位")
  static let code = LocalizedText(en: "Code", zh: "代码")
  static let people = LocalizedText(en: "People", zh: "人数")
  static let tasks = LocalizedText(en: "Tasks", zh: "任务数")
  static let tasksByLevel = LocalizedText(en: "Tasks by level", zh: "各级任务数")
  static let undecided = LocalizedText(en: "Undecided", zh: "未决定")
  static let overdue = LocalizedText(en: "Review overdue", zh: "逾期复审")

  static let quotient = LocalizedText(en: "AI quotient by unit", zh: "各单位的 AI 商")
  static let quotientLead = LocalizedText(
    en: "People of each unit by the level of their valid score, from L0 to L4.", zh: "各单位人员按有效得分所处的等级分布，从 L0 到 L4。")
  static let noUnits = LocalizedText(en: "No unit has people of its own here yet.", zh: "此处尚无拥有直属人员的单位。")
  static let unit = LocalizedText(en: "Unit", zh: "单位")
  static let peopleByLevel = LocalizedText(en: "People by level", zh: "各级人数")
  static let notAssessed = LocalizedText(en: "Not assessed", zh: "未测评")
  static let mean = LocalizedText(en: "Mean AI quotient", zh: "AI 商均值")

  static let missing = LocalizedText(en: "What is missing", zh: "缺失内容")
}

extension Dimension {
  /// One word, for the end of a spoke.
  var shortName: LocalizedText {
    switch self {
    case .strategy: LocalizedText(en: "Strategy", zh: "战略")
    case .governance: LocalizedText(en: "Governance", zh: "治理")
    case .data: LocalizedText(en: "Data", zh: "数据")
    case .technology: LocalizedText(en: "Technology", zh: "技术")
    case .boundaries: LocalizedText(en: "Boundaries", zh: "人机边界")
    case .workforce: LocalizedText(en: "Workforce", zh: "员工 AI 商")
    case .culture: LocalizedText(en: "Culture", zh: "文化")
    }
  }
}

extension HumanAgencyLevel {
  /// “H1 AI alone”.
  var label: LocalizedText { LocalizedText(en: "\(self) \(name.en)", zh: "\(self) \(name.zh)") }
}

extension QuotientLevel {
  /// “L0 Unaware”.
  var label: LocalizedText { LocalizedText(en: "\(self) \(name.en)", zh: "\(self) \(name.zh)") }
}
