import Readiness

extension DemoSeeds {
  /// Reads the files that the product ships.
  init(_ share: ShareFolder, progress: ProgressBar) throws {
    func table(_ name: String) throws -> Sheet { try TableFile(share.seed("\(name).csv")).read(progress) }
    func value<Value: Decodable>(_ name: String) throws -> Value {
      try InputFile.decode(Value.self, from: share.seed("\(name).yaml"))
    }
    let governance: DemoGovernance = try value("demo/governance")
    self.init(
      units: try table("demo/units"), aiSystems: try table("demo/ai-systems"), roles: try table("demo/roles"),
      tasks: try table("demo/tasks"), ratings: try table("demo/ratings"), names: try value("demo/names"),
      story: try value("demo/story"), terms: try value("demo/terms"),
      ruleSet: try BoundaryRuleSet(parsing: value("boundary-rules")),
      profile: try value("index-profiles/default"), instruments: try share.instruments(),
      activities: try value("activities"),
      templates: try value("plan-templates"), holidays: try table("holidays/china-2026"),
      learning: try value("demo/learning"), governance: governance,
      policies: Dictionary(
        uniqueKeysWithValues: try governance.policyFiles.map { ($0, try value($0) as PolicyDocument) }))
  }
}
