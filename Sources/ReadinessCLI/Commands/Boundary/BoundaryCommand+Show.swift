import ArgumentParser
import Readiness

extension BoundaryCommand {
  struct Show: ServerCommand {
    static let configuration = CommandConfiguration(
      "show", LocalizedText(en: "Show what a boundary says and why, on a day.", zh: "显示某日边界的全部内容及其理由。"),
      examples: [
        "readiness boundary show --role HRBP --task HRBP-03",
        "readiness boundary show --role HRBP --task HRBP-03 --as-of 2026-03-31",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var place: BoundaryPlace
    @OptionGroup var moment: AsOfOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let record = try await client.get(place.path, query: ["as-of": moment.asOf], as: BoundaryRecord.self)
      console.show(record) { BoundaryPage($0).lines }
    }
  }

  struct History: ServerCommand {
    static let configuration = CommandConfiguration(
      "history", LocalizedText(en: "Show what happened to a boundary: when, by whom and why.", zh: "显示边界的历史：何时、何人、为何。"),
      examples: [
        "readiness boundary history --role HRBP --task HRBP-03",
        "readiness boundary history --role HRBP --task HRBP-03 --as-of 2026-03-31 --json",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var place: BoundaryPlace
    @OptionGroup var moment: AsOfOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let record = try await client.get(place.path, query: ["as-of": moment.asOf], as: BoundaryRecord.self)
      guard !console.isJSON else { return console.print(json: record.json) }
      console.print(
        rows: record.value.events,
        columns: [
          Column(Text.date) { $0.on.description }, Column(Text.version) { $0.version.map(String.init) ?? "" },
          Column(Text.event) { ($0.signOff?.name ?? $0.kind.name)[$1] },
          Column(Text.level) { $0.level?.description ?? "" }, Column(Text.by) { $0.by ?? "" },
          Column(Text.reason) { $0.note(in: $1) },
        ])
    }
  }
}

/// A boundary as it reads on a terminal: the version in force, or else the newest.
struct BoundaryPage {
  private let record: BoundaryRecord

  init(_ record: BoundaryRecord) { self.record = record }

  var lines: [LocalizedText] {
    let current = record.versions.first { $0.number == record.inForce } ?? record.versions.first
    let open = record.versions.first { $0.status == .proposed && $0.number != current?.number }
    return [title] + (current.map(lines) ?? []) + labels + exceptions
      + (open.map { [.blank] + lines(of: $0) } ?? [])
  }

  private var title: LocalizedText {
    let place = "\(record.role) · \(record.task)"
    let level = record.level.map { LocalizedText(en: "\($0), \($0.name.en)", zh: "\($0)，\($0.name.zh)") }
    return LocalizedText(
      en: "\(place)  \(record.name.en): \(level?.en ?? "nothing in force") on \(record.day)",
      zh: "\(place)  \(record.name.zh)：\(record.day) \(level?.zh ?? "无现行边界")")
  }

  private func lines(of version: BoundaryRecord.Version) -> [LocalizedText] {
    head(version) + people(version) + terms(version) + signOffs(version) + reasons(version)
  }

  private func head(_ version: BoundaryRecord.Version) -> [LocalizedText] {
    let level = version.decidedLevel ?? version.proposedLevel
    let title: LocalizedText? = LocalizedText(
      en: "Version \(version.number): \(level), \(version.status.name.en), proposed \(version.proposedLevel) on "
        + "\(version.proposedOn)",
      zh: "第 \(version.number) 版：\(level)，\(version.status.name.zh)，\(version.proposedOn) 建议 \(version.proposedLevel)")
    let force = version.effectiveFrom.map { "\($0) – \(version.effectiveTo?.description ?? "…")" }
    let feasible = version.facts.feasibleLevel?.description ?? "–"
    return [
      title, .field("in force", "有效期", force ?? ""),
      .field("review on", "复核日", version.reviewOn?.description ?? ""),
      .field("desired / feasible", "期望 / 可行", "\(version.facts.desiredLevel?.description ?? "–") / \(feasible)"),
      .field("oversight", "监督方式", version.oversight?.name ?? .empty),
    ].compactMap(\.self)
  }

