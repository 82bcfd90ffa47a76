import { areas } from '../../model/requirement.ts';
import { behaviourGroups } from '../../policy/compare/behaviour/behaviour-row.ts';
import type { Column, RowState } from '../../policy/compare/comparison.ts';
import { shareWords } from '../coverage-words.ts';
import { shortened } from '../foreign-text.ts';
import { grouped } from '../page/grouped.ts';
import { indexed } from '../page/indexed.ts';
import { toneOf } from '../page/page-target.ts';
import { visibleModel } from '../page/visible-model.ts';
import { verdictWord, verdictWords } from '../verdict-words.ts';
import { countedRows } from './cell-words.ts';
import type { CompareInput } from './compare-input.ts';
import type { CompareColumn, CompareModel, CompareRow, CompareSection } from './compare-model.ts';
import { behaviourCell, type CellSources, factCell, outcomeCell } from './comparison-cells.ts';
import { shownExchanges } from './shown-exchanges.ts';

/** Longest note about the comparison. */
const noteCharacters = 2000;

const columnOf = ({ label, run, target, footer }: Column, page: string | undefined): CompareColumn => ({
  label,
  title: target.title ?? target.contract,
  contract: target.contract,
  baseUrl: target.baseUrl,
  run,
  ...(page === undefined ? {} : { page }),
  tone: toneOf(footer.exitCode),
  word: verdictWord(footer.exitCode),
  verdict: verdictWords(target, footer),
  share: shareWords(footer),
});

const unanimous = ['same', 'open'] as const satisfies readonly RowState[];

/** Groups in a fixed order, so that a subject stands at the same place in every comparison; those without a place come last. */
const inOrder = <Value>(groups: ReadonlyMap<string, Value>, order: readonly string[]): readonly (readonly [string, Value])[] => {
  const placeOf = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...groups].toSorted(([a], [b]) => placeOf(a) - placeOf(b));
};

const behaviourSections = (sources: CellSources): readonly CompareSection[] =>
  inOrder(
    grouped(sources.input.comparison.behaviour, ({ group }) => group),
    Object.keys(behaviourGroups),
  ).map(([group, rows]) => ({
    id: `behaviour-${group}`,
    title: Object.entries(behaviourGroups).find(([name]) => name === group)?.[1] ?? group,
    folded: unanimous,
    rows: rows.map((row): CompareRow => {
      const { kind, id, title, state, cells } = row;
      return { kind, key: `${kind}/${id}`, id, title, note: '', state, cells: cells.map((_, at) => behaviourCell(sources, row, at)) };
    }),
  }));

/** Different contracts have different requirements, so a row that is known only for some targets is nothing unusual then. */
const foldedOf = (isShared: boolean): readonly RowState[] => (isShared ? unanimous : ['partly', ...unanimous]);

const outcomeSections = (sources: CellSources): readonly CompareSection[] => {
  const { comparison, checks } = sources.input;
  const { outcomes, isShared } = comparison;
  return inOrder(
    grouped(outcomes, ({ area }) => area),
    areas,
  ).map(([area, rows]) => ({
    id: `outcomes-${area}`,
    title: `${isShared ? 'Requirements' : 'Checks'}: ${area}`,
    folded: foldedOf(isShared),
    rows: rows.map((row): CompareRow => {
      const { kind, id, level, state, cells } = row;
      const words = checks.get(id);
      return {
        kind,
        key: `${kind}/${id}`,
        id,
        title: isShared ? row.title : (words?.title ?? row.title),
        note: level ?? '',
        ...(words === undefined ? {} : { why: words.why }),
        state,
        cells: cells.map((_, at) => outcomeCell(sources, row, at)),
      };
    }),
  }));
};

const factSection = (sources: CellSources): readonly CompareSection[] => {
  const { comparison, facts: meanings } = sources.input;
  const { facts, isShared } = comparison;
  if (facts.length === 0) return [];
  const rows = facts.map((row): CompareRow => {
    const { kind, fact, at = '', state, cells } = row;
    const means = Object.hasOwn(meanings, fact) ? meanings[fact] : undefined;
    return {
      kind,
      key: at === '' ? `${kind}/${fact}` : `${kind}/${fact}/${at}`,
      id: fact,
      title: means ?? fact,
      note: at,
      state,
      cells: cells.map((_, column) => factCell(sources, row, column)),
    };
  });
  return [{ id: 'facts', title: 'What the documentation leaves open', folded: foldedOf(isShared), rows }];
};

/** Everything that the page of a comparison shows. */
export const modelOfComparison = (input: CompareInput): CompareModel => {
  const { comparison, pages } = input;
  const { columns, isShared, notes, behaviour, outcomes, facts } = comparison;
  const exchanges = shownExchanges(comparison, input.exchanges ?? []);
  const cases = columns.map(({ target }) => new Map(target.cases.map((one) => [one.id, one])));
  const sources: CellSources = { input, exchanges, cases, sentences: indexed() };
  const [judged, done] = [outcomeSections(sources), behaviourSections(sources)];
  // A row that is known only for some targets is no agreement.
  const differ = [...behaviour, ...outcomes, ...facts].some(({ state }) => state === 'differs' || state === 'partly');
  return visibleModel({
    format: 1,
    isShared,
    sentence: countedRows(comparison),
    tone: differ ? 'open' : 'good',
    notes: notes.map((note) => shortened(note, noteCharacters)),
    columns: columns.map((column, at) => columnOf(column, pages[at])),
    sections: [...(isShared ? [...judged, ...done] : [...done, ...judged]), ...factSection(sources)],
    sentences: sources.sentences.all,
    exchanges: exchanges.all,
  });
};
