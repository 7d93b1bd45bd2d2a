import FoundationEssentials
import Readiness
import Storage
import Wire

/// The measurements of synchronisation, of a server and a peer that run.
struct SyncRun {
  let fixture: SyncFixture
  let host: BenchmarkServer
  /// Nil where it could not be installed.
  let kinto: KintoPeer?
  let tool: LoadTool
  let rounds: Int
  let seconds: Double

  private var port: Int { host.port }
  private var server: ProcessTree { ProcessTree(roots: [Int(host.process)]) }

  /// The rounds of one side.
  private struct Side {
    var results: [LoadResult] = []

    func median(_ value: (LoadResult) -> Double) -> Double { results.map(value).median }
    var isEmpty: Bool { results.isEmpty }
  }

  /// - Parameter rows: of each request, for what is counted by rows.
  private func table(
    _ name: String, _ ours: Side, _ theirs: Side, unit: String, rows: Double = 1, goal: Double?,
    tailGoal: Double? = nil, condition: BenchmarkRow.Condition? = nil
  ) -> [BenchmarkRow] {
    func row(
      _ suffix: String, _ unit: String, goal: BenchmarkRow.Goal? = nil, condition: BenchmarkRow.Condition? = nil,
      _ value: (LoadResult) -> Double
    ) -> BenchmarkRow {
      BenchmarkRow(
        name: name + suffix, value: ours.median(value), unit: unit, peer: theirs.isEmpty ? "" : "Kinto",
        peerValue: theirs.isEmpty ? nil : theirs.median(value), goal: goal, condition: condition)
    }
    let foreign = (ours.results + theirs.results).map(\.foreign).median
    note(
      "\(name): \(BenchmarkRow.figure(ours.median(\.rate) * rows)) \(unit); others used \(BenchmarkRow.figure(foreign)) cores"
    )
    return [
      row("", unit, goal: goal.map { .ratioAtLeast($0) }, condition: condition) { $0.rate * rows },
      row(", p50", "ms") { $0.p50 },
      row(", p99", "ms", goal: tailGoal.map { .ratioAtMost($0) }) { $0.p99 },
      row(", processor time a request, PostgreSQL's included", "ms") { $0.processor },
    ]
  }

  private func measured(_ load: Load, on server: ProcessTree, atLeast least: Double = 0) async throws -> LoadResult {
    try await tool.run(load, on: server, seconds: max(seconds, least))
  }
}

// Reading.
extension SyncRun {
  func pulls(_ phone: inout SyncFixture.Phone, _ body: String) async throws -> [BenchmarkRow] {
    try await fixture.refresh(&phone)
    let plain = Load(
      port: port, script: phone.headers + "wrk.method = \"POST\"\nwrk.path = \"/v1/sync/pull\"\nwrk.body = [[\(body)]]")
    var packed = plain
    packed.script += "\nwrk.headers[\"Accept-Encoding\"] = \"gzip\""
    var (ours, compressed, theirs) = (Side(), Side(), Side())
    for _ in 0..<rounds {
      ours.results.append(try await measured(plain, on: server))
      if let kinto { theirs.results.append(try await measured(kinto.pull, on: kinto.tree)) }
      compressed.results.append(try await measured(packed, on: server))
    }
    return table("pull of 100 changed rows, 8 connections", ours, theirs, unit: "pulls/s", goal: 12, tailGoal: 0.1)
      + table(
        "the same with gzip, beside Kinto's without", compressed, theirs, unit: "pulls/s", goal: 8, tailGoal: 0.1)
  }

  func polls(_ phone: inout SyncFixture.Phone) async throws -> [BenchmarkRow] {
    try await fixture.refresh(&phone)
    let tag = try await fixture.head(phone).tag
    let load = Load(
      port: port,
      script: phone.headers + """
        wrk.headers["If-None-Match"] = 'W/"\(tag)"'
        wrk.path = "/v1/sync/head"
        function response(status)
          if status ~= 304 then error("status " .. status) end
        end
        """)
    var (ours, theirs) = (Side(), Side())
    for _ in 0..<rounds {
      ours.results.append(try await measured(load, on: server))
      if let kinto { theirs.results.append(try await measured(kinto.poll, on: kinto.tree)) }
    }
    return table(
      "poll with nothing new, 304, 8 connections", ours, theirs, unit: "polls/s", goal: 15, tailGoal: 0.1)
  }

  /// - Parameters:
  ///   - requests: the bodies of the requests of one first synchronisation.
  ///   - rows: how many it brings.
  func pages(
    _ phone: inout SyncFixture.Phone, _ requests: [String], of limit: Int, rows: Int
  ) async throws -> [BenchmarkRow] {
    try await fixture.refresh(&phone)
    let bodies = requests.map { "[[\($0)]]" }.joined(separator: ", ")
    let load = Load(
      port: port, connections: 4,
      script: phone.headers + """
        local bodies, turn = {\(bodies)}, 0
        function request()
          turn = turn + 1
          return wrk.format("POST", "/v1/sync/pull", nil, bodies[(turn - 1) % #bodies + 1])
        end
        """)
    var (ours, theirs) = (Side(), Side())
    for _ in 0..<rounds {
      ours.results.append(try await measured(load, on: server))
      if let kinto { theirs.results.append(try await measured(kinto.pages(of: limit), on: kinto.tree)) }
    }
    return table(
      "first synchronisation, pages of \(limit), 4 connections", ours, theirs, unit: "rows/s",
      rows: Double(rows) / Double(requests.count), goal: 8)
  }
}

