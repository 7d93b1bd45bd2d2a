import Crypto
import Glibc
import SystemPackage
import Wire

/// Where a cluster's parts lie under its folder.
struct ClusterLayout: Hashable, Sendable {
  let folder: FilePath

  var data: FilePath { folder.appending("postgresql") }
  /// Where a new cluster is made, before it gets its name in one step.
  var unfinished: FilePath { folder.appending("postgresql.unfinished") }
  var log: FilePath { folder.appending("postgresql.log") }
  var earlierLog: FilePath { folder.appending("postgresql.log.1") }
  var lock: FilePath { folder.appending("server.lock") }
  var postmasterFile: FilePath { data.appending("postmaster.pid") }

  /// - Parameter folder: absolute, or relative to the current folder.
  init(folder: String) {
    let path = FilePath(folder)
    guard path.isRelative, let current = getcwd(nil, 0) else {
      self.folder = path.lexicallyNormalized()
      return
    }
    defer { free(current) }
    self.folder = FilePath(String(cString: current)).pushing(path).lexicallyNormalized()
  }

  /// The folder of the server's socket: `run` in the cluster's own folder, unless its path does not fit.
  ///
  /// The system limits a socket's path to 107 bytes, and libpq takes a comma for the end of a host's name. Where the path
  /// does not fit, a short private folder stands in for it, with a name that depends on the cluster's folder alone.
  var sockets: FilePath {
    let own = folder.appending("run")
    let fits = own.string.utf8.count + "/.s.PGSQL.5432".utf8.count <= 107 && !own.string.contains(",")
    return fits ? own : shortBase.appending(shortName)
  }

  /// Folders above `sockets` that have to be private for it to be so.
  var privateBase: FilePath? { sockets.starts(with: folder) ? nil : shortBase }

  /// Not under `/run/user`, which vanishes when the user logs out while the server goes on.
  private var shortBase: FilePath { geteuid() == 0 ? "/run/readiness" : FilePath("/tmp/readiness-\(geteuid())") }

  private var shortName: String {
    SHA256.hash(data: Array(folder.string.utf8)).prefix(8).hexadecimal
  }
}
