import { createHash } from 'node:crypto';

import { exitCodes, type RunRecord } from '../../model/record.ts';
import { isLeftOut } from '../../policy/requirement-outcome.ts';
import { shortened } from '../foreign-text.ts';
import type { Shown } from '../evidence.ts';
import type { ReportInput } from '../report-input.ts';
import { shellWord } from '../shell.ts';
import { type CaseView, type Page, targetViews, type TargetView } from './case-view.ts';
import { filters } from './filters.ts';
import { evidenceView } from './finding-view.ts';
import { type Markup, markup, scriptJson, verbatim } from './markup.ts';
import { pageData } from './page-data.ts';
import { script } from './script.ts';
import { style } from './style.ts';
import { targetView } from './target-view.ts';

/** Characters of the page that exchanges may take. The page of a normal run stays below 5 MB, whatever a server sends. */
const evidenceCharacters = 3_000_000;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/** Allows only the page's own style and script, and loads nothing, even if text of a server became markup. */
const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`;

const counted = (count: number, noun: string, nouns = `${noun}s`): string => `${count} ${count === 1 ? noun : nouns}`;

const sumUp = (all: readonly CaseView[]): string => {
  const views = all.filter(({ verdict }) => !isLeftOut(verdict));
  const count = (kind: CaseView['verdict']['kind'], isMust?: boolean): number =>
    views.filter(({ verdict, planned }) => verdict.kind === kind && (isMust === undefined || (planned.level === 'must') === isMust)).length;
  const counts = [
    counted(count('fail', true), 'case breaks a must', 'cases break a must'),
    counted(count('fail', false), 'warning'),
    `${count('inconclusive')} inconclusive`,
    `${count('skipped')} skipped`,
    `${count('broken')} broken in assay itself`,
    `${count('observed')} observed`,
    `${count('pass')} passed`,
  ];
  const left = all.length - views.length;
  const shown = counts.filter((text, at) => at === 0 || !text.startsWith('0 '));
  return `${counted(views.length, 'case')}: ${shown.join(', ')}${left === 0 ? '' : `; ${left} not selected`}.`;
};

const verdictOf = ({ header, footer }: RunRecord, views: readonly CaseView[], directory: string): Markup => {
  const kind = footer.exitCode === 0 ? 'good' : footer.exitCode === 3 ? 'open' : 'bad';
  const demo = header.demo ? markup`<p class="notice">This is a demo: it judged the embedded references, not your API.</p>` : '';
  const chance = markup`<code>${header.seed}</code>, <code>${header.nonce}</code>`;
  return markup`<div class="verdict ${kind}"><h1>Exit code ${footer.exitCode}: ${exitCodes[footer.exitCode]}</h1>
<p>${sumUp(views)}</p>
<dl><dt>Run</dt><dd>${header.run}, started ${header.startedAt}, ${footer.seconds.toFixed(1)} s, by assay ${header.assay}</dd>
<dt>Record</dt><dd><code>${directory}</code></dd>
<dt>Seed, nonce</dt><dd>${chance}</dd>
<dt>Replay a case</dt><dd><code>assay replay ${shellWord(directory)} CASE</code></dd></dl>
${demo}</div>`;
};

/** Renders the exchanges, the most important first, until the page is full; the others are only named by id. */
const evidenceFor = (
  views: readonly CaseView[],
  evidence: readonly Shown[],
  { contracts }: Pick<ReportInput, 'contracts'>,
): Page['evidenceOf'] => {
  const byKey = new Map(views.map((view) => [`${view.target.target} ${view.planned.id}`, view]));
  const rendered = new Map<CaseView, Markup[]>();
  let left = evidenceCharacters;
  for (const { target, case: id, exchange } of evidence) {
    const view = byKey.get(`${target} ${id}`);
    if (view === undefined || left < 0) continue;
    const shown = evidenceView(view, exchange, contracts?.get(target));
    left -= shown.markup.length;
    rendered.set(view, [...(rendered.get(view) ?? []), shown]);
  }
  return (view) => rendered.get(view) ?? [];
};

const contents = (targets: readonly TargetView[]): Markup => {
  if (targets.length < 2) return markup``;
  const links = targets.map(
    ({ target: { target }, footer: { exitCode } }) =>
      markup`<li><a href="#${encodeURIComponent(`target:${target}`)}">${target}</a> <small>exit code ${exitCode}</small></li>`,
  );
  return markup`<nav aria-label="Targets"><ul>${links}</ul></nav>\n`;
};

/**
 * The result of a run as one HTML file that needs no network and no server. Without JavaScript only the filters are missing. Whatever comes
 * from a target is text in it, never markup.
 */
export const htmlPage = (input: ReportInput, evidence: readonly Shown[]): string => {
  const { record, directory } = input;
  const targets = targetViews(input);
  const views = targets.flatMap(({ cases }) => cases);
  const page: Page = { input, evidenceOf: evidenceFor(views, evidence, input) };
  const title = `assay: exit code ${record.footer.exitCode}, ${targets.map(({ target }) => target.target).join(', ')}`;
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${shortened(title, 200)}</title>
<style>${verbatim(style)}</style>
</head>
<body>
<a class="skip" href="#results">Skip to the results</a>
<header>${verdictOf(record, views, directory)}</header>
${filters(views)}${contents(targets)}<main id="results">
${targets.map((target) => targetView(page, target))}</main>
<footer><p><code>assay report ${shellWord(directory)}</code> writes this page again from the record; <code>assay explain ID</code> explains a check, a requirement or an outcome.</p></footer>
<script type="application/json" id="data">${scriptJson(pageData(record.header.run, views))}</script>
<script>${verbatim(script)}</script>
</body>
</html>
`.markup;
};
