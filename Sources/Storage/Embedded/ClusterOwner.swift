import Glibc
import Subprocess
import SystemPackage

/// The operating-system user whose processes and files the cluster's are.
///
/// An ordinary user runs the cluster itself. PostgreSQL refuses to run as root; for root the cluster belongs to whom its
/// data belongs to already, and a new one to the user `postgres`.
struct ClusterOwner: Hashable, Sendable {
  let userID: uid_t
  let groupID: gid_t

  /// Whether processes have to be started as another user than this process's own.
  var isAnotherUser: Bool { userID != geteuid() }

  static func find(for data: FilePath) throws(EmbeddedClusterError) -> ClusterOwner {
    guard geteuid() == 0 else { return ClusterOwner(userID: geteuid(), groupID: getegid()) }
    if let existing = try? data.stat(), existing.userID.rawValue != 0 {
      return ClusterOwner(userID: existing.userID.rawValue, groupID: existing.groupID.rawValue)
    }
    guard let owner = ClusterOwner(named: "postgres") else { throw .userMissing(name: "postgres") }
    return owner
  }

  private init(userID: uid_t, groupID: gid_t) {
    self.userID = userID
    self.groupID = groupID
  }

  /// - Returns: nil when the system has no such user.
  init?(named name: String) {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    let status = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
      guard let memory = buffer.baseAddress else { return ENOMEM }
      return getpwnam_r(name, &entry, memory, buffer.count, &found)
    }
    guard status == 0, found != nil else { return nil }
    self.init(userID: entry.pw_uid, groupID: entry.pw_gid)
  }

  /// How to run a program as the owner, with none of the server's own environment: neither its secrets nor its `PG*`
  /// variables are PostgreSQL's business.
  ///
  /// The process gets a session of its own, so that an interrupt typed at the server's terminal does not reach it before
  /// the server has told its clients.
  func configuration(_ program: FilePath, _ arguments: [String], in folder: FilePath? = nil) -> Configuration {
    var options = PlatformOptions()
    options.createSession = true
    // By a program, for the C library's setuid may wait for a lock that some thread held when the process was forked.
    let command =
      isAnotherUser
      ? ["/usr/bin/setpriv", "--reuid=\(userID)", "--regid=\(groupID)", "--clear-groups", "--", program.string]
      : [program.string]
    return Configuration(
      executable: .path(FilePath(command[0])), arguments: Arguments(command.dropFirst() + arguments),
      environment: .custom(["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]), workingDirectory: folder,
      platformOptions: options)
  }

  /// Checks that the owner may enter `folder`, by trying it as that user.
  func requireAccess(to folder: FilePath) async throws {
    guard isAnotherUser else { return }
    for length in 1...max(1, folder.components.count) {
      let ancestor = FilePath(root: folder.root, folder.components.prefix(length))
      let result = try await run(configuration("/usr/bin/test", ["-x", ancestor.string]), output: .discarded)
      guard result.terminationStatus.isSuccess else {
        throw EmbeddedClusterError.unreachable(path: ancestor.string, user: name)
      }
    }
  }

  private var name: String {
    guard let name = getpwuid(userID)?.pointee.pw_name else { return String(userID) }
    return String(cString: name)
  }
}
