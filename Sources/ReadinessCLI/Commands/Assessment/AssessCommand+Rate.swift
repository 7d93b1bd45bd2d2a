import ArgumentParser
import Readiness
import Storage
import Wire

extension AssessCommand {
  struct Rate: ServerCommand {
    static let configuration = CommandConfiguration(
      "rate", LocalizedText(en: "Rate answers in words by their rubric.", zh: "按评分标准为文字作答评分。"),
      more: LocalizedText(
        en:
          "Two raters score each answer, neither knowing of the other; a third is asked where they are too far apart. "
          + "Ratings are final. Without options the answers that wait are shown one by one; stop with Ctrl-D.",
        zh: "每份作答由两位评分人独立评分，分歧过大时由第三位评定。评分不可更改。不带选项时逐份显示等待评分的作答，可按 Ctrl-D 停止。"),
      examples: [
        "readiness assess rate",
        "readiness assess rate --attempt 0197c3a8-5f00-7a31-8d51-0c6f1b2a9e77 --item DIR-25 --score facts=2 "
          + "--score form=1 --score limits=2",
      ])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "The attempt, as the queue lists it.", zh: "测评记录，见待评列表。", value: "id"))
    var attempt: AttemptID?

    @Option(help: ArgumentHelp(en: "The item's code.", zh: "题目编码。", value: "code"))
    var item: String?

    @Option(
      name: .customLong("score"),
      help: ArgumentHelp(
        en: "A criterion's score, such as context=2; one for each criterion.", zh: "一项要点的得分，如 context=2；每项要点一个。",
        value: "criterion=score"))
    var scores: [CriterionScore] = []

    @Option(help: ArgumentHelp(en: "Why; for whoever judges an appeal.", zh: "理由；供处理申诉的人参考。", value: "text"))
    var comment: String?

    @Flag(help: ArgumentHelp(en: "Only tell whether it would be taken.", zh: "仅检查是否会被接受。"))
    var dryRun = false

    func validate() throws {
      if Set(scores.map(\.criterion)).count < scores.count { throw ValidationError(Text.scoredTwice[.spoken]) }
      let given = [attempt != nil, item != nil, !scores.isEmpty]
      guard given.allSatisfy({ $0 }) || !given.contains(true) && comment == nil else {
        throw ValidationError(Text.itemRequired[.spoken])
      }
    }

    func run(_ client: APIClient, _ console: Console) async throws {
      guard let attempt, let item else { return try await rateAll(client, console) }
      let given = Dictionary(uniqueKeysWithValues: scores.map { ($0.criterion, $0.score) })
      let command = RateResponse(attempt: attempt, item: item, scores: given, comment: comment)
      console.show(try await client.submit(command, dryRun: dryRun)) { [Text.rated($0)] }
      if dryRun { console.note(Text.dryRun) }
    }

    private func rateAll(_ client: APIClient, _ console: Console) async throws {
      let waiting = try await client.unrated().value
      if waiting.isEmpty { console.note(Text.nothingToRate) }
      for (index, answer) in waiting.enumerated() {
        show(answer, position: index + 1, of: waiting.count, console)
        guard let scores = askScores(of: answer, console) else { return }
        let comment = console.ask(Text.commentAsked).flatMap { $0.isEmpty ? nil : $0 }
        let command = RateResponse(attempt: answer.attempt, item: answer.item, scores: scores, comment: comment)
        do {
          console.show(try await client.submit(command, dryRun: dryRun)) { [Text.rated($0)] }
        } catch let problem as Problem where problem.code == "already-resolved" {
          // Others were first, while this one was read.
          console.note(verbatim: problem.detail)
        }
      }
      if dryRun { console.note(Text.dryRun) }
    }

    private func show(_ answer: ListUnratedResponses.Entry, position: Int, of count: Int, _ console: Console) {
      let language = console.language
      let lines = [
        "", Terminal.error.dim("\(position)/\(count)  \(answer.item) · \(answer.kind.name[language])"),
        Terminal.error.bold(answer.stem[language]), "", Terminal.error.dim(Text.answerTitle[language]),
      ]
      let answered = answer.answer.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)".printable }
      let guide = ["", Terminal.error.dim(Text.rubricTitle[language]), "  \(answer.rationale[language])"]
      for line in lines + answered + guide { console.note(verbatim: line) }
    }

    /// - Returns: nil when the input ends.
    private func askScores(of answer: ListUnratedResponses.Entry, _ console: Console) -> [String: Int]? {
      var scores: [String: Int] = [:]
      for criterion in answer.rubric {
        console.note(verbatim: "")
        for (score, level) in criterion.levels.enumerated() {
          console.note(verbatim: "  \(score)  \(level[console.language])")
        }
        guard let score = askScore(criterion, console) else { return nil }
        scores[criterion.code] = score
      }
      return scores
    }

    private func askScore(_ criterion: RubricCriterion, _ console: Console) -> Int? {
      while let line = console.ask(Text.scoreAsked(criterion)) {
        if let score = Int(line), (0...criterion.maximumScore).contains(score) { return score }
        console.note(Text.scoreExpected(criterion.maximumScore))
      }
      return nil
    }
  }
}

/// A criterion's score as it is written on the command line: `context=2`.
struct CriterionScore: ExpressibleByArgument {
  let criterion: String
  let score: Int

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, let score = Int(parts[1]) else { return nil }
    self.criterion = String(parts[0])
    self.score = score
  }
}
