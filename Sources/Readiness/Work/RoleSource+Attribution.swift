extension RoleSource {
  /// Those whose text may be shown only with an attribution.
  public static let attributed: [RoleSource] = [.onet, .esco]

  public var name: LocalizedText {
    switch self {
    case .onet: LocalizedText(en: "O*NET", zh: "O*NET")
    case .esco: LocalizedText(en: "ESCO", zh: "ESCO")
    case .csco: LocalizedText(en: "CSCO", zh: "中国职业分类大典")
    case .custom: LocalizedText(en: "own text", zh: "自编")
    }
  }

  /// The licence that the source's text is used under; nil where none is needed.
  public var licence: String? {
    switch self {
    case .onet: "CC BY 4.0"
    case .esco: "Commission Decision 2011/833/EU"
    case .csco, .custom: nil
    }
  }

  /// The line that must stand wherever the source's text is shown: who made it, its licence, and that it was adapted; nil
  /// where none is needed.
  ///
  /// CC BY 4.0, section 3(a), asks for the creator, the licence with its address, and that changes are told; the publisher
  /// of the O*NET database also for its trademark and that it endorses nothing.
  ///
  /// - Parameter release: of the source, such as `29.0`; nil when it is not known.
  public func attribution(release: String?) -> LocalizedText? {
    switch self {
    case .onet:
      let database = release.map { "O*NET® \($0) Database" } ?? "O*NET® Database"
      return LocalizedText(
        en: "Includes information from the \(database) by the U.S. Department of Labor, Employment and Training "
          + "Administration (USDOL/ETA), used under the CC BY 4.0 licence (https://creativecommons.org/licenses/by/4.0/). "
          + "O*NET® is a trademark of USDOL/ETA. The information was selected and adapted for this organisation; USDOL/ETA "
          + "has not approved, endorsed or tested the adaptations.",
        zh: "包含美国劳工部就业与培训管理局（USDOL/ETA）\(database) 的信息，依据 CC BY 4.0 许可协议"
          + "（https://creativecommons.org/licenses/by/4.0/）使用。O*NET® 是 USDOL/ETA 的商标。"
          + "相关信息已由本组织选取并改编，USDOL/ETA 未对改编内容予以批准、认可或检验。")
    case .esco:
      let classification = release.map { " \($0)" } ?? ""
      return LocalizedText(
        en:
          "This service uses the ESCO classification\(classification) of the European Commission. The information was "
          + "selected and adapted for this organisation; the European Commission is not responsible for the adaptations.",
        zh: "本服务使用欧盟委员会的 ESCO 分类体系\(classification)。相关信息已由本组织选取并改编，欧盟委员会对改编内容不承担责任。")
    case .csco, .custom: return nil
    }
  }
}
