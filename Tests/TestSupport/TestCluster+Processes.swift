import FoundationEssentials
import Synchronization

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A program of the tests' failed.
public struct ToolFailure: Error, CustomStringConvertible {
  public let command: [String]
  public let output: String

  public var description: String { "\(command.joined(separator: " ")) failed: \(output)" }
}

extension TestCluster {
  /// Runs a program to its end.
  ///
  /// - Returns: what it printed.
  @discardableResult
  static func run(_ command: [String]) throws -> String {
    // Output goes to a file, not to a pipe: a server that the program starts keeps it open.
    let path = "/tmp/readiness-tool-\(UUID().uuidString)"
    defer { unlink(path) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    let arguments = command.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    let status = posix_spawnp(&process, command[0], &actions, nil, arguments + [nil], environ)
    guard status == 0 else { throw ToolFailure(command: command, output: String(cString: strerror(status))) }
    var outcome: Int32 = 0
    while waitpid(process, &outcome, 0) == -1, errno == EINTR {}
    let output = try String(contentsOfFile: path, encoding: .utf8)
    guard outcome == 0 else { throw ToolFailure(command: command, output: output) }
    return output.split(separator: "\n").joined(separator: "\n")
  }

  /// The parent of a process; nil when it is no more.
  func parent(of process: pid_t) -> pid_t? {
    statusFields(process).flatMap { $0.count > 1 ? pid_t($0[1]) : nil }
  }

  /// The system's letter for what a process is at; nil when it is no more.
  func state(of process: pid_t) -> Substring? {
    statusFields(process)?.first
  }

  /// Whether a process is there and has not ended.
  func isRunning(_ process: pid_t) -> Bool {
    state(of: process).map { $0 != "Z" } ?? false
  }

  /// What follows the name in `/proc/…/stat`: state, parent, ….
  private func statusFields(_ process: pid_t) -> [Substring]? {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let end = status.lastIndex(of: ")")
    else { return nil }
    return status[status.index(after: end)...].split(separator: " ")
  }
}

/// Sends a signal; not a method, where `kill` would be the cluster's.
func send(_ signal: Int32, to process: pid_t) {
  _ = kill(process, signal)
}

/// Removes the clusters that are left when the process ends.
enum AtExit {
  private static let clusters: Mutex<[TestCluster]> = {
    atexit { AtExit.removeAll() }
    return Mutex([])
  }()

  static func register(_ cluster: TestCluster) {
    clusters.withLock { $0.append(cluster) }
  }

  private static func removeAll() {
    for cluster in clusters.withLock({ $0 }) { cluster.remove() }
  }
}
