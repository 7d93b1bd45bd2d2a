/// Why the server's own PostgreSQL could not be started; each says what is wrong, where, and what to do.
public enum EmbeddedClusterError: Error, Hashable, Sendable {
  /// No PostgreSQL of the wanted version has its programs in any of `searched`.
  case programsMissing(wanted: String, searched: [String])
  /// The data folder was made by another major version than any installed one.
  case otherVersion(folder: String, version: Int, installed: [Int])
  /// Another server, of this process number where it is known, has the folder.
  case inUse(folder: String, process: Int?)
  /// `path` should hold a cluster, but holds something else.
  case notACluster(path: String)
  /// PostgreSQL refuses to run as root, and this system has no user for it.
  case userMissing(name: String)
  /// The user that runs PostgreSQL for root may not enter `path`.
  case unreachable(path: String, user: String)
  /// `initdb` failed, with what it wrote.
  case initialization(folder: String, output: String)
  /// PostgreSQL ended, or was not ready in time, with the end of what it wrote.
  case notReady(log: String, output: String)
  /// Processes of an earlier server use the folder and do not end.
  case leftOver(folder: String, processes: [Int])
}

extension EmbeddedClusterError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .programsMissing(let wanted, let searched):
      """
      No \(wanted) was found in \(searched.joined(separator: ", ")). Install it with “apt-get install postgresql”, \
      or name the folder of its programs by READINESS_PG_BIN.
      """
    case .otherVersion(let folder, let version, let installed):
      """
      The data in \(folder) was made by PostgreSQL \(version), but only \
      \(installed.map(String.init).joined(separator: ", ")) is installed. Install PostgreSQL \(version) again \
      (“apt-get install postgresql-\(version)”), or take a backup with it and restore that into a new folder.
      """
    case .inUse(let folder, let process):
      """
      Another server\(process.map { " (process \($0))" } ?? "") runs on \(folder). Stop it first, or choose another \
      folder by READINESS_DATA.
      """
    case .notACluster(let path):
      "\(path) is there but holds no PostgreSQL data. Move it away, or choose another folder by READINESS_DATA."
    case .userMissing(let name):
      """
      PostgreSQL does not run as root, and there is no user “\(name)” to run it as. Install it with “apt-get install \
      postgresql”, or start the server as an ordinary user.
      """
    case .unreachable(let path, let user):
      """
      The user “\(user)”, who runs PostgreSQL for root, may not enter \(path). Choose a folder elsewhere by \
      READINESS_DATA, or start the server as an ordinary user.
      """
    case .initialization(let folder, let output):
      "PostgreSQL's data folder \(folder) could not be made: \(output)"
    case .notReady(let log, let output):
      "PostgreSQL did not become ready. The end of \(log): \(output)"
    case .leftOver(let folder, let processes):
      """
      An earlier server's PostgreSQL still runs on \(folder) (processes \
      \(processes.map(String.init).joined(separator: ", "))) and does not end. End it by hand, then start again.
      """
    }
  }
}
