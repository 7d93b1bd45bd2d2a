import ArgumentParser

@main
struct ReadinessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "readiness",
    abstract: "How ready an organisation is for AI, and what gets its people ready.")
}
