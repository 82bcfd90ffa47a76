import type { Coverage, OperationCoverage, OperationState } from '../../model/coverage.ts';
import type { TargetFooter } from '../../model/record.ts';
import { coverageTotals, type Tally, tallyAt, tallyKinds, type TallyKind, undocumentedAt } from '../../policy/coverage-totals.ts';
import { kindWords } from '../coverage-words.ts';
import { shortened } from '../foreign-text.ts';
import { pieceCharacters } from './finding-view.ts';
import { markup, type Markup } from './markup.ts';

/** Most operations of a table that is open from the start. */
const mostOpen = 25;

const stateTitles: Readonly<Record<OperationState, string>> = {
  unreached: 'Not reached',
  reached: 'Reached and not exercised',
  exercised: 'Exercised',
};

const headWords: Readonly<Record<TallyKind, string>> = {
  statuses: 'statuses',
  responseTypes: 'answer types',
  branches: 'branches',
  parameters: 'parameters',
  values: 'listed values',
  requestTypes: 'body types',
  security: 'security',
};

const markOf = ({ seen, of }: Tally): string => (of === 0 ? 'empty' : seen === of ? 'full' : seen === 0 ? 'zero' : 'some');

const tallyCell = (tally: Tally): Markup =>
  markup`<td class="${markOf(tally)}">${tally.of === 0 ? '–' : `${tally.seen} of ${tally.of}`}</td>`;

/** What a row unfolds: the names behind its numbers. */
const namesOf = (operation: OperationCoverage): readonly (readonly [label: string, names: readonly string[]])[] =>
  (
    [
      ['statuses seen', operation.statuses.seen],
      ['statuses not seen', operation.statuses.unseen],
      ['not documented', undocumentedAt(operation)],
      ['answer types not seen', operation.responseTypes.unseen],
      ['branches not seen', listOf(operation.branches)],
      ['parameters not sent', operation.parameters.unseen],
      ['never left out', operation.parameters.always],
      ...operation.values.map((one) => [`values of ${one.parameter} not sent`, listOf(one)] as const),
      ['body types not sent', operation.requestTypes.unseen],
      ['security not used', operation.security.unseen],
    ] as const
  ).filter(([, names]) => names.length > 0);

const listOf = ({ seen, of, unseen }: OperationCoverage['branches']): readonly string[] => {
  const rest = of - seen - unseen.length;
  return rest > 0 ? [...unseen, `and ${rest} more`] : unseen;
};

const row = (operation: OperationCoverage): Markup => {
  const { operation: key, requests, judged, why } = operation;
  const names = namesOf(operation).map(
    ([label, all]) =>
      markup`<dt>${label}</dt><dd>${all.map((name, at) => markup`${at === 0 ? '' : ', '}<code>${shortened(name, 200)}</code>`)}</dd>`,
  );
  const title = markup`<code>${shortened(key, pieceCharacters)}</code>`;
  const reason = why === undefined ? '' : markup` <span class="note">${shortened(why, pieceCharacters)}</span>`;
  const head =
    names.length === 0 ? markup`${title}${reason}` : markup`<details><summary>${title}${reason}</summary><dl>${names}</dl></details>`;
  const cells = tallyKinds.map((kind) => tallyCell(tallyAt(operation, kind)));
  return markup`<tr><th scope="row">${head}</th><td>${requests}</td><td${judged === 0 ? markup` class="zero"` : ''}>${judged}</td>${cells}</tr>\n`;
};

const heads = (first: string): Markup =>
  markup`<thead><tr><th scope="col">${first}</th><th scope="col">requests</th><th scope="col">cases judged</th>${tallyKinds.map((kind) => markup`<th scope="col">${headWords[kind]}</th>`)}</tr></thead>`;

const stateView = (state: OperationState, all: readonly OperationCoverage[], isOpen: boolean): Markup => {
  const rows = all.filter((one) => one.state === state);
  if (rows.length === 0) return markup``;
  return markup`<details class="map"${isOpen && rows.length <= mostOpen ? markup` open` : ''}><summary><h4>${stateTitles[state]} <small>${rows.length}</small></h4></summary><div class="wide"><table>${heads('operation')}<tbody>${rows.map(row)}</tbody></table></div></details>\n`;
};

const totalsTable = (coverage: Coverage): Markup => {
  const totals = coverageTotals(coverage);
  const rows = tallyKinds.flatMap((kind) => {
    const { many, isSent } = kindWords[kind];
    return totals[kind].of === 0
      ? []
      : [markup`<tr><th scope="row">${many} ${isSent ? 'sent' : 'seen'}</th>${tallyCell(totals[kind])}</tr>\n`];
  });
  const { operations, exercised, reached } = coverage;
  const whole = (
    [
      ['operations exercised', exercised],
      ['operations reached', reached],
      ['operations judged', totals.judged],
    ] as const
  ).map(([name, seen]) => markup`<tr><th scope="row">${name}</th>${tallyCell({ seen, of: operations })}</tr>\n`);
  return markup`<table class="totals"><tbody>${whole}${rows}</tbody></table>`;
};

/** The map of a target: the totals, then one row for each operation, those that were not exercised first. Undefined where the record has none. */
export const coverageView = ({ coverage }: TargetFooter, more: readonly string[]): Markup | undefined => {
  if (coverage === undefined || coverage.map.length === 0) return undefined;
  const list = more.map((text) => markup`<li><code>${text}</code></li>`);
  const advice = more.length === 0 ? '' : markup`<p>What would reach more, best first:</p><ul>${list}</ul>`;
  return markup`${totalsTable(coverage)}${advice}${(['unreached', 'reached', 'exercised'] as const).map((state) => stateView(state, coverage.map, true))}`;
};
