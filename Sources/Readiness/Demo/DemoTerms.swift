/// What the boundaries of a role say beside their levels: `seed/demo/terms.yaml`.
public struct DemoTerms: Decodable, Sendable {
  var role: String
  /// Of all its tasks.
  var terms: BoundaryTerms.Edit
  /// Of single ones, beside that.
  var tasks: [Task]

  struct Task: Decodable, Sendable {
    var task: String
    var terms: BoundaryTerms.Edit
  }

  private enum CodingKeys: String, CodingKey {
    case role, tasks
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    role = try container.decode(String.self, forKey: .role)
    terms = try BoundaryTerms.Edit(from: decoder)
    tasks = try container.decodeIfPresent([Task].self, forKey: .tasks) ?? []
  }
}

extension DemoMaking {
  /// What a role's boundaries say: the same of all its tasks, but for the reasons why a human keeps a share.
  ///
  /// - Returns: by tasks that say the same, in the order of the first of them.
  func terms(of role: String) -> [(tasks: [String], terms: BoundaryTerms.Edit)] {
    let said = seeds.terms.first { $0.role == role }
    let grouped = Dictionary(grouping: tasks.filter { $0.role == role }, by: \.rationale)
    let groups = grouped.map { rationale, tasks in
      var terms = said?.terms ?? BoundaryTerms.Edit()
      terms.rationale = rationale
      return (tasks: tasks.map(\.code), terms: terms)
    }
    return groups.sorted { $0.tasks[0] < $1.tasks[0] }
  }

  /// What single tasks of a role say, beside that.
  func furtherTerms(of role: String) -> [DemoTerms.Task] {
    seeds.terms.filter { $0.role == role }.flatMap(\.tasks)
  }
}

extension TaskRecord {
  /// Why a human keeps a share of it, as its traits tell.
  fileprivate var rationale: [RationaleCode] {
    func isHigh(_ trait: TaskTraits.Trait) -> Bool { traits.map { $0[trait] >= 4 } ?? false }
    let reasons: [(RationaleCode, Bool)] = [
      (.physical, isHigh(.physical)), (.control, irreversible == true), (.domainKnowledge, isHigh(.expertise)),
      (.empathy, isHigh(.interpersonal)), (.qualityOversight, importance == 5), (.dynamic, isHigh(.uncertainty)),
      (.ethical, affectsPerson == true),
    ]
    return reasons.filter(\.1).map(\.0)
  }
}
