public import FoundationEssentials
import Postgres
public import Readiness
import Wire

/// Calibrations, newest first.
public struct ListCalibrations: StoredQuery {
  public static let name = QueryName.listCalibrations
  /// Code; nil: of all.
  public var instrument: String?

  public init(instrument: String? = nil) { self.instrument = instrument }

  public func read(in session: Session) throws -> [CalibrationEntry] {
    try session.tx.all(
      """
      \(fragment: CalibrationEntry.selection(in: session))
        AND (\(instrument)::text IS NULL OR i.code = \(instrument))
      ORDER BY r.ran_at DESC, r.id DESC
      """, CalibrationEntry.init)
  }
}

/// One calibration: all that it found, for those who decide on it.
public struct FindCalibration: StoredQuery {
  public static let name = QueryName.findCalibration
  public var run: CalibrationRunID

  public init(run: CalibrationRunID) { self.run = run }

  public struct Answer: Codable, Sendable {
    public var entry: CalibrationEntry
    public var report: CalibrationReport
    /// Nil for a draft.
    public var decision: CalibrationDecision?
  }

  public func read(in session: Session) throws -> Answer {
    let answer = try session.tx.first(
      "\(fragment: CalibrationEntry.selection(in: session)) AND r.id = \(run)"
    ) { row in
      Answer(
        entry: try CalibrationEntry(row), report: try row.json("content", as: CalibrationReport.self),
        decision: try row.decode("decision", as: String?.self).map {
          try JSONDecoder.wire.decode(CalibrationDecision.self, from: Data($0.utf8))
        })
    }
    guard let answer else { throw Refusal.noCalibration(run) }
    return answer
  }
}

/// A calibration and how it stands.
public struct CalibrationEntry: Codable, Sendable {
  public var run: CalibrationRunID
  public var instrument: String
  /// The version that it was compared with.
  public var version: Int
  public var status: Status
  public var people: Int
  public var converged: Bool
  public var ranAt: Date
  /// Nil: the operator at the server's host.
  public var ranBy: String?
  public var decidedAt: Date?
  public var decidedBy: String?

  public enum Status: String, Codable, Sendable, CaseIterable {
    case draft, published, rejected
  }

  fileprivate init(_ row: Row) throws {
    run = try row.decode("id")
    instrument = try row.decode("code")
    version = try row.decode("version")
    status = Status(rawValue: try row.decode("status")) ?? .draft
    people = try row.decode("people")
    converged = try row.decode("stop", as: String.self) == CalibrationReport.Convergence.Stop.converged.rawValue
    ranAt = try row.decode("ran_at")
    ranBy = try row.decode("ran_by")
    decidedAt = try row.decode("decided_at")
    decidedBy = try row.decode("decided_by")
  }

  fileprivate static func selection(in session: Session) -> SQL {
    """
    SELECT r.id, i.code, i.version, r.status, (r.content ->> 'people')::integer AS people,
      r.content -> 'convergence' ->> 'stop' AS stop, r.ran_at, r.decided_at, a.email AS ran_by, d.email AS decided_by,
      r.content::text AS content, r.decision::text AS decision
    FROM calibration_run r
    JOIN instrument i ON i.organisation_id = r.organisation_id AND i.id = r.instrument_id
    LEFT JOIN account a ON a.organisation_id = r.organisation_id AND a.id = r.ran_by
    LEFT JOIN account d ON d.organisation_id = r.organisation_id AND d.id = r.decided_by
    WHERE r.organisation_id = \(session.actor.organisation)
    """
  }
}

/// An instrument as its authors have it: with keys and parameters. Each read is an event of the audit.
public struct FindInstrument: StoredQuery {
  public static let name = QueryName.findInstrument
  public static let isAudited = true
  public var code: String
  /// Nil: the newest.
  public var version: Int?

  public init(code: String, version: Int? = nil) {
    self.code = code
    self.version = version
  }

  public var auditDetail: any Encodable & Sendable {
    ["code": code, "version": version.map(String.init) ?? "newest"]
  }

  public func read(in session: Session) throws -> Instrument {
    try session.instrument(code: code, version: version).instrument
  }
}
