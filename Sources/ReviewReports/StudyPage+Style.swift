extension StudyPage {
  /// Colours for light and dark, widths, and what is seen of the focus. The two hues differ for colour-blind eyes too.
  static let style = """
    :root { --paper: #fff; --ink: #1b1f24; --faint: #59636e; --line: #d1d9e0; --accent: #0b5cad; --warm: #b54708; }
    @media (prefers-color-scheme: dark) { :root { --paper: #12161b; --ink: #e6edf3; --faint: #9aa7b4; --line: #333c46;
      --accent: #79b8ff; --warm: #ffb070; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 80rem; padding: 1rem; background: var(--paper); color: var(--ink);
      font: 16px/1.5 system-ui, sans-serif; }
    h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
    a { color: var(--accent); }
    a:focus-visible, .scroll:focus-visible { outline: 3px solid var(--warm); outline-offset: 2px; }
    .skip { position: absolute; left: -100rem; } .skip:focus { position: static; }
    nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; list-style: none; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; }
    dt { color: var(--faint); } dd { margin: 0; overflow-wrap: anywhere; }
    .scroll { overflow-x: auto; margin: 1rem 0; }
    table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
    caption { text-align: left; font-weight: 600; padding: .25rem 0; }
    th, td { padding: .25rem .75rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
    th, .words { text-align: left; } th { font-weight: 500; } thead th { color: var(--faint); vertical-align: bottom; }
    thead th.number { text-align: right; }
    .heat td { min-width: 4.5rem; text-align: center; } .heat thead th { text-align: center; }
    .shade { background: color-mix(in srgb, var(--accent) calc(var(--v) * 50%), var(--paper)); }
    code { font: .8125rem ui-monospace, monospace; user-select: all; }
    td code { display: block; width: 33rem; white-space: normal; overflow-wrap: anywhere; }
    .plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 1rem; }
    figure { margin: 0; } figcaption { text-align: center; font-size: .875rem; }
    svg { width: 100%; height: auto; }
    svg text { fill: var(--faint); font-size: 11px; } svg .axis { font-size: 12px; fill: var(--ink); }
    svg .name { fill: var(--ink); stroke: var(--paper); stroke-width: 3px; paint-order: stroke; }
    .grid { stroke: var(--line); stroke-width: 1; } .zero { stroke: var(--faint); stroke-width: 1; }
    .bias { stroke: var(--accent); stroke-width: 2; }
    .limit { stroke: var(--warm); stroke-width: 2; stroke-dasharray: 6 4; }
    .point { fill: var(--accent); fill-opacity: .7; stroke: var(--paper); }
    .curve { fill: none; stroke: var(--warm); stroke-width: 2; }
    .trend { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 2 3; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: 1rem; }
    .twin { display: flex; gap: 2px; } .twin img { width: calc(50% - 1px); height: auto; }
    .swatch { display: inline-block; width: .9em; height: .9em; margin: 0 .4em 0 .8em; border: 1px solid var(--faint); }
    .tiles a { display: block; }
    code:target, code:focus-visible { outline: 3px solid var(--warm); outline-offset: -3px; }
    .legend { margin: 0; } .legend .swatch:first-child { margin-left: 0; }
    @media print { nav, .skip { display: none; } body { max-width: none; padding: 0; print-color-adjust: exact; }
      .scroll { overflow-x: visible; } table { font-size: 6.5pt; }
      th, td { padding: .1rem .3rem; white-space: normal; } td code { width: auto; font-size: 6.5pt; }
      tr, figure { break-inside: avoid; } h2, caption { break-after: avoid; } }
    """
}
