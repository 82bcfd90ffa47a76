import type { Fact, Outcome, Verdict } from '../../model/verdict.ts';
import { shortened } from '../foreign-text.ts';
import { anchorOf, type CaseView, type Page, signOf } from './case-view.ts';
import { caseLink, pieceCharacters } from './finding-view.ts';
import { markup, type Markup } from './markup.ts';

/** Longest value of a fact. */
const factCharacters = 500;

/** Groups cases by key; the groups are in the order of their first cases. */
export const groupedBy = (views: readonly CaseView[], keyOf: (view: CaseView) => string): ReadonlyMap<string, readonly CaseView[]> => {
  const groups = new Map<string, CaseView[]>();
  for (const view of views) {
    const key = keyOf(view);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [view]);
    else known.push(view);
  }
  return groups;
};

/** What a row of a passed case adds: how often it was judged, and which parts were not tried. */
const noteOf = (verdict: Verdict): Markup => {
  if (verdict.kind !== 'pass') return markup``;
  const untried = (verdict.untried ?? []).map((part) => markup`<p class="note">not tried: ${shortened(part, pieceCharacters)}</p>`);
  return markup`<span class="meta">, judged ${verdict.judged} time${verdict.judged === 1 ? '' : 's'}</span>${untried}`;
};

const caseRow = (view: CaseView): Markup => {
  const { planned, verdict, requirement, number } = view;
  const title = requirement?.title ?? planned.title;
  return markup`<li data-n="${number}" id="${anchorOf(view)}"><span class="id">${planned.requirement}</span> ${title} <span class="meta">${planned.level}, </span>${caseLink(view)}${noteOf(verdict)}</li>\n`;
};

/** The cases as a list, each in a line or two. */
export const caseRows = (views: readonly CaseView[]): Markup => markup`<ul class="cases">${views.map(caseRow)}</ul>`;

/** Cases grouped by reason. */
export const byReason = (page: Page, views: readonly CaseView[], reasonOf: (view: CaseView) => string): Markup => {
  const groups = [...groupedBy(views, reasonOf)].map(([reason, members]) => {
    // One exchange is enough, as all cases of the group have the same reason.
    const [evidence] = members.flatMap((view) => page.evidenceOf(view));
    const shown =
      evidence === undefined ? '' : markup`<details class="more"><summary>an exchange that shows it</summary>${evidence}</details>`;
    const title = markup`<h4>${shortened(reason, pieceCharacters)} <small>${members.length}</small></h4>`;
    return markup`<section class="group">${title}${shown}${caseRows(members)}</section>\n`;
  });
  return markup`${groups}`;
};

const factRow = ({ planned, number }: CaseView, { fact, at, value }: Fact): Markup => {
  const shown = shortened(JSON.stringify(value) ?? 'null', factCharacters);
  return markup`<tr data-n="${number}"><td>${fact}</td><td>${at}</td><td><code>${shown}</code></td><td><span class="id">${planned.requirement}</span></td></tr>\n`;
};

const factsOf = (verdict: Verdict): readonly Fact[] =>
  verdict.kind === 'skipped' || verdict.kind === 'broken' ? [] : (verdict.facts ?? []);

/** Every fact of a target, whatever the verdict of its case; undefined if there is none. */
export const factTable = (views: readonly CaseView[]): Markup | undefined => {
  const rows = views.flatMap((view) => factsOf(view.verdict).map((fact) => factRow(view, fact)));
  if (rows.length === 0) return undefined;
  const head = ['Fact', 'At', 'Value', 'Requirement'].map((name) => markup`<th scope="col">${name}</th>`);
  return markup`<div class="wide"><table class="facts"><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`;
};

/** A heading for cases of one outcome. */
export const outcomeTitle = (title: string, outcome: Outcome, count: number): Markup =>
  markup`<span class="sign ${outcome}" aria-hidden="true">${signOf(outcome)}</span> ${title} <small>${count}</small>`;
