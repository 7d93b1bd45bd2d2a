import ArgumentParser
import Readiness

extension BoundaryCommand {
  struct Approve: ServerCommand {
    static let configuration = CommandConfiguration(
      "approve", LocalizedText(en: "Approve a role's open proposals, or decide otherwise.", zh: "批准岗位的待定建议，或另作决定。"),
      more: LocalizedText(
        en: "Deciding more humanly is always allowed. Deciding less so needs the same decision from a second account, "
          + "and never goes below the floor that the rules set.",
        zh: "选择更偏向人的级别始终允许。选择更低的级别需要另一账户作出相同决定，且不得低于规则设定的下限。"),
      examples: [
        "readiness boundary approve --role HRBP --skip-refused",
        "readiness boundary approve --role HRBP --task HRBP-03 --level H4 --note \"Until the pilot is evaluated\"",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var scope: BoundaryScope

    @Option(help: ArgumentHelp(en: "H1 to H5; otherwise as proposed.", zh: "H1 至 H5；默认按建议。", value: "level"))
    var level: HumanAgencyLevel?

    @Option(
      help: ArgumentHelp(
        en: "in_the_loop, on_the_loop or in_command.", zh: "in_the_loop、on_the_loop 或 in_command。", value: "kind"))
    var oversight: Oversight?

    @Option(help: ArgumentHelp(en: "Why.", zh: "理由。", value: "text"))
    var note: String?

    @OptionGroup var moment: EffectiveOption

    @Flag(
      help: ArgumentHelp(en: "Leave out what may not be approved instead of refusing all.", zh: "跳过不能批准的任务，而不是全部拒绝。"))
    var skipRefused = false

    @Flag(help: ArgumentHelp(en: "Only tell what would be approved.", zh: "仅显示将批准的内容。"))
    var dryRun = false

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = ApproveBoundaries(
        role: scope.role, tasks: scope.taskCodes, level: level, oversight: oversight, note: note,
        effective: moment.effective, skippingRefused: skipRefused)
      let answer = try await client.submit(command, dryRun: dryRun)
      guard !console.isJSON else { return console.print(json: answer.json) }
      for refused in answer.value.refused { console.note(refused.refusal.message) }
      console.print(Text.summary(of: answer.value)[console.language])
      if dryRun { console.note(Text.dryRun) }
    }
  }
}
