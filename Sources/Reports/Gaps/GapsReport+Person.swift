public import Readiness

extension GapsReport {
  /// One person's page.
  public static func html(_ report: PersonGapReport, language: Language) -> String {
    page(report).html(in: language)
  }

  static func page(_ report: PersonGapReport) -> Page {
    Page(
      title: CommonText.pageTitle(
        GapsText.personTitle, LocalizedText(en: report.name, zh: report.name), report.asOf),
      content: [
        header(report), levels(report), plan(report), personMethod, PagePart.attributions(report.attributions),
      ].flatMap(\.self),
      colophon: CommonText.colophon(report.asOf))
  }

  private static func header(_ report: PersonGapReport) -> [Markup] {
    PagePart.header(
      GapsText.personTitle, of: LocalizedText(en: report.name, zh: report.name), part: report.role,
      facts: [
        (BriefText.asOf, PagePart.date(report.asOf)), (GapsText.organisation, PagePart.name(report.organisation)),
        (GapsText.personID, tag("code") { report.person }),
      ])
  }

  private static func levels(_ report: PersonGapReport) -> [Markup] {
    let isMeasured = report.domains.contains { $0.measured != nil }
    return [
      PagePart.section(GapsText.levels, id: "levels", lead: GapsText.levelsLead) {
        if !isMeasured { PagePart.callout { tag("p") { GapsText.notMeasured } } }
        if report.domains.allSatisfy({ $0.required == nil }) {
          PagePart.callout { tag("p") { GapsText.nothingRequired } }
        }
        PagePart.figure(caption: GapsText.levelsCaption) {
          Legend(entries: LevelScale.legend).markup
          Table(
            caption: GapsText.levels, style: .bars,
            columns: [
              Table.Column(title: GapsText.domain, kind: .name), Table.Column(title: GapsText.levelScale, kind: .bar),
              Table.Column(title: GapsText.measuredLevel, kind: .number),
              Table.Column(title: GapsText.requiredLevel, kind: .number),
              Table.Column(title: GapsText.probability, kind: .number),
              Table.Column(title: GapsText.plannedLevel, kind: .number),
            ],
            rows: report.domains.map(row)
          ).markup
        }
        openReasons(report)
      }
    ]
  }

  private static func row(_ domain: PersonGapReport.Domain) -> [Markup] {
    func level(_ level: QuotientLevel?) -> Markup { .text(level?.description ?? Numeral.none) }
    return [
      .text(domain.domain.name),
      LevelScale(measured: domain.measured, required: domain.required, planned: domain.planned).markup,
      level(domain.measured), level(domain.required),
      .text(domain.probability.map { Numeral.percent($0) } ?? Numeral.none),
      level(domain.planned),
    ]
  }

  @MarkupBuilder
  private static func openReasons(_ report: PersonGapReport) -> [Markup] {
    let open = report.domains.compactMap { domain in domain.reason.map { (domain.domain, $0) } }
    if !open.isEmpty {
      PagePart.callout {
        tag("p") { tag("strong") { GapsText.stayOpen } }
        tag("ul") {
          for (domain, reason) in open { tag("li") { CommonText.item(domain.name, value: reason) } }
        }
      }
    }
  }

  private static func plan(_ report: PersonGapReport) -> [Markup] {
    [
      PagePart.section(GapsText.plan, id: "plan", lead: report.plan.map(GapsText.planLead)) {
        if let plan = report.plan,
          let gantt = Gantt(today: report.asOf, spans: plan.items.map { (start: $0.startsOn, end: $0.dueOn) })
        {
          PagePart.figure(
            caption: GapsText.days(of: gantt), table: "plan-table"
          ) {
            Legend(
              entries: PersonGapReport.Stage.allCases.map { Legend.Entry(swatch: $0.swatch, label: $0.name) }
            ).markup
            bars(plan, gantt).markup
          }
          tag("div", ["id": "plan-table"]) { table(plan).markup }
        } else {
          tag("p", ["class": "none"]) { report.plan == nil ? GapsText.noPlan : GapsText.emptyPlan }
        }
      }
    ]
  }

  private static func bars(_ plan: PersonGapReport.Plan, _ gantt: Gantt) -> Table {
    Table(
      caption: GapsText.plan, style: .bars,
      columns: [
        Table.Column(title: GapsText.activity, kind: .name),
        Table.Column(title: GapsText.fromTo, kind: .bar, head: gantt.axis),
        Table.Column(title: GapsText.stage, kind: .text),
      ],
      rows: plan.items.map { item in
        let span = GapsText.span(item.startsOn, item.dueOn)
        return [
          PagePart.dated(BriefReport.clamped(item.name), span),
          gantt.bar(
            from: item.startsOn, to: item.dueOn, swatch: item.stage.swatch,
            title: CommonText.item(item.stage.name, value: span)),
          .text(item.stage.name),
        ]
      })
  }

  private static func table(_ plan: PersonGapReport.Plan) -> Table {
    Table(
      caption: GapsText.items, style: .data,
      columns: [
        Table.Column(title: GapsText.activity, kind: .name), Table.Column(title: GapsText.starts, kind: .text),
        Table.Column(title: GapsText.dueOn, kind: .text), Table.Column(title: GapsText.hours, kind: .number),
        Table.Column(title: GapsText.cost, kind: .number), Table.Column(title: GapsText.stage, kind: .text),
        Table.Column(title: GapsText.why, kind: .long),
      ],
      rows: plan.items.map { item in
        [
          PagePart.name(item.name), PagePart.date(item.startsOn), PagePart.date(item.dueOn),
          .text(Numeral.short(item.hours)), .text(Numeral.integer(item.cost)), .text(item.stage.name),
          .text(item.reason),
        ]
      })
  }

  private static var personMethod: [Markup] {
    [
      PagePart.section(MethodText.title, id: "method") {
        tag("div", ["class": "method"]) {
          for note in GapsText.personNotes { PagePart.note(note) }
          PagePart.note(MethodText.quotient) {
            PagePart.definitions(QuotientLevel.allCases.map { ($0.description.localized, $0.name) })
          }
        }
      }
    ]
  }
}
