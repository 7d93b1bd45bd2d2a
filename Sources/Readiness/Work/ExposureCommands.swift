/// Records one label of a task; a later one of the same labeller and day replaces it.
public struct RecordExposure: Command {
  public static let name = CommandName.recordExposure
  /// Code.
  public var task: String
  public var source: ExposureLabel.Source
  /// Who or what says so; nil: the caller.
  public var labeller: String?
  public var exposure: Exposure?
  public var automation: AutomationPotential?
  /// Nil: today.
  public var labelledOn: Day?
  public var note: String?

  public init(
    task: String, source: ExposureLabel.Source, labeller: String? = nil, exposure: Exposure? = nil,
    automation: AutomationPotential? = nil, labelledOn: Day? = nil, note: String? = nil
  ) {
    self.task = task
    self.source = source
    self.labeller = labeller
    self.exposure = exposure
    self.automation = automation
    self.labelledOn = labelledOn
    self.note = note
  }

  /// What the task counts as now.
  public struct Result: Codable, Sendable {
    public var exposure: Exposure?
    public var automation: AutomationPotential?
    public var labelsDisagree: Bool?

    public init(exposure: Exposure?, automation: AutomationPotential?, labelsDisagree: Bool?) {
      self.exposure = exposure
      self.automation = automation
      self.labelsDisagree = labelsDisagree
    }
  }
}

/// Records labels of tasks, all or nothing.
public struct ImportExposure: Command {
  public typealias Result = ImportCounts
  public static let name = CommandName.importExposure
  /// With the columns of `ExposureRecord`.
  public var sheet: Sheet

  public init(sheet: Sheet) { self.sheet = sheet }

  public var auditDetail: any Encodable & Sendable { BulkDetail(rows: sheet.rows.count, effective: nil) }
}

/// A label as a table describes it.
public struct ExposureRecord: Sendable, Equatable {
  /// Code.
  public var task: String
  public var label: ExposureLabel

  public static let columns = ["task", "source", "labeller"]
  public static let optionalColumns = ["exposure", "automation", "labelled_on", "note"]

  /// - Parameter today: when the row names no day.
  public init(from row: inout RowReader, today: Day) {
    task = row.text("task", limit: 60)
    label = ExposureLabel(
      source: row.choice("source", fallback: .model), labeller: row.text("labeller", limit: 100),
      exposure: row.optional("exposure"), automation: row.optional("automation"),
      labelledOn: row.optional("labelled_on") ?? today, note: row.optionalText("note", limit: 1_000) ?? "")
    if let fault = label.fault(today: today) {
      row.fail(fault.field, fault.code, en: fault.message.en, zh: fault.message.zh)
    }
  }
}

extension ExposureLabel {
  /// What is wrong with it as a whole.
  public func fault(today: Day) -> (field: String, code: String, message: LocalizedText)? {
    if exposure == nil && automation == nil {
      return (
        "exposure", "empty-label",
        LocalizedText(
          en: "The label says nothing. Give exposure, E0 to E2, or automation, T0 to T4.",
          zh: "标注没有内容。请填写暴露度（E0 至 E2）或自动化潜力（T0 至 T4）。")
      )
    }
    if labelledOn > today {
      return (
        "labelled_on", "future-day",
        LocalizedText(
          en: "\(labelledOn) is still to come. Give the day on which the label was made.",
          zh: "\(labelledOn) 尚未到来。请填写作出标注的日期。")
      )
    }
    return nil
  }
}
