extension Instrument {
  /// The version after this one, with what a calibration found of its items. It keeps the scale: what an AI quotient means
  /// is still told by the parameters of the version that founded it.
  ///
  /// - Throws: `not-converged`, `calibration-stale` when this is not the version it was compared with, `not-promotable`
  ///   and `not-retirable` for a decision that the item's status or the calibration stands against, `reason-missing`.
  public func recalibrated(by report: CalibrationReport, _ decisions: PublishCalibration) throws(Refusal) -> Instrument
  {
    guard report.convergence.stop == .converged else { throw .notConverged(report.convergence) }
    guard report.instrument == code, report.version == version else { throw .stale(report, newest: version) }
    try check(decisions, against: report)
    var next = self
    next.version += 1
    next.foundingScale = quotientScale
    // They held for the old parameters.
    next.exposure = [:]
    let reports = Dictionary(report.items.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    let promoted = Set(decisions.promote.map(\.item))
    let retired = Set(decisions.retire.map(\.item))
    for index in items.indices {
      let code = items[index].code
      if let report = reports[code] { next.items[index].parameters = report.published }
      if promoted.contains(code) { next.items[index].status = .live }
      if retired.contains(code) { next.items[index].status = .retired }
    }
    next.forms = forms.map { form in
      InstrumentForm(code: form.code, items: form.items.filter { !retired.contains($0) })
    }
    return next
  }

  private func check(_ decisions: PublishCalibration, against report: CalibrationReport) throws(Refusal) {
    for decision in decisions.promote + decisions.retire where decision.reason.isBlank {
      throw .reasonMissing(decision.item)
    }
    for decision in decisions.promote {
      guard let found = report.items.first(where: { $0.code == decision.item }), found.status == .beta, found.isUsable
      else { throw .notPromotable(decision.item) }
    }
    for decision in decisions.retire {
      guard let item = items.first(where: { $0.code == decision.item }), item.status.isDelivered,
        !decisions.promote.contains(where: { $0.item == decision.item })
      else { throw .notRetirable(decision.item) }
    }
  }
}

extension Refusal {
  fileprivate static func notConverged(_ convergence: CalibrationReport.Convergence) -> Refusal {
    .conflict(
      "not-converged", field: "run",
      en: "This calibration did not converge in \(convergence.iterations) steps, so that its parameters are not to be "
        + "used. Run another with a higher iteration limit, or gather more responses.",
      zh: "本次校准在 \(convergence.iterations) 步内未收敛，其参数不可使用。请提高迭代上限重新运行，或收集更多作答。")
  }

  fileprivate static func stale(_ report: CalibrationReport, newest: Int) -> Refusal {
    .conflict(
      "calibration-stale", field: "run",
      en:
        "This calibration was compared with version \(report.version) of “\(report.instrument)”, and version \(newest) "
        + "is published by now. Run it anew.",
      zh: "本次校准基于“\(report.instrument)”第 \(report.version) 版，而现已发布第 \(newest) 版。请重新运行校准。")
  }

  fileprivate static func notPromotable(_ item: String) -> Refusal {
    .conflict(
      "not-promotable", field: "promote",
      en: "Item \(item) cannot be promoted: only a beta item whose calibration raised no flag can.",
      zh: "题目 \(item) 不能启用：只有校准无异常标记的试测题目才可启用。")
  }

  fileprivate static func notRetirable(_ item: String) -> Refusal {
    .conflict(
      "not-retirable", field: "retire",
      en: "Item \(item) cannot be retired: only a live or beta item that is not promoted at the same time can.",
      zh: "题目 \(item) 不能停用：只有启用或试测中、且未同时列为启用的题目才可停用。")
  }

  fileprivate static func reasonMissing(_ item: String) -> Refusal {
    .invalid(
      "reason-missing", field: "reason", en: "Say why item \(item) is promoted or retired.",
      zh: "请说明启用或停用题目 \(item) 的理由。")
  }
}
