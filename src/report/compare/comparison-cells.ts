import type { Case } from '../../model/case.ts';
import { canonical } from '../../policy/canonical.ts';
import type { BehaviourRow } from '../../policy/compare/behaviour/behaviour-row.ts';
import { situations } from '../../policy/compare/behaviour/situations.ts';
import type { CellCase } from '../../policy/compare/comparison.ts';
import type { FactRow } from '../../policy/compare/fact-rows.ts';
import type { OutcomeRow } from '../../policy/compare/outcome-rows.ts';
import { shortened, visible } from '../foreign-text.ts';
import type { Indexed } from '../page/indexed.ts';
import { caseWords, gotText, outcomeWord } from './cell-words.ts';
import type { CompareInput } from './compare-input.ts';
import type { CompareBasis, CompareCell, CompareSentence } from './compare-model.ts';
import type { ShownExchanges } from './shown-exchanges.ts';
import { shortAnswer, valueWords } from './value-words.ts';

/** Longest line of a cell; what it rests on has more. */
const lineCharacters = 120;
/** Longest piece of a finding or a value. */
const pieceCharacters = 2000;
/** Most lines of a cell: members of a body are many and short. */
const mostLines = 12;
/** Most cases or values that a cell rests on, and most cases where none of them failed: they say little. */
const mostBases = 20;
const mostPassed = 5;

/** What the cells are made from. */
export type CellSources = {
  readonly input: CompareInput;
  readonly exchanges: ShownExchanges;
  /** The cases of each column by their ids. */
  readonly cases: readonly ReadonlyMap<string, Case>[];
  /** What many cells rest on, each once. */
  readonly sentences: Indexed<CompareSentence>;
};

const piece = (text: string): string => shortened(text, pieceCharacters);

const exchangeMember = (exchange: number | undefined): { readonly exchange?: number } => (exchange === undefined ? {} : { exchange });

const sentenceMember = (sentence: number | undefined): { readonly sentence?: number } => (sentence === undefined ? {} : { sentence });

/** A case with the address of its place on the page of its run. */
const caseMember = ({ pages, comparison }: CompareInput, column: number, id: string): NonNullable<CompareBasis['case']> => {
  const page = pages[column];
  const target = comparison.columns[column]?.target.target;
  return page === undefined || target === undefined
    ? { id }
    : { id, href: `${page}#${encodeURIComponent(visible(`case:${target}:${id}`))}` };
};

/** The number of the sentence that a case judges. */
const sentenceOf = ({ input: { comparison }, cases, sentences }: CellSources, column: number, id: string): number | undefined => {
  const target = comparison.columns[column]?.target;
  const planned = cases[column]?.get(id);
  if (target === undefined || planned === undefined) return undefined;
  const { requirement, level, title } = planned;
  return sentences.indexOf(`${column} ${requirement} ${level}`, () => {
    const known = target.requirements.get(requirement);
    const source = known === undefined ? '' : sourceOf(target.title ?? target.contract, known);
    return { id: requirement, title: known?.title ?? title, level, source };
  });
};

const sourceOf = (
  title: string,
  { basis, section, lines }: { readonly basis: string; readonly section: string; readonly lines: string },
): string => `${basis} in ${title}, “${section}”${lines === '-' ? '' : `, line${/^\d+$/u.test(lines) ? '' : 's'} ${lines}`}`;

/** Lines of a cell, and the note about those that are left out. */
const linesOf = (all: readonly string[], also: string | undefined): Pick<CompareCell, 'lines' | 'note'> => {
  const left = all.length - mostLines;
  const note = [...(left > 0 ? [`and ${left} more`] : []), ...(also === undefined ? [] : [also])].join('; ');
  return { lines: all.slice(0, mostLines).map((line) => shortened(line, lineCharacters)), ...(note === '' ? {} : { note }) };
};

