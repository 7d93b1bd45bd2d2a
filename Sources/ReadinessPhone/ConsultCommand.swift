import ArgumentParser
import Foundation
import Readiness
import SyncClient

struct ConsultCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    "consult",
    LocalizedText(
      en: "How much of a task you want to keep: the open questions, or your answer.",
      zh: "您希望在任务中保留多少人工：查看待答问题，或作答。"),
    examples: ["readiness-phone consult", "readiness-phone consult HRBP-03 H4"])

  @Argument(help: ArgumentHelp(en: "Code of the task.", zh: "任务代码。"))
  var task: String?

  @Argument(help: ArgumentHelp(en: "H1 (AI alone) to H5 (human essential).", zh: "H1（AI 独立完成）至 H5（必须由人完成）。"))
  var level: HumanAgencyLevel?

  @OptionGroup var options: PhoneOptions

  func validate() throws {
    guard task == nil || level != nil else {
      throw ValidationError(Text.levelExpected[options.console.language])
    }
  }

  func run() async throws {
    let phone = try options.phone()
    let console = options.console
    let questions = try phone.read { try $0.questions() }
    guard let task, let level else {
      return try console.show(questions) { questions in
        questions.isEmpty ? [Text.nothing[console.language]] : questions.map { $0.line(in: console.language) }
      }
    }
    guard let question = questions.first(where: { $0.task == task }) else {
      throw Failure(.failed, Text.missing(Text.question, task))
    }
    let command = RecordConsultation(role: question.role, task: task, desiredLevel: level)
    try await phone.submit(command, on: console)
  }
}

/// A question of an open round as it is told.
struct Question: Encodable {
  var role: String
  var task: String
  var name: LocalizedText
  var closesOn: Day
  var answer: HumanAgencyLevel?

  func line(in language: Language) -> String {
    "\(task)  \(answer?.description ?? "–")  \(closesOn)  \(name[language])"
  }
}

struct AcknowledgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    "acknowledge",
    LocalizedText(
      en: "Say that you have read your role's boundaries, or a policy.", zh: "确认已阅读岗位工作边界或一项制度。"),
    examples: ["readiness-phone acknowledge", "readiness-phone acknowledge --policy AI-USE"])

  @Option(help: ArgumentHelp(en: "Code of a policy; without it, the boundaries.", zh: "制度代码；省略则为工作边界。", value: "code"))
  var policy: String?

  @OptionGroup var options: PhoneOptions

  func run() async throws {
    let phone = try options.phone()
    if let policy {
      let isThere = try phone.read { owned in
        try owned.view.all(PublishedPolicyVersion.self).contains { $0.row.code == policy }
      }
      guard isThere else { throw Failure(.failed, Text.missing(Text.policy, policy)) }
      return try await phone.submit(AcknowledgePolicy(policy: policy), on: options.console)
    }
    let (versions, changes) = try phone.read { try $0.unacknowledged() }
    guard !versions.isEmpty else { return try options.console.tell(.done, Text.nothing) }
    try await phone.submit(AcknowledgeBoundaries(versions: versions), showing: changes, on: options.console)
  }
}

extension Owned {
  /// The open questions about the tasks of the person's role.
  func questions() throws -> [Question] {
    guard let role = try role() else { return [] }
    let tasks = try tasks()
    let answers = try mine(PublishedConsultation.self).map(\.row)
    let rounds = try view.all(PublishedConsultationRound.self).filter {
      $0.row.role == role.id && $0.row.closedOn == nil && $0.row.closesOn >= today
    }
    return rounds.flatMap { round in
      round.row.tasks.compactMap { id in
        tasks[id].map { task in
          Question(
            role: role.row.code, task: task.code, name: task.name, closesOn: round.row.closesOn,
            answer: answers.first { $0.round == round.id && $0.task == id }?.desiredLevel)
        }
      }
    }.sorted { $0.task < $1.task }
  }

  /// What of the role's boundaries in force the person has not acknowledged, and the rows that would say that they have.
  func unacknowledged() throws -> ([BoundaryVersionID], [RowChange]) {
    let known = Set(try mine(PublishedAcknowledgement.self).map(\.row.version))
    let versions = try permissionCard()?.tasks.map(\.version).filter { !known.contains($0) } ?? []
    let boundaries = try view.all(PublishedBoundary.self)
    let changes = try versions.compactMap { version in
      try boundaries.first { $0.row.version == version }.map { boundary in
        try RowChange(scope: own, id: UUID(), PublishedAcknowledgement(boundary: boundary.id, version: version))
      }
    }
    return (versions, changes)
  }
}
