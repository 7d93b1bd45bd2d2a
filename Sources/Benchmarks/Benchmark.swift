import ArgumentParser
import FoundationEssentials
import Logging
import Storage

/// Measures what the product promises, beside its peers, and prints the table of docs/performance.md.
@main
struct Benchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures Readiness beside its peers.",
    discussion: """
      Uses a PostgreSQL cluster and a Python environment of its own in a temporary folder. \
      Example: Benchmarks --only psychometrics
      """,
    subcommands: [ServeCommand.self])

  enum Part: String, CaseIterable, ExpressibleByArgument {
    case postgres
    case product
    case sync
    case psychometrics
    case planning
  }

  @Option(help: "Only this part.") var only: Part?
  @Option(help: "How long each round of a throughput measurement lasts, in seconds.") var seconds = 3.0
  @Option(help: "Install Kinto into this folder, and find it there the next time.") var packages: String?
  @Option(help: "The folder that has schema, seed, Sources and Tests: the checkout.") var share = "."

  func run() async throws {
    let folder = "/tmp/readiness-benchmark-\(UUID().uuidString.prefix(8))"
    var rows: [BenchmarkRow] = []
    if [nil, .postgres, .product].contains(only) { rows += try await measureOnCluster(folder: folder) }
    if only == nil || only == .sync {
      rows += try await SyncBenchmarks(checkout: share, folder: "\(folder)/sync", packages: packages, seconds: seconds)
        .run()
    }
    if only == nil || only == .psychometrics {
      rows += try await PsychometricsBenchmarks(checkout: share, folder: "\(folder)/psychometrics").run()
    }
    if only == nil || only == .planning {
      rows += try await PlanningBenchmarks(checkout: share, folder: "\(folder)/planning").run()
    }
    print(BenchmarkRow.table(rows))
    try FileManager.default.removeItem(atPath: folder)
  }

  private func measureOnCluster(folder: String) async throws -> [BenchmarkRow] {
    try await EmbeddedCluster.whileRunning(in: folder) { try await measure(on: $0, logger: $1) }
  }

  private func measure(on cluster: EmbeddedCluster, logger: Logger) async throws -> [BenchmarkRow] {
    var rows: [BenchmarkRow] = []
    if only != .product {
      rows += try await PostgresBenchmarks.run(conninfo: cluster.conninfo(database: "postgres"), seconds: seconds)
    }
    if only != .postgres {
      rows += try await ProductBenchmarks(cluster: cluster, share: share, logger: logger).run()
    }
    return rows
  }
}

extension EmbeddedCluster {
  /// A new cluster in a folder, stopped whatever becomes of the measuring.
  static func whileRunning(
    in folder: String, _ measure: (EmbeddedCluster, Logger) async throws -> [BenchmarkRow]
  ) async throws -> [BenchmarkRow] {
    let logger = Logger(label: "benchmark")
    let cluster = EmbeddedCluster(folder: folder, environment: ProcessInfo.processInfo.environment, logger: logger)
    try await cluster.start()
    do {
      let rows = try await measure(cluster, logger)
      await cluster.stop()
      return rows
    } catch {
      await cluster.stop()
      throw error
    }
  }
}
