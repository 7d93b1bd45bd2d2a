import Foundation
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

/// What the database itself holds the server's role to, whatever the program does.
@Suite struct `Row-level security` {
  @Test func `every table has it, but the schema's own record`() async throws {
    let test = try await TestStore.make()
    let open = try await test.owner.read { tx in try Schema.tables(tx, where: "NOT c.relrowsecurity") }
    #expect(open == ["schema_migration"])
    let apart = try await test.owner.read { tx in
      Set(try Schema.tables(tx)).subtracting(try Schema.tenantTables(tx))
    }
    #expect(apart == ["schema_migration"])
    await test.close()
  }

  @Test func `every table shows the organisation's own rows and no other's`() async throws {
    let test = try await TestStore.make()
    for organisation in [test.first, test.second] {
      for (table, foreign, all) in try await test.rowCounts(as: organisation) {
        #expect(foreign == 0, "\(table) shows another organisation's rows")
        #expect(all == (try await test.owned(table, by: organisation)), "\(table) does not show all of its own")
      }
    }
    await test.close()
  }

  @Test func `without an organisation nothing is there`() async throws {
    let test = try await TestStore.make()
    for (table, _, all) in try await test.rowCounts(as: nil) {
      #expect(all == 0, "\(table) shows rows to nobody")
    }
    await test.close()
  }

  @Test func `tables about a person show no one beyond reach`() async throws {
    let test = try await TestStore.make()
    let employee = try await test.personID(test.first.code("EMPLOYEE"))
    // The account's own person: who may sign in is no fact about a person that reach is meant for.
    let exempt: Set<String> = ["account"]
    let tables = try await test.owner.read { tx in
      try Schema.tables(tx, where: "EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'person_id')")
    }
    #expect(tables.contains("score") && tables.contains("employment") && tables.contains("response"))
    for table in tables + ["person"] where !exempt.contains(table) {
      let column = table == "person" ? "id" : "person_id"
      let seen = try await test.store.database.read { tx in
        try tx.confine(to: test.first, reach: "people", people: [employee])
        return Set(
          try tx.all("SELECT \(identifier: column) AS id FROM \(identifier: table)") {
            try $0.decode("id", as: PersonID.self)
          })
      }
      #expect(seen.subtracting([employee]).isEmpty, "\(table) shows people beyond reach")
      let restricted = try await test.owner.read { tx in
        try tx.one(
          """
          SELECT count(*) AS n FROM pg_policies
          WHERE tablename = \(table) AND permissive = 'RESTRICTIVE' AND qual LIKE '%current_people()%'
          """
        ) { try $0.decode("n", as: Int.self) }
      }
      #expect(restricted == 1, "\(table) is not restricted to those within reach")
    }
    await test.close()
  }

  @Test func `of what is published nothing is seen beyond the scopes that are granted`() async throws {
    let test = try await TestStore.make()
    for scopes in [[], ["o"], ["o", "all#hr"]] {
      let seen = try await test.store.database.read { tx in
        try tx.confine(to: test.first, reach: "organisation", people: [])
        try tx.run("SELECT set_config('readiness.scopes', \(scopes)::text, true)")
        return try tx.all("SELECT DISTINCT scope FROM sync_row") { try $0.decode("scope", as: String.self) }
      }
      #expect(Set(seen) == Set(scopes))
    }
    await test.close()
  }

  @Test func `what is published is rendered by the owner's views, which the server's role cannot read`() async throws {
    let test = try await TestStore.make()
    let open = try await test.owner.read { tx in
      try tx.all(
        """
        SELECT relname::text AS name FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace
          AND has_table_privilege('readiness_app', oid, 'SELECT, INSERT, UPDATE, DELETE')
        """
      ) { try $0.decode("name", as: String.self) }
    }
    #expect(open.isEmpty)
    await test.close()
  }

  @Test func `every policy asks for the organisation, for writing too`() async throws {
    let test = try await TestStore.make()
    let loose = try await test.owner.read { tx in
      try tx.all(
        """
        SELECT tablename::text AS name FROM pg_policies WHERE schemaname = 'public' AND (
          cmd <> 'ALL' OR with_check IS NOT NULL
          OR permissive = 'PERMISSIVE' AND qual NOT LIKE '%organisation_id = ( SELECT current_organisation()%')
        """
      ) { try $0.decode("name", as: String.self) }
    }
    #expect(loose.isEmpty)
    await test.close()
  }

  @Test func `a row cannot be written into another organisation`() async throws {
    let test = try await TestStore.make()
    let error = await #expect(throws: PostgresError.self) {
      try await test.store.database.write { tx in
        try tx.confine(to: test.second, reach: "organisation", people: [])
        try tx.run("INSERT INTO unit (organisation_id, id, code) VALUES (\(test.first.id), \(UUID()), 'X')")
      }
    }
    #expect(error?.sqlstate == .insufficientPrivilege)
    await test.close()
  }

  @Test func `the audit can be neither changed nor emptied`() async throws {
    let test = try await TestStore.make()
    for statement in ["UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event"] {
      let error = await #expect(throws: PostgresError.self, "\(statement)") {
        try await test.owner.write { tx in try tx.run("\(unsafeRaw: statement)") }
      }
      #expect(error?.sqlstate == .insufficientPrivilege)
    }
    await test.close()
  }

  @Test func `the server's role is one that row-level security binds`() async throws {
    let test = try await TestStore.make()
    try await test.store.requireConfinedRole()
    await #expect(throws: DatabaseRoleError.self) { try await Store(database: test.owner).requireConfinedRole() }
    await test.close()
  }
}

extension Transaction {
  /// What the server sets for each transaction.
  func confine(to organisation: TestOrganisation, reach: String, people: [PersonID]) throws {
    try run(
      """
      SELECT set_config('readiness.organisation', \(organisation.id.description), true),
        set_config('readiness.reach', \(reach), true), set_config('readiness.people', \(people)::text, true)
      """)
  }
}

extension TestStore {
  /// For each table of organisations' rows: how many of others' are seen, and how many in all.
  fileprivate func rowCounts(
    as organisation: TestOrganisation?
  ) async throws -> [(table: String, foreign: Int, all: Int)] {
    let (tables, scopes) = try await owner.read { tx in
      (
        try Schema.tenantTables(tx),
        try tx.all("SELECT DISTINCT scope FROM sync_row") { try $0.decode("scope", as: String.self) }
      )
    }
    return try await store.database.read { tx in
      if let organisation { try tx.confine(to: organisation, reach: "organisation", people: []) }
      try tx.run("SELECT set_config('readiness.scopes', \(scopes)::text, true)")
      return try tables.map { table in
        try tx.one(
          """
          SELECT count(*) FILTER (WHERE organisation_id IS DISTINCT FROM \(organisation?.id)) AS foreign_rows,
            count(*) AS all_rows FROM \(identifier: table)
          """
        ) { (table, try $0.decode("foreign_rows", as: Int.self), try $0.decode("all_rows", as: Int.self)) }
      }
    }
  }

  fileprivate func owned(_ table: String, by organisation: TestOrganisation) async throws -> Int {
    try await owner.read { tx in
      try tx.one("SELECT count(*) AS n FROM \(identifier: table) WHERE organisation_id = \(organisation.id)") {
        try $0.decode("n", as: Int.self)
      }
    }
  }

  fileprivate func personID(_ externalID: String) async throws -> PersonID {
    try await owner.read { tx in
      try tx.one("SELECT id FROM person WHERE external_id = \(externalID)") { try $0.decode("id", as: PersonID.self) }
    }
  }
}
