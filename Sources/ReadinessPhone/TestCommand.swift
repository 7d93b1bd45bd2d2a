import ArgumentParser
import Foundation
import Readiness
import SyncClient

struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "test", LocalizedText(en: "Tests that you are invited to, also offline.", zh: "您受邀参加的测评，可离线作答。"),
    subcommands: [TestListCommand.self, TestTakeCommand.self])
}

struct TestListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "list", LocalizedText(en: "The campaigns that you are invited to.", zh: "您受邀参加的测评活动。"),
    examples: ["readiness-phone test list"])

  @OptionGroup var options: PhoneOptions

  func run() throws {
    let language = options.console.language
    try options.console.show(try options.phone().read { try $0.tests() }) { tests in
      tests.isEmpty ? [Text.nothing[language]] : tests.map { $0.line(in: language) }
    }
  }
}

struct TestTakeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    "take",
    LocalizedText(
      en:
        "Take a test; answers to a fixed form are kept without a connection and sent later, an adaptive test needs one.",
      zh: "参加测评；固定试卷可离线作答，答案稍后发送；自适应测评需要联网。"),
    examples: ["readiness-phone test take spring-2026"])

  @Argument(help: ArgumentHelp(en: "Code of the campaign.", zh: "测评活动代码。"))
  var campaign: String

  @OptionGroup var options: PhoneOptions

  func run() async throws {
    let phone = try options.phone()
    let console = options.console
    if try phone.isAdaptive(campaign) { return try await takeOnline(phone, console) }
    let sitting = try phone.sitting(of: campaign)
    for item in sitting.unanswered {
      guard let response = answer(to: item, on: console) else { return try pause(console) }
      try phone.record(response, in: sitting)
    }
    try await phone.finish(sitting, on: console)
    console.note(Text.finished)
  }

  private func pause(_ console: Console) throws { try console.tell(Outcome(state: .waiting), Text.paused) }

  /// Each answer decides what is asked next, so that the server is asked after each.
  private func takeOnline(_ phone: Phone, _ console: Console) async throws {
    let started = try await phone.client.perform(StartAttempt(campaign: campaign))
    var next = started.progress?.next
    while let item = next {
      guard let response = answer(to: item, on: console) else { return try pause(console) }
      next = try await phone.client.perform(
        RecordResponse(
          attempt: started.attempt, item: response.item, answer: response.answer, confidence: response.confidence,
          milliseconds: response.milliseconds)
      ).next
    }
    if started.settled == nil { _ = try await phone.client.perform(FinishAttempt(attempt: started.attempt)) }
    try console.tell(.done, Text.finished)
  }

  /// Asks until the answer fits the item.
  ///
  /// - Returns: nil when the person pauses.
  private func answer(to item: PresentedItem, on console: Console) -> ItemResponse? {
    let language = console.language
    Console.write("\n\(item.stem[language])", to: .standardError)
    for option in item.options + item.targets {
      Console.write("  \(option.key)  \(option.text[language])", to: .standardError)
    }
    let isInWords = item.kind.marking == .rubric
    let began = Date()
    while let text = console.ask(isInWords ? Text.words : Text.answers), !text.isEmpty {
      let keys = isInWords ? [text] : text.split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
      let milliseconds = min(Int(Date().timeIntervalSince(began) * 1_000), 86_400_000)
      let response = ItemResponse(
        item: item.code, answer: keys, confidence: item.kind.marking == .key ? confidence(on: console) : nil,
        milliseconds: milliseconds)
      do {
        _ = try response.parsed(for: item)
        return response
      } catch {
        console.note(error.message)
      }
    }
    return nil
  }

  /// Asks until it is a percentage, or not said.
  private func confidence(on console: Console) -> Double? {
    while let text = console.ask(Text.confidence), !text.isEmpty {
      if let percent = Double(text), (0...100).contains(percent) { return percent / 100 }
      console.note(Text.percentageExpected(text))
    }
    return nil
  }
}

/// A campaign as it is told to whoever is invited.
struct TestLine: Encodable {
  var campaign: String
  var title: LocalizedText
  var closesOn: Day
  var mode: DeliveryMode
  /// The items are on this phone.
  var isHere: Bool
  var status: AttemptStatus?

  func line(in language: Language) -> String {
    "\(campaign)  \(closesOn)  \(Text.testState(status, isHere: isHere)[language])  \(title[language])"
  }
}

