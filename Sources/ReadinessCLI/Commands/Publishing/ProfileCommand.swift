import ArgumentParser
import Readiness

struct ProfileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "profile", LocalizedText(en: "How the readiness index is put together.", zh: "就绪指数的构成方案。"),
    subcommands: [Publish.self])

  struct Publish: ServerCommand {
    static let configuration = CommandConfiguration(
      "publish", LocalizedText(en: "Publish an index profile as the next version.", zh: "将指数方案发布为新版本。"),
      examples: [
        "readiness profile publish index.yaml --dry-run",
        "readiness profile publish index.yaml --valid-from 2026-07-01",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var source: PublishOptions

    @Option(help: ArgumentHelp(en: "The first day it counts for; otherwise today.", zh: "生效日期；默认为今天。", value: "date"))
    var validFrom: Day?

    func run(_ client: APIClient, _ console: Console) async throws {
      let profile = try InputFile.decode(IndexProfile.self, from: source.file)
      let command = PublishIndexProfile(profile: profile, validFrom: validFrom)
      let published = try await client.submit(command, dryRun: source.dryRun)
      console.show(published) { [Text.published(profile.name, version: $0.version)] }
      if source.dryRun { console.note(Text.dryRun) }
    }
  }
}
