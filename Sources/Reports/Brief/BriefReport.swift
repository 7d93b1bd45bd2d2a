public import Readiness

/// The readiness brief as a page for the board.
public enum BriefReport {
  /// One self-contained HTML page, well-formed as XML too: inline SVG, no script and nothing to load.
  ///
  /// The same brief and language give the same bytes. What the brief withholds (nil) is nowhere in them.
  public static func html(_ brief: Brief, language: Language) -> String {
    page(brief).html(in: language)
  }

  static func page(_ brief: Brief) -> Page {
    Page(
      title: CommonText.pageTitle(BriefText.title, brief.unit ?? brief.organisation, brief.asOf),
      content: [
        header(brief), headline(brief.index), dimensions(brief.index), trend(brief), constraints(brief),
        roles(brief.roles), quotient(brief), missing(brief.index.missing), method(brief),
        PagePart.attributions(brief.attributions), tables(brief),
      ].flatMap(\.self),
      colophon: BriefText.colophon(brief))
  }

  private static func header(_ brief: Brief) -> [Markup] {
    PagePart.header(
      BriefText.title, of: brief.organisation, part: brief.unit,
      facts: [
        (BriefText.asOf, PagePart.date(brief.asOf)), (BriefText.headcount, .text(Numeral.integer(brief.headcount))),
        (BriefText.scope, .text(brief.unit == nil ? BriefText.wholeOrganisation : BriefText.unitAndBelow)),
        (BriefText.profile, .text(BriefText.profile(brief.profile))),
      ])
  }
}