/// An attempt that a person is at.
struct Sitting {
  /// Its id is provisional while the server has not heard of it.
  var attempt: (id: UUID, row: PublishedAttempt)
  var own: SyncScope
  /// In the form's order.
  var unanswered: [PresentedItem]
}

extension Owned {
  func tests() throws -> [TestLine] {
    let attempts = try mine(PublishedAttempt.self).map(\.row)
    let forms = Set(try view.all(PublishedForm.self).map(\.id))
    return try mine(PublishedInvitation.self).map(\.row).filter { $0.closedAt == nil && $0.closesOn >= today }
      .sorted { ($0.closesOn, $0.code) < ($1.closesOn, $1.code) }
      .map { invitation in
        TestLine(
          campaign: invitation.code, title: invitation.title, closesOn: invitation.closesOn, mode: invitation.mode,
          isHere: forms.contains(invitation.campaign.uuid),
          status: attempts.last { $0.campaign == invitation.campaign && $0.status != .voided }?.status)
      }
  }
}

extension Owned {
  /// - Throws: `Failure` when there is none, or it is not open today.
  func invitation(to code: String) throws -> PublishedInvitation {
    guard let invitation = try mine(PublishedInvitation.self).first(where: { $0.row.code == code })?.row else {
      throw Failure(.failed, Text.missing(Text.campaign, code))
    }
    guard invitation.opensOn <= today else { throw Failure(.failed, Text.notOpenYet(code, until: invitation.opensOn)) }
    guard invitation.closedAt == nil, today <= invitation.closesOn else {
      throw Failure(.failed, Text.campaignOver(code))
    }
    return invitation
  }
}

extension Phone {
  /// Whether the campaign's test asks by what was answered before.
  func isAdaptive(_ code: String) throws -> Bool {
    try read { owned in
      try owned.mine(PublishedInvitation.self).contains { $0.row.code == code && $0.row.mode == .adaptive }
    }
  }

  /// The attempt of a campaign that is in progress, or a new one.
  func sitting(of code: String) throws -> Sitting {
    let (own, invitation, form, attempts, responses) = try read { owned in
      let invitation = try owned.invitation(to: code)
      guard let form = try owned.view.find(PublishedForm.self, invitation.campaign.uuid)?.row else {
        throw Failure(.failed, Text.noForm(code))
      }
      let attempts = try owned.mine(PublishedAttempt.self).filter {
        $0.row.campaign == invitation.campaign && $0.row.status != .voided
      }
      return (owned.own, invitation, form, attempts, try owned.mine(PublishedResponse.self).map(\.row))
    }
    // What waits may name by its provisional id what the server's own row is there of.
    let over = Set(try attempts.filter { $0.row.status != .inProgress }.map { try client.resolved($0.id) })
    guard over.isEmpty else { throw Failure(.failed, Text.taken(code)) }
    let attempt = try attempts.first.map { ($0.id, $0.row) } ?? begin(invitation, own: own)
    let id = try client.resolved(attempt.0)
    let answered = Set(try responses.filter { try client.resolved($0.attempt) == id }.map(\.item))
    return Sitting(attempt: attempt, own: own, unanswered: form.items.filter { !answered.contains($0.code) })
  }

  private func begin(_ invitation: PublishedInvitation, own: SyncScope) throws -> (UUID, PublishedAttempt) {
    let id = ProvisionalID(field: "attempt")
    let row = PublishedAttempt(instrument: invitation.instrument, campaign: invitation.campaign)
    try client.run(
      StartAttempt(campaign: invitation.code), showing: [try RowChange(scope: own, id: id.id, row)], providing: id)
    return (id.id, row)
  }

  /// Keeps an answer; it is sent with the next synchronisation.
  func record(_ response: ItemResponse, in sitting: Sitting) throws {
    let row = PublishedResponse(attempt: sitting.attempt.id, item: response.item, answer: response.answer)
    try client.run(
      RecordResponse(
        attempt: AttemptID(sitting.attempt.id), item: response.item, answer: response.answer,
        confidence: response.confidence, milliseconds: response.milliseconds),
      showing: [try RowChange(scope: sitting.own, id: UUID(), row)])
  }

  /// Hands a test in.
  func finish(_ sitting: Sitting, on console: Console) async throws {
    var row = sitting.attempt.row
    row.status = .submitted
    try await submit(
      FinishAttempt(attempt: AttemptID(sitting.attempt.id)),
      showing: [try RowChange(scope: sitting.own, id: sitting.attempt.id, row)], on: console)
  }
}
