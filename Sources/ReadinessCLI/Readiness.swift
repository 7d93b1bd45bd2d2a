import ArgumentParser
import Readiness

@main
struct ReadinessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    "readiness",
    LocalizedText(
      en: "How ready an organisation is for AI, and what gets its people ready.",
      zh: "衡量组织的 AI 就绪程度，并帮助员工做好准备。"),
    examples: [
      "readiness serve", "readiness login --server https://readiness.example.com", "readiness people import staff.xlsx",
    ],
    subcommands: [
      ServeCommand.self,
      DatabaseCommand.self,
      LoginCommand.self,
      LogoutCommand.self,
      WhoAmICommand.self,
      AccountCommand.self,
      TokenCommand.self,
      DeviceCommand.self,
      AuditCommand.self,
      UnitCommand.self,
      PeopleCommand.self,
      OccupationCommand.self,
      RoleCommand.self,
      TaskCommand.self,
      ExposureCommand.self,
      AISystemCommand.self,
      RulesCommand.self,
      BoundaryCommand.self,
      ConsultationCommand.self,
      PolicyCommand.self,
      IncidentCommand.self,
      InstrumentCommand.self,
      AssessCommand.self,
      CalibrateCommand.self,
      CampaignCommand.self,
      ActivityCommand.self,
      PlanTemplateCommand.self,
      LearningCommand.self,
      HolidayCommand.self,
      CalendarCommand.self,
      PlanCommand.self,
      ProfileCommand.self,
      RatingCommand.self,
      ReportCommand.self,
      DemoCommand.self,
    ])

  /// Exit codes: `ExitStatus`, and 64 for a command line that cannot be understood.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      guard let failure = Failure(error) else { exit(withError: error) }
      Console(language: .spoken).report(failure)
      exit(withError: ExitCode(failure.status.rawValue))
    }
  }
}
