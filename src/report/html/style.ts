import { dark, light, type Palette } from './palette.ts';

const variables = (palette: Palette): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}: ${colour};`)
    .join(' ');

/** The style of the page: one column, with exchanges side by side if there is room. It works from a width of 360 pixels. */
export const style = `
:root { color-scheme: light dark; ${variables(light)} }
@media (prefers-color-scheme: dark) { :root { ${variables(dark)} } }
*, ::before, ::after { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 84rem; padding: 1rem; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1, h2, h3, h4, h5, p, ul, dl, pre, figure { margin: 0; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.35rem; margin-top: 2.5rem; padding-top: 1rem; border-top: 2px solid var(--line); }
h3 { display: inline; font-size: 1.1rem; }
h4 { font-size: 1rem; }
h5 { font-size: .875rem; margin-bottom: .25rem; }
small { color: var(--muted); font-size: .875rem; font-weight: 400; }
a { color: var(--link); }
code, pre { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .8125rem; }
pre { white-space: pre-wrap; tab-size: 2; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
[hidden] { display: none !important; }
mark { background: var(--mark); color: var(--mark-text); }
mark b { color: inherit; }
.skip { position: absolute; left: -999rem; }
.skip:focus { position: static; }
.lead { margin-top: .5rem; }
.note, .source, .meta, figcaption, caption, dt, .legend { color: var(--muted); font-size: .875rem; }
.notice { margin-top: .75rem; padding: .5rem .75rem; border-left: 4px solid var(--warn); background: var(--panel); }
.verdict { padding: 1rem; border: 1px solid var(--line); border-left: 6px solid var(--good); background: var(--panel); }
.verdict.bad { border-left-color: var(--bad); }
.verdict.open { border-left-color: var(--warn); }
.verdict dl { margin-top: .75rem; }
.sign { display: inline-block; width: 1.25em; font-weight: 700; text-align: center; color: var(--muted); }
.sign.pass { color: var(--good); } .sign.fail, .sign.broken { color: var(--bad); } .sign.inconclusive { color: var(--warn); } .sign.observed { color: var(--fact); }
.id { font-weight: 600; white-space: nowrap; }
.level { font-weight: 600; }
table { border-collapse: collapse; }
th, td { padding: .2rem .75rem .2rem 0; text-align: left; vertical-align: top; font-weight: 400; }
caption { text-align: left; padding-bottom: .25rem; }
.counts { margin-top: .75rem; }
.counts th, .counts td { padding: .15rem 0 .15rem .75rem; }
.counts tbody th { padding-left: 0; }
.counts td, .counts thead th { min-width: 6rem; text-align: right; font-variant-numeric: tabular-nums; }
.counts td:first-child { min-width: 0; }
.counts tr { border-bottom: 1px solid var(--line); }
.counts .none { color: var(--muted); }
.map { margin-top: 1rem; }
.map table { min-width: 60rem; }
.map tr { border-top: 1px solid var(--line); }
.map > summary h4 { display: inline; }
.map thead th { overflow-wrap: normal; vertical-align: bottom; color: var(--muted); font-size: .875rem; }
.map td { white-space: nowrap; font-variant-numeric: tabular-nums; }
.map tbody th { width: 34rem; max-width: 34rem; }
.map dl { display: grid; grid-template-columns: 11rem minmax(0, 1fr); gap: .25rem .75rem; padding-left: 1rem; }
.totals { margin: .75rem 0; }
.full { color: var(--good); } .some { color: var(--warn); } .zero { color: var(--bad); } .empty { color: var(--muted); }
.facts tr { border-top: 1px solid var(--line); }
.facts td:first-child { min-width: 8rem; font-weight: 600; }
.filters { display: flex; flex-wrap: wrap; gap: .25rem 2rem; margin-top: 1rem; padding: .75rem 1rem; background: var(--panel); border: 1px solid var(--line); }
.filters > * { min-width: 0; }
/* A label beside its control stays in one piece. */
.filters label { display: inline-flex; align-items: center; gap: .35rem; min-width: 0; max-width: 100%; min-height: 2.25rem; white-space: nowrap; }
.filters .search { flex: 1 0 100%; gap: .75rem; }
.search input { flex: 1; }
.boxes, .selects { display: flex; flex-wrap: wrap; align-items: center; gap: 0 1rem; }
.selects { gap: .25rem 1rem; }
::placeholder { color: var(--muted); opacity: 1; }
input[type=search], select, button { max-width: 100%; min-width: 0; min-height: 2.25rem; padding: .25rem .5rem; font: inherit; color: var(--text); background: var(--page); border: 1px solid var(--muted); border-radius: 4px; }
input[type=checkbox] { width: 1.1rem; height: 1.1rem; margin: 0; accent-color: var(--link); }
button { cursor: pointer; }
summary { cursor: pointer; padding: .35rem 0; }
.section { margin-top: 1.5rem; }
.section > summary { border-bottom: 1px solid var(--line); }
.group { margin-top: 1rem; content-visibility: auto; contain-intrinsic-size: auto 12rem; }
.cause > p { max-width: 70rem; margin-top: .25rem; }
.cases { padding: 0; list-style: none; }
.cases li { padding: .35rem 0; border-bottom: 1px solid var(--line); }
.finding { margin-top: .75rem; padding: .25rem .75rem; border: 1px solid var(--line); border-left: 4px solid var(--bad); background: var(--page); }
.finding.should { border-left-color: var(--warn); }
.finding[open] { padding-bottom: .75rem; }
.finding dl, .verdict dl { display: grid; grid-template-columns: 8rem minmax(0, 1fr); gap: .25rem .75rem; align-items: baseline; }
.finding dl { margin-top: .5rem; }
dd { margin: 0; }
.command { user-select: all; }
figure { margin-top: 1rem; }
.exchange { display: grid; align-items: start; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr)); margin-top: .25rem; }
.exchange > section { min-width: 0; padding: .5rem .75rem; border: 1px solid var(--line); background: var(--panel); }
.exchange .body { margin-top: .5rem; padding-top: .5rem; border-top: 1px dashed var(--line); }
.exchange b { color: var(--link); font-weight: 600; }
.exchange mark b { color: inherit; }
.exchange i { color: var(--muted); }
.marked { margin-top: .5rem; padding-left: .5rem; border-left: 4px solid var(--mark); }
.lacks { font-style: italic; }
.curl pre { padding: .5rem .75rem; border: 1px solid var(--line); background: var(--panel); }
.wide { overflow-x: auto; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin-top: 1rem; padding: 0; list-style: none; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: .875rem; }
@media (max-width: 40rem) {
  .finding dl, .verdict dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dd { margin-bottom: .5rem; }
  .boxes .legend { flex: 1 0 100%; }
  .counts td, .counts thead th { min-width: 2.25rem; padding-left: .25rem; }
  .facts tr { display: block; padding: .35rem 0; }
  .facts td { display: block; padding: 0; }
  .word, .facts thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
}
@media print {
  :root { ${variables(light)} }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .filters, .skip, .curl { display: none; }
  ::details-content { content-visibility: visible; }
  .exchange { grid-template-columns: 1fr 1fr; }
  .group { content-visibility: visible; }
  .exchange > section, .finding > summary, h4, tr { break-inside: avoid; }
  summary, h2, h4, figcaption { break-after: avoid; }
  mark, .sign { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
