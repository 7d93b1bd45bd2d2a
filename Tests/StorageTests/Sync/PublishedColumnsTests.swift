import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

/// What holds for every published table, and for the next one too.
@Suite struct `Every published table` {
  @Test func `has in each scope the columns that are documented and no others`() async throws {
    let test = try await TestStore.make()
    try await PublishedLife(test: test).live()
    let documented = try columns(in: try RepositoryFiles.text("docs/sync-rows.md"))
    let published = try await published(in: test)
    #expect(documented.count > 30)
    #expect(Set(documented.keys).symmetricDifference(published.keys) == [])
    for (table, columns) in documented { #expect(published[table] == columns, "\(table)") }
    #expect(try await test.discrepancies() == [])
    await test.close()
  }

  @Test func `is as its view has it through the history of a whole organisation`() async throws {
    let test = try await TestStore.make()
    let demo = try DemoOrganisation(seeds: .shipped(), people: 40, seed: 1, asOf: TestStore.today)
    _ = try await DemoLoader(demo, into: test.store).load(now: TestStore.now)
    #expect(try await test.discrepancies() == [])
    try await expectSecrecy(test)
    await test.close()
  }

  @Test func `keeps to whom it concerns`() async throws {
    let test = try await TestStore.make()
    try await PublishedLife(test: test).live()
    try await expectSecrecy(test)
    await test.close()
  }

  @Test func `is published whole again from nothing`() async throws {
    let test = try await TestStore.make()
    try await PublishedLife(test: test).live()
    let before = try await digest(of: test)
    try await test.owner.write { tx in
      try tx.run("DELETE FROM sync_row WHERE table_name <> 'person'")
      try tx.run("UPDATE sync_row SET wire = '{}' WHERE scope LIKE '%#manager'")
      try tx.script(
        """
        DO $$ DECLARE source text; BEGIN
          FOR source IN SELECT substr(relname, 6) FROM pg_class WHERE relkind = 'v' AND relname LIKE 'wire\\_%' LOOP
            CALL publish_whole(source);
          END LOOP;
        END $$
        """)
    }
    #expect(try await digest(of: test) == before)
    #expect(try await test.discrepancies() == [])
    await test.close()
  }

  /// No row tells of anybody but whom its scope is of, and none has what is to stay with the server.
  private func expectSecrecy(_ test: TestStore) async throws {
    let strangers = try await test.owner.read { tx in
      try tx.all(
        """
        SELECT DISTINCT s.table_name || ' in ' || s.scope || ' names ' || p.name AS line
        FROM sync_row s
        CROSS JOIN LATERAL regexp_matches(
          CASE s.table_name WHEN 'person' THEN (s.wire::jsonb - 'manager' #- '{employments,0,manager}'
            #- '{employments,1,manager}')::text ELSE s.wire END, '[0-9a-f-]{36}', 'g') AS m
        JOIN person p ON p.organisation_id = s.organisation_id AND p.id::text = m[1]
        WHERE NOT s.deleted AND NOT s.scope IN ('s:' || p.id || '#self', 's:' || p.id || '#manager')
        """
      ) { try $0.decode("line", as: String.self) }
    }
    #expect(strangers == [])
    let secrets = try await test.owner.read { tx in
      try tx.all(
        """
        SELECT DISTINCT table_name || ' ' || scope AS line FROM sync_row
        WHERE wire ~ '"(slope|difficulty|thresholds|rubric|calibrated|reversed|theta|note|overseer\\w*|feasible\\w*)"'
          OR table_name NOT IN ('boundary', 'response') AND wire ~ '"(rationale|answer|status)" ?: ?[\\[{]'
          OR scope NOT LIKE '%#self' AND wire ~ '"(desired\\w*|quotient|probability|confidence|outcome|grounds|answer)"'
          OR scope = 'o' AND wire ~ '"(email|employeeNumber|externalID)"'
        UNION
        SELECT s.table_name || ' has a rationale' FROM sync_row s JOIN item_key k ON s.organisation_id = k.organisation_id
          AND s.table_name IN ('campaign_form', 'response', 'attempt') AND length(k.rationale_en) > 10
          AND (strpos(s.wire, k.rationale_en) > 0 OR strpos(s.wire, k.rationale_zh) > 0)
        """
      ) { try $0.decode("line", as: String.self) }
    }
    #expect(secrets == [])
  }

  private func digest(of test: TestStore) async throws -> [String] {
    try await test.owner.read { tx in
      try tx.all(
        """
        SELECT scope || ' ' || table_name || ' ' || count(*) || ' ' || md5(string_agg(wire, ' ' ORDER BY id)) AS line
        FROM sync_row WHERE NOT deleted GROUP BY scope, table_name ORDER BY 1
        """
      ) { try $0.decode("line", as: String.self) }
    }
  }

  /// Columns by table and reader, as the document names them.
  private func columns(in document: String) throws -> [String: Set<String>] {
    var columns: [String: Set<String>] = [:]
    var table = ""
    for line in document.split(separator: "\n") {
      if line.hasPrefix("### ") { table = String(line.dropFirst(4)) }
      let cells = line.split(separator: "|").map { $0.drop { $0 == " " }.split(separator: "`") }
      guard line.hasPrefix("| `"), let name = cells[0].first, let readers = cells.last?.first else { continue }
      for reader in readers.split(separator: " ") { columns["\(table) \(reader)", default: []].insert(String(name)) }
    }
    return columns
  }

  private func published(in test: TestStore) async throws -> [String: Set<String>] {
    let keys = try await test.owner.read { tx in
      try tx.all(
        """
        SELECT DISTINCT table_name || ' ' || CASE WHEN scope = 'o' THEN 'o' WHEN scope = 'all#hr' THEN 'hr'
          WHEN scope LIKE 'c:%' THEN 'campaign' ELSE split_part(scope, '#', 2) END AS reader, json_object_keys(wire::json)
          AS key
        FROM sync_row WHERE NOT deleted
        """
      ) { (try $0.decode("reader", as: String.self), try $0.decode("key", as: String.self)) }
    }
    return Dictionary(grouping: keys, by: \.0).mapValues { Set($0.map(\.1)) }
  }
}
