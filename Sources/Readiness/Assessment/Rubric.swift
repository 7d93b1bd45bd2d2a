/// One thing that raters look for in an answer in words, with what each score looks like.
public struct RubricCriterion: Codable, Hashable, Sendable {
  /// Unique within the item: `context`.
  public var code: String
  public var name: LocalizedText
  /// What earns 0, 1, …: at least two, each observable and exclusive.
  public var levels: [LocalizedText]

  public init(code: String, name: LocalizedText, levels: [LocalizedText]) {
    self.code = code
    self.name = name
    self.levels = levels
  }

  public var maximumScore: Int { max(levels.count - 1, 0) }
}

extension [RubricCriterion] {
  /// The sum of the criteria's highest scores.
  public var maximumScore: Int { reduce(0) { $0 + $1.maximumScore } }
}
