import Postgres
import Readiness

extension Identifier: PostgresWrapping {
  public var postgresValue: UUID { uuid }
  public init?(postgresValue: UUID) { self.init(postgresValue) }
}

extension Day: PostgresWrapping {
  public var postgresValue: PostgresDate { PostgresDate(days: number) }
  public init?(postgresValue: PostgresDate) { self.init(number: postgresValue.days) }
}

/// Stored as 1 to 5.
extension HumanAgencyLevel: PostgresWrapping {
  public var postgresValue: Int16 { Int16(rawValue) }
  public init?(postgresValue: Int16) { self.init(rawValue: Int(postgresValue)) }
}

/// Stored as 0 to 4.
extension QuotientLevel: PostgresWrapping {
  public var postgresValue: Int16 { Int16(rawValue) }
  public init?(postgresValue: Int16) { self.init(rawValue: Int(postgresValue)) }
}
