/// Says that the caller has read boundaries of their own role: exactly these versions, which they were shown.
public struct AcknowledgeBoundaries: Command {
  public static let name = CommandName.acknowledgeBoundaries
  /// 1 to 1,000; each in force today, for the role that the caller holds today.
  public var versions: [BoundaryVersionID]

  public init(versions: [BoundaryVersionID]) { self.versions = versions }

  public struct Result: Codable, Sendable {
    /// Those that were not acknowledged before.
    public var acknowledged: Int
    /// Boundaries of the caller's role that still are not.
    public var outstanding: Int

    public init(acknowledged: Int, outstanding: Int) {
      self.acknowledged = acknowledged
      self.outstanding = outstanding
    }
  }
}

/// How many of those who hold a role have acknowledged all of its boundaries in force.
public struct AcknowledgementStatus: Codable, Sendable, Equatable {
  public var role: String
  public var name: LocalizedText
  /// In force on the day.
  public var boundaries: Int
  /// Nil: withheld, since it would tell of single persons.
  public var holders: Int?
  public var acknowledged: Int?
  public var outstanding: Int?

  public init(role: String, name: LocalizedText, boundaries: Int, acknowledged: Int, outstanding: Int) {
    self.role = role
    self.name = name
    self.boundaries = boundaries
    holders = acknowledged + outstanding
    self.acknowledged = acknowledged
    self.outstanding = outstanding
  }

  /// For whoever may not know who it is: both parts are hidden where one of them is 1 to 4 people.
  public var published: AcknowledgementStatus {
    var shown = self
    (shown.holders, shown.acknowledged, shown.outstanding) = Suppression.parts(acknowledged ?? 0, outstanding ?? 0)
    return shown
  }
}
