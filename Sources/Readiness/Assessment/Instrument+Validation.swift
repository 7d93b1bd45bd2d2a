extension Instrument {
  /// Throws everything that is wrong with it at once.
  ///
  /// - Parameter minimumItems: how many live items each domain needs to be scored by itself.
  public func validate(minimumItems: Int = 3) throws(InstrumentError) {
    let problems =
      headProblems + cutProblems + formProblems + adaptiveProblems + duplicateCodes
      + items.flatMap { $0.problems(languages: languages) } + thinDomains(minimumItems: minimumItems)
    guard problems.isEmpty else { throw InstrumentError(instrument: code, problems: problems) }
  }

  private var headProblems: [InstrumentError.Problem] {
    var problems: [InstrumentError.Problem] = []
    func require(
      _ condition: Bool, _ field: String, _ problem: InstrumentError.Code, en: String, zh: String
    ) {
      if !condition {
        problems.append(.init(item: nil, field: field, code: problem, message: LocalizedText(en: en, zh: zh)))
      }
    }
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-")
    require(
      !code.isEmpty && code.allSatisfy(allowed.contains), "code", .malformed,
      en: "Use lower-case letters, digits and hyphens.", zh: "只能使用小写字母、数字和连字符。")
    require(version >= 1, "version", .outOfRange, en: "Versions count from 1.", zh: "版本号从 1 开始。")
    require(!licence.isBlank, "licence", .missingText, en: "Name the licence.", zh: "请注明许可协议。")
    require(!languages.isEmpty, "languages", .missingText, en: "Name a language.", zh: "请至少注明一种语言。")
    require(
      timeLimitMinutes ?? 1 >= 1, "timeLimitMinutes", .outOfRange,
      en: "Give at least a minute, or leave it out.", zh: "至少 1 分钟，或不填。")
    require(
      validityMonths >= 1, "validityMonths", .outOfRange, en: "Give at least a month.", zh: "至少 1 个月。")
    require(retakeDays >= 0, "retakeDays", .outOfRange, en: "Give 0 or more days.", zh: "不能为负数。")
    return problems + title.problems(item: nil, field: "title", languages: languages)
  }

  private var cutProblems: [InstrumentError.Problem] {
    guard let cuts, scale != .selfReport else {
      return cuts == nil && scale == .selfReport
        ? []
        : [
          problem(
            "cuts", .outOfRange, en: "Give the cuts of a measured scale; a self-report has none.",
            zh: "测量量表须给出分数线；自评量表没有分数线。")
        ]
    }
    let bounds = [0, cuts.l1, cuts.l2, cuts.l3, cuts.l4, 100]
    guard cuts.version >= 1, zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 }) else {
      return [
        problem(
          "cuts", .outOfRange,
          en: "Cuts rise from L1 to L4 between 0 and 100, and their version counts from 1.",
          zh: "分数线须在 0 到 100 之间从 L1 到 L4 递增，且其版本号从 1 开始。")
      ]
    }
    return []
  }

  private func problem(
    _ field: String, _ problem: InstrumentError.Code, en: String, zh: String
  ) -> InstrumentError.Problem {
    .init(item: nil, field: field, code: problem, message: LocalizedText(en: en, zh: zh))
  }

  private var formProblems: [InstrumentError.Problem] {
    let known = Set(items.filter(\.status.isDelivered).map(\.code))
    var problems: [InstrumentError.Problem] = []
    let codes = Set(forms.map(\.code))
    if forms.isEmpty || codes.count < forms.count || codes.contains(InstrumentForm.adaptive) {
      problems.append(
        problem("forms", .duplicate, en: "Give at least one form, each a code of its own.", zh: "至少需要一份试卷，且代号不得重复。"))
    }
    for form in forms {
      if let stranger = form.items.first(where: { !known.contains($0) }) {
        problems.append(
          problem(
            "forms[\(form.code)]", .keyNotAnOption, en: "“\(stranger)” is no live or beta item.",
            zh: "“\(stranger)”不是启用或试测中的题目。"))
      }
      if form.items.isEmpty || Set(form.items).count < form.items.count {
        problems.append(
          problem("forms[\(form.code)]", .duplicate, en: "Name each item once, and at least one.", zh: "每道题只列一次，且至少一道。")
        )
      }
    }
    if scale == .selfReport ? referenceForm != nil : form(referenceForm ?? "") == nil {
      problems.append(
        problem(
          "referenceForm", .malformed, en: "Name the form that defines the scale; a self-report has none.",
          zh: "请指明定义量表的试卷；自评量表没有。"))
    }
    return problems
  }

  private var adaptiveProblems: [InstrumentError.Problem] {
    guard let adaptive else { return [] }
    let isSound =
      adaptive.minimumItems >= 1 && adaptive.minimumItems <= adaptive.maximumItems
      && adaptive.maximumItems <= adaptiveItems.count && adaptive.standardError > 0 && adaptive.standardError < 1
      && adaptive.randomesque >= 1 && adaptive.exposureRate > 0 && adaptive.exposureRate <= 1
      && exposure.values.allSatisfy { $0 > 0 && $0 <= 1 }
    guard isSound else {
      return [
        problem(
          "adaptive", .outOfRange,
          en: "Give 1 ≤ minimumItems ≤ maximumItems ≤ \(adaptiveItems.count) (the live items marked by key), a "
            + "standardError within 0 … 1, randomesque of at least 1 and an exposureRate and exposures above 0 and up to 1.",
          zh: "须满足 1 ≤ minimumItems ≤ maximumItems ≤ \(adaptiveItems.count)（按答案评分的启用题目数），"
            + "standardError 在 0 到 1 之间，randomesque 至少为 1，exposureRate 和各题曝光参数大于 0 且不超过 1。")
      ]
    }
    return []
  }

  private var duplicateCodes: [InstrumentError.Problem] {
    var seen: Set<String> = []
    return items.filter { !seen.insert($0.code).inserted }.map { item in
      let message = LocalizedText(en: "Another item has this code.", zh: "已有题目使用此代码。")
      return .init(item: item.code, field: "code", code: .duplicate, message: message)
    }
  }

  private func thinDomains(minimumItems: Int) -> [InstrumentError.Problem] {
    QuotientDomain.allCases.compactMap { domain in
      let count = items.count { $0.domain == domain && $0.status.isScored }
      guard count < minimumItems else { return nil }
      let message = LocalizedText(
        en: "“\(domain.name.en)” has \(count) live items; it needs at least \(minimumItems).",
        zh: "“\(domain.name.zh)”有 \(count) 道启用的题目，至少需要 \(minimumItems) 道。")
      return .init(item: nil, field: "items", code: .tooFewItems, message: message)
    }
  }
}
