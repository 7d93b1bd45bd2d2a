import Glibc
import Subprocess
import SystemPackage

/// PostgreSQL's first process, as a child of this one.
struct Postmaster: Sendable {
  let layout: ClusterLayout
  let owner: ClusterOwner
  let programs: PostgresPrograms
  /// How long it may take until it accepts connections, which includes recovery after a crash.
  let patience: Duration

  /// Runs until PostgreSQL ends, or until the task is cancelled, upon which it shuts PostgreSQL down.
  ///
  /// - Parameter ready: called once it accepts connections.
  /// - Throws: `EmbeddedClusterError.notReady` when it ends before or takes too long.
  func serve(ready: () -> Void) async throws -> TerminationStatus {
    let (log, end) = try openLog()
    // The parent's copy is closed at once; the child's lives as long as it does.
    return try await Subprocess.run(
      configuration, input: .none, output: .fileDescriptor(log, closeAfterSpawningProcess: false),
      error: .fileDescriptor(log, closeAfterSpawningProcess: true)
    ) { process in
      try await waitUntilReady(process.processIdentifier.value, logEnd: end)
      ready()
    }.terminationStatus
  }

  private var configuration: Configuration {
    let sockets = layout.sockets.string.split(separator: "\"", omittingEmptySubsequences: false).joined(
      separator: "\"\"")
    var configuration = owner.configuration(
      programs.path("postgres"),
      [
        "-D", layout.data.string, "-c", "listen_addresses=", "-c", "port=5432",
        "-c", "unix_socket_directories=\"\(sockets)\"", "-c", "unix_socket_permissions=0700",
        "-c", "logging_collector=off", "-c", "log_destination=stderr",
      ],
      in: layout.data)
    configuration.platformOptions.teardownSequence = [
      // Fast shutdown ends all sessions and writes a checkpoint; immediate shutdown leaves that to the next start.
      .send(signal: .interrupt, allowedDurationToNextStep: .seconds(60)),
      .send(signal: .quit, allowedDurationToNextStep: .seconds(10)),
    ]
    return configuration
  }

  /// Opens the log to append to it, and says where it ends now. A long one is put aside first.
  private func openLog() throws(FileError) -> (FileDescriptor, end: Int64) {
    let longest = 16 << 20
    if let size = try? layout.log.stat().size, size > longest { try layout.log.rename(to: layout.earlierLog) }
    return try layout.log.attempt {
      let file = try FileDescriptor.open(
        layout.log, .writeOnly, options: [.create, .append, .closeOnExec], permissions: [.ownerReadWrite])
      return (file, try file.stat().size)
    }
  }

  private func waitUntilReady(_ process: pid_t, logEnd: Int64) async throws {
    let deadline = ContinuousClock.now + patience
    while !isReady(process) {
      guard !hasEnded(process), ContinuousClock.now < deadline else {
        let output = layout.log.text(from: logEnd) ?? ""
        throw EmbeddedClusterError.notReady(log: layout.log.string, output: output)
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// PostgreSQL notes its state in the eighth line of the file that has its process number in the first.
  private func isReady(_ process: pid_t) -> Bool {
    let lines = layout.postmasterFile.text()?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
    return lines.count >= 8 && lines[0] == "\(process)" && lines[7].hasPrefix("ready")
  }

  /// Looks without taking the exit status, which is for `Subprocess` to collect.
  private func hasEnded(_ process: pid_t) -> Bool {
    var information = siginfo_t()
    let result = waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
    return result != 0 || information._sifields._sigchld.si_pid != 0
  }
}
