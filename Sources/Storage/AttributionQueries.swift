import Postgres
public import Readiness

/// A source of text that is shown, and the line that must stand with it.
public struct Attribution: Codable, Sendable, Equatable {
  public var source: RoleSource
  public var text: LocalizedText
}

/// The lines that must stand wherever text of roles or of published occupations is shown.
public struct ListAttributions: StoredQuery {
  public static let name = QueryName.listAttributions
  /// Code; nil: all roles.
  public var role: String?

  public init(role: String? = nil) { self.role = role }

  public struct Answer: Codable, Sendable {
    /// One a source; none where all text is the organisation's own.
    public var attributions: [Attribution]
  }

  public func read(in session: Session) throws -> Answer {
    let role = try role.map { try session.role(code: $0).id }
    return Answer(attributions: try session.sourcedAttributions(roles: role.map { [$0] }))
  }
}

extension Session {
  /// The lines that must stand wherever names of these roles or of their tasks are shown: one a source, by its code.
  ///
  /// - Parameter roles: nil for all.
  func attributions(roles: [RoleID]? = nil) throws -> [LocalizedText] {
    try sourcedAttributions(roles: roles).map(\.text)
  }

  /// Those of these codes that there are.
  func roleIDs(_ codes: [String]) throws -> [RoleID] {
    try tx.all("SELECT id FROM role WHERE organisation_id = \(actor.organisation) AND code = ANY (\(codes))") {
      try $0.decode("id")
    }
  }

  fileprivate func sourcedAttributions(roles: [RoleID]?) throws -> [Attribution] {
    try attributions(
      of: tx.all(
        """
        SELECT source FROM role WHERE organisation_id = \(actor.organisation) AND (id = ANY (\(roles)) OR \(roles == nil))
        UNION
        SELECT t.source FROM role_task rt
        JOIN task t ON t.organisation_id = rt.organisation_id AND t.id = rt.task_id
        WHERE rt.organisation_id = \(actor.organisation) AND (rt.role_id = ANY (\(roles)) OR \(roles == nil))
        """
      ) { try $0.decode("source") })
  }

  /// As the release that was imported asks for it; as the source does, where none was.
  func attributions(of sources: [RoleSource]) throws -> [Attribution] {
    let imported = try tx.all(
      "SELECT code, attribution_en, attribution_zh FROM occupation_source WHERE organisation_id = \(actor.organisation)"
    ) { (try $0.decode("code", as: RoleSource.self), try $0.localized("attribution")) }
    let texts = Dictionary(imported, uniquingKeysWith: { first, _ in first })
    return RoleSource.allCases.filter(Set(sources).contains).compactMap { source in
      (texts[source] ?? source.attribution(release: nil)).map { Attribution(source: source, text: $0) }
    }
  }
}
