import FoundationEssentials
public import Readiness
import Tables
import Yams

extension DemoSeeds {
  /// The files that ship, as the product reads them.
  public static func shipped() throws -> DemoSeeds { try files.get() }

  private static let files = Result {
    let governance: DemoGovernance = try value("demo/governance")
    return DemoSeeds(
      units: try table("demo/units"), aiSystems: try table("demo/ai-systems"), roles: try table("demo/roles"),
      tasks: try table("demo/tasks"), ratings: try table("demo/ratings"), names: try value("demo/names"),
      story: try value("demo/story"), terms: try value("demo/terms"),
      ruleSet: try BoundaryRuleSet(parsing: value("boundary-rules")),
      profile: try value("index-profiles/default"),
      instruments: try ["aiq-core", "aiq-create", "aiq-self"].map(RepositoryFiles.instrument),
      activities: try value("activities"),
      templates: try value("plan-templates"), holidays: try table("holidays/china-2026"),
      learning: try value("demo/learning"), governance: governance,
      policies: Dictionary(
        uniqueKeysWithValues: try governance.policyFiles.map { ($0, try value($0) as PolicyDocument) }))
  }

  private static func table(_ name: String) throws -> Sheet {
    var table = try TableReader(bytes: Array(try RepositoryFiles.text("seed/\(name).csv").utf8))
    var rows: [Sheet.Row] = []
    while let row = try table.next() { rows.append(Sheet.Row(row: row.number, cells: row.cells)) }
    return Sheet(header: table.header, rows: rows)
  }

  private static func value<Value: Decodable>(_ name: String) throws -> Value {
    try YAMLDecoder().decode(Value.self, from: try RepositoryFiles.text("seed/\(name).yaml"))
  }
}
