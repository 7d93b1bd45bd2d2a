import Readiness

extension BriefReport {
  /// The index with its grade, interval, coverage and evidence; or that it is withheld, and why.
  @MarkupBuilder
  static func headline(_ index: IndexResult) -> [Markup] {
    tag("section", ["id": "index", "aria-labelledby": "index-title"]) {
      tag("div", ["class": "headline"]) {
        tag("div") {
          tag("h2", ["id": "index-title"]) { BriefText.index }
          tag("p", ["class": "index"]) { value(index) }
        }
        tag("dl", ["class": "facts"]) { facts(index) }
      }
      tag("div", ["class": "scale"]) { scale(index) }
      if index.value == nil { withheld(index) }
      limits(index)
    }
  }

  @MarkupBuilder
  private static func value(_ index: IndexResult) -> [Markup] {
    if let value = index.value {
      tag("span", ["class": "index-value"]) { Numeral.decimal(value) }
      tag("span") {
        if let grade = index.grade { tag("span", ["class": "index-grade"]) { grade.name } }
        tag("span", ["class": "index-of remark"]) { BriefText.outOfHundred }
      }
    } else {
      tag("span", ["class": "index-value none"]) { BriefText.withheldHeadline }
    }
  }

  private static func scale(_ index: IndexResult) -> Markup {
    guard let value = index.value else {
      return CoverageScale(coverage: index.coverage, label: BriefText.withheldBecause(coverage: index.coverage)).markup
    }
    return GradeScale(value: value, interval: index.interval, label: BriefText.scaleLabel(value, index.interval)).markup
  }

  @MarkupBuilder
  private static func facts(_ index: IndexResult) -> [Markup] {
    PagePart.fact(
      BriefText.interval, index.interval.map(BriefText.range) ?? Numeral.none.localized,
      remark: index.value == nil ? BriefText.intervalWithheld : BriefText.intervalRemark)
    PagePart.fact(BriefText.coverage, Numeral.percent(index.coverage), remark: BriefText.coverageRemark)
    PagePart.fact(
      BriefText.evidence, Numeral.decimal(index.confidence, places: 2), remark: BriefText.evidenceRemark)
  }

  private static func withheld(_ index: IndexResult) -> Markup {
    PagePart.callout {
      tag("p") { tag("strong") { BriefText.withheldBecause(coverage: index.coverage) } }
      if !index.missing.isEmpty {
        tag("p") { BriefText.missingMost }
        tag("ul") {
          for answer in index.missing.prefix(3) {
            tag("li") { BriefText.missing(answer) }
          }
        }
        tag("p") { tag("a", ["href": "#missing"]) { BriefText.missingAll(index.missing.count) } }
      }
    }
  }

  /// Why the grade is lower than the value alone would give.
  @MarkupBuilder
  private static func limits(_ index: IndexResult) -> [Markup] {
    if let value = index.value, let grade = index.grade {
      if let weakest = index.gradeLimitedBy {
        let result = index.dimensions.first { $0.dimension == weakest }
        PagePart.callout {
          tag("p") { BriefText.limited(by: weakest, result: result, from: Grade(value: value), to: grade) }
        }
      }
      if index.gradeLimitedByEvidence {
        PagePart.callout { tag("p") { BriefText.limitedByEvidence } }
      }
    }
  }
}
