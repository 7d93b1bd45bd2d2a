/// A person as the table of another system describes them: codes and external ids, not identities of ours.
public struct PersonRecord: Codable, Hashable, Sendable {
  /// The other system's stable key of the person.
  public var externalID: String
  /// What is printed on the badge, where that is not the key.
  public var employeeNumber: String?
  /// The whole name, as the person writes it.
  public var name: String
  public var email: String?
  /// Nil for the organisation's own language.
  public var locale: Language?
  public var unitCode: String
  public var roleCode: String?
  /// External id of the line manager; nil at the top.
  public var managerExternalID: String?
  public var startDate: Day?
  /// The last day of employment.
  public var endDate: Day?

  public init(
    externalID: String, employeeNumber: String? = nil, name: String, email: String? = nil, locale: Language? = nil,
    unitCode: String, roleCode: String? = nil, managerExternalID: String? = nil, startDate: Day? = nil,
    endDate: Day? = nil
  ) {
    self.externalID = externalID
    self.employeeNumber = employeeNumber
    self.name = name
    self.email = email
    self.locale = locale
    self.unitCode = unitCode
    self.roleCode = roleCode
    self.managerExternalID = managerExternalID
    self.startDate = startDate
    self.endDate = endDate
  }

  /// The fields of a people table; the raw value is the canonical column name, which an export writes.
  public enum Field: String, Codable, Sendable, CaseIterable, CodingKeyRepresentable {
    case externalID = "external_id"
    case employeeNumber = "employee_number"
    case name
    case email
    case locale
    case unit
    case role
    case manager
    case startDate = "start_date"
    case endDate = "end_date"

    /// Without these a row describes nobody.
    public static let required: [Field] = [.externalID, .name, .unit]

    /// The longest text a cell may hold, in characters.
    public var limit: Int {
      switch self {
      case .name: 200
      case .email: 254
      case .externalID, .employeeNumber, .unit, .role, .manager: 100
      case .locale, .startDate, .endDate: 40
      }
    }
  }

  /// The field's text as an export writes it and an import reads it; nil when empty.
  public subscript(field: Field) -> String? {
    switch field {
    case .externalID: externalID
    case .employeeNumber: employeeNumber
    case .name: name
    case .email: email
    case .locale: locale?.tag
    case .unit: unitCode
    case .role: roleCode
    case .manager: managerExternalID
    case .startDate: startDate?.description
    case .endDate: endDate?.description
    }
  }

  /// This record where the file speaks, `earlier` where it has no such column; the required ones it always has.
  func merged(over earlier: PersonRecord, columns: [Field: String]) -> PersonRecord {
    var merged = self
    if columns[.employeeNumber] == nil { merged.employeeNumber = earlier.employeeNumber }
    if columns[.email] == nil { merged.email = earlier.email }
    if columns[.locale] == nil { merged.locale = earlier.locale }
    if columns[.role] == nil { merged.roleCode = earlier.roleCode }
    if columns[.manager] == nil { merged.managerExternalID = earlier.managerExternalID }
    if columns[.startDate] == nil { merged.startDate = earlier.startDate }
    if columns[.endDate] == nil { merged.endDate = earlier.endDate }
    return merged
  }
}
