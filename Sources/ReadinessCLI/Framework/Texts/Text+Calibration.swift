import Readiness
import Storage

/// What is told of calibrations, of what follows from them, and of norms.
extension Text {
  static let computedOn = LocalizedText(en: "Computed on", zh: "计算日")
  static let converged = LocalizedText(en: "Converged", zh: "收敛")
  static let decidedBy = LocalizedText(en: "Decided by", zh: "决定人")
  static let difficulty = LocalizedText(en: "Difficulty", zh: "难度")
  static let functioning = LocalizedText(en: "DIF", zh: "DIF")
  static let mean = LocalizedText(en: "Mean θ", zh: "θ 均值")
  static let newDifficulty = LocalizedText(en: "New", zh: "新难度")
  static let newSlope = LocalizedText(en: "New", zh: "新区分度")
  static let normScore = LocalizedText(en: "Norm (percentile)", zh: "常模分（百分位）")
  static let parameters = LocalizedText(en: "Parameters", zh: "参数")
  static let people = LocalizedText(en: "People", zh: "人数")
  static let pointBiserial = LocalizedText(en: "Point-biserial", zh: "点二列相关")
  static let proportionRight = LocalizedText(en: "Right", zh: "正确率")
  static let ranAt = LocalizedText(en: "Ran at", zh: "运行时间")
  static let ranBy = LocalizedText(en: "Ran by", zh: "运行人")
  static let rejectedCalibration = LocalizedText(en: "The calibration is rejected.", zh: "已拒绝该校准。")
  static let responses = LocalizedText(en: "Responses", zh: "作答数")
  static let slope = LocalizedText(en: "Slope", zh: "区分度")
  static let spread = LocalizedText(en: "SD of θ", zh: "θ 标准差")

  static func name(of status: CalibrationEntry.Status) -> LocalizedText {
    switch status {
    case .draft: LocalizedText(en: "draft", zh: "草稿")
    case .published: LocalizedText(en: "published", zh: "已发布")
    case .rejected: LocalizedText(en: "rejected", zh: "已拒绝")
    }
  }

  /// `1.24 ± 0.11`, or a dash.
  static func estimate(_ value: Double?, _ error: Double?) -> String {
    guard let value else { return "–" }
    return hundredths(value) + (error.map { " ± \(hundredths($0))" } ?? "")
  }

  static func calibrated(_ result: RunCalibration.Result) -> [LocalizedText] {
    let head = LocalizedText(
      en: "\(result.calibrated) of \(result.items) items calibrated from \(result.people) people.",
      zh: "根据 \(result.people) 人的作答，已校准 \(result.items) 道题目中的 \(result.calibrated) 道。")
    let convergence = LocalizedText(
      en: "It did NOT converge: the parameters are not to be used. Raise --iteration-limit, or gather more responses.",
      zh: "未收敛：参数不可使用。请提高 --iteration-limit，或收集更多作答。")
    let next = LocalizedText(
      en: "Look at it: readiness calibrate compare \(result.run)", zh: "查看结果：readiness calibrate compare \(result.run)")
    return [head] + (result.converged ? [] : [convergence]) + [next]
  }

  static func publishedCalibration(_ result: PublishCalibration.Result) -> [LocalizedText] {
    [
      LocalizedText(
        en:
          "Published “\(result.instrument)”, version \(result.version): \(result.calibrated) items are calibrated anew.",
        zh: "已发布“\(result.instrument)”第 \(result.version) 版：\(result.calibrated) 道题目重新校准。"),
      LocalizedText(
        en: "Score the past attempts by it: readiness assess rescore --instrument \(result.instrument)",
        zh: "按新版本重新评分：readiness assess rescore --instrument \(result.instrument)"),
    ]
  }

  static func rescored(_ result: RescoreAttempts.Result) -> [LocalizedText] {
    [
      LocalizedText(
        en: "\(result.changed) of \(result.attempts) attempts have another score by version \(result.version).",
        zh: "按第 \(result.version) 版，\(result.attempts) 次测评中有 \(result.changed) 次成绩改变。"),
      change(result.change),
    ]
  }

  static func change(_ change: ScoreChange) -> LocalizedText {
    func count(_ count: Int?) -> String { count.map(String.init) ?? "<5" }
    return LocalizedText(
      en: "AI quotient: mean change \(hundredths(change.mean)) (SD \(hundredths(change.standardDeviation)), largest "
        + "\(hundredths(change.largest))); another level: \(count(change.changedLevel)) of \(change.people).",
      zh: "AI 商：平均变化 \(hundredths(change.mean))（标准差 \(hundredths(change.standardDeviation))，最大 "
        + "\(hundredths(change.largest))）；等级改变：\(change.people) 人中 \(count(change.changedLevel)) 人。")
  }

  static func standing(_ standing: Norm.Standing?) -> String {
    standing.map { "\(Int($0.score.rounded())) (\($0.percentile))" } ?? "–"
  }

  static func norm(_ norm: Norm) -> [LocalizedText] {
    [
      LocalizedText(
        en: "Norm of “\(norm.instrument)” from \(norm.people) people: mean θ \(hundredths(norm.mean)), SD "
          + "\(hundredths(norm.standardDeviation)).",
        zh: "“\(norm.instrument)”常模（\(norm.people) 人）：θ 均值 \(hundredths(norm.mean))，标准差 "
          + "\(hundredths(norm.standardDeviation))。")
    ]
  }

  static func exported(_ path: String) -> LocalizedText {
    LocalizedText(
      en: "Written to \(path). It has keys and parameters: keep it safe.", zh: "已写入 \(path)。文件含答案和参数，请妥善保管。")
  }
}
