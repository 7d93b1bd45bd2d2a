extension DemoMaking {
  /// What stands on the first day: rules, profile, instruments, what there is to learn, units and work.
  var foundation: [DemoStep] {
    let (seeds, day) = (seeds, day(of: 0))
    return [
      DemoStep(day) { PublishRuleSet(ruleSet: seeds.ruleSet) },
      DemoStep(day) { PublishIndexProfile(profile: seeds.profile) },
    ] + seeds.instruments.map { instrument in DemoStep(day) { PublishInstrument(instrument: instrument) } } + [
      DemoStep(day, work: seeds.activities.count) { ImportActivities(sheet: Sheet(seeds.activities)) },
      DemoStep(day, work: seeds.templates.count) { ImportPlanTemplates(sheet: Sheet(seeds.templates)) },
      DemoStep(day, work: seeds.holidays.rows.count) { ImportHolidays(sheet: seeds.holidays) },
      DemoStep(day, work: seeds.units.rows.count) { ImportUnits(sheet: seeds.units) },
      DemoStep(day, work: seeds.aiSystems.rows.count) { ImportAISystems(sheet: seeds.aiSystems) },
      DemoStep(day, work: seeds.roles.rows.count) { ImportRoles(sheet: seeds.roles) },
      DemoStep(day, work: seeds.tasks.rows.count) { ImportTasks(sheet: seeds.tasks) },
    ]
  }

  /// The story's accounts: once there are people for them to belong to.
  var accountSteps: [DemoStep] {
    seeds.story.accounts.map { account in
      let person = staff.member(of: account).map { staff.members[$0].externalID }
      return DemoStep(day(of: 0)) {
        CreateAccount(email: account.email, displayName: account.name, role: account.role, person: person)
      }
    }
  }

  var reports: [DemoStep] {
    seeds.story.reports.flatMap { report in
      [
        DemoStep(day(of: 1)) { DefineReport(code: report.code, format: .html, language: report.language) },
        DemoStep(day(of: 1)) { ScheduleReport(code: report.code, every: .month, timeZone: report.timeZone) },
      ]
    }
  }

  /// Ratings as they were set, month by month, each on the fifth day.
  var ratings: [DemoStep] {
    guard let column = seeds.ratings.header.firstIndex(of: "month") else { return [] }
    var header = seeds.ratings.header
    header.remove(at: column)
    let months = Dictionary(grouping: seeds.ratings.rows) { Int($0.cells[column]) ?? 0 }
    return months.sorted { $0.key < $1.key }.map { month, rows in
      let cells = rows.map { row in
        row.cells.enumerated().filter { $0.offset != column }.map(\.element)
      }
      let sheet = Sheet(header: header, cells: cells)
      return DemoStep(day(of: month).adding(days: month == 0 ? 0 : 4), work: cells.count) { SetRatings(sheet: sheet) }
    }
  }
}
