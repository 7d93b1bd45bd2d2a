import FoundationEssentials
import Postgres
public import Readiness

extension PublishNorm: AppliedCommand {
  public func apply(in session: Session) throws -> Norm {
    let stored = try session.instrument(code: instrument)
    let norm = try Norm(
      of: try session.latestAbilities(instrument: instrument), instrument: instrument,
      version: stored.instrument.version, computedOn: session.today)
    try session.tx.run(
      """
      INSERT INTO norm (organisation_id, id, instrument_id, computed_on, people, mean, standard_deviation, percentiles,
        published_by)
      VALUES (\(session.actor.organisation), \(UUID(version7: session.now)), \(stored.id), \(norm.computedOn),
        \(norm.people), \(norm.mean), \(norm.standardDeviation), \(norm.percentiles), \(session.actor.account))
      """)
    return norm
  }
}

extension Session {
  /// Each person's θ by their latest overall score that is valid today.
  fileprivate func latestAbilities(instrument: String) throws -> [Double] {
    try tx.all(
      """
      SELECT DISTINCT ON (s.person_id) s.theta
      FROM score s
      JOIN attempt a ON a.organisation_id = s.organisation_id AND a.id = s.attempt_id
      JOIN form f ON f.organisation_id = a.organisation_id AND f.id = a.form_id
      JOIN instrument i ON i.organisation_id = f.organisation_id AND i.id = f.instrument_id
      WHERE s.organisation_id = \(actor.organisation) AND s.domain = 'overall' AND i.code = \(instrument)
        AND \(fragment: .scoreCounts(on: today))
      ORDER BY s.person_id, s.assessed_on DESC, s.attempt_id DESC
      """
    ) { try $0.decode("theta", as: Double.self) }
  }

  /// The norms in force on a day, by instrument: the latest of each.
  func norms(asOf day: Day) throws -> [String: Norm] {
    let all = try ListNorms(asOf: day).read(in: self)
    return Dictionary(all.map { ($0.instrument, $0) }, uniquingKeysWith: { newest, _ in newest })
  }
}

/// Norms, the newest of each instrument first.
public struct ListNorms: StoredQuery {
  public static let name = QueryName.listNorms
  /// Code; nil: of all.
  public var instrument: String?
  /// Only those that were published by that day; nil: all.
  public var asOf: Day?

  public init(instrument: String? = nil, asOf: Day? = nil) {
    self.instrument = instrument
    self.asOf = asOf
  }

  public func read(in session: Session) throws -> [Norm] {
    try session.tx.all(
      """
      SELECT i.code, i.version, n.computed_on, n.people, n.mean, n.standard_deviation, n.percentiles
      FROM norm n JOIN instrument i ON i.organisation_id = n.organisation_id AND i.id = n.instrument_id
      WHERE n.organisation_id = \(session.actor.organisation)
        AND (\(instrument)::text IS NULL OR i.code = \(instrument))
        AND (\(asOf)::date IS NULL OR n.computed_on <= \(asOf))
      ORDER BY i.code, n.computed_on DESC, n.id DESC
      """
    ) { row in
      Norm(
        instrument: try row.decode("code"), version: try row.decode("version"),
        computedOn: try row.decode("computed_on"), people: try row.decode("people"), mean: try row.decode("mean"),
        standardDeviation: try row.decode("standard_deviation"), percentiles: try row.decode("percentiles"))
    }
  }
}
