import Readiness

extension DemoSeeds {
  /// Reads the files that the product ships.
  init(_ share: ShareFolder, progress: ProgressBar) throws {
    func table(_ name: String) throws -> Sheet { try TableFile(share.seed("demo/\(name).csv")).read(progress) }
    func value<Value: Decodable>(_ name: String) throws -> Value {
      try InputFile.decode(Value.self, from: share.seed("\(name).yaml"))
    }
    self.init(
      units: try table("units"), aiSystems: try table("ai-systems"), roles: try table("roles"),
      tasks: try table("tasks"), ratings: try table("ratings"), names: try value("demo/names"),
      story: try value("demo/story"), terms: try value("demo/terms"),
      ruleSet: try BoundaryRuleSet(parsing: value("boundary-rules")),
      profile: try value("index-profiles/default"), instruments: try share.instruments(),
      activities: try value("activities"))
  }
}
