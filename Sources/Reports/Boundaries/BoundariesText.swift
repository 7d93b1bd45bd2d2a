import Readiness

/// The words of the boundary register.
enum BoundariesText {
  static let title = LocalizedText(en: "Boundary register", zh: "人机边界登记册")
  static let rolesCounted = LocalizedText(en: "Roles", zh: "岗位数")

  static func scope(of register: BoundaryRegister) -> LocalizedText {
    if register.role != nil { return LocalizedText(en: "One role", zh: "单个岗位") }
    return register.unit == nil
      ? BriefText.wholeOrganisation : LocalizedText(en: "Roles of this unit and all below it", zh: "本单位及其下级单位的岗位")
  }

  static let decided = LocalizedText(en: "Decided", zh: "已决定")
  static func decidedRemark(_ count: Int, of total: Int) -> LocalizedText {
    LocalizedText(
      en: "\(Numeral.integer(count)) of \(Numeral.integer(total)) tasks have a boundary in force",
      zh: "\(Numeral.integer(total)) 项任务中 \(Numeral.integer(count)) 项已有生效边界")
  }
  static let overdueRemark = LocalizedText(en: "boundaries are past their review date", zh: "项边界已过复审日期")
  static let waiting = LocalizedText(en: "Waiting for a decision", zh: "待决定")
  static let waitingRemark = LocalizedText(
    en: "tasks have an open proposal or must be looked at again", zh: "项任务有待决提案或需要重新审视")
  static let toConsult = LocalizedText(en: "Consultation needed", zh: "需征询意见")
  static let toConsultRemark = LocalizedText(
    en: "tasks where wish and feasibility lie two levels or more apart, and nobody was asked yet",
    zh: "项任务的期望与可行级别相差两级或以上，且尚未征询员工意见")

  static let quadrant = LocalizedText(en: "What people want, what AI can do", zh: "员工期望与 AI 能力")
  static let quadrantLead = LocalizedText(
    en: "Each task by the level that employees want and the level that experts hold feasible.",
    zh: "每项任务按员工期望的级别与专家认为可行的级别定位。")
  static let noQuadrant = LocalizedText(
    en: "For no task both are known yet. Ask employees, and have experts say what is feasible.",
    zh: "尚无任务同时具备两项信息。请征询员工意见，并由专家评估可行级别。")
  static let feasibleAxis = LocalizedText(en: "held feasible: AI can do more →", zh: "专家认为可行：AI 可承担更多 →")
  static let desiredAxis = LocalizedText(en: "wanted: AI should do more →", zh: "员工期望：AI 承担更多 →")
  static let build = LocalizedText(en: "Wanted, not there yet", zh: "想要但尚不可行")
  static let goAhead = LocalizedText(en: "Wanted and feasible", zh: "想要且可行")
  static let keep = LocalizedText(en: "Leave with people", zh: "留给人来做")
  static let listen = LocalizedText(en: "Feasible, not wanted", zh: "可行但不想要")

  static func quadrantCaption(shown: Int, of total: Int) -> LocalizedText {
    LocalizedText(
      en: "\(shown) of \(total) tasks, those of which both are known. A bubble's number, and its area, tell how many "
        + "tasks are there. A dashed cell lies two levels or more apart: there employees must be consulted before a "
        + "boundary is approved. H1 is AI alone, H5 human essential.",
      zh: "共 \(total) 项任务，图中为两项信息均已知的 \(shown) 项。气泡中的数字及其面积表示任务数。"
        + "虚线格表示两者相差两级或以上：批准边界之前须征询员工意见。H1 为 AI 独立完成，H5 为必须由人完成。")
  }

  static func bubble(_ agreement: BoundaryRegister.Agreement) -> LocalizedText {
    let codes = agreement.tasks.prefix(12).joined(separator: " ") + (agreement.tasks.count > 12 ? " …" : "")
    return LocalizedText(
      en: "wanted \(agreement.desired), feasible \(agreement.feasible): \(agreement.tasks.count) tasks (\(codes))",
      zh: "期望 \(agreement.desired)，可行 \(agreement.feasible)：\(agreement.tasks.count) 项任务（\(codes)）")
  }

  static func quadrantLabel(_ agreements: [BoundaryRegister.Agreement]) -> LocalizedText {
    CommonText.list(agreements.map(bubble))
  }