/** What a target did in a situation. */
export const behaviourCell = (sources: CellSources, { id, cells }: BehaviourRow, column: number): CompareCell => {
  const { input, exchanges } = sources;
  const { values, isOpen, why = '' } = cells[column] ?? { values: [] };
  // The reason of an empty cell is long, and the same in many of them.
  if (values.length === 0) return { standing: 'unknown', lines: [why.replace(/[:,].*$/su, '')], why, bases: [], moreBases: 0 };
  const bases = values.slice(0, mostBases).map(({ value, operations, shown }): CompareBasis => {
    const sentFor = shown === undefined ? undefined : exchanges.caseOf(column, shown.exchange);
    // What a survey asks for stands in no document.
    const isSurveyed = sentFor !== undefined && sources.cases[column]?.get(sentFor)?.check === situations[id]?.survey;
    const sentence = sentFor === undefined || isSurveyed ? undefined : sentenceOf(sources, column, sentFor);
    const exchange = shown === undefined ? undefined : exchanges.byId(column, shown.exchange);
    return {
      head: piece(value),
      terms: [
        ['at', operations.join(', ')],
        ...(shown === undefined ? [] : [['shown by', `${shown.exchange} ${piece(shown.sent)}`] as const]),
        ...(isSurveyed ? [['sent for', 'this comparison: the document says nothing of it'] as const] : []),
      ],
      ...sentenceMember(sentence),
      ...(sentFor === undefined ? {} : { case: caseMember(input, column, sentFor) }),
      ...exchangeMember(exchange),
    };
  });
  return {
    standing: isOpen === true ? 'open' : 'counted',
    key: JSON.stringify(values.map(({ value }) => value)),
    ...linesOf(
      values.map(({ value }) => shortAnswer(value)),
      isOpen === true ? 'and others, too many to compare' : undefined,
    ),
    bases,
    moreBases: Math.max(0, values.length - mostBases),
  };
};

const caseBasis = (sources: CellSources, column: number, one: CellCase): CompareBasis => {
  const { input, exchanges } = sources;
  const { verdict } = one;
  const [named] = verdict.kind === 'fail' ? verdict.finding.exchanges : verdict.kind === 'inconclusive' ? verdict.exchanges : [];
  const shown = named === undefined ? undefined : exchanges.byId(column, named);
  return {
    outcome: verdict.kind,
    head: verdict.kind,
    terms: caseWords(one).map(([label, text]) => [label, piece(text)] as const),
    ...sentenceMember(sentenceOf(sources, column, one.case)),
    case: caseMember(input, column, one.case),
    ...exchangeMember(shown ?? exchanges.byCase(column, one.case)),
  };
};

/** How a requirement, or all requirements of a check, ended at a target. */
export const outcomeCell = (sources: CellSources, { cells }: OutcomeRow, column: number): CompareCell => {
  const cell = cells[column] ?? { outcome: 'absent', cases: [] };
  const { outcome } = cell;
  if (outcome === 'absent') return { standing: 'unknown', lines: [outcomeWord(cell)], bases: [], moreBases: 0 };
  const isDecided = outcome === 'pass' || outcome === 'fail';
  // Failures come first: they explain the cell.
  const cases = cell.cases.toSorted((a, b) => Number(b.verdict.kind === 'fail') - Number(a.verdict.kind === 'fail'));
  const got = gotText(cell);
  const most = outcome === 'fail' ? mostBases : mostPassed;
  return {
    standing: isDecided || outcome === 'observed' ? 'counted' : 'unknown',
    ...(isDecided ? { key: outcome } : {}),
    outcome,
    lines: [outcomeWord(cell)],
    ...(got === '' ? {} : { note: got }),
    bases: cases.slice(0, most).map((one) => caseBasis(sources, column, one)),
    moreBases: Math.max(0, cases.length - most),
  };
};

/** Every value of a fact that was observed at a target. */
export const factCell = (sources: CellSources, { cells }: FactRow, column: number): CompareCell => {
  const { input, exchanges } = sources;
  const values = cells[column]?.values ?? [];
  if (values.length === 0) return { standing: 'unknown', lines: ['not observed'], bases: [], moreBases: 0 };
  const bases = values.slice(0, mostBases).map(({ value, places }): CompareBasis => {
    const [place] = places;
    const sentence = place === undefined ? undefined : sentenceOf(sources, column, place.case);
    return {
      head: piece(valueWords(value)),
      terms: [['at', piece([...new Set(places.map(({ at }) => at))].join(', '))]],
      ...sentenceMember(sentence),
      ...(place === undefined
        ? {}
        : { case: caseMember(input, column, place.case), ...exchangeMember(exchanges.byCase(column, place.case)) }),
    };
  });
  return {
    standing: 'counted',
    key: canonical(values.map(({ value }) => canonical(value)).toSorted()),
    ...linesOf(
      values.map(({ value }) => valueWords(value)),
      undefined,
    ),
    bases,
    moreBases: Math.max(0, values.length - mostBases),
  };
};
