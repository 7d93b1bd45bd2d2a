public import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// Backups of one database, the server's own or any other, in PostgreSQL's custom archive format.
///
/// A backup is two files, the archive and its manifest. An archive that has its name is whole and on the disk, and so is
/// its manifest. Passwords never appear among a program's arguments.
public struct DatabaseBackup: Sendable {
  let connection: ConnectionString
  let programs: PostgresPrograms

  /// - Parameters:
  ///   - conninfo: how libpq connects to the database. The role has to own it.
  ///   - programs: of the server's major version or a newer one.
  /// - Throws: `BackupError.connectionString`.
  public init(conninfo: String, programs: PostgresPrograms) throws(BackupError) {
    connection = try ConnectionString(conninfo)
    self.programs = programs
  }

  /// Writes a backup to `file`, which only this user can read.
  ///
  /// The server may go on meanwhile: the backup holds the state of one moment.
  ///
  /// - Parameter now: for the manifest.
  /// - Throws: `BackupError` or `FileError`; then `file` is not there.
  public func write(to file: String, now: Date) async throws -> BackupManifest {
    let (path, partial) = (FilePath(file), FilePath(file + ".partial"))
    guard !path.exists else { throw BackupError.exists(file: file) }
    // PostgreSQL's answer first: it says what is wrong with a connection before any file is made.
    let answer = try await query("SELECT current_database() || chr(10) || current_setting('server_version')")
    let facts = answer.split(separator: "\n").map(String.init)
    do {
      try await dump(to: partial)
      let manifest = BackupManifest(
        created: now, database: facts.first ?? "", serverVersion: facts.last ?? "",
        size: try partial.attempt { try partial.stat().size }, sha256: try partial.sha256())
      try manifest.write(for: file)
      try partial.rename(to: path)
      try path.folder.synchronize()
      return manifest
    } catch {
      try? partial.remove()
      throw error
    }
  }

  private func dump(to partial: FilePath) async throws {
    let output = try partial.attempt {
      try FileDescriptor.open(
        partial, .writeOnly, options: [.create, .closeOnExec], permissions: [.ownerReadWrite])
    }
    defer { try? output.close() }
    // Two backups to one file would mix.
    guard flock(output.rawValue, LOCK_EX | LOCK_NB) == 0 else { throw BackupError.exists(file: partial.string) }
    try partial.attempt { try output.resize(to: 0) }
    let result = try await Subprocess.run(
      .path(programs.path("pg_dump")),
      arguments: ["--format=custom", "--no-password", "--lock-wait-timeout=60s", "--dbname=\(connection.argument)"],
      environment: environment, output: .fileDescriptor(output, closeAfterSpawningProcess: false),
      error: .string(limit: 1 << 20))
    guard result.terminationStatus.isSuccess else {
      throw BackupError.programFailed(name: "pg_dump", output: result.standardError)
    }
    try partial.synchronize()
  }

  /// Runs `sql`, which may be several statements in one transaction, and returns what it answers.
  @discardableResult
  func query(_ sql: String) async throws -> String {
    let result = try await Subprocess.run(
      .path(programs.path("psql")), arguments: psqlArguments(["--command=\(sql)"]), environment: environment,
      output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
    guard result.terminationStatus.isSuccess else {
      throw BackupError.programFailed(name: "psql", output: result.standardError)
    }
    return result.standardOutput
  }

  func psqlArguments(_ more: [String]) -> Arguments {
    Arguments(
      [
        "--no-psqlrc", "--no-password", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1",
        "--dbname=\(connection.argument)",
      ] + more)
  }

  /// The process's own, for its `PG*` variables are the user's settings, with messages in English.
  var environment: Environment {
    var changes: [Environment.Key: String?] = ["LC_ALL": "C.UTF-8", "PGAPPNAME": "readiness-backup"]
    for (key, value) in connection.environment { changes[key] = value }
    return .inherit.updating(changes)
  }
}

extension FilePath {
  /// The folder that this file lies in.
  fileprivate var folder: FilePath {
    let parent = removingLastComponent()
    return parent.isEmpty ? "." : parent
  }
}
