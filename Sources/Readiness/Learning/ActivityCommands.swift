/// Creates or changes activities by their code, all or nothing; one that was retired is offered again.
///
/// Together with the activities that are there, they make a sound `ActivityCatalogue`.
public struct ImportActivities: Command {
  public typealias Result = ImportCounts
  public static let name = CommandName.importActivities
  /// With the columns of `Activity`.
  public var sheet: Sheet

  public init(sheet: Sheet) { self.sheet = sheet }

  public var auditDetail: any Encodable & Sendable { BulkDetail(rows: sheet.rows.count, effective: nil) }
}

/// Takes an activity out of the catalogue from today on. Plans that have it keep it.
public struct RetireActivity: Command {
  public typealias Result = Done
  public static let name = CommandName.retireActivity
  public var code: String

  public init(code: String) { self.code = code }
}
