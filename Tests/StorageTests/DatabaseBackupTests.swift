import FoundationEssentials
import Logging
import Subprocess
import SystemPackage
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(3)))
struct DatabaseBackupTests {
  let folder = TemporaryFolder()
  let now = Date(timeIntervalSince1970: 1_790_000_000)

  private var file: String { "\(folder.path)/readiness.backup" }

  /// Runs `body` with a cluster that has a database `source` with something in it, and an empty one, `target`.
  private func withDatabases(_ body: (EmbeddedCluster) async throws -> Void) async throws {
    let cluster = EmbeddedCluster(folder: folder.path, environment: [:], logger: Logger(label: "backup"))
    try await cluster.start()
    for database in ["source", "target"] { try await cluster.query("CREATE DATABASE \(database)") }
    try await cluster.query(
      """
      CREATE ROLE readiness_app; CREATE EXTENSION pg_trgm; CREATE SCHEMA work; CREATE SCHEMA learning;
      CREATE TYPE learning.state AS ENUM ('draft', '完成');
      CREATE TABLE work.task (id int PRIMARY KEY, name text NOT NULL, state learning.state DEFAULT '完成');
      INSERT INTO work.task SELECT n, repeat('任务', 50) || n FROM generate_series(1, 20000) AS n;
      CREATE INDEX ON work.task USING gin (name gin_trgm_ops);
      CREATE FUNCTION work.total() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM work.task';
      GRANT SELECT ON work.task TO readiness_app
      """, database: "source")
    do {
      try await body(cluster)
      await cluster.stop()
    } catch {
      await cluster.stop()
      throw error
    }
  }

  private func backup(_ cluster: EmbeddedCluster, _ database: String) async throws -> DatabaseBackup {
    try DatabaseBackup(
      conninfo: cluster.conninfo(database: database),
      programs: await PostgresPrograms.find(for: .client, environment: [:]))
  }

  private func fingerprint(_ cluster: EmbeddedCluster, _ database: String) async throws -> String {
    try await cluster.query(
      """
      SELECT work.total() || md5(string_agg(id || name || state, ',' ORDER BY id))
        || has_table_privilege('readiness_app', 'work.task', 'SELECT') FROM work.task
      """, database: database)
  }

  @Test func `a backup restores what was there`() async throws {
    try await withDatabases { cluster in
      let manifest = try await backup(cluster, "source").write(to: file, now: now)
      #expect(manifest.database == "source")
      #expect(try BackupManifest.verified(for: file) == manifest)
      #expect(try FilePath(file).stat().permissions == .ownerReadWrite)
      #expect(!FilePath(file + ".partial").exists)

      try await backup(cluster, "target").restore(from: file)
      #expect(try await fingerprint(cluster, "target") == fingerprint(cluster, "source"))
    }
  }

  @Test func `only a database that is empty, or may be replaced, is restored into`() async throws {
    try await withDatabases { cluster in
      _ = try await backup(cluster, "source").write(to: file, now: now)
      try await cluster.query("CREATE TABLE newer (id int); CREATE SCHEMA other", database: "target")
      let target = try await backup(cluster, "target")
      await #expect(throws: BackupError.notEmpty(database: "target")) { try await target.restore(from: file) }
      // Twice: what a restoration leaves can be replaced as well.
      for _ in 1...2 { try await target.restore(from: file, replacing: true) }
      #expect(try await fingerprint(cluster, "target") == fingerprint(cluster, "source"))
      #expect(try await cluster.query("SELECT to_regclass('newer') IS NULL", database: "target") == "t")
    }
  }

  @Test func `a damaged backup is refused and nothing changes`() async throws {
    try await withDatabases { cluster in
      _ = try await backup(cluster, "source").write(to: file, now: now)
      let whole = try Data(contentsOf: URL(filePath: file))
      try await cluster.query("CREATE TABLE present AS SELECT 1 AS number", database: "target")
      let target = try await backup(cluster, "target")
      var altered = whole
      altered[whole.count / 2] ^= 1
      for damaged in [whole.dropLast(1000), altered, Data("no backup".utf8)] {
        try damaged.write(to: URL(filePath: file))
        let error = await #expect(throws: BackupError.self) { try await target.restore(from: file, replacing: true) }
        #expect("\(try #require(error))".contains("is damaged or is not a backup"))
        #expect(try await cluster.query("SELECT number FROM present", database: "target") == "1")
      }
      try FilePath(file + BackupManifest.fileSuffix).remove()
      await #expect(throws: BackupError.manifestMissing(file: file)) { try await target.restore(from: file) }
    }
  }

