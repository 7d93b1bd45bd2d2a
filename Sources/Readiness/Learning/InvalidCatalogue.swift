/// Everything that is wrong with activities that are to be a catalogue; at least one problem.
public struct InvalidCatalogue: Error, Sendable, Equatable {
  public let problems: [Problem]

  /// One thing wrong with one activity.
  public struct Problem: Sendable, Equatable {
    public enum Code: String, Sendable, CaseIterable {
      case codeRepeated = "code-repeated"
      case textMissing = "text-missing"
      case hoursOutOfRange = "hours-out-of-range"
      case costOutOfRange = "cost-out-of-range"
      case seatsOutOfRange = "seats-out-of-range"
      case validityOutOfRange = "validity-out-of-range"
      case liftsNothing = "lifts-nothing"
      case liftsDownward = "lifts-downward"
      case domainRepeated = "domain-repeated"
      case sourceMissing = "source-missing"
      case unknownPrerequisite = "unknown-prerequisite"
      case prerequisiteRepeated = "prerequisite-repeated"
      case prerequisiteCycle = "prerequisite-cycle"
    }

    public let code: Code
    /// The activity's code.
    public let activity: String
    /// As tables call it.
    public let field: String
    public let detail: LocalizedText

    init(_ code: Code, _ activity: Activity, _ field: String, en: String, zh: String) {
      self.code = code
      self.activity = activity.code
      self.field = field
      detail = LocalizedText(en: en, zh: zh)
    }

    static func outOfRange(
      _ code: Code, _ activity: Activity, _ field: String, _ value: String, _ low: String, _ high: String
    ) -> Problem {
      Problem(
        code, activity, field, en: "\(value) is not from \(low) to \(high). Correct it.",
        zh: "\(value) 不在 \(low) 到 \(high) 之间。请更正。")
    }

    public var message: LocalizedText {
      LocalizedText(
        en: "Activity “\(activity)”, \(field): \(detail.en)", zh: "活动“\(activity)”，\(field)：\(detail.zh)")
    }
  }

  /// One line a problem.
  public var message: LocalizedText {
    LocalizedText(
      en: problems.map(\.message.en).joined(separator: "\n"), zh: problems.map(\.message.zh).joined(separator: "\n"))
  }
}
