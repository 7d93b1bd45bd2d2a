/// Whom a campaign is for: everyone; or those of some units, of some roles, or of both where both are given; and people by
/// name besides.
public struct CampaignAudience: Codable, Sendable, Equatable {
  /// Everyone employed; the rest is then left out.
  public var everyone: Bool?
  /// Codes; each with all units below it.
  public var units: [String]?
  /// Codes.
  public var roles: [String]?
  /// External ids.
  public var people: [String]?
  /// External ids in a table's column `person`.
  public var sheet: Sheet?

  public init(
    everyone: Bool? = nil, units: [String]? = nil, roles: [String]? = nil, people: [String]? = nil,
    sheet: Sheet? = nil
  ) {
    self.everyone = everyone
    self.units = units
    self.roles = roles
    self.people = people
    self.sheet = sheet
  }

  public static let columns = ["person"]

  /// Without the table: whom it named stands in the invitations.
  var withoutTable: CampaignAudience {
    CampaignAudience(everyone: everyone, units: units, roles: roles, people: people)
  }

  /// Whether it names units, roles or people.
  private var isNarrow: Bool {
    [units, roles, people].contains { $0?.isEmpty == false } || sheet != nil
  }

  /// - Throws: `nobody-named` when it names nobody, `everyone-and-some` when it names some among everyone.
  public func check() throws(Refusal) {
    if everyone == true, isNarrow {
      throw .invalid(
        "everyone-and-some", field: "audience",
        en: "Everyone is meant, and some by name as well. Say either everyone, or which units, roles and people.",
        zh: "既选择了全员，又指定了部分人员。请二选一：全员，或指定部门、岗位和人员。")
    }
    if everyone != true, !isNarrow {
      throw .invalid(
        "nobody-named", field: "audience", en: "Say who is meant: units, roles, people, or everyone.",
        zh: "请指明对象：部门、岗位、人员或全员。")
    }
  }
}
