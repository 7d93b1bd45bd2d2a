import ArgumentParser
import FoundationEssentials
import Readiness
import Storage
import Wire

extension AssessCommand {
  struct Take: ServerCommand {
    static let configuration = CommandConfiguration(
      "take", LocalizedText(en: "Take the test, here in the terminal.", zh: "在终端中参加测评。"),
      more: LocalizedText(
        en: "Each answer is kept as soon as it is given, and is final. Stop whenever you like with Ctrl-D, and go on "
          + "later by the same command. By default each answer decides what is asked next, which makes the test short; "
          + "--form takes a fixed list of questions instead.",
        zh: "每个答案提交后即被保存且不可更改。可随时按 Ctrl-D 中断，之后用同一命令继续。"
          + "默认按作答情况选择下一题，因此题量较少；--form 可改用固定试卷。"),
      examples: [
        "readiness assess take", "readiness assess take --campaign spring", "readiness assess take --language zh",
        "readiness assess take --instrument aiq-core --form fixed",
      ])

    @OptionGroup var options: ServerOptions

    @Option(
      help: ArgumentHelp(
        en: "The instrument's code; otherwise the campaign's, or aiq-core.",
        zh: "测评工具编码；默认取活动的工具，或 aiq-core。", value: "code"))
    var instrument: String?

    @Option(
      help: ArgumentHelp(
        en: "A campaign that you are invited to; otherwise the only open one of the test, if any.",
        zh: "您受邀参加的活动；默认取该测评唯一进行中的活动（如有）。", value: "code"))
    var campaign: String?

    @Option(
      help: ArgumentHelp(
        en: "A form's code, or adaptive; otherwise the campaign's, or adaptive where the test is.",
        zh: "试卷编码，或 adaptive；默认取活动的试卷，或自适应（如支持）。", value: "code"))
    var form: String?

    func run(_ client: APIClient, _ console: Console) async throws {
      let code = instrument ?? (campaign == nil ? InstrumentOption.standard : nil)
      let start = try await client.submit(StartAttempt(instrument: code, campaign: campaign, form: form)).value
      if let settled = start.settled { return console.note(Text.settled(settled)) }
      guard var progress = start.progress else { return }
      if start.resumed { console.note(Text.goingOn(progress)) }
      if let deadline = start.deadline { console.note(Text.until(deadline)) }
      while let item = progress.next {
        let draft = AnswerDraft(of: item.code, in: start.attempt)
        guard let response = try answer(to: item, progress, draft, console) else { return console.note(Text.paused) }
        guard let next = try await send(response, of: start.attempt, client, console) else { break }
        draft.remove()
        progress = next
      }
      console.show(try await client.submit(FinishAttempt(attempt: start.attempt)), lines: Text.finished)
    }

    /// The answer as it is to be sent: from the person, or from the draft that an earlier run left.
    ///
    /// - Returns: nil when the input ends.
    private func answer(
      to item: PresentedItem, _ progress: AttemptProgress, _ draft: AnswerDraft, _ console: Console
    ) throws -> ItemResponse? {
      let earlier = draft.load()
      if let response = earlier?.response {
        console.note(Text.sendingDraft(item.code))
        return response
      }
      let question = Question(item: item, console: console)
      question.show(progress)
      let response = try question.ask(since: earlier?.answer ?? []) { lines in
        try draft.save(AnswerDraft.Content(answer: lines, response: nil))
      }
      if let response { try draft.save(AnswerDraft.Content(answer: response.answer, response: response)) }
      return response
    }

    /// - Returns: nil when the time of the test is over.
    private func send(
      _ response: ItemResponse, of attempt: AttemptID, _ client: APIClient, _ console: Console
    ) async throws -> AttemptProgress? {
      do {
        return try await client.submit(
          RecordResponse(
            attempt: attempt, item: response.item, answer: response.answer, confidence: response.confidence,
            milliseconds: response.milliseconds)
        ).value
      } catch let problem as Problem where problem.code == "time-over" {
        console.note(verbatim: problem.detail)
        return nil
      } catch let problem as Problem where problem.code == "already-answered" {
        // An earlier run sent it, and was stopped before it heard so.
        return try await client.get("/v1/attempts/\(attempt)", as: FindAttempt.Answer.self).value.progress
      }
    }
  }
}