  static let cards = LocalizedText(en: "Permission cards", zh: "权限卡")
  static let cardsLead = LocalizedText(
    en:
      "For each role: which AI tool may be used with which data. It is the most that one of the role's tasks permits; for "
      + "every task that is not counted, and every tool that is not listed, use is forbidden.",
    zh: "各岗位可将何种 AI 工具用于何种数据。所示为该岗位任务中允许的最大权限；未计入的任务与未列出的工具一律禁止使用。")
  static let noCards = LocalizedText(
    en: "No boundary in force approves an AI tool: none may be used.", zh: "没有生效的边界批准任何 AI 工具：一律禁止使用。")
  static func moreCards(shown: Int, of total: Int) -> LocalizedText {
    LocalizedText(
      en: "\(shown) of \(total) roles; roles without a tool are left out, and the data has all.",
      zh: "此处为 \(shown) 个岗位，共 \(total) 个；未列出没有工具的岗位，数据文件包含全部。")
  }
  static let tool = LocalizedText(en: "Tool", zh: "工具")
  static func data(of dataClass: DataClass) -> LocalizedText {
    LocalizedText(en: "\(dataClass.name.en) data", zh: "\(dataClass.name.zh)数据")
  }
  static func permitted(allowed: Int, withReview: Int) -> LocalizedText {
    let counts = [(allowed, PermissionCard.Permission.allowed), (withReview, .withReview)].filter { $0.0 > 0 }
    return LocalizedText(
      en: "tasks: " + counts.map { "\($0.0) \($0.1.name.en)" }.joined(separator: ", "),
      zh: "任务：" + counts.map { "\($0.1.name.zh) \($0.0) 项" }.joined(separator: "，"))
  }

  static let register = LocalizedText(en: "The register", zh: "登记册")
  static let registerLead = LocalizedText(
    en: "Every task of every role, with what is decided, who stands behind it and when it is looked at again.",
    zh: "各岗位的每一项任务：所作决定、责任人及下次复审日期。")
  static func shortened(to shown: Int, of total: Int) -> LocalizedText {
    LocalizedText(
      en:
        "The first \(Numeral.integer(shown)) of \(Numeral.integer(total)) tasks. A register of one role or unit shows "
        + "all of its tasks, and the data (JSON, CSV, XLSX) has all.",
      zh: "此处为前 \(Numeral.integer(shown)) 项，共 \(Numeral.integer(total)) 项。可按岗位或单位生成登记册以查看其全部任务；"
        + "数据文件（JSON、CSV、XLSX）包含全部内容。")
  }
  static func caption(_ role: Brief.RoleBoundaries) -> LocalizedText {
    LocalizedText(en: "\(role.name.en) (\(role.code))", zh: "\(role.name.zh)（\(role.code)）")
  }

  static let task = LocalizedText(en: "Task", zh: "任务")
  static let wanted = LocalizedText(en: "Wanted", zh: "期望")
  static let feasible = LocalizedText(en: "Feasible", zh: "可行")
  static let level = LocalizedText(en: "Level", zh: "级别")
  static let oversight = LocalizedText(en: "Oversight", zh: "监督方式")
  static let dataClass = LocalizedText(en: "Data up to", zh: "数据级别上限")
  static let aiSystems = LocalizedText(en: "AI systems", zh: "AI 系统")
  static let accountable = LocalizedText(en: "Accountable", zh: "责任人")
  static let overseer = LocalizedText(en: "Overseer", zh: "监督者")
  static let reviewOn = LocalizedText(en: "Review by", zh: "复审日期")
  static let toReview = LocalizedText(en: "to be looked at again", zh: "需重新审视")
  static let consultShort = LocalizedText(en: "consult", zh: "需征询")

  static func exception(_ exception: BoundaryRegister.Exception) -> LocalizedText {
    LocalizedText(
      en: "exception before \(exception.until), else \(exception.instead)",
      zh: "例外，\(exception.until.text(in: .zh))前有效，此后为 \(exception.instead)")
  }

  static func proposed(_ level: HumanAgencyLevel) -> LocalizedText {
    LocalizedText(en: "proposed: \(level)", zh: "提案：\(level)")
  }
}
