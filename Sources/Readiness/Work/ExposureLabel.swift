/// What somebody, or a model, holds a task's exposure and automation potential to be.
public struct ExposureLabel: Codable, Sendable, Equatable {
  /// In the order in which they are believed.
  public enum Source: String, Codable, Sendable, CaseIterable {
    case human
    case survey
    case model

    public var name: LocalizedText {
      switch self {
      case .human: LocalizedText(en: "human", zh: "人工")
      case .survey: LocalizedText(en: "survey", zh: "调查")
      case .model: LocalizedText(en: "model", zh: "模型")
      }
    }
  }

  public var source: Source
  /// Who or what gave it: a person, a team, a survey, a model and its version.
  public var labeller: String
  /// Nil: it says nothing of it; not so for both.
  public var exposure: Exposure?
  public var automation: AutomationPotential?
  public var labelledOn: Day
  public var note: String

  public init(
    source: Source, labeller: String, exposure: Exposure? = nil, automation: AutomationPotential? = nil,
    labelledOn: Day,
    note: String = ""
  ) {
    self.source = source
    self.labeller = labeller
    self.exposure = exposure
    self.automation = automation
    self.labelledOn = labelledOn
    self.note = note
  }

  /// The labeller of what a table of tasks says.
  public static let taskTable = "task-import"

  /// What a task counts as: the newest human label that says it, else the newest of a survey, else of a model.
  ///
  /// - Parameter labels: in the order in which they were recorded; of one day the last counts.
  public static func effective(
    _ labels: [ExposureLabel]
  ) -> (exposure: Exposure?, automation: AutomationPotential?) {
    (newest(labels, \.exposure), newest(labels, \.automation))
  }

  private static func newest<Value>(_ labels: [ExposureLabel], _ value: KeyPath<ExposureLabel, Value?>) -> Value? {
    for source in Source.allCases {
      if let found = newest(labels, of: source, value) { return found }
    }
    return nil
  }

  static func newest<Value>(
    _ labels: [ExposureLabel], of source: Source, _ value: KeyPath<ExposureLabel, Value?>
  ) -> Value? {
    let telling = labels.filter { $0.source == source && $0[keyPath: value] != nil }
    let newest = telling.reduce(nil as ExposureLabel?) { last, label in
      last.map { label.labelledOn < $0.labelledOn } == true ? last : label
    }
    return newest?[keyPath: value]
  }
}

/// How far people and models agree on the tasks that both have labelled.
public struct LabelAgreement: Codable, Sendable, Equatable {
  /// Tasks with a label of each.
  public var tasks: Int
  /// Those of them where the newest of each differ.
  public var disagreeing: Int
  /// `disagreeing` of `tasks`, 0 to 1; nil without tasks.
  public var share: Double?
  /// Cohen's κ (1960): agreement beyond chance, at most 1; nil without tasks, or when both always say one and the same.
  public var kappa: Double?

  public init<Label: Hashable>(_ pairs: [(human: Label, model: Label)]) {
    tasks = pairs.count
    disagreeing = pairs.count { $0.human != $0.model }
    guard tasks > 0 else { return }
    let total = Double(tasks)
    share = Double(disagreeing) / total
    let labels = Set(pairs.map(\.human))
    let expected = labels.reduce(0.0) { sum, label in
      sum + Double(pairs.count { $0.human == label }) / total * Double(pairs.count { $0.model == label }) / total
    }
    if expected < 1 { kappa = (1 - Double(disagreeing) / total - expected) / (1 - expected) }
  }

  /// - Parameter labels: of each task, in the order in which they were recorded.
  public static func of<Label: Hashable>(
    _ labels: [[ExposureLabel]], _ value: KeyPath<ExposureLabel, Label?>
  ) -> LabelAgreement {
    let pairs: [(human: Label, model: Label)] = labels.compactMap { labels in
      guard let human = ExposureLabel.newest(labels, of: .human, value),
        let model = ExposureLabel.newest(labels, of: .model, value)
      else { return nil }
      return (human, model)
    }
    return LabelAgreement(pairs)
  }
}
