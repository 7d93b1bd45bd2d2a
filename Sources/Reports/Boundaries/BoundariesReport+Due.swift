import Readiness

extension BoundariesReport {
  /// How far ahead a review or the end of an exception is called due.
  static let dueDays = 60
  /// Matters that the page lists; the register has all.
  static let dueRows = 40
  /// Tasks of a matter that are named.
  static let dueNames = 3

  /// Something that waits to be done about tasks of a role.
  struct Matter {
    var role: String
    /// Nil: as soon as can be.
    var day: Day?
    var text: LocalizedText
    var isLate: Bool
    var tasks: [LocalizedText]
  }

  /// By urgency: what is late, what waits, then what comes by day. Tasks of which the same is to be said stand together.
  static func matters(_ register: BoundaryRegister) -> [Matter] {
    var matters: [Matter] = []
    var places: [[String]: Int] = [:]
    for matter in register.entries.flatMap({ self.matters(of: $0, register.asOf) }) {
      let key = [matter.role, matter.day?.description ?? "", matter.text.en]
      if let place = places[key] {
        matters[place].tasks += matter.tasks
      } else {
        places[key] = matters.count
        matters.append(matter)
      }
    }
    let day = register.asOf
    return matters.enumerated().sorted { left, right in
      (left.element.rank, left.element.day ?? day, left.offset)
        < (right.element.rank, right.element.day ?? day, right.offset)
    }.map(\.element)
  }

  private static func matters(of entry: BoundaryRegister.Entry, _ day: Day) -> [Matter] {
    let horizon = day.adding(days: dueDays)
    func matter(_ day: Day?, _ text: LocalizedText, isLate: Bool = false) -> Matter {
      Matter(role: entry.role, day: day, text: text, isLate: isLate, tasks: [entry.name])
    }
    var matters = entry.reviews.map { matter($0.openedOn, BoundariesText.changed($0), isLate: true) }
    if let review = entry.reviewOn, review <= horizon {
      let isLate = entry.isOverdue(asOf: day)
      matters.append(matter(review, isLate ? BoundariesText.reviewLate : BoundariesText.reviewDue, isLate: isLate))
    }
    if let proposed = entry.proposed {
      matters.append(matter(nil, BoundariesText.decide(proposed, afterConsultation: entry.needsConsultation)))
    }
    if let exception = entry.exception, exception.until <= horizon {
      matters.append(matter(exception.until, BoundariesText.exceptionEnds(exception)))
    }
    return matters
  }

  static func due(_ register: BoundaryRegister) -> [Markup] {
    let matters = matters(register)
    return [
      PagePart.section(BoundariesText.due, id: "due", lead: BoundariesText.dueLead) {
        if matters.isEmpty {
          tag("p", ["class": "none"]) { BoundariesText.nothingDue }
        } else {
          table(matters.prefix(dueRows)).markup
          if matters.count > dueRows {
            tag("p", ["class": "lead"]) { BoundariesText.moreDue(matters.count - dueRows) }
          }
        }
      }
    ]
  }

  private static func table(_ matters: some Sequence<Matter>) -> Table {
    Table(
      caption: BoundariesText.due, style: .data,
      columns: [
        Table.Column(title: BoundariesText.dueTasks, kind: .name), Table.Column(title: BriefText.role, kind: .text),
        Table.Column(title: BoundariesText.day, kind: .text), Table.Column(title: BoundariesText.matter, kind: .long),
      ],
      rows: matters.map { matter in
        [
          PagePart.name(BoundariesText.some(of: matter.tasks, atMost: dueNames)), tag("code") { matter.role },
          tag("span", ["class": matter.isLate ? "flag" : nil]) {
            if matter.isLate { "⚑ " }
            if let day = matter.day { PagePart.date(day) } else { BoundariesText.now }
          },
          .text(matter.text),
        ]
      })
  }
}

extension BoundariesReport.Matter {
  fileprivate var rank: Int { isLate ? 0 : day == nil ? 1 : 2 }
}
