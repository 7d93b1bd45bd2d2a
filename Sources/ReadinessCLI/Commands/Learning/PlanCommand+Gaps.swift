import ArgumentParser
import Readiness
import Storage

extension PlanCommand {
  struct Gaps: ServerCommand {
    static let configuration = CommandConfiguration(
      "gaps", LocalizedText(en: "Show what people lack of what is required of them.", zh: "显示人员与要求之间的差距。"),
      more: LocalizedText(
        en:
          "A gap weighs more where boundaries lack the overseer they require until it is closed. Without a score there is "
          + "no gap to tell of: have people assessed first.",
        zh: "若边界因此缺少合格的监督人，差距权重更高。没有有效成绩则无法判断差距：请先组织测评。"),
      examples: ["readiness plan gaps --person E0042", "readiness plan gaps --unit SALES --as-of 2026-01-31 --json"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var scope: PlanningScopeOptions
    @OptionGroup var moment: AsOfOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let people = try await client.gaps(scope, asOf: moment.asOf)
      guard !console.isJSON else { return try console.show(people, columns: []) }
      console.print(rows: people.flatMap(Line.lines), columns: Line.columns)
    }

    private struct Line {
      let person: ListLearningGaps.Entry
      /// Nil: there is none.
      let gap: ListLearningGaps.Gap?

      static func lines(of person: ListLearningGaps.Entry) -> [Line] {
        person.gaps.isEmpty ? [Line(person: person, gap: nil)] : person.gaps.map { Line(person: person, gap: $0) }
      }

      static var columns: [Column<Line>] {
        [
          Column(Text.externalID) { $0.person.person }, Column(Text.name) { $0.person.name },
          Column(Text.role) { $0.person.role ?? "–" },
          Column(Text.domain) { $0.gap?.domain.name[$1] ?? "–" },
          Column(Text.level) { $0.gap?.level.description ?? "" },
          Column(Text.required) { $0.gap?.required.description ?? "" },
          Column(Text.probability, .trailing) { $0.gap?.probability.map(Text.percent) ?? "" },
          Column(Text.weight, .trailing) { $0.gap.map { Text.amount($0.weight) } ?? "" },
          Column(Text.remark) { Text.remark($0.gap, without: $0.person.without)[$1] },
        ]
      }
    }
  }
}

/// Whom gaps and plans are about.
struct PlanningScopeOptions: ParsableArguments {
  @Option(help: ArgumentHelp(en: "A person's external ID.", zh: "人员的外部编号。", value: "id"))
  var person: String?

  @Option(help: ArgumentHelp(en: "A unit with all below it.", zh: "部门及其下级部门。", value: "code"))
  var unit: String?

  func validate() throws {
    if (person == nil) == (unit == nil) { throw ValidationError(Text.personOrUnitExpected[.spoken]) }
  }
}

extension APIClient {
  fileprivate func gaps(_ scope: PlanningScopeOptions, asOf: Day?) async throws -> [ListLearningGaps.Entry] {
    let limit = 5_000
    var people: [ListLearningGaps.Entry] = []
    var after: String?
    repeat {
      let page = try await get(
        "/v1/learning-gaps",
        query: ["person": scope.person, "unit": scope.unit, "as-of": asOf, "after": after, "limit": limit],
        as: [ListLearningGaps.Entry].self
      ).value
      people += page
      after = page.count == limit ? page.last?.person : nil
    } while after != nil
    return people
  }
}
