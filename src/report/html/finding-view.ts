import type { Contract } from '../../contract/model.ts';
import type { Finding } from '../../model/verdict.ts';
import type { StoredExchange } from '../../model/stored-exchange.ts';
import { replayCommand } from '../commands.ts';
import { curlCommand } from '../curl.ts';
import { exchangesOf } from '../evidence.ts';
import { confirmWords, documentWords, inferredWords, sharedWords, whereWords } from '../finding-words.ts';
import { shortened } from '../foreign-text.ts';
import { anchorOf, type CaseView, type Page } from './case-view.ts';
import { exchangeView } from './exchange-view.ts';
import { marksOf } from './marks.ts';
import { markup, type Markup } from './markup.ts';

/** Longest piece of a finding; the record has the complete text. */
export const pieceCharacters = 2000;

/** Longest command: the body of a request may have 64 kB. */
const commandCharacters = 8000;

/** Most ids of exchanges that are named without being shown. */
const mostIds = 20;

/** Where the requirement is stated: document, heading and lines. */
const sourceOf = ({ target, requirement }: CaseView): Markup => {
  const title = target.title ?? target.contract;
  if (requirement === undefined) return markup`in ${title}`;
  const { basis, section, lines } = requirement;
  const counted = lines === '-' ? '' : `, line${/^\d+$/u.test(lines) ? '' : 's'} ${lines}`;
  return markup`${basis} in ${title}, “${section}”${counted}`;
};

const term = (name: string, value: Markup | string): Markup => markup`<dt>${name}</dt><dd>${value}</dd>\n`;

/** A permanent link to the case. */
export const caseLink = (view: CaseView): Markup =>
  markup`<a href="#${encodeURIComponent(anchorOf(view))}"><code>${view.planned.id}</code></a>`;

const curlView = ({ target }: CaseView, exchange: StoredExchange, contract: Contract | undefined): Markup => {
  const { command, notes } = curlCommand(exchange, target, contract);
  const below = notes.map((note) => markup`<p class="note">${note}</p>`);
  return markup`<details class="curl"><summary>as a curl command</summary><pre class="command">${shortened(command, commandCharacters)}</pre>${below}</details>`;
};

/**
 * An exchange with its id, its deliberate mistakes, and the curl command that sends its request.
 * @param contract The contract by which its target was judged; undefined if it is not available.
 */
export const evidenceView = (view: CaseView, exchange: StoredExchange, contract: Contract | undefined): Markup => {
  const finding = view.verdict.kind === 'fail' ? view.verdict.finding : undefined;
  // The finding describes the first exchange; in the others the same location may be right.
  const isDescribed = finding?.exchanges[0] === exchange.id;
  const marks = finding !== undefined && isDescribed ? marksOf(finding, exchange) : { request: {}, response: {} };
  // The target sent it, so that no command repeats it.
  const isReceived = exchange.delivery !== undefined;
  const { faults } = exchange.request;
  const meant = faults.length === 0 ? '' : `, wrong on purpose: ${faults.join(', ')}`;
  return markup`<figure><figcaption>${isReceived ? 'Delivery' : 'Exchange'} ${exchange.id}${meant}</figcaption>${exchangeView(exchange, marks)}${isReceived ? '' : curlView(view, exchange, contract)}</figure>\n`;
};

/** The first exchange of the evidence, the others folded, and the ids of those that are not shown. */
const evidenceOf = (page: Page, view: CaseView): Markup => {
  const [first, ...others] = page.evidenceOf(view);
  const count = `${others.length} further exchange${others.length === 1 ? '' : 's'}`;
  const more = others.length === 0 ? '' : markup`<details class="more"><summary>${count}</summary>${others}</details>\n`;
  return markup`${first}${more}${idsOf(view, others.length + (first === undefined ? 0 : 1))}`;
};

