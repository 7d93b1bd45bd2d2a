import ArgumentParser
import Readiness
import Storage

extension ConsultationCommand {
  struct Answer: ServerCommand {
    static let configuration = CommandConfiguration(
      "answer", LocalizedText(en: "Answer what you are asked, one question a task.", zh: "逐项任务回答征询问题。"),
      more: LocalizedText(
        en:
          "Each answer is kept as soon as it is given, and may be changed while the round is open. Return leaves a question "
          + "as it is, Ctrl-D stops. With --task and --level it answers one question without asking.",
        zh: "每个答复提交后即保存，征询期间可更改。直接回车则跳过该题，按 Ctrl-D 结束。指定 --task 和 --level 时直接答复一题。"),
      examples: [
        "readiness consultation answer", "readiness consultation answer --language zh",
        "readiness consultation answer --task HRBP-03 --level H4",
      ])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "A task's code.", zh: "任务编码。", value: "code")) var task: String?

    @Option(help: ArgumentHelp(en: "H1 to H5: the level you would want.", zh: "H1 至 H5：您希望的级别。", value: "level"))
    var level: HumanAgencyLevel?

    func validate() throws {
      if (task == nil) != (level == nil) { throw ValidationError(Text.taskAndLevelExpected[.spoken]) }
    }

    func run(_ client: APIClient, _ console: Console) async throws {
      let asked = try await client.get(
        "/v1/consultation-questions", as: [ListConsultationQuestions.Question].self
      ).value
      if let task, let level {
        guard let question = asked.first(where: { $0.task == task }) else {
          throw Failure(.failed, Text.notAsked(task))
        }
        return console.show(try await client.submit(question.answered(by: level))) { _ in [Text.recorded] }
      }
      guard !asked.isEmpty else { return console.note(Text.nothingAsked) }
      for (index, question) in asked.enumerated() {
        guard let level = ask(question, place: "\(index + 1)/\(asked.count)", console) else { break }
        if let level = level.chosen { _ = try await client.submit(question.answered(by: level)) }
      }
      console.note(Text.thanks)
    }

    private enum Choice {
      case skipped
      case level(HumanAgencyLevel)

      var chosen: HumanAgencyLevel? {
        switch self {
        case .skipped: nil
        case .level(let level): level
        }
      }
    }

    /// - Returns: nil when the input ends.
    private func ask(_ question: ListConsultationQuestions.Question, place: String, _ console: Console) -> Choice? {
      let (language, terminal) = (console.language, Terminal.error)
      console.note(verbatim: "")
      console.note(verbatim: terminal.dim("\(place)  \(question.role) · \(question.task)"))
      console.note(verbatim: terminal.bold(question.name[language]))
      for level in HumanAgencyLevel.allCases { console.note(verbatim: "  \(level)  \(level.name[language])") }
      while let line = console.ask(Text.whichLevel(question.answer)) {
        let word = line.filter { !$0.isWhitespace }
        if word.isEmpty { return .skipped }
        if let level = HumanAgencyLevel(word) ?? HumanAgencyLevel("H\(word)") { return .level(level) }
        console.note(Text.levelExpected)
      }
      return nil
    }
  }
}

extension ListConsultationQuestions.Question {
  fileprivate func answered(by level: HumanAgencyLevel) -> RecordConsultation {
    RecordConsultation(role: role, task: task, desiredLevel: level)
  }
}
