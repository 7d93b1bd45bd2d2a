public import FoundationEssentials

/// Stored as `timestamptz`, to the microsecond; the infinite dates are its `infinity` and `-infinity`.
///
/// A date beyond PostgreSQL's range (4714 BC to 294276 AD), or not a number, is refused by the server (22008).
extension Date: PostgresCodable {
  public static var postgresType: PostgresType { .timestamptz }

  /// From PostgreSQL's epoch, 2000-01-01, to Foundation's, 2001-01-01.
  private static let secondsBetweenEpochs = 31_622_400.0

  public func encode(into buffer: inout PostgresBuffer) {
    let seconds = timeIntervalSinceReferenceDate
    let microseconds = ((seconds + Date.secondsBetweenEpochs) * 1_000_000).rounded()
    let outOfRange = Int64.max - 1
    let encoded: Int64 =
      seconds.isInfinite ? (seconds > 0 ? .max : .min) : Int64(exactly: microseconds) ?? outOfRange
    buffer.append(bigEndian: encoded)
  }

  public init(postgres value: PostgresValue) throws(PostgresDecodingError) {
    let bytes = try value.bytes("Date") { $0 == PostgresType.timestamptz.oid }
    guard let microseconds = bytes.integer(as: Int64.self) else { throw value.invalid("Date") }
    let seconds: Double =
      switch microseconds {
      case .max: .infinity
      case .min: -.infinity
      default: Double(microseconds) / 1_000_000 - Date.secondsBetweenEpochs
      }
    self.init(timeIntervalSinceReferenceDate: seconds)
  }
}

/// A civil date ↔ `date`.
public struct PostgresDate: Hashable, Sendable {
  /// Days since 1970-01-01; negative before it.
  public let daysSince1970: Int

  public init(daysSince1970: Int) {
    self.daysSince1970 = daysSince1970
  }
}

extension PostgresDate: PostgresCodable {
  public static var postgresType: PostgresType { .date }

  /// From 1970-01-01 to PostgreSQL's epoch, 2000-01-01.
  private static let daysBetweenEpochs = 10_957

  /// A date out of PostgreSQL's range (4713 BC to 5874897 AD) is refused by the server (22008).
  public func encode(into buffer: inout PostgresBuffer) {
    let outOfRange = Int32.max - 1
    buffer.append(bigEndian: Int32(exactly: daysSince1970 - PostgresDate.daysBetweenEpochs) ?? outOfRange)
  }

  /// `infinity` and `-infinity` are no dates here.
  public init(postgres value: PostgresValue) throws(PostgresDecodingError) {
    let bytes = try value.bytes("PostgresDate") { $0 == PostgresType.date.oid }
    guard let days = bytes.integer(as: Int32.self), days != .max, days != .min else {
      throw value.invalid("PostgresDate")
    }
    self.init(daysSince1970: Int(days) + PostgresDate.daysBetweenEpochs)
  }
}