const idsOf = (view: CaseView, shown: number): Markup => {
  const rest = exchangesOf(view.verdict).slice(shown);
  if (rest.length === 0) return markup``;
  const named = `${rest.slice(0, mostIds).join(', ')}${rest.length > mostIds ? ` and ${rest.length - mostIds} more` : ''}`;
  return markup`<p class="note">${shown === 0 ? 'Exchanges' : 'More exchanges'}, in the folder exchanges of the run: ${named}</p>\n`;
};

/** A text of the document, as the page shows it. */
const code = (text: string): Markup => markup`<code>${shortened(text, pieceCharacters)}</code>`;

/** A word that nobody has confirmed: what assay inferred, why, and what to do about it. */
const inferredTerms = (view: CaseView): readonly Markup[] => {
  const words = inferredWords(view.planned);
  if (words.length === 0) return [];
  const list = words.map((word) => markup`<p>${shortened(word, pieceCharacters)}</p>`);
  return [term('Inferred', markup`${list}<p class="note">${confirmWords}</p>`)];
};

/** Another case that shows the same breach, in a line or two. */
const otherRow = (view: CaseView): Markup => {
  if (view.verdict.kind !== 'fail') return markup``;
  const { finding } = view.verdict;
  return markup`<li data-n="${view.number}" id="${anchorOf(view)}">${shortened(whereWords(finding), pieceCharacters)}: expected ${shortened(finding.expected, pieceCharacters)}, got ${shortened(finding.actual, pieceCharacters)} <span class="meta">${caseLink(view)}</span></li>\n`;
};

const findingOf = ({ verdict }: CaseView): readonly Finding[] => (verdict.kind === 'fail' ? [verdict.finding] : []);

/** One breach: the first case with its evidence, then the others that show it, as siblings, so that the filters can hide each by itself. */
export const breachView = (page: Page, [first, ...others]: readonly [CaseView, ...CaseView[]], isOpen: boolean): Markup => {
  const findings = [first, ...others].flatMap(findingOf);
  const shown = findingView(page, first, isOpen, sharedWords(findings));
  if (others.length === 0) return shown;
  const title = `The same breach in ${others.length} more case${others.length === 1 ? '' : 's'}`;
  return markup`${shown}<section class="group same"><details class="more" open><summary>${title}</summary><ul class="cases">${others.map(otherRow)}</ul></details></section>\n`;
};

/** A failed case with its evidence. */
const findingView = (page: Page, view: CaseView, isOpen: boolean, shared: string): Markup => {
  const { planned, verdict, requirement, target } = view;
  if (verdict.kind !== 'fail') return markup``;
  const { finding, breaches, judged, untried = [] } = verdict;
  const { record, directory } = page.input;
  const where = finding.where === '' ? '' : markup` at <code>${shortened(finding.where, pieceCharacters)}</code>`;
  const terms = [
    term('Where', markup`${finding.operation}${where}`),
    term('Expected', shortened(finding.expected, pieceCharacters)),
    term('Actual', markup`<strong>${shortened(finding.actual, pieceCharacters)}</strong>`),
    term('How often', `${breaches} of ${judged} time${judged === 1 ? '' : 's'}`),
    ...[documentWords(finding)].flatMap((text) => (text === undefined ? [] : [term('Document', code(text))])),
    ...inferredTerms(view),
    ...untried.map((part) => term('Not tried', shortened(part, pieceCharacters))),
    term('Replay', markup`<code class="command">${replayCommand(record, directory, target.target, planned.id)}</code>`),
    term('Case', caseLink(view)),
  ];
  const kind = planned.level === 'must' ? 'must' : 'should';
  return markup`<details class="finding ${kind}" data-n="${view.number}" id="${anchorOf(view)}"${isOpen ? markup` open` : ''}>
<summary><span class="id">${planned.requirement}</span>${shared === '' ? '' : `${shared}:`} ${requirement?.title ?? planned.title}</summary>
<p class="source"><span class="level">${planned.level}</span>, ${sourceOf(view)}</p>
<dl>${terms}</dl>
${evidenceOf(page, view)}</details>
`;
};
