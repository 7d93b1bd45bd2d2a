public import Readiness

// What the imports of roles, tasks, AI systems and labels read: importing it again changes nothing. Rows are numbered as a
// file has them below its header.

extension Sheet {
  /// - Parameter attributions: written beside each row whose text needs one.
  public init(roles: [ListRoles.Entry], attributions: [RoleSource: String]) {
    let rows = roles.map { role -> [String: String] in
      var cells: [String: String] = [
        "code": role.code, "source": role.source.rawValue, "name_en": role.name.en, "name_zh": role.name.zh,
        "required_level": role.requiredLevel?.description ?? "", "family": role.family,
        "occupation": role.occupation ?? "", "attribution": attributions[role.source] ?? "",
      ]
      for domain in QuotientDomain.allCases { cells[domain.rawValue] = role.required[domain.rawValue]?.description }
      return cells
    }
    self.init(columns: RoleRecord.columns + RoleRecord.optionalColumns, rows: rows)
  }

  /// - Parameter attributions: written beside each row whose text needs one.
  public init(tasks: [ListTasks.Entry], attributions: [RoleSource: String]) {
    let rows = tasks.map { task -> [String: String] in
      var cells: [String: String] = [
        "code": task.code, "role": task.role, "name_en": task.name.en, "name_zh": task.name.zh,
        "importance": String(task.importance), "time_share": String(task.timeShare),
        "irreversible": Sheet.truth(task.irreversible), "affects_person": Sheet.truth(task.affectsPerson),
        "exposure": task.exposure?.description ?? "", "automation": task.automation?.description ?? "",
        "desired_level": task.desiredLevel?.description ?? "", "feasible_level": task.feasibleLevel?.description ?? "",
        "data_class": task.dataClass.rawValue, "ai_system": task.aiSystem ?? "", "source": task.source.rawValue,
        "source_code": task.sourceCode ?? "", "attribution": attributions[task.source] ?? "",
      ]
      for trait in TaskTraits.Trait.allCases { cells[trait.rawValue] = task.traits.map { String($0[trait]) } }
      return cells
    }
    self.init(columns: TaskRecord.columns + TaskRecord.optionalColumns, rows: rows)
  }

  public init(aiSystems: [ListAISystems.Entry]) {
    let rows = aiSystems.map { system -> [String: String] in
      [
        "code": system.code, "name": system.name, "vendor": system.vendor, "purpose_en": system.purpose.en,
        "purpose_zh": system.purpose.zh, "risk_class": system.riskClass.rawValue, "route": system.route.rawValue,
        "cleared_data_class": system.clearedDataClass.rawValue, "model_version": system.modelVersion,
      ]
    }
    self.init(columns: AISystemRecord.columns + AISystemRecord.optionalColumns, rows: rows)
  }

  /// One row a label.
  public init(exposure entries: [ListExposure.Entry]) {
    let rows = entries.flatMap { entry in
      entry.labels.map { label -> [String: String] in
        [
          "task": entry.task, "source": label.source.rawValue, "labeller": label.labeller,
          "exposure": label.exposure?.description ?? "", "automation": label.automation?.description ?? "",
          "labelled_on": label.labelledOn.description, "note": label.note,
        ]
      }
    }
    self.init(columns: ExposureRecord.columns + ExposureRecord.optionalColumns, rows: rows)
  }

  private init(columns: [String], rows: [[String: String]]) {
    self.init(
      header: columns,
      rows: rows.enumerated().map { index, cells in Row(row: index + 2, cells: columns.map { cells[$0] ?? "" }) })
  }

  private static func truth(_ value: Bool?) -> String { value.map { $0 ? "yes" : "no" } ?? "" }
}
