import ArgumentParser
import Readiness
import Storage

extension IncidentCommand {
  struct Export: ServerCommand {
    static let configuration = CommandConfiguration(
      "export", LocalizedText(en: "Write all incidents to a table.", zh: "将全部事件导出为表格。"),
      examples: ["readiness incident export incidents.xlsx", "readiness incident export incidents.csv"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var table: TableExportOptions

    struct Report: Encodable {
      var file: String
      var incidents: Int
    }

    func run(_ client: APIClient, _ console: Console) async throws {
      var incidents: [IncidentEntry] = []
      var page: [IncidentEntry] = []
      repeat {
        page = try await client.get(
          "/v1/incidents", query: ["before": incidents.last?.number, "limit": 1_000], as: [IncidentEntry].self
        ).value
        incidents += page
      } while page.count == 1_000
      try TableExport.write(Export.sheet(of: incidents), titled: "Incidents", to: table.file)
      try console.show(Report(file: table.file, incidents: incidents.count)) {
        [Text.exportedRows($0.incidents, to: $0.file)]
      }
    }

    private static func sheet(of incidents: [IncidentEntry]) -> Sheet {
      Sheet(
        header: [
          "number", "title", "description", "severity", "task", "ai_system", "occurred_on", "filed_on", "filed_by",
          "resolved_on", "resolution",
        ],
        rows: incidents.enumerated().map { index, incident in
          Sheet.Row(
            row: index + 2,
            cells: [
              "\(incident.number)", incident.title, incident.description, incident.severity.rawValue,
              incident.task ?? "", incident.aiSystem ?? "", incident.occurredOn.description,
              incident.filedOn.description, incident.filedBy ?? "", incident.resolvedOn?.description ?? "",
              incident.resolution,
            ])
        })
    }
  }
}
