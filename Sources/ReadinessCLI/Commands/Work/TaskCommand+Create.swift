public import ArgumentParser
public import Readiness
import Storage

extension TaskCommand {
  struct Create: ServerCommand {
    static let configuration = CommandConfiguration(
      "create", LocalizedText(en: "Make one task of a role.", zh: "为岗位新建一个任务。"),
      examples: [
        "readiness task create HRBP-31 --role HRBP --name-en \"Draft a job profile\" --name-zh 起草岗位说明书 --importance 3 "
          + "--time-share 0.04 --physical 1 --interpersonal 2 --uncertainty 2 --expertise 3 --enjoyment 3 "
          + "--data-class internal --exposure E1 --automation T3"
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: EffectiveOption

    @Argument(help: ArgumentHelp(en: "The task's code.", zh: "任务编码。"))
    var code: String

    @Option(help: ArgumentHelp(en: "The code of the role it belongs to.", zh: "所属岗位编码。", value: "code"))
    var role: String

    @OptionGroup var name: NameOptions
    @OptionGroup var weight: Weight
    @OptionGroup var facts: Facts

    func run(_ client: APIClient, _ console: Console) async throws {
      let tasks = try await client.get("/v1/tasks", query: ["as-of": moment.effective], as: [ListTasks.Entry].self)
      if tasks.value.contains(where: { $0.code == code }) { throw Failure(.failed, Text.codeTaken(code)) }
      let sheet = Sheet(
        oneRow: [("code", code), ("role", role), ("name_en", name.nameEn), ("name_zh", name.nameZh)] + weight.cells
          + facts.cells)
      let counts = try await client.submit(ImportTasks(sheet: sheet, effective: moment.effective))
      console.show(counts) { [Text.imported($0)] }
    }
  }

  /// How much the task counts in its role, and what it is like.
  struct Weight: ParsableArguments {
    @Option(help: ArgumentHelp(en: "Importance, 1 to 5.", zh: "重要性，1 到 5。"))
    var importance: Int

    @Option(help: ArgumentHelp(en: "Share of the role's time, 0 to 1.", zh: "占岗位时间的比例，0 到 1。"))
    var timeShare: Double

    @Option(help: ArgumentHelp(en: "Physical work, 1 to 5.", zh: "体力程度，1 到 5。"))
    var physical: Int

    @Option(help: ArgumentHelp(en: "Dealing with people, 1 to 5.", zh: "人际程度，1 到 5。"))
    var interpersonal: Int

    @Option(help: ArgumentHelp(en: "Uncertainty or high stakes, 1 to 5.", zh: "不确定性或风险程度，1 到 5。"))
    var uncertainty: Int

    @Option(help: ArgumentHelp(en: "Domain expertise, 1 to 5.", zh: "专业程度，1 到 5。"))
    var expertise: Int

    @Option(help: ArgumentHelp(en: "How much people like it, 1 to 5.", zh: "喜爱程度，1 到 5。"))
    var enjoyment: Int

    var cells: [(column: String, text: String)] {
      [
        ("importance", String(importance)), ("time_share", String(timeShare)), ("physical", String(physical)),
        ("interpersonal", String(interpersonal)), ("uncertainty", String(uncertainty)),
        ("expertise", String(expertise)), ("enjoyment", String(enjoyment)),
      ]
    }
  }

  /// What the task's boundary will rest on.
  struct Facts: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        en: "public, internal, confidential or restricted.", zh: "public、internal、confidential 或 restricted。"))
    var dataClass: DataClass

    @Flag(help: ArgumentHelp(en: "It cannot be undone.", zh: "结果不可逆。"))
    var irreversible = false

    @Flag(help: ArgumentHelp(en: "It has a legal or employment effect on a person.", zh: "对个人有法律或雇佣影响。"))
    var affectsPerson = false

    @Option(help: ArgumentHelp(en: "Exposure to language models, E0 to E2.", zh: "大模型暴露度，E0 至 E2。"))
    var exposure: Exposure?

    @Option(help: ArgumentHelp(en: "Automation potential, T0 to T4.", zh: "自动化潜力，T0 至 T4。"))
    var automation: AutomationPotential?

    @Option(help: ArgumentHelp(en: "The level that staff would want, H1 to H5.", zh: "员工期望的级别，H1 至 H5。"))
    var desiredLevel: HumanAgencyLevel?

    @Option(help: ArgumentHelp(en: "The level that experts hold feasible, H1 to H5.", zh: "专家认为可行的级别，H1 至 H5。"))
    var feasibleLevel: HumanAgencyLevel?

    @Option(help: ArgumentHelp(en: "The code of the AI system that takes part.", zh: "参与的 AI 系统编码。", value: "code"))
    var aiSystem: String?

    var cells: [(column: String, text: String)] {
      [
        ("data_class", dataClass.rawValue), ("irreversible", irreversible ? "yes" : "no"),
        ("affects_person", affectsPerson ? "yes" : "no"), ("exposure", exposure?.description ?? ""),
        ("automation", automation?.description ?? ""), ("desired_level", desiredLevel?.description ?? ""),
        ("feasible_level", feasibleLevel?.description ?? ""), ("ai_system", aiSystem ?? ""),
      ]
    }
  }
}

extension DataClass: ExpressibleByArgument {}
extension Exposure: ExpressibleByArgument {}
extension AutomationPotential: ExpressibleByArgument {}
