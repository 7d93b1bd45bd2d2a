/// How pages look: on paper, on a screen and on a phone.
///
/// Free of `<` and `&`, so that it is the same text to HTML and to XML.
enum Stylesheet {
  static let source: StaticString = """

    :root {
      color-scheme: light;
      --ink: #17202e; --soft: #4a5565; --rule: #d3d9e1; --accent: #1d4e79; --alert: #9a3412; --wash: #f5f7fa;
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body {
      margin: 0; background: #fff; color: var(--ink);
      font: 400 16px/1.55 "Helvetica Neue", Helvetica, Arial, "Liberation Sans", "Noto Sans CJK SC",
        "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif;
      font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
    }
    :lang(zh-Hans) body, body:lang(zh-Hans) {
      font-family: "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Hiragino Sans GB",
        "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif;
      line-height: 1.7;
    }
    main, footer { max-width: 70rem; margin: 0 auto; padding: 0 2.5rem; }
    main { padding-top: 3rem; }
    a { color: var(--accent); text-underline-offset: 0.15em; }
    h1, h2, h3, p, ul, ol, dl, dd, figure { margin: 0; }
    ul, ol { padding: 0; list-style: none; }
    h1, h2, h3 { line-height: 1.25; font-weight: 700; text-wrap: balance; }
    h1 { font-size: 2.25rem; letter-spacing: -0.015em; }
    h2 { font-size: 1.375rem; }
    h3 { font-size: 1rem; }
    section { margin-top: 3.25rem; padding-top: 1.5rem; border-top: 1px solid var(--rule); }
    .lead { margin-top: 0.4rem; color: var(--soft); max-width: 46rem; }
    figure { margin-top: 1.25rem; }
    figcaption { margin-top: 0.75rem; font-size: 0.8125rem; line-height: 1.5; color: var(--soft); max-width: 46rem; }
    .definitions { position: absolute; }

    .eyebrow { font-size: 0.875rem; font-weight: 700; color: var(--accent); letter-spacing: 0.04em; }
    .page-header h1 { margin-top: 0.35rem; }
    .page-header .unit { margin-top: 0.25rem; font-size: 1.25rem; color: var(--soft); }
    .page-facts { display: flex; flex-wrap: wrap; gap: 0.75rem 2.5rem; margin-top: 1.25rem; }
    .page-facts dt, .fact dt { font-size: 0.8125rem; color: var(--soft); }
    .page-facts dd { font-weight: 600; }

    .headline { display: grid; grid-template-columns: minmax(15rem, 20rem) 1fr; gap: 1rem 3rem; align-items: end; }
    .headline h2 { font-size: 1rem; color: var(--soft); }
    .index { display: flex; align-items: baseline; flex-wrap: wrap; gap: 0 1rem; margin-top: 0.25rem; }
    .index-value { font-size: 4.5rem; line-height: 1; font-weight: 700; letter-spacing: -0.03em; color: var(--accent); }
    .index-value.none { font-size: 2.75rem; letter-spacing: -0.01em; color: var(--ink); line-height: 1.25; }
    .index-grade { font-size: 1.5rem; font-weight: 700; }
    .index-of { color: var(--soft); font-size: 0.9375rem; }
    .facts { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1rem 1.5rem; }
    .fact { border-left: 3px solid var(--rule); padding-left: 0.875rem; }
    .fact-value { display: block; font-size: 1.375rem; font-weight: 700; line-height: 1.35; }
    .remark { display: block; font-size: 0.8125rem; line-height: 1.45; color: var(--soft); }
    .scale { margin-top: 1.75rem; }
    .callout {
      margin-top: 1.25rem; padding: 0.875rem 1.125rem; background: var(--wash);
      border-left: 4px solid var(--alert); max-width: 52rem;
    }
    .callout p + p, .callout ul { margin-top: 0.4rem; }
    .callout ul, .plain { padding-left: 1.2rem; list-style: disc; }

    svg { display: block; max-width: 100%; overflow: visible; font-size: 12px; fill: var(--ink); }
    svg text { dominant-baseline: central; }
    svg .axis { fill: var(--soft); }
    svg .band { font-size: 13px; font-weight: 600; }
    svg .value { font-size: 13px; font-weight: 700; paint-order: stroke; stroke: #fff; stroke-width: 3px; }
    svg .count { font-size: 12px; }
    svg .halo { paint-order: stroke; stroke: #fff; stroke-width: 6px; stroke-linejoin: round; font-size: 12px; }
    svg .part { stroke: #fff; stroke-width: 1; }
    svg .hollow { stroke: #6b7686; stroke-width: 1; }
    svg .tick { stroke: #fff; stroke-width: 1.5; }
    svg .axis-tick { stroke: #6b7686; }
    svg .interval { fill: var(--accent); fill-opacity: 0.28; }
    svg .whisker { stroke: var(--accent); stroke-width: 1.5; }
    svg .threshold { stroke: var(--alert); stroke-width: 2; }
    svg .pointer { stroke: var(--accent); stroke-width: 3.5; }
    svg .ring { fill: none; stroke: #c3cad4; }
    svg .outer { stroke: #8b95a3; }
    svg .area { fill: var(--accent); fill-opacity: 0.16; stroke: var(--accent); stroke-width: 2.25; stroke-linejoin: round; }
    svg .spoke { stroke: var(--accent); stroke-width: 5; stroke-linecap: round; }
    svg .trend { stroke: var(--accent); stroke-width: 2.25; stroke-linecap: round; }
    svg .dot { fill: var(--accent); stroke: #fff; stroke-width: 1.5; }
    svg .dot.withheld { fill: #fff; stroke: var(--soft); }
    svg .axis-name { font-size: 13px; fill: var(--soft); }
    svg .axis-value { font-size: 14px; font-weight: 700; }
    svg .field { font-size: 12px; font-weight: 600; fill: var(--soft); }
    svg .bubble { fill: var(--accent); stroke: #fff; stroke-width: 1.5; }
    svg .demand { stroke: var(--alert); stroke-width: 1.5; stroke-dasharray: 5 4; }
    svg .today { stroke: var(--alert); stroke-width: 1.5; }
    svg .today-name { font-size: 11px; fill: var(--alert); font-weight: 600; }
    svg .month { stroke: #d3d9e1; }
    svg .requirement { stroke: var(--alert); stroke-width: 3.5; }
    svg .ring-dot { fill: #fff; stroke: #4a5565; stroke-width: 2; }
    .picture { width: 100%; max-width: 30rem; height: auto; margin: 0 auto; }
    .trend-chart { display: grid; grid-template-columns: 30px 1fr 76px; padding-top: 0.5rem; }

    .legend { display: flex; flex-wrap: wrap; gap: 0.35rem 1.25rem; margin-bottom: 0.75rem; font-size: 0.8125rem; }
    .legend li { display: flex; align-items: center; gap: 0.45rem; }
    .legend svg { flex: none; }

    table { border-collapse: collapse; width: 100%; font-size: 0.875rem; line-height: 1.4; }
    caption { text-align: left; }
    .bars caption, .heat caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .data caption { font-weight: 700; font-size: 1rem; padding-bottom: 0.5rem; }
    th, td {
      padding: 0.4rem var(--cell, 0.6rem); text-align: left; vertical-align: middle; font-weight: 400; overflow-wrap: break-word;
    }
    th.name { overflow-wrap: anywhere; }
    thead th { font-size: 0.75rem; line-height: 1.3; color: var(--soft); border-bottom: 1px solid #8b95a3; vertical-align: bottom; word-break: keep-all; }
    tbody tr { border-bottom: 1px solid #e6eaef; }
    th:first-child, td:first-child { padding-left: 0; }
    th:last-child, td:last-child { padding-right: 0; }
    th.number, td.number { text-align: right; }
    td.number, td.text time, td.text .flag { white-space: nowrap; }
    .bars thead .name { width: 26%; }
    .bars thead .number { width: 5.75rem; }
    .clamp { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
    td.level, th.level, td.cell, th.cell { text-align: center; }
    td.cell { padding: 0.1rem 0.15rem; }
    .chip { display: inline-block; vertical-align: middle; }
    .heat { table-layout: fixed; }
    .heat thead .name { width: 26%; } .heat thead .number { width: 5rem; }
    .bars-pair h3 { margin: 1.25rem 0 0.5rem; font-size: 0.9375rem; }
    .narrow { display: none; }
    .summary { margin-top: 2rem; grid-template-columns: repeat(4, 1fr); }
    .depth-1 { padding-left: 0.9rem; } .depth-2 { padding-left: 1.8rem; } .depth-3 { padding-left: 2.7rem; }
    .depth-4 { padding-left: 3.6rem; }
    .total { font-weight: 700; }
    .flag { color: var(--alert); font-weight: 700; }
    .none { color: var(--soft); }
    .scroll { overflow-x: auto; margin-top: 1.75rem; }
    .data .name { min-width: 9rem; }
    .data .text { min-width: 5.5rem; }
    .data .long { min-width: 15rem; }
    .scroll + .scroll { margin-top: 2.25rem; }
    #trend-table table { width: auto; }
    code { font: 0.8125em ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; color: var(--soft); }

    .dimensions { display: grid; grid-template-columns: 23.5rem 1fr; gap: 1.5rem 2.5rem; align-items: center; }
    .bars td.text { white-space: nowrap; }
    .dimensions .bars { --cell: 0.45rem; }
    .dimensions thead .name { width: 30%; }
    .dimensions thead .number, .dimensions thead .text { width: 1%; }

    .constraints { margin-top: 1rem; }
    .constraints li {
      display: grid; grid-template-columns: 8.5rem 1fr; gap: 0.25rem 1.5rem; padding: 1rem 0;
      border-bottom: 1px solid #e6eaef; break-inside: avoid;
    }
    .constraints li:last-child { border-bottom: 0; }
    .lost { font-size: 2rem; line-height: 1.1; font-weight: 700; color: var(--alert); }
    .lost-of { font-size: 0.8125rem; line-height: 1.4; color: var(--soft); }
    .constraints h3 { font-size: 1.0625rem; }
    .constraints h3 span { font-weight: 400; color: var(--soft); }
    .constraints .reason { margin: 0.25rem 0 0.6rem; max-width: 46rem; }

    .missing { columns: 2; column-gap: 3rem; margin-top: 1rem; font-size: 0.9375rem; }
    .missing > li { break-inside: avoid-column; margin-bottom: 1rem; }
    .method { columns: 2; column-gap: 3rem; margin-top: 1rem; font-size: 0.875rem; line-height: 1.55; }
    .method > div { break-inside: avoid; margin-bottom: 1.25rem; }
    .method h3 { font-size: 0.9375rem; margin-bottom: 0.25rem; }
    .method p + p, .method dl { margin-top: 0.35rem; }
    .definitions-list div { display: grid; grid-template-columns: 2.25rem 1fr; }
    .definitions-list dt { font-weight: 700; }
    footer p { margin: 3rem 0 2.5rem; padding-top: 1rem; border-top: 1px solid var(--rule); font-size: 0.8125rem; color: var(--soft); }

    """
}
