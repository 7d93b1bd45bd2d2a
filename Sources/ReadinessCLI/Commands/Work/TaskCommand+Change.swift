import ArgumentParser
import Readiness

extension TaskCommand {
  struct Add: ServerCommand {
    static let configuration = CommandConfiguration(
      "add", LocalizedText(en: "Give a role a task that there is.", zh: "将现有任务加入岗位。"),
      examples: ["readiness task add RECR HRBP-02 --time-share 0.05 --rebalance"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var rehearsal: DryRunOption
    @OptionGroup var moment: EffectiveOption

    @Argument(help: ArgumentHelp(en: "The role's code.", zh: "岗位编码。"))
    var role: String

    @Argument(help: ArgumentHelp(en: "The task's code.", zh: "任务编码。"))
    var task: String

    @Option(help: ArgumentHelp(en: "Share of the role's time, 0 to 1.", zh: "占岗位时间的比例，0 到 1。"))
    var timeShare: Double

    @Flag(help: ArgumentHelp(en: "Lower the other tasks' shares as far as it takes.", zh: "必要时按比例降低其他任务的占比。"))
    var rebalance = false

    func run(_ client: APIClient, _ console: Console) async throws {
      let time = try await client.submit(
        AddTask(
          role: role, task: task, timeShare: timeShare, rebalance: rebalance ? true : nil, effective: moment.effective),
        dryRun: rehearsal.dryRun)
      console.show(time) { [Text.roleTime($0)] }
      rehearsal.note(console)
    }
  }

  struct Drop: ServerCommand {
    static let configuration = CommandConfiguration(
      "drop", LocalizedText(en: "Take a task away from a role.", zh: "从岗位移除任务。"),
      more: LocalizedText(en: "Days before keep it.", zh: "此前日期的记录保持不变。"),
      examples: ["readiness task drop HRBP HRBP-02 --effective 2026-10-01 --dry-run"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var rehearsal: DryRunOption
    @OptionGroup var moment: EffectiveOption

    @Argument(help: ArgumentHelp(en: "The role's code.", zh: "岗位编码。"))
    var role: String

    @Argument(help: ArgumentHelp(en: "The task's code.", zh: "任务编码。"))
    var task: String

    @Flag(help: ArgumentHelp(en: "Give its time to the other tasks in proportion.", zh: "将其时间按比例分给其他任务。"))
    var rebalance = false

    func run(_ client: APIClient, _ console: Console) async throws {
      let time = try await client.submit(
        DropTask(role: role, task: task, rebalance: rebalance ? true : nil, effective: moment.effective),
        dryRun: rehearsal.dryRun)
      console.show(time) { [Text.roleTime($0)] }
      rehearsal.note(console)
    }
  }

  struct Merge: ServerCommand {
    static let configuration = CommandConfiguration(
      "merge", LocalizedText(en: "Make several tasks one.", zh: "合并任务。"),
      more: LocalizedText(
        en: "In each role that has any of them, the one that stays takes their time. Days before keep them.",
        zh: "在涉及的每个岗位中，保留的任务接收其余任务的时间。此前日期的记录保持不变。"),
      examples: ["readiness task merge HRBP-02 HRBP-03 --into HRBP-04 --dry-run"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var rehearsal: DryRunOption
    @OptionGroup var moment: EffectiveOption

    @Argument(help: ArgumentHelp(en: "Codes of the tasks that end.", zh: "要并入的任务编码。"))
    var tasks: [String]

    @Option(help: ArgumentHelp(en: "Code of the task that stays.", zh: "保留的任务编码。", value: "code"))
    var into: String

    func run(_ client: APIClient, _ console: Console) async throws {
      let result = try await client.submit(
        MergeTasks(tasks: tasks, into: into, effective: moment.effective), dryRun: rehearsal.dryRun)
      console.show(result) { [Text.merged($0.roles, into: into)] }
      rehearsal.note(console)
    }
  }
}
