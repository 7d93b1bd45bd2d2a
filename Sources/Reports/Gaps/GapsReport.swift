public import Readiness

/// Gaps and the plans that close them, as a page for those who train people: of a group, or of one person.
public enum GapsReport {
  /// One self-contained HTML page, as `BriefReport.html`.
  public static func html(_ report: GapReport, language: Language) -> String {
    page(report).html(in: language)
  }

  static func page(_ report: GapReport) -> Page {
    Page(
      title: CommonText.pageTitle(
        GapsText.title, report.role ?? report.group ?? report.organisation, report.asOf),
      content: [
        header(report), summary(report), domains(report),
        heat(report.units, GapsText.units, id: "unit-gaps", lead: GapsText.unitsLead, first: BriefText.unit),
        heat(report.roles, GapsText.roles, id: "role-gaps", lead: GapsText.rolesLead, first: BriefText.role),
        plans(report), calendar(report), open(report.plans), method, PagePart.attributions(report.attributions),
      ].flatMap(\.self),
      colophon: CommonText.colophon(report.asOf))
  }

  private static func header(_ report: GapReport) -> [Markup] {
    PagePart.header(
      GapsText.title, of: report.organisation, part: report.group ?? report.role,
      facts: [
        (BriefText.asOf, PagePart.date(report.asOf)), (BriefText.headcount, .text(Numeral.integer(report.headcount))),
        (BriefText.scope, .text(report.group == nil ? BriefText.wholeOrganisation : GapsText.groupAndBelow)),
        (BriefText.role, report.role.map(PagePart.name) ?? .text(BriefText.allRoles)),
      ])
  }

  @MarkupBuilder
  private static func summary(_ report: GapReport) -> [Markup] {
    let widest = report.domains.max { $0.gap < $1.gap }
    let active = zip(GapReport.Stage.allCases, report.plans.people).first { $0.0 == .active }?.1
    tag("dl", ["class": "facts summary"]) {
      PagePart.fact(
        GapsText.measured, report.measured.map { Numeral.integer($0).localized } ?? CommonText.fewerThanFive,
        remark: GapsText.measuredRemark(of: report.headcount))
      PagePart.fact(
        GapsText.widest, widest.map { Numeral.decimal($0.gap) } ?? Numeral.none,
        remark: widest.map { GapsText.widestRemark($0.domain) } ?? GapsText.noGaps)
      PagePart.fact(
        GapsText.active, active.map { Numeral.integer($0).localized } ?? CommonText.withheld,
        remark: GapsText.activeRemark)
      PagePart.fact(
        GapsText.cost, report.plans.cost.map { Numeral.integer($0) } ?? Numeral.none,
        remark: GapsText.costRemark(hours: report.plans.hours))
    }
  }

  private static func domains(_ report: GapReport) -> [Markup] {
    [
      PagePart.section(GapsText.domains, id: "domains", lead: GapsText.domainsLead) {
        if report.domains.isEmpty {
          tag("p", ["class": "none"]) { GapsText.tooFewMeasured }
        } else {
          PagePart.figure(caption: GapsText.domainsCaption) {
            Table(
              caption: GapsText.domains, style: .bars,
              columns: [
                Table.Column(title: GapsText.domain, kind: .name), Table.Column(title: GapsText.meeting, kind: .bar),
                Table.Column(title: GapsText.meeting, kind: .number), Table.Column(title: GapsText.gap, kind: .number),
              ],
              rows: report.domains.map { domain in
                [
                  .text(domain.domain.name), ShareBar(share: domain.meeting).markup,
                  .text(Numeral.percent(domain.meeting)), .text(Numeral.decimal(domain.gap)),
                ]
              }
            ).markup
          }
        }
      }
    ]
  }

  private static var method: [Markup] {
    [
      PagePart.section(MethodText.title, id: "method", lead: GapsText.methodLead) {
        tag("div", ["class": "method"]) {
          for note in GapsText.notes { PagePart.note(note) }
          PagePart.note(MethodText.quotient) {
            PagePart.definitions(QuotientLevel.allCases.map { ($0.description.localized, $0.name) })
          }
          PagePart.note(MethodText.smallGroups)
        }
      }
    ]
  }
}
