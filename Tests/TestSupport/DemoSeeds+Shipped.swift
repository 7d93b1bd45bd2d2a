import FoundationEssentials
public import Readiness
import Tables
import Yams

extension DemoSeeds {
  /// The files that ship, as the product reads them.
  public static func shipped() throws -> DemoSeeds { try files.get() }

  private static let files = Result {
    DemoSeeds(
      units: try table("units"), aiSystems: try table("ai-systems"), roles: try table("roles"),
      tasks: try table("tasks"), ratings: try table("ratings"), names: try value("demo/names"),
      story: try value("demo/story"), terms: try value("demo/terms"),
      ruleSet: try BoundaryRuleSet(parsing: value("boundary-rules")),
      profile: try value("index-profiles/default"),
      instruments: try ["aiq-core", "aiq-create", "aiq-self"].map(RepositoryFiles.instrument),
      activities: try value("activities"))
  }

  private static func table(_ name: String) throws -> Sheet {
    var table = try TableReader(bytes: Array(try RepositoryFiles.text("seed/demo/\(name).csv").utf8))
    var rows: [Sheet.Row] = []
    while let row = try table.next() { rows.append(Sheet.Row(row: row.number, cells: row.cells)) }
    return Sheet(header: table.header, rows: rows)
  }

  private static func value<Value: Decodable>(_ name: String) throws -> Value {
    try YAMLDecoder().decode(Value.self, from: try RepositoryFiles.text("seed/\(name).yaml"))
  }
}