  private func people(_ version: BoundaryRecord.Version) -> [LocalizedText] {
    let overseer = version.overseer.map { "\($0) (\(version.overseerLevel?.description ?? "–"))" }
    return [
      .field("accountable", "负责人", version.accountable ?? "–"), .field("overseer", "监督人", overseer ?? "–"),
      .field("responsible", "执行方", version.terms.responsible),
      .field("consulted", "征询方", version.terms.consulted), .field("informed", "告知方", version.terms.informed),
    ].compactMap(\.self)
  }

  private func terms(_ version: BoundaryRecord.Version) -> [LocalizedText] {
    let (terms, facts) = (version.terms, version.facts)
    let systems = version.systems.map { "\($0.code) (\($0.clearance.rawValue))" }.joined(separator: ", ")
    let rationale = terms.rationale.map(\.name)
    return [
      .field(
        "why a human", "保留人工的理由",
        LocalizedText(
          en: rationale.map(\.en).joined(separator: ", "), zh: rationale.map(\.zh).joined(separator: "、"))),
      .field("stakes", "后果严重性", facts.traits.map { "\($0.uncertainty)/5" } ?? "–"),
      .field("irreversible", "不可逆", .truth(facts.irreversible)),
      .field("effect on a person", "对个人的影响", .truth(facts.affectsPerson)),
      .field("persons affected", "受影响人员", terms.personsAffected),
      .field("data class", "数据级别", facts.dataClass?.name ?? LocalizedText(en: "–", zh: "–")),
      .field("AI systems", "AI 系统", systems.isEmpty ? "–" : systems),
      .field("never enter", "禁止输入", terms.forbiddenInputs),
      .field("stop or override", "停止或否决", terms.stopProcedure),
      .field("logged", "记录日志", .truth(terms.isLogged)), .field("disclosed", "披露", .truth(terms.isDisclosed)),
    ].compactMap(\.self)
  }

  private func signOffs(_ version: BoundaryRecord.Version) -> [LocalizedText] {
    version.signOffs.map { signed in
      func note(_ language: Language) -> String {
        let note = signed.note(in: language)
        return note.isEmpty ? "" : " “\(note)”"
      }
      return LocalizedText(
        en: "  ✓ \(signed.kind.name.en): \(signed.by ?? "–"), \(signed.on)\(note(.en))",
        zh: "  ✓ \(signed.kind.name.zh)：\(signed.by ?? "–")，\(signed.on)\(note(.zh))")
    }
  }

  private func reasons(_ version: BoundaryRecord.Version) -> [LocalizedText] {
    version.proposal.firings.map { firing in
      LocalizedText(
        en: "  \(firing.rule)  \(firing.effect): \(firing.reason.en)",
        zh: "  \(firing.rule)  \(firing.effect)：\(firing.reason.zh)")
    }
  }

  private var labels: [LocalizedText] {
    record.labels.map { label in
      let text = [label.exposure?.description, label.automation?.description].compactMap(\.self).joined(separator: " ")
      return .verbatim("  ⌗ \(label.source) \(label.labeller), \(label.labelledOn): \(text)")
    }
  }

  private var exceptions: [LocalizedText] {
    record.exceptions.map { exception in
      LocalizedText(
        en: "  ⚑ exception \(exception.level), \(exception.from) – \(exception.until), "
          + "\(exception.state.name.en): \(exception.reason)",
        zh:
          "  ⚑ 例外 \(exception.level)，\(exception.from) – \(exception.until)，\(exception.state.name.zh)：\(exception.reason)"
      )
    }
  }
}

extension LocalizedText {
  fileprivate static let blank = verbatim("")

  fileprivate static func verbatim(_ text: String) -> LocalizedText { LocalizedText(en: text, zh: text) }

  /// Nil when there is nothing to say.
  fileprivate static func field(_ en: String, _ zh: String, _ value: LocalizedText) -> LocalizedText? {
    value.en.isEmpty ? nil : LocalizedText(en: "  \(en): \(value.en)", zh: "  \(zh)：\(value.zh)")
  }

  fileprivate static func field(_ en: String, _ zh: String, _ value: String) -> LocalizedText? {
    field(en, zh, verbatim(value))
  }

  fileprivate static func truth(_ value: Bool?) -> LocalizedText {
    switch value {
    case true?: LocalizedText(en: "yes", zh: "是")
    case false?: LocalizedText(en: "no", zh: "否")
    case nil: LocalizedText(en: "unknown", zh: "未知")
    }
  }
}
