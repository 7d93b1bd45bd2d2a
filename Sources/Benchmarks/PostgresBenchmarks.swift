import Logging
import Postgres

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The Postgres module beside `pgbench`, which is as close to libpq and the server as a client gets.
///
/// Rows have 300 bytes. Both do the same statement from as many callers as there are connections, in interleaved rounds;
/// `pgbench` sends it bare, where nothing else is said; the module always as a read-only transaction on one snapshot.
struct PostgresBenchmarks {
  private static let rowCount = 10_000
  private static let rounds = 5
  private static let depth = 32

  private let conninfo: String
  private let roundLength: Duration

  /// Makes the table `benchmark_row` in an otherwise idle database, measures, and drops it.
  ///
  /// - Parameter seconds: how long each side of a comparison is measured in all.
  static func run(conninfo: String, seconds: Double) async throws -> [BenchmarkRow] {
    let benchmarks = PostgresBenchmarks(conninfo: conninfo, roundLength: .seconds(seconds / Double(rounds)))
    let database = benchmarks.open(connections: 1)
    try await benchmarks.fill(database)
    var rows: [BenchmarkRow] = []
    for connections in [1, 2, 8] {
      rows.append(try await benchmarks.lookups(connections))
    }
    rows.append(try await benchmarks.ranges(connections: 8))
    rows.append(try await benchmarks.transactions(connections: 8))
    rows.append(try await benchmarks.requests(connections: 8))
    rows.append(try await benchmarks.pipelined(database))
    try await database.write { try $0.script("DROP TABLE benchmark_row") }
    await database.close()
    return rows
  }

  private func open(connections: Int) -> Database {
    let configuration = DatabaseConfiguration(conninfo: conninfo, connections: connections)
    return Database(configuration: configuration, logger: Logger(label: "benchmarks"))
  }

  private func fill(_ database: Database) async throws {
    try await database.write { tx in
      try tx.script(
        """
        DROP TABLE IF EXISTS benchmark_row;
        CREATE TABLE benchmark_row (id int8 PRIMARY KEY, body text NOT NULL)
        """)
      try tx.copyIn("benchmark_row", columns: ["id", "body"]) { writer in
        let body = String(repeating: "0123456789", count: 30)
        for id in 1...PostgresBenchmarks.rowCount { try writer.append(id, body) }
      }
      try tx.script("ANALYZE benchmark_row")
    }
  }
}

// MARK: - What is measured

extension PostgresBenchmarks {
  private func lookups(_ connections: Int) async throws -> BenchmarkRow {
    try await compare(
      "primary-key lookups, \(connections) connections", connections, goal: connections == 8 ? .ratioAtLeast(0.8) : nil,
      statement: "SELECT body FROM benchmark_row WHERE id = :id"
    ) { tx, id in
      try tx.one("SELECT body FROM benchmark_row WHERE id = \(id)") { row in
        try row.decode("body", as: String.self).utf8.count
      }
    }
  }

  /// Lookups where `pgbench` sends the same transaction, statement by statement.
  private func transactions(connections: Int) async throws -> BenchmarkRow {
    try await compare(
      "primary-key lookups, each a transaction for both, \(connections) connections", connections, goal: nil,
      statement: "BEGIN READ ONLY;\nSELECT body FROM benchmark_row WHERE id = :id;\nCOMMIT"
    ) { tx, id in
      try tx.one("SELECT body FROM benchmark_row WHERE id = \(id)") { row in
        try row.decode("body", as: String.self).utf8.count
      }
    }
  }

  /// A request's worth of statements in one closure, so that its way to the connection and back is paid once.
  private func requests(connections: Int) async throws -> BenchmarkRow {
    let lookup = "SELECT body FROM benchmark_row WHERE id = :id;\n"
    return try await compare(
      "five lookups a transaction, \(connections) connections", connections, goal: nil,
      statement: "BEGIN READ ONLY;\n" + String(repeating: lookup, count: 5) + "COMMIT"
    ) { tx, id in
      try (0..<5).reduce(0) { sum, _ in
        try sum
          + tx.one("SELECT body FROM benchmark_row WHERE id = \(id)") {
            try $0.decode("body", as: String.self).utf8.count
          }
      }
    }
  }

  private func ranges(connections: Int) async throws -> BenchmarkRow {
    try await compare(
      "100-row ranges, \(connections) connections", connections, goal: .ratioAtLeast(0.8),
      statement: "SELECT body FROM benchmark_row WHERE id >= :id ORDER BY id LIMIT 100"
    ) { tx, id in
      try tx.all("SELECT body FROM benchmark_row WHERE id >= \(id) ORDER BY id LIMIT 100") { row in
        try row.decode("body", as: String.self).utf8.count
      }.count
    }
  }

