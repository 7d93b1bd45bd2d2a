import Foundation
import Testing

/// The shipping client and the server's core, over a model of network, clock and crashes.
@Suite struct `Simulated histories` {
  /// How many seeds are tried, from `READINESS_SIMULATED_SEEDS` on: `make simulate SEEDS=100000`.
  private static let seeds = ProcessInfo.processInfo.environment["READINESS_SIMULATED_SEEDS"].flatMap { UInt64($0) } ?? 1_000
  private static let first = ProcessInfo.processInfo.environment["READINESS_SIMULATED_FIRST"].flatMap { UInt64($0) } ?? 1

  @Test func `what must hold does in every history`() async throws {
    let workers = UInt64(max(1, ProcessInfo.processInfo.activeProcessorCount))
    let failures = try await withThrowingTaskGroup(of: [String].self) { group in
      for worker in 0..<workers {
        group.addTask {
          var failures: [String] = []
          for seed in stride(from: Self.first + worker, to: Self.first + Self.seeds, by: Int(workers)) {
            let violations = try await History(seed: seed).violations()
            failures += violations.prefix(3).map { "seed \(seed): \($0)" }
          }
          return failures
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(failures.isEmpty, "replay with READINESS_SIMULATED_FIRST=SEED READINESS_SIMULATED_SEEDS=1")
    for failure in failures.prefix(20) { Issue.record("\(failure)") }
  }

  @Test func `one seed is one history`() async throws {
    let first = try await History(seed: 42, sabotage: .forgetsDeletions).violations()
    let again = try await History(seed: 42, sabotage: .forgetsDeletions).violations()
    #expect(first == again)
  }

  /// A check that cannot fail is none.
  @Test(arguments: Sabotage.allCases)
  func `a server that is broken on purpose is found out`(sabotage: Sabotage) async throws {
    for seed in UInt64(1)...400 {
      let violations = try await History(seed: seed, sabotage: sabotage).violations()
      if !violations.isEmpty { return }
    }
    Issue.record("400 histories did not find that the server \(sabotage.rawValue)")
  }
}
