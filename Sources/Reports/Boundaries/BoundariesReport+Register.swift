import Readiness

extension BoundariesReport {
  /// Entries that the page shows; all of them are in the data.
  static let entryRows = 1_000

  /// Every task, a table a role.
  static func entries(_ register: BoundaryRegister) -> [Markup] {
    let shown = register.entries.prefix(entryRows)
    let byRole = Dictionary(grouping: shown, by: \.role)
    let roles = register.roles.filter { byRole[$0.code] != nil }.sorted { $0.code < $1.code }
    return [
      PagePart.section(BoundariesText.register, id: "register", lead: BoundariesText.registerLead) {
        if shown.isEmpty { tag("p", ["class": "none"]) { BriefText.noRoles } }
        if shown.count < register.entries.count {
          tag("p", ["class": "lead"]) { BoundariesText.shortened(to: shown.count, of: register.entries.count) }
        }
        for role in roles { table(role, byRole[role.code] ?? [], register.asOf).markup }
      }
    ]
  }

  private static func table(
    _ role: Brief.RoleBoundaries, _ entries: [BoundaryRegister.Entry], _ day: Day
  ) -> Table {
    Table(
      caption: BoundariesText.caption(role), style: .data,
      columns: [
        Table.Column(title: BoundariesText.task, kind: .name), Table.Column(title: BoundariesText.wanted, kind: .level),
        Table.Column(title: BoundariesText.feasible, kind: .level),
        Table.Column(title: BoundariesText.level, kind: .level),
        Table.Column(title: BoundariesText.oversight, kind: .text),
        Table.Column(title: BoundariesText.accountable, kind: .text),
        Table.Column(title: BoundariesText.overseer, kind: .text),
        Table.Column(title: BoundariesText.aiSystems, kind: .text),
        Table.Column(title: BoundariesText.dataClass, kind: .text),
        Table.Column(title: BoundariesText.reviewOn, kind: .text),
      ],
      rows: entries.map { row($0, day) })
  }

  private static func row(_ entry: BoundaryRegister.Entry, _ day: Day) -> [Markup] {
    [
      tag("span") {
        PagePart.name(entry.name)
        " "
        tag("code") { entry.task }
      },
      wish(entry.desired, entry), .text(entry.feasible?.description ?? Numeral.none), decision(entry),
      .text(entry.oversight?.name ?? Numeral.none.localized), name(entry.accountable), name(entry.overseer),
      entry.aiSystems.isEmpty ? .text(Numeral.none) : PagePart.name(entry.aiSystems.joined(separator: ", ")),
      .text(entry.dataClass.name), review(entry, day),
    ]
  }

  private static func name(_ name: String?) -> Markup {
    name.map { PagePart.name($0) } ?? .text(Numeral.none)
  }

  private static func wish(_ level: HumanAgencyLevel?, _ entry: BoundaryRegister.Entry) -> Markup {
    tag("span") {
      level?.description ?? Numeral.none
      if entry.needsConsultation { remark(BoundariesText.consultShort, isAlert: true) }
    }
  }

  private static func decision(_ entry: BoundaryRegister.Entry) -> Markup {
    tag("span") {
      if let decided = entry.decided {
        LevelChip(level: decided).markup
      } else {
        tag("span", ["class": "none"]) { BriefText.undecided }
      }
      if let exception = entry.exception { remark(BoundariesText.exception(exception)) }
      if let proposed = entry.proposed { remark(BoundariesText.proposed(proposed)) }
    }
  }

  private static func review(_ entry: BoundaryRegister.Entry, _ day: Day) -> Markup {
    tag("span") {
      if let review = entry.reviewOn {
        let isOverdue = entry.isOverdue(asOf: day)
        tag("span", ["class": isOverdue ? "flag" : nil]) {
          if isOverdue { "⚑ " }
          PagePart.date(review)
        }
      } else {
        Numeral.none
      }
      if !entry.reviews.isEmpty { remark(BoundariesText.toReview, isAlert: true) }
    }
  }

  private static func remark(_ text: LocalizedText, isAlert: Bool = false) -> Markup {
    tag("span", ["class": isAlert ? "remark flag" : "remark"]) { text }
  }
}
