/// One history of a few phones, two organisations, a bad network and a server that is restored now and then: everything
/// in it follows from its seed.
struct History {
  let seed: UInt64
  var sabotage: Sabotage?
  static let steps = 24

  /// - Returns: what did not hold; empty when everything did.
  func violations() async throws -> [Violation] {
    var world = try await World(seed: seed, sabotage: sabotage)
    return try await violations(in: &world)
  }

  /// The same on the product itself.
  func violationsOnProduct() async throws -> [Violation] {
    let installation = try await Installation()
    do {
      var world = try await World(seed: seed, on: installation, sabotage: sabotage)
      let violations = try await violations(in: &world)
      try await installation.close()
      return violations
    } catch {
      try? await installation.close()
      throw error
    }
  }

  private func violations(in world: inout World) async throws -> [Violation] {
    for _ in 0..<History.steps {
      try await world.step()
      if !world.violations.isEmpty { return world.violations }
    }
    try await world.settle()
    return world.violations
  }
}
