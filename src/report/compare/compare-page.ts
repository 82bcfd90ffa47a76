import { createHash } from 'node:crypto';

import { exitCodes } from '../../model/record.ts';
import { shortened } from '../foreign-text.ts';
import { markup, type Markup, verbatim } from '../html/markup.ts';
import { countedRows } from './cell-words.ts';
import { evidenceSections } from './compare-evidence.ts';
import type { CompareInput } from './compare-input.ts';
import { behaviourTable, factTable, outcomeTable } from './compare-rows.ts';
import { compareScript } from './compare-script.ts';
import { compareStyle } from './compare-style.ts';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/** Nothing but our own style and script runs, and nothing is loaded. */
const policy = `default-src 'none'; style-src ${hashOf(compareStyle)}; script-src ${hashOf(compareScript)}; base-uri 'none'; form-action 'none'`;

const filters = (): Markup => markup`<form class="filters" id="filters" role="search" hidden>
<label class="search">Search <input type="search" name="q" placeholder="words of a row; / goes here" autocomplete="off"></label>
<div class="selects"><label>Rows <select name="state"><option value="">all</option><option value="differs">that differ</option><option value="partly">known only for some targets</option><option value="same">that are the same</option><option value="open">known for no target</option></select></label>
<button type="reset">Show all</button><span id="shown" role="status"></span></div>
</form>
`;

const columnRows = ({ comparison: { columns }, pages }: CompareInput): readonly Markup[] =>
  columns.map(({ label, run, target, footer }, at) => {
    const page = pages[at];
    const name = page === undefined ? markup`${run}` : markup`<a href="${page}">${run}</a>`;
    const ended = `exit code ${footer.exitCode}, ${exitCodes[footer.exitCode]}`;
    return markup`<dt>${label}</dt><dd>${target.title ?? target.contract} (${target.contract}) at <code>${target.baseUrl}</code>, run ${name}: ${ended}</dd>`;
  });

const section = (id: string, title: string, content: Markup): Markup =>
  markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${content}</section>\n`;

/**
 * A comparison of targets as one HTML file that needs no network and no server. Without JavaScript only the filters are missing. Whatever
 * comes from a target is text in it, never markup.
 */
export const comparePage = (input: CompareInput): string => {
  const { columns, isShared, notes, behaviour, outcomes, facts } = input.comparison;
  const names = columns.map(({ label }) => label).join(', ');
  // A row that is known only for some targets is no agreement.
  const differ = [...behaviour, ...outcomes, ...facts].some(({ state }) => state === 'differs' || state === 'partly');
  const judged = section('outcomes', isShared ? 'Requirements' : 'Checks', outcomeTable(input));
  const shown =
    behaviour.length === 0 ? '' : section('behaviour', 'Behaviour: what each target does in the same situation', behaviourTable(input));
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${shortened(`assay compare: ${names}`, 200)}</title>
<style>${verbatim(compareStyle)}</style>
</head>
<body>
<a class="skip" href="#results">Skip to the results</a>
<header><div class="verdict ${differ ? 'open' : 'good'}"><h1>${columns.length} targets compared</h1>
<p>${countedRows(input.comparison)}</p>
<dl>${columnRows(input)}</dl>
${notes.map((note) => markup`<p class="notice">${shortened(note, 2000)}</p>\n`)}</div></header>
${filters()}<main id="results">
${isShared ? [judged, shown] : [shown, judged]}${section('facts', 'Facts: what each target does where its documentation leaves freedom', factTable(input))}${section('evidence', 'Evidence', evidenceSections(input))}</main>
<footer><p>Rows with differences come first; rows that are the same everywhere are folded. Each cell links to its requirement and to what was found.</p></footer>
<script>${verbatim(compareScript)}</script>
</body>
</html>
`.markup;
};
