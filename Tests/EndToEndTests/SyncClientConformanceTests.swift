import Testing

/// The same list that `conformance.py` is held to, with the client that is shipped.
@Suite(.timeLimit(.minutes(5))) struct `The sync protocol with the shipped client` {
  @Test func `it passes every case that a client is held to`() async throws {
    let cases = ConformanceCase.all
    #expect(try cases.map(\.name) == ConformanceList.names())
    try await withSignedIn { program in
      try await program.importStaff()
      let world = try await ConformanceWorld(program)
      for each in cases {
        do {
          try await each.run(world)
        } catch is ExpectationFailedError {
          // Recorded where it failed. The next one is run all the same.
        } catch {
          Issue.record(error, "\(each.name)")
        }
      }
    }
  }
}

/// What is to hold, as `Tests/Conformance/cases.txt` tells it.
struct ConformanceCase: Sendable {
  let name: String
  let run: @Sendable (ConformanceWorld) async throws -> Void

  init(_ name: String, run: @escaping @Sendable (ConformanceWorld) async throws -> Void) {
    self.name = name
    self.run = run
  }

  static let all = pulling + pushing + comparing + waiting + requesting + letting
}
