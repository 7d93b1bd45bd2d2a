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

  /// Processes get a session of their own, so that an interrupt typed at the server's terminal does not reach them
  /// before the server has told its clients.
  var platformOptions: PlatformOptions {
    var options = PlatformOptions()
    options.createSession = true
    if isAnotherUser {
      options.userID = userID
      options.groupID = groupID
      options.supplementaryGroups = []
    }
    return options
  }

  /// Checks that the owner may enter `folder`, by trying it as that user.
  func requireAccess(to folder: FilePath) async throws {
    guard isAnotherUser else { return }
    for length in 1...max(1, folder.components.count) {
      let ancestor = FilePath(root: folder.root, folder.components.prefix(length))
      let result = try await run(
        .path("/usr/bin/test"), arguments: ["-x", ancestor.string], platformOptions: platformOptions,
        output: .discarded)
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
