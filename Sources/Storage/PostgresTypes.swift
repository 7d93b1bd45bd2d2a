public import FoundationEssentials
public import Postgres
public import Readiness

extension Identifier: PostgresWrapping {
  public var postgresValue: UUID { uuid }
  public init?(postgresValue: UUID) { self.init(postgresValue) }
}

extension Day: PostgresWrapping {
  public var postgresValue: PostgresDate { PostgresDate(daysSince1970: number) }
  public init?(postgresValue: PostgresDate) { self.init(number: postgresValue.daysSince1970) }
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

// Stored as their raw values.
extension AccommodationReason: PostgresCodable {}
extension AccountRole: PostgresCodable {}
extension ActivityKind: PostgresCodable {}
extension AppealOutcome: PostgresCodable {}
extension AttemptStatus: PostgresCodable {}
extension BoundaryStatus: PostgresCodable {}
extension CalendarReach: PostgresCodable {}
extension DataClass: PostgresCodable {}
extension DeliveryMode: PostgresCodable {}
extension DeviceRevocation: PostgresCodable {}
extension Dimension: PostgresCodable {}
extension DomainStanding.Basis: PostgresCodable {}
extension EffectBasis: PostgresCodable {}
extension EvidenceAction: PostgresCodable {}
extension EvidenceKind: PostgresCodable {}
extension EvidenceStrength: PostgresCodable {}
extension ExposureLabel.Source: PostgresCodable {}
extension HolidayKind: PostgresCodable {}
extension IncidentSeverity: PostgresCodable {}
extension GapReport.Stage: PostgresCodable {}
extension InstrumentScale: PostgresCodable {}
extension InvitationState: PostgresCodable {}
extension ItemKind: PostgresCodable {}
extension ItemStatus: PostgresCodable {}
extension Language: PostgresCodable {}
extension LearningDueKind: PostgresCodable {}
extension ModelRoute: PostgresCodable {}
extension OccupationTask.Kind: PostgresCodable {}
extension Oversight: PostgresCodable {}
extension PlanAction: PostgresCodable {}
extension PlanItemStatus: PostgresCodable {}
extension PlanItemVerdict: PostgresCodable {}
extension PlanStatus: PostgresCodable {}
extension PriorLearningOutcome: PostgresCodable {}
extension PersonGapReport.Stage: PostgresCodable {}
extension QuotientDomain: PostgresCodable {}
extension ReportFormat: PostgresCodable {}
extension ReportInterval: PostgresCodable {}
extension ReviewCause: PostgresCodable {}
extension ReportKind: PostgresCodable {}
extension RiskClass: PostgresCodable {}
extension RoleSource: PostgresCodable {}
extension SignOffKind: PostgresCodable {}
