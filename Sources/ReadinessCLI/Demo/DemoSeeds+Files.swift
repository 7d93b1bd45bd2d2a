import FoundationEssentials
import Readiness
import Tables
import Yams

extension DemoSeeds {
  /// Reads the files that the product ships.
  ///
  /// - Parameter folder: the product's `seed` folder.
  init(folder: String) throws {
    self.init(
      units: try Sheet(file: "\(folder)/demo/units.csv"),
      aiSystems: try Sheet(file: "\(folder)/demo/ai-systems.csv"),
      roles: try Sheet(file: "\(folder)/demo/roles.csv"),
      tasks: try Sheet(file: "\(folder)/demo/tasks.csv"),
      ratings: try Sheet(file: "\(folder)/demo/ratings.csv"),
      names: try DemoSeeds.yaml("\(folder)/demo/names.yaml"),
      story: try DemoSeeds.yaml("\(folder)/demo/story.yaml"),
      ruleSet: try BoundaryRuleSet(parsing: DemoSeeds.yaml("\(folder)/boundary-rules.yaml")),
      profile: try DemoSeeds.yaml("\(folder)/index-profiles/default.yaml"),
      instrument: try DemoSeeds.yaml("\(folder)/instruments/aiq-core.yaml"))
  }

  private static func yaml<Value: Decodable>(_ path: String) throws -> Value {
    try YAMLDecoder().decode(Value.self, from: try String(contentsOfFile: path, encoding: .utf8))
  }
}

extension Sheet {
  fileprivate init(file path: String) throws {
    var table = try TableReader(bytes: Array(try Data(contentsOf: URL(filePath: path))))
    var rows: [Row] = []
    while let row = try table.next() { rows.append(Row(row: row.number, cells: row.cells)) }
    self.init(header: table.header, rows: rows)
  }
}
