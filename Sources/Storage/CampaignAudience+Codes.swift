import Postgres
import Readiness

/// A code that an audience names, and where.
struct AudienceName {
  let code: String
  /// In the table; nil: in a list.
  let row: Int?
  /// `units[2]`, or the table's column.
  let field: String

  enum Wrong {
    case unknownUnit, unknownRole, unknownPerson, begun
    case notEmployed(on: Day)
  }

  func fault(_ wrong: Wrong) -> Refusal.Fault {
    let (name, message) =
      switch wrong {
      case .unknownUnit:
        ("unknown-unit", LocalizedText(en: "There is no unit “\(code)”.", zh: "没有部门“\(code)”。"))
      case .unknownRole:
        ("unknown-role", LocalizedText(en: "There is no role “\(code)”.", zh: "没有岗位“\(code)”。"))
      case .unknownPerson:
        ("unknown-person", LocalizedText(en: "There is no person “\(code)”.", zh: "没有人员“\(code)”。"))
      case .begun:
        (
          "already-begun",
          LocalizedText(
            en: "“\(code)” has begun already; the invitation stands.", zh: "“\(code)”已开始测评，邀请不可撤回。")
        )
      case .notEmployed(let day):
        (
          "not-employed",
          LocalizedText(en: "“\(code)” is not employed on \(day).", zh: "“\(code)”在 \(day) 不在职。")
        )
      }
    return Refusal.Fault(row: row, field: field, code: name, message: message)
  }
}

extension Refusal {
  init(audienceFaults faults: [Fault]) {
    self.init(
      .invalid, "invalid-audience", field: "audience",
      LocalizedText(
        en: "\(faults.count) of those named cannot be taken; nothing was changed. Correct them and try again.",
        zh: "有 \(faults.count) 个名单条目无效，未做任何更改。请更正后重试。"),
      faults: faults)
  }
}

extension CampaignAudience {
  /// The people named, in the list and in the table.
  func named() throws(Refusal) -> [AudienceName] {
    let listed = CampaignAudience.names(people, "people")
    guard let sheet else { return listed }
    let rows = try sheet.read(required: CampaignAudience.columns) { $0.text("person") }
    return listed + rows.map { AudienceName(code: $0.record, row: $0.row, field: "person") }
  }

  /// The entries of a list, counted from 1.
  fileprivate static func names(_ list: [String]?, _ field: String) -> [AudienceName] {
    (list ?? []).enumerated().map { AudienceName(code: $0.element, row: nil, field: "\(field)[\($0.offset + 1)]") }
  }
}

/// An audience with ids in place of codes.
struct AudienceCodes {
  let units: [UnitID]
  let roles: [RoleID]
  let people: [PersonID]

  /// - Throws: `invalid-audience` with every code that nothing has.
  init(_ audience: CampaignAudience, named: [AudienceName], in session: Session) throws {
    let unitIDs: [String: UnitID] = audience.units == nil ? [:] : try session.ids(of: "unit")
    let roleIDs: [String: RoleID] = audience.roles == nil ? [:] : try session.ids(of: "role")
    let personIDs = try session.people(externalIDs: Set(named.map(\.code)))
    var faults: [Refusal.Fault] = []
    func resolve<ID>(_ names: [AudienceName], _ ids: [String: ID], _ wrong: AudienceName.Wrong) -> [ID] {
      faults += names.filter { ids[$0.code] == nil }.map { $0.fault(wrong) }
      return names.compactMap { ids[$0.code] }
    }
    units = resolve(CampaignAudience.names(audience.units, "units"), unitIDs, .unknownUnit)
    roles = resolve(CampaignAudience.names(audience.roles, "roles"), roleIDs, .unknownRole)
    people = resolve(named, personIDs, .unknownPerson)
    if !faults.isEmpty { throw Refusal(audienceFaults: faults) }
  }
}
