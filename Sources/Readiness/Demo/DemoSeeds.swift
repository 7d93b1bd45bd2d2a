/// What the demonstration organisation is made from: the files of `seed/`.
public struct DemoSeeds: Sendable {
  public var units: Sheet
  public var aiSystems: Sheet
  public var roles: Sheet
  public var tasks: Sheet
  /// Columns `month`, then those of `SetRatings`.
  public var ratings: Sheet
  public var names: DemoNames
  public var story: DemoStory
  public var terms: [DemoTerms]
  public var ruleSet: BoundaryRuleSet
  public var profile: IndexProfile
  /// The first is the one that the staff take.
  public var instruments: [Instrument]
  public var activities: [Activity]
  public var templates: [PlanTemplate]
  public var holidays: Sheet
  public var learning: DemoLearning
  public var governance: DemoGovernance
  /// By the files that `governance` names.
  public var policies: [String: PolicyDocument]

  public init(
    units: Sheet, aiSystems: Sheet, roles: Sheet, tasks: Sheet, ratings: Sheet, names: DemoNames, story: DemoStory,
    terms: [DemoTerms], ruleSet: BoundaryRuleSet, profile: IndexProfile, instruments: [Instrument],
    activities: [Activity], templates: [PlanTemplate], holidays: Sheet,
    learning: DemoLearning, governance: DemoGovernance, policies: [String: PolicyDocument]
  ) {
    self.units = units
    self.aiSystems = aiSystems
    self.roles = roles
    self.tasks = tasks
    self.ratings = ratings
    self.names = names
    self.story = story
    self.terms = terms
    self.ruleSet = ruleSet
    self.profile = profile
    self.instruments = instruments
    self.activities = activities
    self.templates = templates
    self.holidays = holidays
    self.learning = learning
    self.governance = governance
    self.policies = policies
  }
}

/// The names that people are given: `seed/demo/names.yaml`.
public struct DemoNames: Decodable, Sendable {
  var familyZh: [LocalizedText]
  var givenZh: [LocalizedText]
  var familyEu: [String]
  var givenEu: [String]

  private enum CodingKeys: String, CodingKey {
    case familyZh = "family_zh"
    case givenZh = "given_zh"
    case familyEu = "family_eu"
    case givenEu = "given_eu"
  }
}

extension Sheet {
  /// A column's cells; empty ones where a row is short.
  func column(_ name: String) -> [String] {
    guard let position = header.firstIndex(of: name) else { return rows.map { _ in "" } }
    return rows.map { $0.cells.indices.contains(position) ? $0.cells[position] : "" }
  }

  /// A sheet that was made, not read: rows are numbered as a file's would be.
  init(header: [String], cells: [[String]]) {
    self.init(header: header, rows: cells.enumerated().map { Row(row: $0.offset + 2, cells: $0.element) })
  }
}
