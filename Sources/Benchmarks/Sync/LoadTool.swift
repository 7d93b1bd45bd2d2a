import FoundationEssentials
import Subprocess

/// One run of the load tool, `wrk`: requests without a pause on so many connections.
struct Load: Sendable {
  var port: Int
  var threads = 1
  var connections = 8
  /// Lua, as wrk takes it.
  var script: String
}

/// What a run came to.
struct LoadResult: Sendable {
  let requests: Double
  let seconds: Double
  /// Milliseconds.
  let p50: Double
  let p99: Double
  /// Milliseconds of processor a request, the database's included.
  let processor: Double
  /// The share of one processor that others on the machine took meanwhile.
  let foreign: Double

  var rate: Double { requests / seconds }
}

struct LoadTool {
  let folder: String
  /// Who takes part: the database's processes.
  let database: ProcessTree

  /// wrk's own end of a run, which prints one line of JSON.
  private static let report = """

    function done(summary, latency, requests)
      local errors = summary.errors
      io.write(string.format('RESULT {"requests":%d,"microseconds":%d,"failed":%d,"p50":%.4f,"p99":%.4f}\\n',
        summary.requests, summary.duration, errors.connect + errors.read + errors.write + errors.status + errors.timeout,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000))
    end
    """

  private struct Report: Decodable {
    let requests: Double
    let microseconds: Double
    let failed: Int
    let p50: Double
    let p99: Double
  }

  /// - Parameters:
  ///   - server: whose time counts beside the database's.
  ///   - seconds: how long.
  /// - Throws: when wrk is not there, or a request failed.
  func run(_ load: Load, on server: ProcessTree, seconds: Double) async throws -> LoadResult {
    let file = "\(folder)/load.lua"
    try Data((load.script + LoadTool.report).utf8).write(to: URL(filePath: file))
    let measured = ProcessTree(roots: server.roots + database.roots)
    let before = (own: measured.processorSeconds, all: ProcessTree.machineSeconds, at: ContinuousClock.now)
    let tool = ProcessTree.childrenSeconds
    let arguments = [
      "wrk", "--threads", "\(load.threads)", "--connections", "\(load.connections)", "--duration",
      "\(max(1, Int(seconds)))s", "--timeout", "60s", "--script", file, "http://127.0.0.1:\(load.port)",
    ]
    let result = try await Subprocess.run(
      .name("env"), arguments: Arguments(arguments), output: .string(limit: 100_000), error: .string(limit: 100_000))
    let spent = measured.processorSeconds - before.own
    let elapsed = (ContinuousClock.now - before.at) / .seconds(1)
    let others = ProcessTree.machineSeconds - before.all - spent - (ProcessTree.childrenSeconds - tool)
    let output = result.standardOutput + result.standardError
    guard let line = output.split(separator: "\n").first(where: { $0.hasPrefix("RESULT ") }) else {
      throw BenchmarkFailure("wrk (Debian: wrk) did not run: \(output)")
    }
    let report = try JSONDecoder().decode(Report.self, from: Data(line.dropFirst("RESULT ".count).utf8))
    guard report.failed == 0, report.requests > 0 else { throw BenchmarkFailure("Requests failed: \(output)") }
    return LoadResult(
      requests: report.requests, seconds: report.microseconds / 1e6, p50: report.p50, p99: report.p99,
      processor: spent * 1_000 / report.requests, foreign: max(0, others / elapsed))
  }
}
