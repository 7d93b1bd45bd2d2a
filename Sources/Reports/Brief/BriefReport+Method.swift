import Readiness

extension BriefReport {
  /// What is not answered, by dimension, most weight first.
  static func missing(_ answers: [IndexResult.MissingAnswer]) -> [Markup] {
    var order: [Dimension] = []
    for answer in answers where !order.contains(answer.dimension) { order.append(answer.dimension) }
    return [
      PagePart.section(BriefText.missing, id: "missing", lead: BriefText.missingLead(answers.count)) {
        tag("ul", ["class": "missing"]) {
          for dimension in order {
            tag("li") {
              tag("h3") { dimension.name }
              tag("ul", ["class": "plain"]) {
                for answer in answers where answer.dimension == dimension { item(answer) }
              }
            }
          }
        }
      }
    ]
  }

  /// The text, with the item's code where it is a question of the profile.
  private static func item(_ answer: IndexResult.MissingAnswer) -> Markup {
    tag("li") {
      PagePart.name(answer.text)
      if answer.dimension != .boundaries, answer.dimension != .workforce {
        " "
        tag("code") { answer.item }
      }
    }
  }

  /// How the numbers came about, so that an auditor can follow them.
  static func method(_ brief: Brief) -> [Markup] {
    [
      PagePart.section(MethodText.title, id: "method", lead: MethodText.lead(brief.profile)) {
        tag("div", ["class": "method"]) {
          for note in MethodText.notes { PagePart.note(note) }
          PagePart.note(MethodText.agency) {
            PagePart.definitions(
              HumanAgencyLevel.allCases.map { ($0.description.localized, $0.name) })
          }
          PagePart.note(MethodText.quotient) {
            PagePart.definitions(QuotientLevel.allCases.map { ($0.description.localized, $0.name) })
          }
        }
      }
    ]
  }
}