  @Test func `an archive that breaks off midway changes nothing, even with a manifest that fits`() async throws {
    try await withDatabases { cluster in
      let manifest = try await backup(cluster, "source").write(to: file, now: now)
      try Data(contentsOf: URL(filePath: file)).dropLast(20_000).write(to: URL(filePath: file))
      try BackupManifest(
        created: now, database: "source", serverVersion: manifest.serverVersion,
        size: FilePath(file).stat().size, sha256: FilePath(file).sha256()
      ).write(for: file)
      try await cluster.query("CREATE TABLE present AS SELECT 1 AS number", database: "target")
      let target = try await backup(cluster, "target")
      await #expect(throws: BackupError.self) { try await target.restore(from: file, replacing: true) }
      #expect(try await cluster.query("SELECT number FROM present", database: "target") == "1")
      #expect(try await cluster.query("SELECT to_regclass('work.task') IS NULL", database: "target") == "t")
    }
  }

  @Test func `a failing statement changes nothing and is reported`() async throws {
    try await withDatabases { cluster in
      _ = try await backup(cluster, "source").write(to: file, now: now)
      try await cluster.query("DROP OWNED BY readiness_app", database: "source")
      try await cluster.query("DROP ROLE readiness_app")
      let error = await #expect(throws: BackupError.self) {
        try await backup(cluster, "target").restore(from: file)
      }
      #expect("\(try #require(error))".contains("role \"readiness_app\" does not exist"))
      #expect(try await cluster.query("SELECT to_regclass('work.task') IS NULL", database: "target") == "t")
    }
  }

  @Test func `a backup is not overwritten, and a failed one leaves nothing`() async throws {
    try await withDatabases { cluster in
      _ = try await backup(cluster, "source").write(to: file, now: now)
      await #expect(throws: BackupError.exists(file: file)) {
        _ = try await backup(cluster, "source").write(to: file, now: now)
      }
      let other = file + "-2"
      await #expect(throws: BackupError.self) { _ = try await backup(cluster, "absent").write(to: other, now: now) }
      await #expect(throws: FileError.self) {
        _ = try await backup(cluster, "source").write(to: "/proc/nowhere/backup", now: now)
      }
      #expect(!FilePath(other).exists && !FilePath(other + ".partial").exists)
    }
  }

  @Test(arguments: [
    ("host=db user=me password=s3cret dbname=r", "host=db user=me dbname=r", "s3cret"),
    ("password = 'two \\'words\\\\' host='/a b'", "host='/a b'", "two 'words\\"),
    ("password=back\\ slash host=''", "host=''", "back slash"),
    ("postgresql://me:p%40ss@db:5432/r?sslmode=require", "postgresql://me@db:5432/r?sslmode=require", "p@ss"),
    ("postgres://db/r?password=s%C3%A9&user=me", "postgres://db/r?user=me", "sé"),
    ("postgresql:///r", "postgresql:///r", nil),
    ("postgresql://db/a@b:c", "postgresql://db/a@b:c", nil),
    ("", "", nil),
  ])
  func `a password never stands among arguments`(conninfo: String, argument: String, password: String?) throws {
    let connection = try ConnectionString(conninfo)
    #expect(connection.argument == argument)
    #expect(connection.environment == (password.map { ["PGPASSWORD": $0] } ?? [:]))
  }

  @Test(arguments: [
    "hostonly", "password='s3cret", "postgresql://a:s3cret%zz@b", "sslpassword=s3cret",
    "postgresql://b?sslpassword=s3cret",
  ])
  func `a connection string that cannot be read is refused without repeating it`(conninfo: String) throws {
    let error = #expect(throws: BackupError.self) { try ConnectionString(conninfo) }
    #expect(!"\(try #require(error))".contains("s3cret"))
  }
}
