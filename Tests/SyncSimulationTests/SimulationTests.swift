import Foundation
import Testing

/// The shipping client and the server's core, over a model of network, clock and crashes.
///
/// | what must hold | where it is checked | sabotages that it finds |
/// | --- | --- | --- |
/// | 1 the replica equals the server's rows | `World.check` | `forgetsDeletions`, `tellsOldHead` |
/// | 2 no version becomes visible late | `SimulatedServer.publish`; `VersionTests` on PostgreSQL | `publishesLate` |
/// | 3 nothing that is not granted | `World.check`, `SimulatedServer.check` | `leaksScope`, `forgetsDrops`, `keepsKeys` |
/// | 4 a transaction whole or not at all | `World.check` | `splitsTransactions`, `appliesPartly` |
/// | 5 at most one effect | `World.checkMutations` | `forgetsLedger` |
/// | 6 every mutation has an outcome | `World.checkMutations` | `discardsQuarantine` |
/// | 7 own writes never go back | `SimulatedDevice.progressViolations` | `flickers` |
/// | 8 the head never goes back | `SimulatedDevice.progressViolations` | `goesBack`, `setsHeadBack` |
/// | 9 a first sync that was broken off equals one that was not | `World.check` | `skipsOnResume` |
/// | 10 a cursor below the horizon is refused | `SimulatedServer.check` | `ignoresHorizon` |
/// | 11 digests differ exactly when replicas do; repair | `World.checkRepair` | `sendsEmptyLeaves` |
/// | 12 nothing retained is lost with a restore | `World.checkMutations` | `keepsEpoch`, `forgetsSent` |
/// | 13 a copy is found out | `World.checkCopies` | `ignoresForks` |
/// | 14 schemas agree on shared columns | `World.check` | `keepsOldForm` |
/// | 15 a refused mutation blocks nothing | `World.checkMutations` | `blocksOnRefusal` |
/// | 16 rest within three rounds | `World.checkRest` | `neverEnds` |
/// | 17 nothing crosses organisations | `SimulatedServer.check`; `SchemaTests` on PostgreSQL | `crossesOrganisations` |
@Suite struct `Simulated histories` {
  private static let environment = ProcessInfo.processInfo.environment
  /// How many seeds are tried, from the first one on: `make simulate SEEDS=100000 FIRST=1`.
  private static let seeds = environment["READINESS_SIMULATED_SEEDS"].flatMap { UInt64($0) } ?? 2_000
  private static let first = environment["READINESS_SIMULATED_FIRST"].flatMap { UInt64($0) } ?? 1
  private static let workers = environment["READINESS_SIMULATED_WORKERS"].flatMap { UInt64($0) } ?? 1

  @Test func `what must hold does in every history`() async throws {
    let failures = try await withThrowingTaskGroup(of: [String].self) { group in
      for worker in 0..<Self.workers {
        group.addTask(executorPreference: SimulationExecutor()) {
          var failures: [String] = []
          for seed in stride(from: Self.first + worker, to: Self.first + Self.seeds, by: Int(Self.workers)) {
            failures += try await History(seed: seed).violations().prefix(3).map { "seed \(seed): \($0)" }
          }
          return failures
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    for failure in failures.prefix(20) { Issue.record("\(failure)") }
    #expect(failures.isEmpty, "make simulate FIRST=SEED SEEDS=1 REAL=0 replays one")
  }

  @Test func `one seed is one history`() async throws {
    let first = try await History(seed: 4, sabotage: .forgetsDeletions).violations()
    let again = try await History(seed: 4, sabotage: .forgetsDeletions).violations()
    #expect(first == again)
  }

  /// A check that cannot fail is none.
  @Test(arguments: Sabotage.allCases)
  func `what is broken on purpose is found out by the check of its invariant`(sabotage: Sabotage) async throws {
    let seed = try await Task(executorPreference: SimulationExecutor()) {
      for seed in UInt64(1)...400 {
        let violations = try await History(seed: seed, sabotage: sabotage).violations()
        if violations.contains(where: { $0.invariant == sabotage.breaks }) { return seed as UInt64? }
      }
      return nil
    }.value
    #expect(seed != nil, "400 histories did not find out \(sabotage.rawValue)")
  }
}
