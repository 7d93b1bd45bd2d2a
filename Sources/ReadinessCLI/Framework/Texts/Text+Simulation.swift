import Readiness
import Storage

/// What is told of a simulated test.
extension Text {
  static func simulation(_ summary: SimulationSummary) -> [LocalizedText] {
    let rows: [(LocalizedText, String)] = [
      (LocalizedText(en: "People", zh: "模拟人数"), "\(summary.people)"),
      (LocalizedText(en: "Mean length", zh: "平均题数"), summary.meanLength.figure(1)),
      (LocalizedText(en: "Bias", zh: "偏差"), summary.bias.figure(3)),
      (LocalizedText(en: "RMSE", zh: "均方根误差"), summary.rootMeanSquaredError.figure(3)),
      (LocalizedText(en: "Mean standard error", zh: "平均标准误"), summary.meanStandardError.figure(3)),
      (LocalizedText(en: "Within 1.96 SE", zh: "1.96 标准误内占比"), "\((summary.coverage * 100).figure(1)) %"),
      (LocalizedText(en: "Most used item", zh: "最高曝光率"), "\((summary.maximumExposure * 100).figure(1)) %"),
      (LocalizedText(en: "Never used", zh: "未使用题目"), "\((summary.unusedShare * 100).figure(1)) %"),
      (LocalizedText(en: "Overlap of two tests", zh: "两份测评重合率"), "\((summary.overlapRate * 100).figure(1)) %"),
    ]
    let reasons = summary.stopReasons.sorted { $0.key < $1.key }.map { (stopReason($0.key), "\($0.value)") }
    let bands = summary.abilities.map { band in
      (bandName(band), "\(band.people)  \(band.bias?.figure(2) ?? "–")  \(band.rootMeanSquaredError?.figure(2) ?? "–")")
    }
    let domains = summary.domains.map { ($0.domain.name, "\(($0.share * 100).figure(1)) %") }
    return lines(rows) + [heading(en: "Ended because", zh: "结束原因")] + lines(reasons)
      + [heading(en: "Ability: people, bias, RMSE", zh: "能力区间：人数、偏差、均方根误差")] + lines(bands)
      + [heading(en: "Share of the items asked", zh: "所出题目的领域占比")] + lines(domains)
  }

  private static func heading(en: String, zh: String) -> LocalizedText { LocalizedText(en: "\n\(en)", zh: "\n\(zh)") }

  private static func lines(_ rows: [(name: LocalizedText, figure: String)]) -> [LocalizedText] {
    rows.map { name, figure in
      LocalizedText(
        en: "  \(name.en.padded(to: 24, alignment: .leading)) \(figure)",
        zh: "  \(name.zh.padded(to: 24, alignment: .leading)) \(figure)")
    }
  }

  private static func bandName(_ band: SimulationSummary.Band) -> LocalizedText {
    let from = band.from.map { $0.figure(1) }
    let below = band.below.map { $0.figure(1) }
    let text = from.map { from in below.map { "\(from) … \($0)" } ?? "≥ \(from)" } ?? "< \(below ?? "")"
    return LocalizedText(en: text, zh: text)
  }

  private static func stopReason(_ reason: String) -> LocalizedText {
    switch reason {
    case "standardErrorReached": LocalizedText(en: "measured well enough", zh: "已达精度要求")
    case "maximumLength": LocalizedText(en: "longest test", zh: "达到题数上限")
    case "poolExhausted": LocalizedText(en: "no items left", zh: "题库已用完")
    default: LocalizedText(en: reason, zh: reason)
    }
  }
}

extension Double {
  /// With so many decimals, the half rounded away from zero.
  fileprivate func figure(_ decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let rounded = (magnitude * scale).rounded()
    let whole = (rounded / scale).rounded(.down)
    let rest = String(Int(rounded - whole * scale))
    let padding = String(repeating: "0", count: max(0, decimals - rest.count))
    return "\(self < 0 && rounded > 0 ? "−" : "")\(Int(whole)).\(padding)\(rest)"
  }
}
