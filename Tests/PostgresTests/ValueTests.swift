import FoundationEssentials
import Postgres
import Testing

/// Every value goes to the server as a parameter and comes back in a column.
@Suite struct ValueTests {
  private func check<T: PostgresCodable & Equatable>(_ values: [T]) async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      for value in values { #expect(try await database.value("SELECT \(value)") == value) }
      #expect(try await database.value("SELECT \(T?.none)", as: T?.self) == nil)
      #expect(try await database.value("SELECT \(values)") == values)
      #expect(try await database.value("SELECT \([T]())") == [T]())
      let gaps = values.flatMap { [$0, nil] }
      #expect(try await database.value("SELECT \(gaps)") == gaps)
      #expect(try await database.value("SELECT \([T]?.none)", as: [T]?.self) == nil)
    }
  }

  @Test func `booleans come back as they went`() async throws {
    try await check([true, false])
  }

  @Test func `integers come back as they went, at their limits`() async throws {
    try await check([Int16.min, -1, 0, 1, .max])
    try await check([Int32.min, -1, 0, 1, .max])
    try await check([Int64.min, -1, 0, 1, .max])
    try await check([Int.min, -1, 0, 1, .max])
  }

  @Test func `floating-point numbers come back as they went, at their limits`() async throws {
    try await check([Float.leastNonzeroMagnitude, -.greatestFiniteMagnitude, 0, .pi, .infinity, -.infinity])
    try await check([Double.leastNonzeroMagnitude, -.greatestFiniteMagnitude, 0, .pi, .infinity, -.infinity])
    try await withDatabase(connections: 1) { (database) async throws in
      #expect(try await database.value("SELECT \(Double.nan)", as: Double.self).isNaN)
    }
  }

  @Test func `text comes back as it went, whatever it contains`() async throws {
    try await check(["", "a", "准备好了", "🧑🏽‍🚀", "quotes ' \" \\ $1 {} , NULL", "line\nbreak\t\u{1}", "NULL", "{}"])
    try await check([String(repeating: "长", count: 200_000)])
  }

  @Test func `identifiers come back as they went`() async throws {
    let zero = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    try await check([UUID(), UUID(), zero])
  }

  @Test func `bytes are bytea, and arrays of them bytea arrays`() async throws {
    try await check([[UInt8](), [0], Array(0...255), [0, 0]])
  }

  @Test func `instants come back to the microsecond`() async throws {
    func date(_ seconds: Double) -> Date { Date(timeIntervalSince1970: seconds) }
    try await check([
      date(0), date(946_684_800), date(-1), date(1_790_000_000.123456), date(-62_135_596_800), date(253_402_300_799),
      Date(timeIntervalSinceReferenceDate: .infinity), Date(timeIntervalSinceReferenceDate: -.infinity),
    ])
  }

  @Test(arguments: [0.0, 946_684_800, -0.000_001, 1_790_000_000.654_321])
  func `an instant is the one that PostgreSQL reads`(seconds: Double) async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      let instant = Date(timeIntervalSince1970: seconds)
      let epoch = try await database.value("SELECT extract(epoch FROM \(instant))::float8", as: Double.self)
      #expect(abs(epoch - seconds) < 0.000_001)
    }
  }

  @Test func `an instant that PostgreSQL cannot hold is refused by it`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      for seconds in [1e300, .nan, 9.3e12] {
        let instant = Date(timeIntervalSince1970: seconds)
        let error = await failure { try await database.run("SELECT \(instant)") } as? PostgresError
        #expect(error?.sqlstate == .datetimeFieldOverflow)
      }
    }
  }

  @Test func `dates come back as they went, from 4713 BC to 5874897 AD`() async throws {
    try await check([0, -1, 10_957, 20_000, -719_162, -2_440_588, 2_145_031_948].map(PostgresDate.init))
    try await withDatabase(connections: 1) { (database) async throws in
      let day = try await database.value("SELECT DATE '1970-01-02'", as: PostgresDate.self)
      #expect(day.daysSince1970 == 1)
      let error = await failure { try await database.run("SELECT \(PostgresDate(daysSince1970: .max / 2))") }
      #expect((error as? PostgresError)?.sqlstate == .datetimeFieldOverflow)
    }
  }

  @Test func `JSON comes back as PostgreSQL normalises it`() async throws {
    try await check(["{}", "[]", "null", "1.50", #"{"a": ["长", {"b": null}]}"#, #""text""#].map { JSONB($0) })
    try await withDatabase(connections: 1) { (database) async throws in
      #expect(try await database.value(#"SELECT '{"b":  1}'::json"#) == JSONB(#"{"b":  1}"#))
      let error = await failure { try await database.run("SELECT \(JSONB("{"))") } as? PostgresError
      #expect(error?.sqlstate == .invalidTextRepresentation)
    }
  }

  @Test func `exact decimals come back with every digit`() async throws {
    let long = String(repeating: "9876543210", count: 40)
    let texts = [
      "0", "0.00", "1", "-1", "10000", "100000000", "0.0001", "0.00001", "-12.50", "12345.6789", "9999.9999", long,
      "0.\(long)", "-\(long).\(long)", "NaN", "Infinity", "-Infinity",
    ]
    try await check(try texts.map { try #require(PostgresNumeric($0)) })
    try await withDatabase(connections: 1) { (database) async throws in
      for text in texts {
        let value = try await database.value("SELECT (\(text)::text)::numeric", as: PostgresNumeric.self)
        #expect(value.description == text)
        let number = try #require(PostgresNumeric(text))
        #expect(try await database.value("SELECT (\(number))::text") == text)
      }
    }
  }

  @Test(arguments: ["", "-", ".5", "5.", "1e5", "1.2.3", " 1", "+1", "--1", "１"])
  func `what is no decimal is refused`(text: String) {
    #expect(PostgresNumeric(text) == nil)
  }

  @Test func `a wider integer is read from a narrower column`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      #expect(try await database.value("SELECT 7::int2") == Int(7))
      #expect(try await database.value("SELECT -7::int4") == Int(-7))
      #expect(try await database.value("SELECT 7::int2") == Int32(7))
      #expect(try await database.value("SELECT 4294967295::oid") == Int(4_294_967_295))
      #expect(try await database.value("SELECT 1.5::float4") == 1.5)
    }
  }

  @Test func `text is read from every type that is text`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      try await database.run("CREATE TYPE mood AS ENUM ('calm', '高兴')")
      for type in ["text", "varchar", "varchar(4)", "char(4)", "name"] {
        #expect(try await database.value("SELECT 'calm'::\(unsafeRaw: type)") == "calm")
      }
      #expect(try await database.value("SELECT '高兴'::mood") == "高兴")
      #expect(try await database.value("SELECT ARRAY['高兴', 'calm']::mood[]") == ["高兴", "calm"])
      #expect(try await database.value("SELECT relkind FROM pg_class LIMIT 1", as: String.self).count == 1)
    }
  }

  @Test func `an array with its own bounds is read, one with two dimensions is not`() async throws {
    try await withDatabase(connections: 1) { (database) async throws in
      #expect(try await database.value("SELECT '[5:6]={1,2}'::int8[]") == [1, 2])
      let error = await failure { try await database.value("SELECT '{{1,2},{3,4}}'::int8[]", as: [Int].self) }
      #expect((error as? PostgresDecodingError)?.reason == .typeMismatch)
    }
  }
}
