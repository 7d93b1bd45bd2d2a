import ArgumentParser
import Readiness
import Storage

struct PeopleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "people", LocalizedText(en: "The people of the organisation.", zh: "组织的人员。"),
    subcommands: [List.self, Show.self, Import.self, Export.self])

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the people employed on a day.", zh: "列出某日在职的人员。"),
      examples: ["readiness people list --unit HR", "readiness people list --as-of 2026-01-31 --json"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: AsOfOption

    @Option(help: ArgumentHelp(en: "Only of this unit and those below it.", zh: "仅该部门及其下级部门。", value: "code"))
    var unit: String?

    func run(_ client: APIClient, _ console: Console) async throws {
      var people: [PersonRecord] = []
      try await client.eachPage(ofPeople: moment.asOf, unit: unit) { people += $0 }
      try console.show(
        people,
        columns: [
          Column(Text.externalID) { $0.externalID }, Column(Text.name) { $0.name }, Column(Text.unit) { $0.unitCode },
          Column(Text.role) { $0.roleCode ?? "" }, Column(Text.manager) { $0.managerExternalID ?? "" },
          Column(Text.email) { $0.email ?? "" },
        ])
    }
  }

  struct Show: ServerCommand {
    static let configuration = CommandConfiguration(
      "show", LocalizedText(en: "Show one person and where they have worked.", zh: "显示一名人员及其任职经历。"),
      examples: ["readiness people show E0042"])

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(en: "The person's external ID.", zh: "人员的外部编号。"))
    var id: String

    func run(_ client: APIClient, _ console: Console) async throws {
      let person = try await client.get("/v1/people/\(escapedForURL(id))", as: FindPerson.Answer.self)
      guard !console.isJSON else { return console.print(json: person.json) }
      console.print("\(person.value.externalID)  \(person.value.name)".printable)
      console.print(
        rows: person.value.employments,
        columns: [
          Column(Text.from) { $0.from.description },
          Column(Text.to) { $0.to?.adding(days: -1).description ?? "" },
          Column(Text.unit) { $0.unit }, Column(Text.role) { $0.role ?? "" },
          Column(Text.manager) { $0.manager ?? "" },
        ])
    }
  }
}

extension APIClient {
  /// Fetches the people employed on a day, by external id, page by page.
  func eachPage(ofPeople asOf: Day?, unit: String? = nil, _ body: ([PersonRecord]) throws -> Void) async throws {
    let limit = 5_000
    var after: String?
    repeat {
      let page = try await get(
        "/v1/people", query: ["as-of": asOf, "unit": unit, "after": after, "limit": limit], as: [PersonRecord].self)
      try body(page.value)
      after = page.value.count == limit ? page.value.last?.externalID : nil
    } while after != nil
  }
}
