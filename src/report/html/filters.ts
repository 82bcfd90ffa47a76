import { areas } from '../../model/requirement.ts';
import { countedLevels } from '../../model/record.ts';
import { outcomes } from '../../model/verdict.ts';
import { type CaseView, signOf } from './case-view.ts';
import { markup, type Markup } from './markup.ts';

type Box = { readonly value: string; readonly label: Markup | string; readonly count: number };

const select = (name: string, all: string, values: readonly string[]): Markup => {
  // There is no choice.
  if (values.length < 2) return markup``;
  const options = values.map((value) => markup`<option>${value}</option>`);
  return markup`<label>${name} <select name="${name}"><option value="">${all}</option>${options}</select></label>\n`;
};

const boxView = (name: string, { value, label, count }: Box): Markup =>
  markup`<label class="box"><input type="checkbox" name="${name}" value="${value}"> ${label} <small>${count}</small></label>`;

const boxes = (name: string, all: readonly Box[]): Markup => {
  const present = all.filter(({ count }) => count > 0);
  return markup`<div class="boxes" role="group" aria-label="${name}"><span class="legend">${name}</span>${present.map((box) => boxView(name, box))}</div>\n`;
};

/** Controls for the script; without it they stay hidden, and everything is shown. */
export const filters = (views: readonly CaseView[]): Markup => {
  const kinds = outcomes.map((outcome) => ({
    value: outcome,
    label: markup`<span class="sign ${outcome}" aria-hidden="true">${signOf(outcome)}</span> ${outcome}`,
    count: views.filter(({ verdict }) => verdict.kind === outcome).length,
  }));
  const levels = countedLevels.map((level) => ({
    value: level,
    label: level,
    count: views.filter(({ planned }) => planned.level === level).length,
  }));
  const present = areas.filter((area) => views.some(({ planned }) => planned.area === area));
  const operations = [...new Set(views.flatMap((view) => view.operations))].toSorted();
  const targets = [...new Set(views.map(({ target }) => target.target))];
  const search = markup`<input type="search" name="q" autocomplete="off" spellcheck="false" aria-keyshortcuts="/" placeholder="text or id; press /">`;
  return markup`<form id="filters" class="filters" role="search" aria-label="Filter the cases" hidden>
<label class="search">search ${search}</label>
${boxes('outcome', kinds)}${boxes('level', levels)}<div class="selects">
${select('area', 'all areas', present)}${select('operation', 'all operations', operations)}${select('target', 'all targets', targets)}<button type="reset">Show all</button>
<p role="status" id="shown"></p></div>
</form>
`;
};
