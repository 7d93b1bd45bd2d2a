/// Makes a draft for a person of a template's activities, in its order. An earlier draft is withdrawn.
///
/// What they have done or are credited is left out.
public struct PlanFromTemplate: Command {
  public static let name = CommandName.planFromTemplate
  /// Code.
  public var template: String
  /// External id.
  public var person: String
  /// Working hours a week, 0.1 to 60.
  public var weeklyHours: Double
  /// The first day; nil: today. Not before it.
  public var startsOn: Day?
  /// The last day: after the first, at most three years.
  public var dueOn: Day

  public init(template: String, person: String, weeklyHours: Double, startsOn: Day? = nil, dueOn: Day) {
    self.template = template
    self.person = person
    self.weeklyHours = weeklyHours
    self.startsOn = startsOn
    self.dueOn = dueOn
  }

  public struct Result: Codable, Sendable, Equatable {
    public var plan: PlanID
    public var items: Int
    public var hours: Double
    /// In whole units of the organisation's currency.
    public var cost: Int
    public var endsOn: Day

    public init(plan: PlanID, items: Int, hours: Double, cost: Int, endsOn: Day) {
      self.plan = plan
      self.items = items
      self.hours = hours
      self.cost = cost
      self.endsOn = endsOn
    }
  }
}
