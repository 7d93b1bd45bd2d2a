import ArgumentParser
import Logging
import Readiness
import UnixSignals

/// A command that works at the server's host, on the database itself, without any sign-in.
protocol HostCommand: AsyncParsableCommand, Sendable {
  var output: OutputOptions { get }

  func run(_ host: HostDatabase, _ console: Console) async throws
}

extension HostCommand {
  mutating func run() async throws {
    let command = self
    try await untilInterrupted {
      try await HostDatabase.open(logger: .readiness()) { host in
        try await command.run(host, command.output.console)
      }
    }
  }
}

/// Runs `work` to its end, or until somebody asks this process to end: then `work` is cancelled, and has tidied up before
/// this throws.
func untilInterrupted(_ work: @escaping @Sendable () async throws -> Void) async throws {
  let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { try await work() }
    group.addTask {
      for await _ in signals { throw Failure(.failed, Text.interrupted) }
    }
    try await group.next()
    group.cancelAll()
  }
}
