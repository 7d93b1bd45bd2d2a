extension Sheet {
  /// One row a task of a role, with the register's day in the last column.
  public init(_ register: BoundaryRegister) {
    self.init(
      header: [
        "role", "task", "name_en", "name_zh", "desired_level", "feasible_level", "decided_level", "exception_until",
        "level_after_exception", "oversight", "data_class", "ai_systems", "accountable", "overseer", "consulted",
        "review_on", "overdue", "reviews_en", "reviews_zh", "proposed_level", "as_of",
      ],
      rows: register.entries.enumerated().map { offset, entry in
        Row(row: offset + 2, cells: entry.cells(asOf: register.asOf))
      })
  }
}

extension BoundaryRegister.Entry {
  fileprivate func cells(asOf day: Day) -> [String] {
    func text(_ value: (some LosslessStringConvertible)?) -> String { value?.description ?? "" }
    return [
      role, task, name.en, name.zh, text(desired), text(feasible), text(decided), text(exception?.until),
      text(exception?.instead), oversight?.rawValue ?? "", dataClass.rawValue, aiSystems.joined(separator: "; "),
      accountable ?? "", overseer ?? "", isConsulted ? "yes" : "no", text(reviewOn),
      isOverdue(asOf: day) ? "yes" : "no",
      reviews.map(\.reason.en).joined(separator: " "), reviews.map(\.reason.zh).joined(separator: " "), text(proposed),
      day.description,
    ]
  }
}
