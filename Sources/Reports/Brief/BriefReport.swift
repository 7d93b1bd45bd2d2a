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
      title: BriefText.pageTitle(brief.unit ?? brief.organisation, brief.asOf),
      content: [
        header(brief), headline(brief.index), dimensions(brief.index), trend(brief), constraints(brief), roles(brief),
        quotient(brief), missing(brief.index.missing), method(brief), tables(brief),
      ].flatMap(\.self),
      colophon: BriefText.colophon(brief))
  }

  @MarkupBuilder
  private static func header(_ brief: Brief) -> [Markup] {
    tag("header", ["class": "page-header"]) {
      tag("p", ["class": "eyebrow"]) { BriefText.title }
      tag("h1") { PagePart.name(brief.organisation) }
      if let unit = brief.unit { tag("p", ["class": "unit"]) { PagePart.name(unit) } }
      tag("dl", ["class": "page-facts"]) {
        pageFact(BriefText.asOf, PagePart.date(brief.asOf))
        pageFact(BriefText.headcount, .text(Numeral.integer(brief.headcount)))
        pageFact(BriefText.scope, .text(brief.unit == nil ? BriefText.wholeOrganisation : BriefText.unitAndBelow))
        pageFact(BriefText.profile, .text(BriefText.profile(brief.profile)))
      }
    }
  }

  private static func pageFact(_ name: LocalizedText, _ value: Markup) -> Markup {
    tag("div") {
      tag("dt") { name }
      tag("dd") { value }
    }
  }
}
