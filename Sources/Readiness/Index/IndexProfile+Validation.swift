/// Everything that is wrong with an index profile; at least one problem.
public struct InvalidProfile: Error, Sendable, Equatable {
  public let problems: [Problem]

  public struct Problem: Sendable, Equatable {
    public enum Code: String, Sendable, CaseIterable {
      case versionOutOfRange = "version-out-of-range"
      case dimensionMissing = "dimension-missing"
      case dimensionRepeated = "dimension-repeated"
      case weightOutOfRange = "weight-out-of-range"
      case weightsDoNotSum = "weights-do-not-sum"
      case itemsMissing = "items-missing"
      case itemsNotAllowed = "items-not-allowed"
      case itemRepeated = "item-repeated"
      case anchorsIncomplete = "anchors-incomplete"
      case textMissing = "text-missing"
    }

    public let code: Code
    /// The field, dimension or item: `version`, `strategy`, the item’s code.
    public let field: String
    public let detail: LocalizedText

    public var message: LocalizedText {
      LocalizedText(en: "\(field): \(detail.en)", zh: "\(field)：\(detail.zh)")
    }
  }

  /// One line a problem.
  public var message: LocalizedText {
    LocalizedText(
      en: problems.map(\.message.en).joined(separator: "\n"), zh: problems.map(\.message.zh).joined(separator: "\n"))
  }
}

extension Dimension {
  /// True for the dimensions that are counted from the product's own records and not rated.
  public var isComputed: Bool { self == .boundaries || self == .workforce }
}

extension IndexProfile {
  /// Sums are compared within this, since weights are decimal fractions.
  private static let tolerance = 1e-6

  private typealias Problem = InvalidProfile.Problem

  var problems: [InvalidProfile.Problem] {
    headProblems + dimensions.flatMap(problems(of:)) + repeatedItems
      + problems(ofFormula: "boundaryWeights", boundaryWeights.all)
      + problems(ofFormula: "workforceWeights", workforceWeights.all)
  }

  private var headProblems: [InvalidProfile.Problem] {
    var problems: [Problem] = []
    if version < 1 {
      problems.append(
        Problem(
          code: .versionOutOfRange, field: "version",
          detail: LocalizedText(en: "Write 1 or more.", zh: "请写 1 或更大的整数。")))
    }
    for dimension in Dimension.allCases {
      let count = dimensions.filter { $0.dimension == dimension }.count
      if count != 1 {
        problems.append(
          Problem(
            code: count == 0 ? .dimensionMissing : .dimensionRepeated, field: dimension.rawValue,
            detail: LocalizedText(
              en: "List the dimension once, not \(count) times; weight 0 leaves it out of the index.",
              zh: "该维度应只出现一次，现出现 \(count) 次；权重为 0 即不计入指数。")))
      }
    }
    let sum = dimensions.map(\.weight).reduce(0, +)
    if !(abs(sum - 100) <= IndexProfile.tolerance) {
      problems.append(
        Problem(
          code: .weightsDoNotSum, field: "dimensions",
          detail: LocalizedText(en: "Weights sum to \(sum); make it 100.", zh: "权重之和为 \(sum)，应为 100。")))
    }
    return problems
  }

  private func problems(of entry: WeightedDimension) -> [InvalidProfile.Problem] {
    let field = entry.dimension.rawValue
    var problems: [Problem] = []
    if !(0...100).contains(entry.weight) {
      problems.append(
        Problem(
          code: .weightOutOfRange, field: field,
          detail: LocalizedText(en: "Write a weight of 0 to 100.", zh: "权重应在 0 到 100 之间。")))
    }
    let items = entry.items ?? []
    if entry.dimension.isComputed, !items.isEmpty {
      problems.append(
        Problem(
          code: .itemsNotAllowed, field: field,
          detail: LocalizedText(en: "It is computed; remove its items.", zh: "该维度由系统计算；请删除其题目。")))
    } else if !entry.dimension.isComputed, entry.weight > 0, items.isEmpty {
      problems.append(
        Problem(
          code: .itemsMissing, field: field,
          detail: LocalizedText(en: "It has weight but no items; add some.", zh: "该维度有权重但没有题目；请补充。")))
    }
    return problems + items.flatMap { IndexProfile.problems(of: $0, in: field) }
  }

  private static func problems(of item: RatedItem, in dimension: String) -> [InvalidProfile.Problem] {
    let field = item.code.isEmpty ? dimension : item.code
    var problems: [Problem] = []
    if !(item.weight > 0 && item.weight.isFinite) {
      problems.append(
        Problem(
          code: .weightOutOfRange, field: field,
          detail: LocalizedText(en: "Write a weight above 0.", zh: "权重应大于 0。")))
    }
    if item.anchors.count != 5 {
      problems.append(
        Problem(
          code: .anchorsIncomplete, field: field,
          detail: LocalizedText(
            en: "It has \(item.anchors.count) anchors; write five, for L0 to L4.",
            zh: "现有 \(item.anchors.count) 条锚定描述；应为 L0 至 L4 共五条。")))
    }
    if item.code.isEmpty || ([item.question] + item.anchors).contains(where: { $0.en.isEmpty || $0.zh.isEmpty }) {
      problems.append(
        Problem(
          code: .textMissing, field: field,
          detail: LocalizedText(
            en: "Code, question and anchors need a text in both languages.", zh: "编号、题目与锚定描述都须有中英文文本。")))
    }
    return problems
  }

  private var repeatedItems: [InvalidProfile.Problem] {
    let codes = dimensions.flatMap { $0.items ?? [] }.map(\.code)
    let counts = Dictionary(codes.map { ($0, 1) }, uniquingKeysWith: +)
    return codes.uniqued().filter { counts[$0, default: 0] > 1 }.map { code in
      Problem(
        code: .itemRepeated, field: code,
        detail: LocalizedText(en: "More than one item has this code; rename all but one.", zh: "多道题目使用了该编号；请改名，只保留一道。"))
    }
  }

  private func problems(ofFormula field: String, _ weights: [Double]) -> [InvalidProfile.Problem] {
    let sum = weights.reduce(0, +)
    guard !(abs(sum - 1) <= IndexProfile.tolerance) || !weights.allSatisfy({ (0...1).contains($0) }) else { return [] }
    return [
      Problem(
        code: .weightsDoNotSum, field: field,
        detail: LocalizedText(
          en: "Write four shares of 0 to 1 that sum to 1, not \(sum).", zh: "应为四个 0 到 1 的比例，总和为 1，现为 \(sum)。"))
    ]
  }
}
