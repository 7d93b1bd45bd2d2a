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
          + "later by the same command.",
        zh: "每个答案提交后即被保存且不可更改。可随时按 Ctrl-D 中断，之后用同一命令继续。"),
      examples: [
        "readiness assess take", "readiness assess take --campaign spring", "readiness assess take --language zh",
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

    func run(_ client: APIClient, _ console: Console) async throws {
      let code = instrument ?? (campaign == nil ? InstrumentOption.standard : nil)
      let start = try await client.submit(StartAttempt(instrument: code, campaign: campaign)).value
      if let settled = start.settled { return console.note(Text.settled(settled)) }
      let attempt = try await client.get("/v1/attempts/\(start.attempt)", as: FindAttempt.Answer.self).value
      let answered = Set(attempt.answered)
      let open = attempt.instrument.items.filter { !answered.contains($0.code) }
      if start.resumed { console.note(Text.goingOn(answered.count, of: attempt.instrument.items.count)) }
      if let deadline = start.deadline { console.note(Text.until(deadline)) }
      for (index, item) in open.enumerated() {
        let position = answered.count + index + 1
        guard let response = ask(item, position: position, of: attempt.instrument.items.count, console) else {
          return console.note(Text.paused)
        }
        guard try await record(response, in: attempt.attempt, client, console) else { break }
      }
      console.show(try await client.submit(FinishAttempt(attempt: attempt.attempt)), lines: Text.finished)
    }

    /// - Returns: false when the time of the test is over.
    private func record(
      _ response: ItemResponse, in attempt: AttemptID, _ client: APIClient, _ console: Console
    ) async throws -> Bool {
      do {
        _ = try await client.submit(
          RecordResponse(
            attempt: attempt, item: response.item, answer: response.answer, confidence: response.confidence,
            milliseconds: response.milliseconds))
        return true
      } catch let problem as Problem where problem.code == "time-over" {
        console.note(verbatim: problem.detail)
        return false
      }
    }

    /// Asks until the answer can be taken.
    ///
    /// - Returns: nil when the input ends.
    private func ask(_ item: PresentedItem, position: Int, of count: Int, _ console: Console) -> ItemResponse? {
      let language = console.language
      let start = ContinuousClock.now
      console.note(verbatim: "")
      console.note(
        verbatim: Terminal.error.dim(
          "\(position)/\(count)  \(item.domain.name[language]) · \(item.kind.name[language])"))
      console.note(verbatim: Terminal.error.bold(item.stem[language]))
      for option in item.options { console.note(verbatim: "  \(option.key)) \(option.text[language])") }
      for target in item.targets { console.note(verbatim: "  → \(target.key)) \(target.text[language])") }
      if !item.criteria.isEmpty { console.note(Text.lookedFor(item.criteria)) }
      while let keys = askKeys(of: item, console) {
        do {
          let answer = try Readiness.Answer(parsing: keys, for: item)
          let milliseconds = Int((ContinuousClock.now - start) / .milliseconds(1))
          let confidence = item.kind.marking == .key ? askConfidence(console) : nil
          return ItemResponse(
            item: item.code, answer: answer.keys, confidence: confidence, milliseconds: milliseconds)
        } catch {
          console.note(error.message)
        }
      }
      return nil
    }

    /// - Returns: option keys, or one text; nil when the input ends.
    private func askKeys(of item: PresentedItem, _ console: Console) -> [String]? {
      let question = Text.howToAnswer(item.kind)
      guard item.kind.marking != .rubric else { return console.askText(question).map { [$0] } }
      return console.ask(question)?.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "," }
        .split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
    }

    /// - Returns: 0 to 1; nil when left out.
    private func askConfidence(_ console: Console) -> Double? {
      while let line = console.ask(Text.howSure), !line.isEmpty {
        if let percent = Int(line), (0...100).contains(percent) { return Double(percent) / 100 }
        console.note(Text.percentExpected)
      }
      return nil
    }
  }
}

extension Console {
  /// Asks for a line; the question goes where people read it, and no answer is mixed with it.
  ///
  /// - Returns: nil when the input ends.
  func ask(_ question: LocalizedText) -> String? {
    note(verbatim: question[language], terminator: " ")
    return readLine()
  }

  /// Asks for a text of several lines, which ends with a line of one dot, or with the input.
  ///
  /// - Returns: nil when the input ends before anything was written.
  func askText(_ question: LocalizedText) -> String? {
    note(question)
    var lines: [String] = []
    while let line = readLine() {
      guard line != "." else { return lines.joined(separator: "\n") }
      lines.append(line)
    }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }
}
