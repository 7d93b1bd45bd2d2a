import Readiness

extension BriefReport {
  /// Rows that a chart shows; every row is in its table.
  static let chartRows = 30

  /// How the tasks of each role are divided between people and AI.
  static func roles(_ roles: [Brief.RoleBoundaries]) -> [Markup] {
    [
      PagePart.section(BriefText.roles, id: "roles", lead: BriefText.rolesLead) {
        if roles.isEmpty {
          tag("p", ["class": "none"]) { BriefText.noRoles }
        } else {
          PagePart.figure(
            caption: BriefText.rolesCaption(shown: min(roles.count, chartRows), of: roles.count), table: "roles-table"
          ) {
            Legend(entries: roleLegend).markup
            roleBars(roles).markup
          }
        }
      }
    ]
  }

  private static var roleLegend: [Legend.Entry] {
    HumanAgencyLevel.allCases.map { Legend.Entry(swatch: $0.swatch, label: $0.label) }
      + [Legend.Entry(swatch: .hollow, label: BriefText.undecided)]
  }

  private static func roleBars(_ roles: [Brief.RoleBoundaries]) -> Table {
    let all = roleBar(
      levels: HumanAgencyLevel.allCases.indices.map { level in
        roles.reduce(0) { $0 + ($1.levels.dropFirst(level).first ?? 0) }
      },
      undecided: roles.reduce(0) { $0 + $1.undecided })
    let total = [
      tag("span", ["class": "total"]) { BriefText.allRoles }, all.markup, .text(Numeral.none),
      .text(Numeral.integer(roles.reduce(0) { $0 + $1.taskCount })), overdue(roles.reduce(0) { $0 + $1.overdue }),
    ]
    return Table(
      caption: BriefText.roles, style: .bars,
      columns: [
        Table.Column(title: BriefText.role, kind: .name), Table.Column(title: BriefText.tasksByLevel, kind: .bar),
        Table.Column(title: BriefText.people, kind: .number), Table.Column(title: BriefText.tasks, kind: .number),
        Table.Column(title: BriefText.overdue, kind: .number),
      ],
      rows: [total] + roles.prefix(chartRows).map(roleRow))
  }

  private static func roleRow(_ role: Brief.RoleBoundaries) -> [Markup] {
    [
      clamped(role.name), roleBar(levels: role.levels, undecided: role.undecided).markup,
      .text(people(role.headcount)), .text(Numeral.integer(role.taskCount)), overdue(role.overdue),
    ]
  }

  private static func roleBar(levels: [Int], undecided: Int) -> StackedBar {
    StackedBar(
      parts: zip(HumanAgencyLevel.allCases, levels).map { level, count in
        StackedBar.Part(name: level.label, count: count, swatch: level.swatch)
      } + [StackedBar.Part(name: BriefText.undecided, count: undecided, swatch: .hollow)])
  }

  static func roleTable(_ roles: [Brief.RoleBoundaries]) -> Table {
    Table(
      caption: BriefText.roles, style: .data,
      columns: [
        Table.Column(title: BriefText.role, kind: .name), Table.Column(title: BriefText.code, kind: .text),
        Table.Column(title: BriefText.people, kind: .number),
      ]
        + HumanAgencyLevel.allCases.map { Table.Column(title: $0.description.localized, kind: .number) } + [
          Table.Column(title: BriefText.undecided, kind: .number),
          Table.Column(title: BriefText.overdue, kind: .number),
        ],
      rows: roles.map { role in
        [PagePart.name(role.name), tag("code") { role.code }, .text(people(role.headcount))]
          + role.levels.map { .text(Numeral.integer($0)) }
          + [.text(Numeral.integer(role.undecided)), overdue(role.overdue)]
      })
  }

  /// A name in at most two lines; a pointer resting on it is told all of it.
  static func clamped(_ name: LocalizedText) -> Markup {
    tag("span", ["class": "clamp", "title": name]) { PagePart.name(name) }
  }

  private static func people(_ count: Int?) -> LocalizedText {
    count.map { Numeral.integer($0).localized } ?? CommonText.fewerThanFive
  }

  private static func overdue(_ count: Int) -> Markup {
    count == 0 ? .text("0") : tag("span", ["class": "flag"]) { "⚑ \(Numeral.integer(count))" }
  }
}

extension Brief.RoleBoundaries {
  fileprivate var taskCount: Int { levels.reduce(undecided, +) }
}
