import ArgumentParser
import Foundation
import Readiness
import SyncClient

struct MeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "me",
    LocalizedText(
      en: "Your role, its boundaries with AI, your permission card and your scores.",
      zh: "您的岗位、AI 工作边界、使用许可卡和成绩。"),
    examples: ["readiness-phone me", "readiness-phone me --json"])

  @OptionGroup var options: PhoneOptions

  func run() throws {
    let console = options.console
    try console.show(try options.phone().read(Me.init)) { $0.lines(in: console.language) }
  }
}

/// What a person is told of their own work.
struct Me: Encodable {
  var name: String?
  var card: PermissionCard?
  /// Versions that the person has acknowledged.
  var acknowledged: [BoundaryVersionID]
  var scores: [Score]

  struct Score: Encodable {
    var domain: String
    var level: String
    var quotient: Double?
    var provisional: Bool
    var validUntil: Day
  }

  init(_ owned: Owned) throws {
    name = try owned.mine(PublishedPerson.self).first?.row.name
    card = try owned.permissionCard()
    acknowledged = try owned.mine(PublishedAcknowledgement.self).map(\.row.version)
    // The latest of each domain that still counts.
    let counting = try owned.mine(PublishedScore.self).map(\.row).filter { $0.validUntil >= owned.today }
    scores = Dictionary(grouping: counting, by: \.domain).values.compactMap { $0.max { $0.scoredOn < $1.scoredOn } }
      .map { score in
        Score(
          domain: score.domain ?? "overall", level: score.level, quotient: score.quotient,
          provisional: score.provisional ?? false, validUntil: score.validUntil)
      }
      .sorted { $0.domain < $1.domain }
  }

  func lines(in language: Language) -> [String] {
    var lines = [name].compactMap { $0 }
    guard let card else { return lines + [Text.noRole[language]] + scoreLines(language) }
    lines += ["\(card.role)  \(card.name[language])", "", Text.boundaries[language]]
    lines += card.tasks.map { line in
      let isKnown = acknowledged.contains(line.version)
      let note = (isKnown ? Text.acknowledged : Text.toAcknowledge)[language]
      return "  \(line.task)  \(line.level)  \(line.level.name[language])  \(line.name[language])  (\(note))"
    }
    lines += card.undecided.map { "  \($0)  \(Text.undecided[language])" }
    lines += ["", Text.tools[language]]
    lines += card.tools.map { tool in
      let cells = tool.cells.map { "\($0.dataClass.name[language]): \($0.permission.name[language])" }
      return "  \(tool.name)  \(cells.joined(separator: " · "))"
    }
    return lines + scoreLines(language)
  }

  private func scoreLines(_ language: Language) -> [String] {
    guard !scores.isEmpty else { return [] }
    return ["", Text.scores[language]]
      + scores.map { score in
        let domain = QuotientDomain(rawValue: score.domain)?.name[language] ?? score.domain
        let quotient = score.quotient.map { String(format: "%.0f", $0) } ?? ""
        let note = score.provisional ? " (\(Text.provisional[language]))" : ""
        return "  \(score.level)  \(quotient)  \(domain)\(note)"
      }
  }
}

extension Owned {
  /// The card of the role that the person holds today; nil when they hold none.
  func permissionCard() throws -> PermissionCard? {
    guard let role = try role() else { return nil }
    let tasks = try tasks()
    let systems = Dictionary(
      try view.all(PublishedAISystem.self).map { ($0.row.code, $0.row.name) }, uniquingKeysWith: { first, _ in first })
    let boundaries = try view.all(PublishedBoundary.self).map(\.row).filter { $0.role == role.id }
    let lines = boundaries.compactMap { boundary in
      tasks[boundary.task].flatMap { boundary.line(on: today, task: $0, systems: systems) }
    }
    let held = (role.row.tasks ?? []).filter { $0.from <= today && ($0.to.map { today < $0 } ?? true) }
    let decided = Set(lines.map(\.task))
    let undecided = Set(held.compactMap { tasks[$0.task]?.code }).subtracting(decided).sorted()
    return PermissionCard(role: role.row.code, name: role.row.name, day: today, lines: lines, undecided: undecided)
  }
}
