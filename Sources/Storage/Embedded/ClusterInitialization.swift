import Subprocess
import SystemPackage

/// Makes a new, empty cluster.
///
/// Everything happens in a folder beside the final one, which gets its name in one step when all is written: a cluster
/// that has its name is whole. What an interrupted attempt left is thrown away.
struct ClusterInitialization {
  let layout: ClusterLayout
  let owner: ClusterOwner
  let programs: PostgresPrograms

  /// The role that owns the cluster and, as a superuser, everything in it.
  static let superuser = "readiness_owner"

  /// The name of the database that a new cluster has for the product.
  static let database = "readiness"

  static let settings = """

    # Readiness: one server on one machine, beside other programs. Yours to change: it was written once, when the data
    # was made. What must hold (no network, where the socket is) the server says when it starts PostgreSQL.
    max_connections = 40
    shared_buffers = 128MB
    effective_cache_size = 1GB
    work_mem = 16MB
    maintenance_work_mem = 128MB
    random_page_cost = 1.1
    jit = off
    synchronous_commit = on
    wal_compression = on
    max_wal_size = 1GB
    checkpoint_timeout = 15min
    timezone = 'UTC'
    log_timezone = 'UTC'
    log_line_prefix = '%m [%p] %q%u@%d '
    log_min_duration_statement = 2s
    lc_messages = 'C'

    """

  /// Only the socket, and there no password: see `EmbeddedCluster`.
  static let authentication = """
    # Only processes that can enter the socket's folder, that is this user's and root's, can connect.
    # TYPE  DATABASE  USER  METHOD
    local   all       all   trust

    """

  func make() async throws {
    let folder = layout.unfinished
    try await ClusterProcesses(data: folder).end()
    try folder.remove()
    try folder.createFolder(permissions: .ownerReadWriteExecute)
    try folder.change(owner: owner)
    try await initialize(folder)
    try await createDatabase(folder)
    // Written into the files that initdb made, which belong to the owner already.
    try folder.appending("pg_hba.conf").write(Self.authentication)
    try folder.appending("postgresql.conf").write(Self.settings, appending: true)
    for file in ["pg_hba.conf", "postgresql.conf"] { try folder.appending(file).synchronize() }
    try folder.rename(to: layout.data)
    try layout.folder.synchronize()
  }

  private func initialize(_ folder: FilePath) async throws {
    let result = try await run(
      owner.configuration(
        programs.path("initdb"),
        [
          "--pgdata=\(folder.string)", "--username=\(Self.superuser)", "--auth=trust", "--encoding=UTF8",
          "--locale=C.UTF-8", "--data-checksums", "--no-instructions",
        ],
        in: folder),
      output: .discarded, error: .string(limit: 1 << 20))
    guard result.terminationStatus.isSuccess else {
      throw EmbeddedClusterError.initialization(folder: folder.string, output: result.standardError)
    }
  }
  /// Makes the product's database while nothing runs on the cluster yet, so that it is there whenever the cluster is.
  private func createDatabase(_ folder: FilePath) async throws {
    let result = try await run(
      owner.configuration(
        programs.path("postgres"), ["--single", "-D", folder.string, "-c", "exit_on_error=on", "postgres"], in: folder),
      input: .string("CREATE DATABASE \(Self.database)\n"), output: .discarded, error: .string(limit: 1 << 20))
    guard result.terminationStatus.isSuccess else {
      throw EmbeddedClusterError.initialization(folder: folder.string, output: result.standardError)
    }
  }
}
