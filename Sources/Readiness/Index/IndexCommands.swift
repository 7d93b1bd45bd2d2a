/// Publishes an index profile as the next version of its code; briefs of days from `validFrom` on are computed by it.
public struct PublishIndexProfile: Command {
  public static let name = CommandName.publishIndexProfile
  public var profile: IndexProfile
  /// Nil: today.
  public var validFrom: Day?

  public init(profile: IndexProfile, validFrom: Day? = nil) {
    self.profile = profile
    self.validFrom = validFrom
  }

  public struct Result: Codable, Sendable {
    public var version: Int
    public init(version: Int) { self.version = version }
  }
}

/// Rates items of the index profile; each rating holds until the next one of the same item and unit.
public struct SetRatings: Command {
  public typealias Result = ImportCounts
  public static let name = CommandName.setRatings
  /// Columns `item`, `answer` (L0 to L4, or `not_applicable`) and `evidence` (self, peer, verified); `unit` (empty for the whole
  /// organisation) and `evidence_link` if there are any.
  public var sheet: Sheet
  /// From when the ratings hold; nil: today.
  public var effective: Day?

  public init(sheet: Sheet, effective: Day? = nil) {
    self.sheet = sheet
    self.effective = effective
  }
}

/// A rating as a table describes it.
public struct RatingRecord: Sendable, Equatable {
  public var item: String
  public var answer: RatingAnswer
  public var evidence: EvidenceStrength
  public var unit: String?
  public var evidenceLink: String

  public static let columns = ["item", "answer", "evidence"]
  public static let optionalColumns = ["unit", "evidence_link"]

  public init(from row: inout RowReader) {
    item = row.text("item")
    answer = row.optional("answer") ?? .notApplicable
    evidence = row.choice("evidence", fallback: .selfRated)
    unit = row.optionalText("unit", limit: 60)
    evidenceLink = row.optionalText("evidence_link", limit: 2_000) ?? ""
  }
}