  /// Lookups on one connection, many in a round trip, against one a round trip.
  private func pipelined(_ database: Database) async throws -> BenchmarkRow {
    let depth = PostgresBenchmarks.depth
    var pipelined: [Double] = []
    var single: [Double] = []
    for _ in 0..<PostgresBenchmarks.rounds {
      pipelined.append(
        try await rate(database, callers: 1) { tx, id in
          try tx.pipeline((0..<depth).map { "SELECT body FROM benchmark_row WHERE id = \(id + $0)" }) {
            try $0.decode("body", as: String.self).utf8.count
          }.count
        })
      single.append(
        try await rate(database, callers: 1) { tx, id in
          for offset in 0..<depth {
            _ = try tx.first("SELECT body FROM benchmark_row WHERE id = \(id + offset)") {
              try $0.decode("body", as: String.self).utf8.count
            }
          }
          return depth
        })
    }
    return BenchmarkRow(
      name: "lookups in a pipeline of \(depth), 1 connection", value: pipelined.median * Double(depth),
      unit: "statements/s", peer: "one a round trip", peerValue: single.median * Double(depth), goal: .ratioAtLeast(2))
  }

  private func compare(
    _ name: String, _ connections: Int, goal: BenchmarkRow.Goal?, statement: String,
    _ body: @escaping @Sendable (Transaction, Int) throws -> Int
  ) async throws -> BenchmarkRow {
    let database = open(connections: connections)
    var ours: [Double] = []
    var theirs: [Double] = []
    for _ in 0..<PostgresBenchmarks.rounds {
      ours.append(try await rate(database, callers: connections, body))
      theirs.append(try pgbench(statement, connections))
    }
    await database.close()
    return BenchmarkRow(
      name: name, value: ours.median, unit: "transactions/s", peer: "pgbench", peerValue: theirs.median, goal: goal)
  }
}

// MARK: - How

extension PostgresBenchmarks {
  /// Transactions a second, from callers that each wait for their answer before they ask again.
  private func rate(
    _ database: Database, callers: Int, _ body: @escaping @Sendable (Transaction, Int) throws -> Int
  ) async throws -> Double {
    _ = try await work(database, callers, .milliseconds(100), body)
    let start = ContinuousClock.now
    let count = try await work(database, callers, roundLength, body)
    return Double(count) / (ContinuousClock.now - start).inSeconds
  }

  private func work(
    _ database: Database, _ callers: Int, _ length: Duration,
    _ body: @escaping @Sendable (Transaction, Int) throws -> Int
  ) async throws -> Int {
    let end = ContinuousClock.now + length
    return try await withThrowingTaskGroup(of: Int.self) { group in
      for caller in 0..<callers {
        group.addTask {
          var (count, id) = (0, caller * 1_237)
          while ContinuousClock.now < end {
            // Steps that share no factor with the row count visit every row.
            id = (id + 7_919) % PostgresBenchmarks.rowCount
            let wanted = id + 1
            _ = try await database.read { try body($0, wanted) }
            count += 1
          }
          return count
        }
      }
      return try await group.reduce(0, +)
    }
  }

  /// `pgbench`'s own transactions a second.
  private func pgbench(_ statement: String, _ connections: Int) throws -> Double {
    let path = "/tmp/pgbench-\(getpid()).sql"
    guard let script = fopen(path, "w") else { throw PgbenchFailure(output: "\(path) cannot be written") }
    fputs("\\set id random(1, \(PostgresBenchmarks.rowCount))\n\(statement);\n", script)
    fclose(script)
    defer { unlink(path) }
    let length = max(1, Int(roundLength.inSeconds.rounded()))
    let command = "pgbench -n -M prepared -f \(path) -c \(connections) -j \(min(connections, 2)) -T \(length)"
    let output = try PostgresBenchmarks.output(of: command + " '\(conninfo.replacing("'", with: "'\\''"))' 2>&1")
    guard let line = output.split(separator: "\n").first(where: { $0.hasPrefix("tps = ") }),
      let rate = line.split(separator: " ").compactMap({ Double($0) }).first
    else { throw PgbenchFailure(output: output) }
    return rate
  }

  private static func output(of command: String) throws -> String {
    guard let pipe = popen(command, "r") else { throw PgbenchFailure(output: String(cString: strerror(errno))) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(pipe), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    pclose(pipe)
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// `pgbench`, from PostgreSQL's contrib programs, did not give a rate.
struct PgbenchFailure: Error, CustomStringConvertible {
  let output: String

  var description: String { "pgbench could not be run; it has to be in the path: \(output)" }
}

extension Duration {
  fileprivate var inSeconds: Double { self / .seconds(1) }
}
