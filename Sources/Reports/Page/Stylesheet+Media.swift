extension Stylesheet {
  /// How pages differ on a tablet, on a phone and on paper.
  static let media: StaticString = """

    @media screen and (max-width: 60rem) {
      .dimensions { grid-template-columns: 1fr; }
    }
    @media screen and (max-width: 44rem) {
      main, footer { padding-left: 1.125rem; padding-right: 1.125rem; }
      main { padding-top: 1.75rem; }
      h1 { font-size: 1.625rem; }
      .page-header .unit { font-size: 1.0625rem; }
      .page-facts { display: grid; grid-template-columns: 1fr 1fr; gap: 0.75rem 1rem; }
      section { margin-top: 2.25rem; }
      .headline { grid-template-columns: 1fr; }
      .facts, .summary { grid-template-columns: 1fr; gap: 0.75rem; }
      svg .band { font-size: 10px; }
      .trend-chart { grid-template-columns: 26px 1fr 66px; }
      .value-axis { margin-left: -4px; }
      svg .axis-name, svg .axis-value { font-size: 15px; }
      .optional { display: none; }
      .narrow { display: block; }
      .missing, .method { columns: 1; }
      .constraints li { grid-template-columns: 1fr; }
      .bars thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      .bars, .bars tbody { display: block; }
      .bars tr { display: flex; flex-wrap: wrap; gap: 0.1rem 1rem; padding: 0.6rem 0; align-items: baseline; }
      .bars th, .bars td { padding: 0; }
      .bars tbody .name, .bars tbody .bar { display: block; width: 100%; }
      .bars tbody .bar { padding: 0.2rem 0; }
      .bars tbody .number, .bars tbody .text { text-align: left; font-weight: 600; }
      .bars td.number::before, .bars td.text::before {
        content: attr(data-label) " "; font-weight: 400; font-size: 0.75rem; color: var(--soft);
      }
      .heat thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      .heat, .heat tbody { display: block; }
      .heat tr { display: grid; grid-template-columns: repeat(3, 1fr); gap: 0.15rem 0.3rem; padding: 0.6rem 0; }
      .heat th, .heat td { padding: 0; }
      .heat .name { grid-column: 1 / 3; } .heat .number { text-align: right; }
      .heat td.number::before, .heat td.cell::before { content: attr(data-label) " "; font-size: 0.75rem; color: var(--soft); }
      .heat td.cell { display: block; }
    }
    @media print {
      @page {
        size: A4; margin: 16mm 16mm 18mm;
        @bottom-right { content: counter(page) " / " counter(pages); font: 8pt Arial, sans-serif; color: #4a5565; }
      }
      html { font-size: 13px; }
      body { font-size: 13px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      main, footer { max-width: none; padding: 0; }
      footer p { margin: 1.5rem 0 0; }
      section { margin-top: 1.75rem; padding-top: 1rem; }
      h2, h3, .lead, .legend { break-after: avoid; }
      figure.whole, svg, tr, .callout, .fact, .headline, .dimensions .bars { break-inside: avoid; }
      .dimensions { grid-template-columns: 1fr; gap: 0.5rem; }
      .picture { max-width: 20rem; }
      .scroll { overflow: visible; }
      .bars th, .bars td { padding-top: 0.1rem; padding-bottom: 0.1rem; }
      .bars tbody tr:nth-last-child(-n + 3) { break-after: avoid; }
      .dimensions tbody tr:last-child { break-after: auto; }
      .bars thead .number { width: 4.25rem; }
      figcaption { break-before: avoid; }
      .method { font-size: 0.8125rem; line-height: 1.45; }
      .method > div { margin-bottom: 0.8rem; }
      .data { font-size: 0.75rem; }
      .data th, .data td { padding: 0.2rem 0.35rem; }
      thead { display: table-header-group; }
      @page wide { size: A4 landscape; margin: 14mm; }
      #register { page: wide; }
      #roles, .appendix { break-before: page; border-top: 0; margin-top: 0; }
      figcaption a, .optional { display: none; }
      p, li { orphans: 3; widows: 3; }
    }

    """
}
