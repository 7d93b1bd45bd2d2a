extension Instrument {
  /// Throws everything that is wrong with it at once.
  ///
  /// - Parameter minimumItems: how many live items each domain needs to be scored by itself.
  public func validate(minimumItems: Int = 3) throws(InstrumentError) {
    let problems =
      headProblems + cutProblems + duplicateCodes
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
    let bounds = [0, cuts.l1, cuts.l2, cuts.l3, cuts.l4, 100]
    guard cuts.version >= 1, zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 }) else {
      let message = LocalizedText(
        en: "Cuts rise from L1 to L4 between 0 and 100, and their version counts from 1.",
        zh: "分数线须在 0 到 100 之间从 L1 到 L4 递增，且其版本号从 1 开始。")
      return [.init(item: nil, field: "cuts", code: .outOfRange, message: message)]
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
      let count = scoredItems.count { $0.domain == domain }
      guard count < minimumItems else { return nil }
      let message = LocalizedText(
        en: "“\(domain.name.en)” has \(count) live items; it needs at least \(minimumItems).",
        zh: "“\(domain.name.zh)”有 \(count) 道启用的题目，至少需要 \(minimumItems) 道。")
      return .init(item: nil, field: "items", code: .tooFewItems, message: message)
    }
  }
}
