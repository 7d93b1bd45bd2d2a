import Subprocess
import SystemPackage

extension DatabaseBackup {
  /// Puts the contents of `file` into the database, in one transaction: all of it, or nothing changes.
  ///
  /// Everything restored belongs to the connecting role. Roles that were granted something have to exist.
  ///
  /// Restored data repeats a past that replicas may have gone beyond; they have to be told by a new epoch, which is what
  /// `finishing` is for.
  ///
  /// - Parameters:
  ///   - replacing: whether the database's present contents may go.
  ///   - finishing: statements at the end of that transaction, with an empty search path.
  /// - Throws: `BackupError` or `FileError`; then the database is as it was.
  public func restore(from file: String, replacing: Bool = false, finishing: String = "") async throws {
    _ = try BackupManifest.verified(for: file)
    if !replacing { try await requireEmpty() }
    try await transfer(file, emptying: replacing, finishing: finishing)
    // An archive holds no statistics, without which queries are planned blindly until PostgreSQL gathers them.
    try await query("ANALYZE")
  }

  private static let emptying = """
    DO $empty$
    DECLARE
      schema text;
    BEGIN
      FOR schema IN
        SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
      LOOP
        EXECUTE pg_catalog.format('DROP SCHEMA %I CASCADE', schema);
      END LOOP;
      PERFORM pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata;
      CREATE SCHEMA public AUTHORIZATION pg_database_owner;
      GRANT USAGE ON SCHEMA public TO PUBLIC;
    END
    $empty$;

    """

  private func requireEmpty() async throws {
    let answer = try await query(
      """
      SELECT current_database() FROM (
          SELECT relnamespace AS schema FROM pg_catalog.pg_class
          UNION SELECT pronamespace FROM pg_catalog.pg_proc
          UNION SELECT typnamespace FROM pg_catalog.pg_type
          UNION SELECT oid FROM pg_catalog.pg_namespace WHERE nspname <> 'public'
        ) AS used JOIN pg_catalog.pg_namespace ON pg_namespace.oid = used.schema
        WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LIMIT 1
      """)
    guard answer.isEmpty else {
      throw BackupError.notEmpty(database: answer.split(separator: "\n").first.map(String.init) ?? answer)
    }
  }

  /// Runs the archive's statements in a transaction that is committed only after the last of them has arrived.
  ///
  /// `pg_restore` can restore in one transaction too, but not empty the database in the same one.
  private func transfer(_ file: String, emptying: Bool, finishing: String) async throws {
    // No other program started meanwhile may inherit the writing end: the pipe would never seem to end.
    let pipe = try FileDescriptor.pipe(options: .closeOnExec)
    async let execution: Void = execute(pipe.readEnd, emptying: emptying)
    var failure: (any Error)?
    do {
      try await unpack(file, into: pipe.writeEnd, finishing: finishing)
    } catch {
      failure = error
    }
    // Without a commit, which only a whole archive gets, psql's session ends and its transaction with it.
    try? pipe.writeEnd.close()
    // When psql gives up, pg_restore fails too; the reason is psql's.
    try await execution
    if let failure { throw failure }
  }

  private func unpack(_ file: String, into pipe: FileDescriptor, finishing: String) async throws {
    let output = FileDescriptorOutput.fileDescriptor(pipe, closeAfterSpawningProcess: false)
    let unpacking = try await Subprocess.run(
      .path(programs.path("pg_restore")), arguments: ["--exit-on-error", "--no-owner", "--file=-", file],
      environment: environment, output: output, error: .string(limit: 1 << 20))
    guard unpacking.terminationStatus.isSuccess else {
      throw BackupError.programFailed(name: "pg_restore", output: unpacking.standardError)
    }
    // By a program, for a write here would block a thread until psql is through, or end this process if psql has ended.
    let commit = try await Subprocess.run(.name("cat"), input: .string("\(finishing)\nCOMMIT;\n"), output: output)
    guard commit.terminationStatus.isSuccess else {
      throw BackupError.programFailed(name: "psql", output: "it ended before it was told to commit")
    }
  }

  private func execute(_ pipe: FileDescriptor, emptying: Bool) async throws {
    // A database in use is left alone instead of waiting for it to fall silent.
    var commands = ["--command=BEGIN", "--command=SET LOCAL lock_timeout = '60s'"]
    if emptying { commands.append("--command=\(Self.emptying)") }
    let result = try await Subprocess.run(
      .path(programs.path("psql")), arguments: psqlArguments(commands + ["--file=-"]), environment: environment,
      input: .fileDescriptor(pipe, closeAfterSpawningProcess: true), output: .discarded,
      error: .string(limit: 1 << 20))
    guard result.terminationStatus.isSuccess else {
      throw BackupError.programFailed(name: "psql", output: result.standardError)
    }
  }
}
