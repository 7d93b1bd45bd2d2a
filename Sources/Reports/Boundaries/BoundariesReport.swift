public import Readiness

/// The boundary register as a page for risk officers and works councils.
public enum BoundariesReport {
  /// One self-contained HTML page, as `BriefReport.html`.
  public static func html(_ register: BoundaryRegister, language: Language) -> String {
    page(register).html(in: language)
  }

  static func page(_ register: BoundaryRegister) -> Page {
    let part = register.role ?? register.unit
    return Page(
      title: CommonText.pageTitle(BoundariesText.title, part ?? register.organisation, register.asOf),
      content: [
        header(register), summary(register), due(register), quadrant(register), BriefReport.roles(register.roles),
        cards(register), entries(register), method, PagePart.attributions(register.attributions), tables(register),
      ].flatMap(\.self),
      colophon: CommonText.colophon(register.asOf))
  }

  private static func header(_ register: BoundaryRegister) -> [Markup] {
    PagePart.header(
      BoundariesText.title, of: register.organisation, part: register.role ?? register.unit,
      facts: [
        (BriefText.asOf, PagePart.date(register.asOf)),
        (BriefText.scope, .text(BoundariesText.scope(of: register))),
        (BoundariesText.rolesCounted, .text(Numeral.integer(register.roles.count))),
        (BriefText.tasks, .text(Numeral.integer(register.entries.count))),
      ])
  }

  @MarkupBuilder
  private static func summary(_ register: BoundaryRegister) -> [Markup] {
    let entries = register.entries
    let decided = entries.count { $0.decided != nil }
    let share = entries.isEmpty ? Numeral.none : Numeral.percent(Double(decided) / Double(entries.count))
    tag("dl", ["class": "facts summary"]) {
      PagePart.fact(BoundariesText.decided, share, remark: BoundariesText.decidedRemark(decided, of: entries.count))
      fact(BriefText.overdue, entries.count { $0.isOverdue(asOf: register.asOf) }, BoundariesText.overdueRemark)
      fact(
        BoundariesText.waiting, entries.count { $0.proposed != nil || !$0.reviews.isEmpty },
        BoundariesText.waitingRemark)
      fact(BoundariesText.toConsult, entries.count(where: \.needsConsultation), BoundariesText.toConsultRemark)
    }
  }

  private static func fact(_ name: LocalizedText, _ count: Int, _ remark: LocalizedText) -> Markup {
    PagePart.fact(name, Numeral.integer(count), remark: remark)
  }

  private static func quadrant(_ register: BoundaryRegister) -> [Markup] {
    let agreements = register.agreements
    let shown = agreements.reduce(0) { $0 + $1.tasks.count }
    return [
      PagePart.section(BoundariesText.quadrant, id: "quadrant", lead: BoundariesText.quadrantLead) {
        if agreements.isEmpty {
          tag("p", ["class": "none"]) { BoundariesText.noQuadrant }
        } else {
          PagePart.figure(
            caption: BoundariesText.quadrantCaption(shown: shown, of: register.entries.count), table: "register",
            style: "whole"
          ) {
            AgencyQuadrant(agreements: agreements, label: BoundariesText.quadrantLabel(agreements)).markup
          }
        }
      }
    ]
  }

  private static var method: [Markup] {
    [
      PagePart.section(MethodText.title, id: "method", lead: BoundariesText.methodLead) {
        tag("div", ["class": "method"]) {
          for note in BoundariesText.notes { PagePart.note(note) }
          PagePart.note(MethodText.agency) {
            PagePart.definitions(HumanAgencyLevel.allCases.map { ($0.description.localized, $0.name) })
          }
          PagePart.note(MethodText.smallGroups)
        }
      }
    ]
  }

  @MarkupBuilder
  private static func tables(_ register: BoundaryRegister) -> [Markup] {
    if !register.roles.isEmpty {
      tag("section", ["id": "tables", "class": "appendix", "aria-labelledby": "tables-title"]) {
        tag("h2", ["id": "tables-title"]) { CommonText.tables }
        tag("div", ["id": "roles-table"]) { BriefReport.roleTable(register.roles).markup }
      }
    }
  }
}
