import Readiness
import Storage

/// A calibration's findings, a line each.
extension Text {
  static func report(_ found: FindCalibration.Answer) -> [LocalizedText] {
    let report = found.report
    return [head(found), convergence(report.convergence), link(report)]
      + [report.agreement.map(agreement)].compactMap(\.self)
      + [reliability(report.reliability), languages(report.languages), change(report.scores), curve(report.curve)]
      + decision(found)
  }

  private static func head(_ found: FindCalibration.Answer) -> LocalizedText {
    let report = found.report
    let status = name(of: found.entry.status)
    return LocalizedText(
      en: "“\(report.instrument)” beside version \(report.version), \(status.en): \(report.people) people, "
        + "\(report.attempts) attempts.",
      zh: "“\(report.instrument)”对比第 \(report.version) 版，\(status.zh)：\(report.people) 人，\(report.attempts) 次测评。")
  }

  private static func convergence(_ convergence: CalibrationReport.Convergence) -> LocalizedText {
    let stop: LocalizedText =
      switch convergence.stop {
      case .converged: LocalizedText(en: "Converged", zh: "已收敛")
      case .stalled: LocalizedText(en: "NOT converged (stalled)", zh: "未收敛（停滞）")
      case .iterationLimit: LocalizedText(en: "NOT converged (limit reached)", zh: "未收敛（达到上限）")
      }
    let errors =
      convergence.hasStandardErrors
      ? LocalizedText(en: "", zh: "")
      : LocalizedText(
        en: " No standard errors: the responses do not determine all parameters.", zh: "无标准误：数据不足以确定全部参数。")
    return LocalizedText(
      en: "\(stop.en) after \(convergence.iterations) steps; log-likelihood \(hundredths(convergence.logLikelihood)), "
        + "\(convergence.parameters) parameters.\(errors.en)",
      zh: "\(stop.zh)，\(convergence.iterations) 步；对数似然 \(hundredths(convergence.logLikelihood))，"
        + "\(convergence.parameters) 个参数。\(errors.zh)")
  }

  private static func link(_ report: CalibrationReport) -> LocalizedText {
    let link = report.link
    let basis =
      link.basis == .calibrated
      ? LocalizedText(en: "calibrated", zh: "已校准") : LocalizedText(en: "expert-rated", zh: "专家评定")
    let dropped = link.drifted.isEmpty ? "–" : link.drifted.joined(separator: ", ")
    return LocalizedText(
      en:
        "Linked by \(link.anchors) \(basis.en) anchors: A \(hundredths(link.slope)), B \(hundredths(link.intercept)); "
        + "left out for drift: \(dropped). θ here: mean \(hundredths(report.population.mean)), SD "
        + "\(hundredths(report.population.standardDeviation)).",
      zh: "以 \(link.anchors) 道\(basis.zh)锚题链接：A \(hundredths(link.slope))，B \(hundredths(link.intercept))；因漂移剔除："
        + "\(dropped)。θ 均值 \(hundredths(report.population.mean))，标准差 "
        + "\(hundredths(report.population.standardDeviation))。")
  }

  private static func agreement(_ agreement: CalibrationReport.Agreement) -> LocalizedText {
    LocalizedText(
      en: "Experts and estimates, \(agreement.items) items: difficulties correlate "
        + "\(hundredths(agreement.difficultyCorrelation)), slopes \(hundredths(agreement.slopeCorrelation)); mean "
        + "difference \(hundredths(agreement.meanDifference)), RMS \(hundredths(agreement.rootMeanSquare)).",
      zh: "专家评定与估计（\(agreement.items) 题）：难度相关 \(hundredths(agreement.difficultyCorrelation))，区分度相关 "
        + "\(hundredths(agreement.slopeCorrelation))；平均差 \(hundredths(agreement.meanDifference))，均方根 "
        + "\(hundredths(agreement.rootMeanSquare))。")
  }

  private static func reliability(_ reliability: CalibrationReport.Reliability) -> LocalizedText {
    let form = reliability.form ?? "–"
    return LocalizedText(
      en:
        "Reliability: α \(hundredths(reliability.alpha)), ω \(hundredths(reliability.omega)) (form \(form)); marginal "
        + "\(hundredths(reliability.marginal)), empirical \(hundredths(reliability.empirical)).",
      zh: "信度：α \(hundredths(reliability.alpha))，ω \(hundredths(reliability.omega))（试卷 \(form)）；边际 "
        + "\(hundredths(reliability.marginal))，经验 \(hundredths(reliability.empirical))。")
  }

  private static func languages(_ languages: [CalibrationReport.LanguageGroup]?) -> LocalizedText {
    guard let languages else {
      return LocalizedText(
        en: "Languages are not compared: a group has fewer than 50 people.", zh: "未比较语言：有一组不足 50 人。")
    }
    let groups = languages.map { "\($0.language.rawValue) \($0.people)" }.joined(separator: ", ")
    return LocalizedText(en: "Languages compared: \(groups).", zh: "语言比较：\(groups)。")
  }

  private static func curve(_ curve: [CalibrationReport.CurvePoint]) -> LocalizedText {
    let points = curve.filter { $0.theta.magnitude <= 2 && $0.theta == $0.theta.rounded() }.map {
      "\(Int($0.theta)): \(hundredths($0.present)) → \(hundredths($0.new))"
    }.joined(separator: "; ")
    return LocalizedText(en: "Reference form at θ, present → new: \(points).", zh: "参考卷在 θ 处，现行 → 新：\(points)。")
  }

  private static func decision(_ found: FindCalibration.Answer) -> [LocalizedText] {
    guard let decision = found.decision else { return [] }
    func list(_ items: [PublishCalibration.ItemDecision]?) -> String {
      let named = (items ?? []).map { "\($0.item) (\($0.reason))" }
      return named.isEmpty ? "–" : named.joined(separator: ", ")
    }
    if let reason = decision.reason { return [LocalizedText(en: "Rejected: \(reason)", zh: "拒绝理由：\(reason)")] }
    return [
      LocalizedText(
        en: "Promoted: \(list(decision.promoted)). Retired: \(list(decision.retired)).",
        zh: "启用：\(list(decision.promoted))。停用：\(list(decision.retired))。")
    ]
  }
}
