extension Sheet {
  /// One row a unit and one a role, with people measured and the mean gap in each domain; empty where withheld.
  public init(_ report: GapReport) {
    let rows = report.units.map { ("unit", $0) } + report.roles.map { ("role", $0) }
    self.init(
      header: ["kind", "code", "name_en", "name_zh", "people"] + QuotientDomain.allCases.map(\.rawValue) + ["as_of"],
      rows: rows.enumerated().map { offset, row in
        let (kind, row) = row
        let gaps = row.gaps.map { $0.map { "\($0)" } ?? "" }
        return Row(
          row: offset + 2,
          cells: [kind, row.code, row.name.en, row.name.zh, row.people.map { "\($0)" } ?? ""] + gaps
            + [report.asOf.description])
      })
  }

  /// One row a domain of the person.
  public init(_ report: PersonGapReport) {
    self.init(
      header: [
        "person", "domain", "measured_level", "required_level", "probability", "planned_level", "reason_en",
        "reason_zh",
        "as_of",
      ],
      rows: report.domains.enumerated().map { offset, domain in
        Row(
          row: offset + 2,
          cells: [
            report.person, domain.domain.rawValue, domain.measured?.description ?? "",
            domain.required?.description ?? "", domain.probability.map { "\($0)" } ?? "",
            domain.planned?.description ?? "", domain.reason?.en ?? "", domain.reason?.zh ?? "",
            report.asOf.description,
          ])
      })
  }
}
