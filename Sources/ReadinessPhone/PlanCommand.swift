import ArgumentParser
import Foundation
import Readiness
import SyncClient
import Wire

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "plan", LocalizedText(en: "The items of your training plan.", zh: "您的培训计划项目。"),
    examples: ["readiness-phone plan", "readiness-phone tick PROMPT-101 --text “Certificate 42”"])

  @OptionGroup var options: PhoneOptions

  func run() throws {
    let console = options.console
    try console.show(try options.phone().read { try $0.planItems() }) { items in
      items.isEmpty ? [Text.nothing[console.language]] : items.map { $0.line(in: console.language) }
    }
  }
}

struct TickCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    "tick", LocalizedText(en: "Say that an item of your plan is done.", zh: "标记计划项目已完成。"),
    examples: [
      "readiness-phone tick PROMPT-101", "readiness-phone tick PROMPT-101 --link https://example.com/certificate",
    ])

  @Argument(help: ArgumentHelp(en: "Code of the activity, or id of the item.", zh: "学习活动代码或项目编号。"))
  var item: String

  @Option(help: ArgumentHelp(en: "What shows it, in words.", zh: "文字证明。", value: "text"))
  var text: String?

  @Option(help: ArgumentHelp(en: "What shows it, as a link.", zh: "链接证明。", value: "url"))
  var link: String?

  @OptionGroup var options: PhoneOptions

  func run() async throws {
    let phone = try options.phone()
    let (item, change) = try phone.read { owned in
      guard let item = try owned.planItem(self.item) else {
        throw Failure(.failed, Text.missing(Text.item, self.item))
      }
      var row = try owned.view.find(PublishedPlanItem.self, item.id)?.row
      row?.status = .done
      return (item, try row.map { try RowChange(scope: owned.own, id: item.id, $0) })
    }
    let command = CompletePlanItem(
      id: EvidenceID(UUID()), item: PlanItemID(item.id), doneOn: .today, text: text, link: link)
    try await phone.submit(command, showing: change.map { [$0] } ?? [], on: options.console)
  }
}

/// An item of a plan as it is told.
struct PlanLine: Encodable {
  var id: UUID
  var plan: UUID
  /// Code of the activity.
  var activity: String
  var name: LocalizedText
  var status: PlanItemStatus
  var dueOn: Day?
  var hours: Double
  /// A command that is on its way has changed it.
  var isPending: Bool

  func line(in language: Language) -> String {
    let note = isPending ? " (\(Text.onItsWay[language]))" : ""
    return "\(activity)  \(status.name[language])\(note)  \(dueOn?.description ?? "")  \(hours) h  \(name[language])"
  }
}

extension Owned {
  /// In the plan's order.
  func planItems() throws -> [PlanLine] {
    try mine(PublishedPlanItem.self).sorted { $0.row.ordinal < $1.row.ordinal }.map { item in
      let activity = try view.find(PublishedActivity.self, item.row.activity)?.row
      return PlanLine(
        id: item.id, plan: item.row.plan, activity: activity?.code ?? "", name: activity?.name ?? .empty,
        status: item.row.status, dueOn: item.row.dueOn, hours: item.row.hours, isPending: item.isPending)
    }
  }

  /// The item of an id, or of an activity's code: of several, one that is open in the active plan before any other.
  func planItem(_ name: String) throws -> PlanLine? {
    let items = try planItems()
    if let item = items.first(where: { $0.id.uuidString.lowercased() == name.lowercased() }) { return item }
    let active = Set(try mine(PublishedPlan.self).filter { $0.row.status == .active }.map(\.id))
    let named = items.filter { $0.activity == name }
    let open = named.filter(\.status.isOpen)
    return open.first { active.contains($0.plan) } ?? open.first ?? named.first
  }
}

extension Phone {
  /// Takes a command on its way, and tells what became of it.
  ///
  /// - Throws: `Failure` when the server refused it.
  func submit(_ command: any Command, showing changes: [RowChange] = [], on console: Console) async throws {
    let id = try client.run(command, showing: changes)
    let pending = try await send(id)
    let state = pending?.state ?? .shown
    if state.isFailed {
      let reason = pending?.problem?.detail ?? Text.state(state)[console.language]
      throw Failure(.failed, LocalizedText(en: reason, zh: reason))
    }
    try console.tell(Outcome(id: id, state: state), state == .waiting ? Text.waits : Text.done)
  }
}
