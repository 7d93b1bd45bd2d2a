import Glibc
import SystemPackage

/// The processes that work in a cluster's data folder, whoever started them.
///
/// A server that was killed leaves its PostgreSQL running; a PostgreSQL whose first process was killed leaves sessions
/// that have not noticed yet. The file in which PostgreSQL notes its process number may name another program by now. So
/// processes are known by what can't be stale: their name, and that their current folder is the data folder, which
/// PostgreSQL's always is.
struct ClusterProcesses: Sendable {
  let data: FilePath

  /// Process numbers, in no order.
  var running: [pid_t] {
    guard let wanted = try? data.stat() else { return [] }
    return FilePath("/proc").entries.compactMap { process in
      guard let number = process.lastComponent.flatMap({ pid_t($0.string) }),
        let name = process.appending("comm").text(), name == "postgres\n" || name == "initdb\n",
        let folder = try? process.appending("cwd").stat(),
        folder.inode == wanted.inode, folder.deviceID == wanted.deviceID
      else { return nil }
      return number
    }
  }

  /// The number of the first process, which commands the others, as PostgreSQL noted it; it may be long gone.
  private var noted: pid_t? {
    data.appending("postmaster.pid").text()?.split(separator: "\n").first.flatMap { pid_t($0) }
  }

  /// Ends them all, as gently as they allow, and removes the note of the first process, which would be in the way if its
  /// number went to another program.
  ///
  /// Call it only while holding the folder's `ServerLock`.
  ///
  /// - Returns: how many there were.
  /// - Throws: `leftOver` when some outlive all signals.
  @discardableResult
  func end() async throws -> Int {
    let found = running
    if let first = noted, found.contains(first) {
      // Fast shutdown: it ends all sessions and writes a checkpoint.
      kill(first, SIGINT)
      try await wait(upTo: .seconds(60))
    }
    for signal in [SIGQUIT, SIGKILL] {
      for process in running { kill(process, signal) }
      try await wait(upTo: .seconds(10))
    }
    let left = running
    guard left.isEmpty else { throw EmbeddedClusterError.leftOver(folder: data.string, processes: left.map(Int.init)) }
    _ = data.appending("postmaster.pid").withPlatformString(unlink)
    return found.count
  }

  private func wait(upTo limit: Duration) async throws {
    let deadline = ContinuousClock.now + limit
    while !running.isEmpty, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}
