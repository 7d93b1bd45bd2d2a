import Postgres
import TestSupport
import Testing

/// What holds for every table of the schema, so for the next one too.
@Suite struct `Schema` {
  @Test func `every primary, unique and foreign key leads with the organisation`() async throws {
    let astray = try await owner().read { tx in
      try tx.all(
        """
        SELECT c.conrelid::regclass::text || '.' || c.conname AS name
        FROM pg_constraint c
        JOIN pg_class t ON t.oid = c.conrelid AND t.relnamespace = 'public'::regnamespace
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype IN ('p', 'u', 'f') AND a.attname <> 'organisation_id' AND t.relname <> 'schema_migration'
        UNION ALL
        SELECT i.indexrelid::regclass::text FROM pg_index i
        JOIN pg_class t ON t.oid = i.indrelid AND t.relnamespace = 'public'::regnamespace
        LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        WHERE a.attname IS DISTINCT FROM 'organisation_id' AND t.relname <> 'schema_migration'
        ORDER BY 1
        """
      ) { try $0.decode("name", as: String.self) }
    }
    #expect(astray == [])
  }

  @Test func `every table has row-level security and a policy on the organisation`() async throws {
    let open = try await owner().read { tx in
      try tx.all(
        """
        SELECT t.relname FROM pg_class t
        WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND t.relname <> 'schema_migration'
          AND NOT (t.relrowsecurity AND EXISTS (
            SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND p.polname = 'own_organisation'))
        ORDER BY 1
        """
      ) { try $0.decode("relname", as: String.self) }
    }
    #expect(open == [])
  }

  @Test func `every table that names a person is confined to the caller's reach`() async throws {
    let open = try await owner().read { tx in
      try tx.all(
        """
        SELECT DISTINCT t.relname FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid
        WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND a.attname = 'person_id'
          AND t.relname <> 'account'
          AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND p.polname = 'within_reach')
        """
      ) { try $0.decode("relname", as: String.self) }
    }
    #expect(open == [])
  }

  @Test func `the server's role can neither change an audit event nor pass over row-level security`() async throws {
    let rights = try await owner().read { tx in
      try tx.one(
        """
        SELECT has_table_privilege('readiness_app', 'audit_event', 'UPDATE') AS updates,
          has_table_privilege('readiness_app', 'audit_event', 'DELETE') AS deletes,
          has_table_privilege('readiness_app', 'sync_row', 'INSERT, UPDATE, DELETE') AS syncs,
          rolsuper OR rolbypassrls OR rolcreaterole AS mighty
        FROM pg_roles WHERE rolname = 'readiness_app'
        """
      ) { row in try ["updates", "deletes", "syncs", "mighty"].map { try row.decode($0, as: Bool.self) } }
    }
    #expect(rights == [false, false, false, false])
  }

  private func owner() async throws -> Database { try await TestStore.make().owner }
}
