import ArgumentParser
import Readiness
import Storage

extension AssessCommand {
  struct Queue: ServerCommand {
    static let configuration = CommandConfiguration(
      "queue", LocalizedText(en: "List the answers in words that wait for your rating.", zh: "列出等待您评分的文字作答。"),
      more: LocalizedText(
        en:
          "Whose they are is not told: raters judge the answer. Your own, and what you have rated, are not among them.",
        zh: "不显示作答人：评分只看作答内容。您本人的作答和您已评过的作答不在其中。"),
      examples: ["readiness assess queue", "readiness assess queue --json"])

    @OptionGroup var options: ServerOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(
        try await client.unrated(),
        columns: [
          Column(Text.attempt) { $0.attempt.description }, Column(Text.instrument) { $0.instrument },
          Column(Text.testItem) { $0.item }, Column(Text.kind) { $0.kind.name[$1] },
          Column(Text.domain) { $0.domain.name[$1] },
          Column(Text.characters, .trailing) { String($0.answer.count) },
          Column(Text.handedIn) { $0.handedInOn.description },
        ])
    }
  }
}

extension APIClient {
  /// The answers in words that wait for the caller, at most 500.
  func unrated() async throws -> Answer<[ListUnratedResponses.Entry]> {
    try await get("/v1/response-ratings/queue", query: ["limit": 500])
  }
}
