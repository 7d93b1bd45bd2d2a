import FoundationEssentials
import Postgres
import Readiness

/// What an attempt begins with: what is given, how, by whose rules, and until when.
struct AttemptTerms {
  let form: UUID
  let campaign: CampaignID?
  /// By the campaign's rules, where it has its own.
  let instrument: Instrument
  /// Nil: never.
  let deadline: Date?
}

/// A person's invitation to a campaign that is not withdrawn.
struct StoredInvitation {
  let campaign: StoredCampaign
  let extraTimePercent: Int
  /// Of the attempt that the person has made of it; nil: none.
  let attempt: AttemptStatus?

  func isOpen(on day: Day) -> Bool { attempt == nil && campaign.phase(on: day) == .open }

  /// - Throws: why nobody, or this person not, may begin it on `day`.
  func requireOpen(on day: Day) throws(Refusal) {
    if attempt != nil { throw .alreadyTaken(campaign.code) }
    switch campaign.phase(on: day) {
    case .open: return
    case .planned: throw .notOpenYet(campaign.code, until: campaign.opensOn)
    case .over, .closed: throw .campaignOver(campaign.code)
    }
  }
}

extension Session {
  /// What an attempt of a person's that begins now begins with.
  ///
  /// - Parameters:
  ///   - code: of the instrument.
  ///   - form: its code; nil: the campaign's, or the instrument's standard.
  ///   - invitation: to the campaign that was asked for; nil: the only open one of the instrument, or none.
  /// - Throws: why the campaign cannot be begun, or `campaign-ambiguous` where several can.
  func attemptTerms(
    of person: PersonID, instrument code: String, form: String?, invitation: StoredInvitation?
  ) throws -> AttemptTerms {
    guard let invitation = try invitation ?? openInvitation(of: person, instrument: code) else {
      let stored = try instrument(code: code)
      let standard = stored.instrument.adaptive == nil ? nil : InstrumentForm.adaptive
      return AttemptTerms(
        form: try stored.form(form ?? standard).id, campaign: nil, instrument: stored.instrument,
        deadline: stored.instrument.deadline(from: now))
    }
    try invitation.requireOpen(on: today)
    let campaign = invitation.campaign
    if let form, form != campaign.formCode { throw Refusal.otherForm(campaign) }
    let instrument = try published(form: campaign.form).stored.instrument.under(campaign.rules)
    return AttemptTerms(
      form: campaign.form, campaign: campaign.id, instrument: instrument,
      deadline: instrument.deadline(
        from: now, extraTimePercent: invitation.extraTimePercent, closesOn: campaign.closesOn))
  }

  /// - Throws: `not-invited`, or that there is no such campaign.
  func invitation(to campaign: String, of person: PersonID) throws -> StoredInvitation {
    let found = try invitations(of: person).first { $0.campaign.code == campaign }
    if let found { return found }
    _ = try self.campaign(code: campaign)
    throw Refusal(
      .forbidden, "not-invited", field: "campaign",
      LocalizedText(
        en: "You are not invited to the campaign “\(campaign)”. Ask those who run it, or start without a campaign.",
        zh: "您未受邀参加活动“\(campaign)”。请联系活动负责人，或不指定活动直接开始。"))
  }

  private func openInvitation(of person: PersonID, instrument: String) throws -> StoredInvitation? {
    let open = try invitations(of: person).filter { $0.campaign.instrument == instrument && $0.isOpen(on: today) }
    guard open.count > 1 else { return open.first }
    let codes = open.map(\.campaign.code)
    throw Refusal.conflict(
      "campaign-ambiguous", field: "campaign",
      en: "You are invited to several campaigns of this test: \(codes.joined(separator: ", ")). Say which.",
      zh: "您受邀参加该测评的多个活动：\(codes.joined(separator: "、"))。请指明其中一个。")
  }

  /// Their campaigns can be neither closed nor extended before this transaction ends.
  private func invitations(of person: PersonID) throws -> [StoredInvitation] {
    try tx.all(
      """
      SELECT \(fragment: StoredCampaign.columns), n.extra_time_percent, a.status AS attempt
      FROM campaign_invitation n
      JOIN campaign c ON c.organisation_id = n.organisation_id AND c.id = n.campaign_id
      JOIN form f ON f.organisation_id = c.organisation_id AND f.id = c.form_id
      JOIN instrument i ON i.organisation_id = f.organisation_id AND i.id = f.instrument_id
      LEFT JOIN attempt a ON a.organisation_id = n.organisation_id AND a.campaign_id = n.campaign_id
        AND a.person_id = n.person_id AND a.status <> 'voided'
      WHERE n.organisation_id = \(actor.organisation) AND n.person_id = \(person) AND n.withdrawn_at IS NULL
      ORDER BY c.closes_on, c.code
      FOR SHARE OF c
      """
    ) { row in
      StoredInvitation(
        campaign: try StoredCampaign(row), extraTimePercent: try row.decode("extra_time_percent"),
        attempt: try row.decode("attempt"))
    }
  }

  /// Waits until no other transaction starts an attempt of the person's, and keeps others from it.
  func awaitTurn(of person: PersonID) throws {
    _ = try tx.first(
      """
      SELECT 1 AS one FROM person WHERE organisation_id = \(actor.organisation) AND id = \(person)
      FOR NO KEY UPDATE
      """
    ) { _ in true }
  }
}

extension Refusal {
  fileprivate static func alreadyTaken(_ campaign: String) -> Refusal {
    .conflict(
      "already-taken", field: "campaign",
      en: "You have had your attempt of the campaign “\(campaign)”: there is one a person.",
      zh: "您已参加过活动“\(campaign)”：每人仅限一次。")
  }

  fileprivate static func notOpenYet(_ campaign: String, until day: Day) -> Refusal {
    .conflict(
      "campaign-not-open", field: "campaign", en: "The campaign “\(campaign)” opens on \(day). Come back then.",
      zh: "活动“\(campaign)”于 \(day) 开始。请届时再来。")
  }

  fileprivate static func otherForm(_ campaign: StoredCampaign) -> Refusal {
    .invalid(
      "other-form", field: "form",
      en: "The campaign “\(campaign.code)” gives the form “\(campaign.formCode)”. Leave the form out.",
      zh: "活动“\(campaign.code)”使用的试卷是“\(campaign.formCode)”。请省略试卷。")
  }

  fileprivate static func campaignOver(_ campaign: String) -> Refusal {
    .conflict(
      "campaign-over", field: "campaign",
      en: "The campaign “\(campaign)” is over. Ask those who run it whether they extend it.",
      zh: "活动“\(campaign)”已结束。请咨询活动负责人是否延期。")
  }
}