// Writing.
extension SyncRun {
  /// - Parameter first: the number of the first person who pushes.
  func pushes(of count: Int, by first: Int, goal: Double) async throws -> [BenchmarkRow] {
    var (ours, theirs) = (Side(), Side())
    // A push to Kinto may take seconds.
    let least = 10.0
    var applied = 0
    var isExact = true
    for round in 0..<rounds {
      let learners = try await fixture.enrolLearners(first + round * 4..<first + round * 4 + 4)
      let result = try await measured(push(count, by: learners), on: server, atLeast: least)
      ours.results.append(result)
      let settled = try await fixture.settled(learners)
      applied += settled.applied
      // wrk leaves the last request of each connection unanswered.
      let answered = Int(result.requests) * count
      isExact =
        isExact && settled.refused == 0 && settled.applied == settled.evidence && settled.applied == settled.audited
        && (answered...answered + 4 * count).contains(settled.applied)
      if let kinto { theirs.results.append(try await measured(kinto.push(count), on: kinto.tree, atLeast: least)) }
    }
    let finding = isExact ? "\(applied) mutations, each applied once, none refused" : "not all were applied once"
    return table(
      "push of \(count) mutations, 4 devices", ours, theirs, unit: "mutations/s", rows: Double(count), goal: goal,
      condition: .init(isMet: isExact, finding: finding))
  }

  /// Each thread is one device, which logs hours on one item after the other.
  private func push(_ count: Int, by learners: [SyncFixture.Learner]) -> Load {
    let devices = learners.map { learner in
      let items = learner.items.map { "'\($0)'" }.joined(separator: ", ")
      return """
        {token = "\(learner.phone.tokens.accessToken)", device = "\(learner.phone.tokens.device)",
         epoch = "\(learner.epoch.uuidString.lowercased())", items = {\(items)}}
        """
    }
    return Load(
      port: port, threads: learners.count, connections: learners.count,
      script: """
        local devices, threads = {\(devices.joined(separator: ",\n"))}, 0
        function setup(thread)
          threads = threads + 1
          thread:set("number", threads)
        end
        local settled, device = 0, nil
        function init(arguments)
          device = devices[number]
          wrk.headers["Authorization"] = "Bearer " .. device.token
          wrk.headers["Sync-Protocol"] = "\(SyncProtocol.version)"
          wrk.headers["Sync-Schema"] = "\(SyncProtocol.schema)"
          wrk.headers["Sync-Device"] = device.device
          wrk.headers["Content-Type"] = "application/json"
        end
        function request()
          local parts = {}
          for part = 1, \(count) do
            local sequence = settled + part
            parts[part] = string.format('{"sequence":%d,"schema":\(SyncProtocol.schema),"name":"\(AddEvidence.name.rawValue)",' ..
              '"arguments":{"item":"%s","hours":0.01,"text":"%s"}}', sequence, device.items[sequence % #device.items + 1],
              string.rep("x", 200))
          end
          return wrk.format("POST", "/v1/sync/push", nil,
            '{"epoch":"' .. device.epoch .. '","mutations":[' .. table.concat(parts, ",") .. ']}')
        end
        function response(status, headers, body)
          if status ~= 200 then error(body) end
          settled = settled + \(count)
        end
        """)
  }
}

// What it takes.
extension SyncRun {
  /// - Parameter goal: in MB.
  func memory(goal: Double) -> BenchmarkRow {
    BenchmarkRow(
      name: "most memory of the server in all of the above", value: server.peakMegabytes, unit: "MB",
      peer: kinto == nil ? "" : "Kinto's processes at the end", peerValue: kinto?.tree.megabytes, goal: .below(goal))
  }

  func lives(_ phone: inout SyncFixture.Phone, _ count: Int, seconds: Double) async throws -> [BenchmarkRow] {
    try await fixture.refresh(&phone)
    note("\(count) live connections")
    let before = server.residentMegabytes
    let request = """
      GET /v1/sync/live HTTP/1.1\r
      Host: localhost\r
      Authorization: Bearer \(phone.tokens.accessToken)\r
      Sync-Protocol: \(SyncProtocol.version)\r
      Sync-Schema: \(SyncProtocol.schema)\r
      Sync-Device: \(phone.tokens.device)\r
      \r

      """
    let connections = try IdleConnections(count, port: port, request: request)
    let database = tool.database
    let start = (server: server.processorSeconds, database: database.processorSeconds, at: ContinuousClock.now)
    try await Task.sleep(for: .seconds(seconds))
    let elapsed = (ContinuousClock.now - start.at) / .seconds(1)
    let share = (server.processorSeconds - start.server) / elapsed * 100
    let databaseShare = (database.processorSeconds - start.database) / elapsed * 100
    let open = connections.open
    let name = "\(count) idle live connections"
    return [
      BenchmarkRow(
        name: "\(name), memory of the server", value: server.residentMegabytes, unit: "MB", goal: .below(150),
        condition: .init(isMet: open == count, finding: "\(BenchmarkRow.figure(before)) MB before; \(open) still open")),
      BenchmarkRow(
        name: "\(name), processor time of the server", value: share, unit: "% of a core", goal: .below(5),
        condition: .init(isMet: true, finding: "PostgreSQL's \(BenchmarkRow.figure(databaseShare)) %")),
    ]
  }
}
