import FoundationEssentials
import Readiness
import Yams

/// A file of boundary rules, whose problems are told by their lines.
struct RuleFile {
  private let path: String

  init(_ path: String) { self.path = path }

  /// - Throws: a failure with a fault for each rule, row or field that is wrong, or that contradicts another.
  func ruleSet() throws -> BoundaryRuleSet {
    let data = Data(try InputFile.bytes(of: path))
    let node = try InputFile.decode(RuleNode.self, from: data, named: path)
    do throws(InvalidRuleSet) {
      let rules = try BoundaryRuleSet(parsing: node)
      guard rules.contradictions.isEmpty else { throw InvalidRuleSet(problems: rules.contradictions) }
      return rules
    } catch {
      throw Failure(.invalidInput, Text.badRules(path, error.problems.count), faults: faults(error.problems, in: data))
    }
  }

  private func faults(_ problems: [RuleProblem], in data: Data) -> [Failure.Fault] {
    let document = try? Yams.compose(yaml: String(decoding: data, as: UTF8.self))
    return problems.map { problem in
      let place = [problem.rule, problem.field].filter { !$0.isEmpty }.joined(separator: " ")
      return Failure.Fault(row: document?.line(of: problem), field: place, detail: problem.detail)
    }
  }
}

extension Node {
  /// The line of what a problem is about; of the nearest thing around it that the file has.
  fileprivate func line(of problem: RuleProblem) -> Int? {
    let start = problem.rule.isEmpty ? self : part(withCode: problem.rule) ?? self
    return start.nearest(problem.field).mark?.line
  }

  private func part(withCode code: String) -> Node? {
    let rules = self["rules"]?.sequence.map(Array.init) ?? []
    let parts = ["suggestion", "relaxing", "review"].compactMap { self[$0] }
    return (rules + parts).last { $0["code"]?.string == code }
  }

  /// - Parameter path: as `when.all[1].fact`.
  private func nearest(_ path: String) -> Node {
    var node = self
    for step in path.split(whereSeparator: { ".[]".contains($0) }) {
      let child = Int(step).flatMap { index in
        node.sequence.flatMap { $0.indices.contains(index) ? $0[index] : nil }
      }
      guard let next = child ?? node[String(step)] else { return node }
      node = next
    }
    return node
  }
}
