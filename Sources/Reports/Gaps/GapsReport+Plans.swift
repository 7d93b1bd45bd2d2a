import Readiness

extension GapsReport {
  /// Activities that the calendar shows; all of them are in the data.
  static let activityRows = 60

  /// How many people have a plan, and how far it is.
  static func plans(_ report: GapReport) -> [Markup] {
    let (plans, items) = (report.plans.people, report.plans.items)
    return [
      PagePart.section(GapsText.plans, id: "plans", lead: GapsText.plansLead) {
        PagePart.figure(caption: GapsText.plansCaption) {
          tag("div", ["class": "bars-pair"]) {
            tag("h3") { GapsText.peopleByStage }
            legend(zip(GapReport.Stage.allCases, plans).map { ($0.0.name, $0.0.swatch, $0.1) })
            StackedBar(
              parts: zip(GapReport.Stage.allCases, plans).map {
                StackedBar.Part(name: $0.0.name, count: $0.1, swatch: $0.0.swatch)
              }
            ).markup
            tag("h3") { GapsText.itemsByStage }
            legend(zip(PersonGapReport.Stage.allCases, items).map { ($0.0.name, $0.0.swatch, $0.1) })
            StackedBar(
              parts: zip(PersonGapReport.Stage.allCases, items).map {
                StackedBar.Part(name: $0.0.name, count: $0.1, swatch: $0.0.swatch)
              }
            ).markup
          }
        }
      }
    ]
  }

  /// Each colour with its count, so that nobody has to read it off the bar.
  private static func legend(_ parts: [(name: LocalizedText, swatch: Swatch, count: Int?)]) -> Markup {
    Legend(
      entries: parts.map {
        Legend.Entry(swatch: $0.swatch, isHatched: $0.count == nil, label: CommonText.item($0.name, count: $0.count))
      }
    ).markup
  }

  /// The activities of all plans on one calendar.
  static func calendar(_ report: GapReport) -> [Markup] {
    let activities = report.plans.activities.prefix(activityRows)
    let spans = activities.compactMap { activity in
      activity.startsOn.flatMap { start in activity.dueOn.map { (start: start, end: $0) } }
    }
    return [
      PagePart.section(GapsText.calendar, id: "calendar", lead: GapsText.calendarLead) {
        if let gantt = Gantt(today: report.asOf, spans: spans) {
          PagePart.figure(
            caption: GapsText.calendarCaption(
              shown: activities.count, of: report.plans.activities.count, gantt)
          ) {
            table(of: activities, gantt).markup
          }
        } else {
          tag("p", ["class": "none"]) { report.plans.activities.isEmpty ? GapsText.noPlans : GapsText.fewPlans }
        }
      }
    ]
  }

  private static func table(of activities: some Sequence<GapReport.Activity>, _ gantt: Gantt) -> Table {
    Table(
      caption: GapsText.calendar, style: .bars,
      columns: [
        Table.Column(title: GapsText.activity, kind: .name),
        Table.Column(title: GapsText.fromTo, kind: .bar, head: gantt.axis),
        Table.Column(title: GapsText.people, kind: .number), Table.Column(title: GapsText.done, kind: .number),
        Table.Column(title: GapsText.hours, kind: .number), Table.Column(title: GapsText.cost, kind: .number),
      ],
      rows: activities.map { row($0, gantt) })
  }

  private static func row(_ activity: GapReport.Activity, _ gantt: Gantt) -> [Markup] {
    let nothing = Markup.text(Numeral.none)
    let span = activity.startsOn.flatMap { start in activity.dueOn.map { (start: start, end: $0) } }
    return [
      PagePart.dated(BriefReport.clamped(activity.name), span.map(GapsText.span) ?? CommonText.fewerThanFive),
      span.map { gantt.bar(from: $0.start, to: $0.end, swatch: .accent, title: GapsText.span($0.start, $0.end)) }
        ?? gantt.withheld,
      activity.people.map { .text(Numeral.integer($0)) } ?? nothing,
      activity.done.map { .text(Numeral.integer($0)) } ?? nothing,
      activity.hours.map { .text(Numeral.short($0)) } ?? nothing,
      activity.cost.map { .text(Numeral.integer($0)) } ?? nothing,
    ]
  }

  /// What plans close, and why they leave the rest open.
  @MarkupBuilder
  static func open(_ plans: GapReport.Plans) -> [Markup] {
    if !plans.open.isEmpty {
      PagePart.section(GapsText.open, id: "open", lead: GapsText.openLead) {
        Table(
          caption: GapsText.open, style: .data,
          columns: [
            Table.Column(title: GapsText.domain, kind: .name), Table.Column(title: GapsText.withGap, kind: .number),
            Table.Column(title: GapsText.closed, kind: .number), Table.Column(title: GapsText.reasons, kind: .long),
          ],
          rows: plans.open.map(row)
        ).markup
      }
    }
  }

  private static func row(_ gap: GapReport.OpenGap) -> [Markup] {
    [
      .text(gap.domain.name), count(gap.people), count(gap.closed),
      gap.reasons.isEmpty
        ? .text(Numeral.none)
        : tag("ul", ["class": "plain"]) {
          for reason in gap.reasons { tag("li") { GapsText.reason(reason) } }
        },
    ]
  }

  private static func count(_ count: Int?) -> Markup {
    count.map { .text(Numeral.integer($0)) } ?? tag("span", ["class": "none"]) { CommonText.withheld }
  }
}

extension GapReport.Stage {
  /// Darker the further a plan is; what is not there yet is hollow.
  var swatch: Swatch {
    switch self {
    case .none: .hollow
    case .draft: Swatch(fill: "#dfe7ef", ink: Swatch.dark)
    case .inReview: Swatch(fill: "#9cc0dd", ink: Swatch.dark)
    case .active: .accent
    case .complete: Swatch(fill: "#2f6b4f", ink: Swatch.light)
    }
  }
}

extension PersonGapReport.Stage {
  var swatch: Swatch {
    switch self {
    case .planned: Swatch(fill: "#dfe7ef", ink: Swatch.dark)
    case .underWay: .accent
    case .overdue: .shortfall
    case .done: Swatch(fill: "#2f6b4f", ink: Swatch.light)
    }
  }
}
