public import ArgumentParser
import Readiness
public import Storage

extension ListBoundaries.Filter: ExpressibleByArgument {}

extension BoundaryCommand {
  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List boundaries in force, overdue or proposed.", zh: "列出现行、逾期或待定的边界。"),
      examples: [
        "readiness boundary list --role HRBP", "readiness boundary list --filter overdue",
        "readiness boundary list --as-of 2026-03-31 --json",
      ])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "in-force, overdue or proposed.", zh: "in-force（现行）、overdue（逾期）或 proposed（待定）。"))
    var filter = ListBoundaries.Filter.inForce

    @Option(help: ArgumentHelp(en: "The role's code; otherwise all roles.", zh: "岗位编码；默认为全部岗位。", value: "code"))
    var role: String?

    @OptionGroup var moment: AsOfOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let boundaries = try await client.get(
        "/v1/boundaries", query: ["filter": filter.rawValue, "role": role, "as-of": moment.asOf],
        as: [ListBoundaries.Entry].self)
      console.show(
        boundaries,
        columns: [
          Column(Text.role) { $0.role }, Column(Text.task) { $0.task }, Column(Text.name) { $0.name[$1] },
          Column(Text.proposed) { $0.proposedLevel.description },
          Column(Text.decided) { $0.decidedLevel?.description ?? "–" },
          Column(Text.exception) { row in
            row.exceptionLevel.map { "\($0) → \(row.exceptionUntil?.description ?? "")" } ?? ""
          },
          Column(Text.status) { ($0.pending ? Text.waitsForSecond : $0.status.name)[$1] },
          Column(Text.accountable) { $0.accountable ?? "" },
          Column(Text.reviewOn) { row, language in
            (row.reviewOn?.description ?? "") + (row.overdue ? " ⚑" : "")
          },
        ])
    }
  }
}
