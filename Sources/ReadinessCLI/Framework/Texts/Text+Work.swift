import Readiness
import Storage

/// What is told of roles, tasks and what is published.
extension Text {
  static let affectsPerson = LocalizedText(en: "Affects a person", zh: "影响个人")
  static let disagree = LocalizedText(en: "Disagree", zh: "分歧")
  static let frequency = LocalizedText(en: "Frequency, 1 to 7", zh: "频率（1 至 7）")
  static let irreversible = LocalizedText(en: "Irreversible", zh: "不可逆")
  static let labelledOn = LocalizedText(en: "On", zh: "日期")
  static let labeller = LocalizedText(en: "Labeller", zh: "标注者")
  static let labels = LocalizedText(en: "Labels", zh: "标注数")
  static let relevance = LocalizedText(en: "Relevance", zh: "相关比例")
  static let taskKind = LocalizedText(en: "Kind", zh: "类型")
  static let traits = LocalizedText(en: "Traits", zh: "特征")
  static let unknown = LocalizedText(en: "unknown", zh: "未知")

  static let roundTrip = LocalizedText(
    en: "The file is one that the import reads: importing it again changes nothing.", zh: "文件与导入格式一致：重新导入不会产生任何更改。")

  static let releaseUnknown = LocalizedText(
    en: "The folder's name does not say which release it is. Name it: --release 29.0.",
    zh: "无法从文件夹名称得知版本号。请用 --release 指定，例如 --release 29.0。")

  static let nameOrOccupationExpected = LocalizedText(
    en: "Give --name-en and --name-zh, or --from-occupation.", zh: "请提供 --name-en 和 --name-zh，或提供 --from-occupation。")

  static func nothingPublished(_ folder: String, _ stems: [String]) -> LocalizedText {
    LocalizedText(
      en: "“\(folder)” has none of the files \(stems.joined(separator: ", ")). Name the folder that was unpacked.",
      zh: "“\(folder)”中没有 \(stems.joined(separator: "、")) 文件。请指定解压后的文件夹。")
  }

  static func skippedRelations(_ count: Int) -> LocalizedText {
    LocalizedText(
      en: "\(count) relations were passed over: the other files do not have their occupation or skill.",
      zh: "已略过 \(count) 条关系：其他文件中没有对应的职业或技能。")
  }

  static func importedOccupations(_ result: ImportOccupations.Result) -> [LocalizedText] {
    let (occupations, tasks) = (imported(result.occupations), imported(result.tasks))
    return [
      LocalizedText(en: "Occupations: \(occupations.en)", zh: "职业：\(occupations.zh)"),
      LocalizedText(
        en: "Tasks: \(tasks.en) \(result.removedTasks) removed.", zh: "任务：\(tasks.zh)删除 \(result.removedTasks) 条。"),
      LocalizedText(
        en: "Occupations without tasks: \(result.withoutTasks).", zh: "没有任务的职业：\(result.withoutTasks) 个。"),
    ]
  }

  /// How much of a role's time its tasks take, and what is missing.
  static func roleTime(_ time: RoleTime) -> LocalizedText {
    let (sum, rest) = (exactPercent(time.timeShare), exactPercent(1 - time.timeShare))
    return time.timeShare < 1
      ? LocalizedText(
        en: "\(time.tasks) tasks take \(sum) of the time; \(rest) is not accounted for.",
        zh: "\(time.tasks) 个任务合计占用 \(sum) 的工时，尚有 \(rest) 未分配。")
      : LocalizedText(en: "\(time.tasks) tasks take \(sum) of the time.", zh: "\(time.tasks) 个任务合计占用 \(sum) 的工时。")
  }

  /// With two decimals at most.
  static func exactPercent(_ share: Double) -> String { "\(number((share * 10_000).rounded() / 100)) %" }

  static func merged(_ count: Int, into code: String) -> LocalizedText {
    LocalizedText(en: "Merged into \(code), in \(count) roles.", zh: "已合并到 \(code)，涉及 \(count) 个岗位。")
  }

  static func labelled(_ result: RecordExposure.Result) -> LocalizedText {
    let (exposure, automation) = (result.exposure?.description ?? "–", result.automation?.description ?? "–")
    let disagree = result.labelsDisagree == true
    return LocalizedText(
      en: "The task counts as \(exposure), \(automation).\(disagree ? " Its labels disagree." : "")",
      zh: "该任务当前取 \(exposure)、\(automation)。\(disagree ? "各标注之间存在分歧。" : "")")
  }

  static func agreement(_ name: LocalizedText, _ agreement: LabelAgreement) -> LocalizedText {
    guard let share = agreement.share else {
      return LocalizedText(
        en: "\(name.en): no task has a human label and one of a model.", zh: "\(name.zh)：没有同时具备人工和模型标注的任务。")
    }
    let kappa = agreement.kappa.map { number(($0 * 100).rounded() / 100) } ?? "–"
    return LocalizedText(
      en: "\(name.en): human and model labels disagree on \(exactPercent(share)) of \(agreement.tasks) tasks, "
        + "κ = \(kappa).",
      zh: "\(name.zh)：在 \(agreement.tasks) 个任务中，人工与模型标注有 \(exactPercent(share)) 不一致，κ = \(kappa)。")
  }

  static func noAISystem(_ code: String) -> LocalizedText {
    LocalizedText(
      en: "There is no AI system “\(code)”. List what there is: readiness ai-system list.",
      zh: "没有编码为“\(code)”的 AI 系统。可用 readiness ai-system list 查看现有系统。")
  }

  static func classes(of system: ListAISystems.Entry) -> LocalizedText {
    LocalizedText(
      en:
        "Risk: \(system.riskClass.name.en). Route: \(system.route.rawValue). Cleared for: \(system.clearedDataClass.name.en).",
      zh: "风险级别：\(system.riskClass.name.zh)。路线：\(system.route.rawValue)。可处理数据：\(system.clearedDataClass.name.zh)。")
  }

  static func codeTaken(_ code: String) -> LocalizedText {
    LocalizedText(
      en: "“\(code)” is there already. Change it by an import, or choose another code.",
      zh: "“\(code)”已存在。请通过导入更改，或换用其他编码。")
  }

  /// What a role requires: overall, then by domain.
  static func requirements(_ required: [String: QuotientLevel]) -> [LocalizedText] {
    let overall = required["overall"].map { [(Text.overall, $0)] } ?? []
    let domains = QuotientDomain.allCases.compactMap { domain in
      required[domain.rawValue].map { (domain.name, $0) }
    }
    return (overall + domains).map { name, level in
      LocalizedText(
        en: "\(name.en): \(level) \(level.name.en)", zh: "\(name.zh)：\(level) \(level.name.zh)")
    }
  }

  static func published(_ name: LocalizedText, version: Int) -> LocalizedText {
    LocalizedText(en: "Published \(name.en), version \(version).", zh: "已发布\(name.zh)第 \(version) 版。")
  }
}
