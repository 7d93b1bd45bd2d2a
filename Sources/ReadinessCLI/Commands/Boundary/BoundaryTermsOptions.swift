public import ArgumentParser
public import Readiness

extension RationaleCode: ExpressibleByArgument {}
extension AISystemChoice: ExpressibleByArgument {}

/// What a proposal is to say beside its level; each option left out keeps what the boundary says.
struct BoundaryTermsOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      en: "Why a human keeps a share, one or more of: \(codes). Replaces those there are.",
      zh: "人保留部分工作的理由，可多次指定：\(codes)。将替换现有理由。", value: "code"))
  var rationale: [RationaleCode] = []

  @Option(
    help: ArgumentHelp(
      en: "Approved AI systems: all, none, or codes with a space between them.",
      zh: "批准使用的 AI 系统：all、none，或以空格分隔的编码。", value: "codes"))
  var aiSystems: AISystemChoice?

  @Option(help: ArgumentHelp(en: "Whom the outcome concerns, in English.", zh: "受影响人员（英文）。", value: "text"))
  var affectedEn: String?
  @Option(help: ArgumentHelp(en: "The same in Chinese.", zh: "受影响人员（中文）。", value: "text"))
  var affectedZh: String?

  @Option(help: ArgumentHelp(en: "What must never be entered, in English.", zh: "禁止输入的内容（英文）。", value: "text"))
  var forbiddenEn: String?
  @Option(help: ArgumentHelp(en: "The same in Chinese.", zh: "禁止输入的内容（中文）。", value: "text"))
  var forbiddenZh: String?

  @Option(
    help: ArgumentHelp(en: "How a human stops or overrides the AI, in English.", zh: "停止或否决 AI 的步骤（英文）。", value: "text")
  )
  var stopEn: String?
  @Option(help: ArgumentHelp(en: "The same in Chinese.", zh: "停止或否决 AI 的步骤（中文）。", value: "text"))
  var stopZh: String?

  @Option(help: ArgumentHelp(en: "Who does the work.", zh: "执行方。", value: "party"))
  var responsible: String?
  @Option(help: ArgumentHelp(en: "Who is asked before.", zh: "事前征询方。", value: "party"))
  var consulted: String?
  @Option(help: ArgumentHelp(en: "Who is told after.", zh: "事后告知方。", value: "party"))
  var informed: String?

  @Flag(inversion: .prefixedNo, help: ArgumentHelp(en: "Each use is logged, or need not be.", zh: "每次使用须（或无须）记录日志。"))
  var logging: Bool?
  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(en: "Those concerned are told of the AI, or need not be.", zh: "须（或无须）向当事人披露使用 AI。"))
  var disclosure: Bool?

  private static let codes = RationaleCode.allCases.map(\.rawValue).joined(separator: ", ")

  /// Nil when nothing is given.
  var edit: BoundaryTerms.Edit? {
    var edit = BoundaryTerms.Edit()
    edit.rationale = rationale.isEmpty ? nil : rationale
    edit.aiSystems = aiSystems
    edit.personsAffected = Self.text(affectedEn, affectedZh)
    edit.forbiddenInputs = Self.text(forbiddenEn, forbiddenZh)
    edit.stopProcedure = Self.text(stopEn, stopZh)
    edit.responsible = responsible
    edit.consulted = consulted
    edit.informed = informed
    edit.isLogged = logging
    edit.isDisclosed = disclosure
    return edit == BoundaryTerms.Edit() ? nil : edit
  }

  /// One language alone is refused by the server, which says so.
  private static func text(_ en: String?, _ zh: String?) -> LocalizedText? {
    en == nil && zh == nil ? nil : LocalizedText(en: en ?? "", zh: zh ?? "")
  }
}
