import Foundation
import Testing

/// The same histories, fewer of them, with the product's HTTP server and PostgreSQL in the server's place. What they check is
/// in the table of `Simulated histories`, where `RealServer` stands for `SimulatedServer`.
@Suite struct `Histories on the product itself` {
  private static let environment = ProcessInfo.processInfo.environment
  /// How many seeds are tried, from the first one on: `make simulate REAL=100 FIRST=1`.
  private static let seeds = environment["READINESS_REAL_SEEDS"].flatMap { UInt64($0) } ?? 24
  private static let first = environment["READINESS_REAL_FIRST"].flatMap { UInt64($0) } ?? 1

  @Test(arguments: first..<first + seeds)
  func `what must hold does on the product itself`(seed: UInt64) async throws {
    let violations = try await History(seed: seed).violationsOnProduct()
    #expect(violations.isEmpty, "make simulate SEEDS=0 FIRST=\(seed) REAL=1 replays it")
  }

  /// With the seed that has found each out first.
  private static let sabotages: [(Sabotage, UInt64)] = [
    (.publishesLate, 1), (.forgetsDrops, 1), (.forgetsLedger, 2), (.forgetsDeletions, 8), (.keepsEpoch, 16),
  ]

  /// A check that cannot fail is none.
  @Test(arguments: sabotages)
  func `what is broken on purpose is found out on the product itself`(sabotage: Sabotage, first: UInt64) async throws {
    for seed in first..<first + 40 {
      let violations = try await History(seed: seed, sabotage: sabotage).violationsOnProduct()
      if violations.contains(where: { $0.invariant == sabotage.breaks }) { return }
    }
    Issue.record("40 histories did not find out \(sabotage.rawValue)")
  }
}
