import { boundsInText, boundsOfMember } from '../../contract/infer/told-bounds.ts';
import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { refusesTurnedRange } from '../../contract/infer/turned-ranges.ts';
import { keywordOf, textOf } from '../../contract/infer/conventions/paging-members.ts';
import type { Collection, Contract, Filter } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { countsItself, isShownAsDay } from './counting-bounds.ts';

/** Two bounds of a list about one value of its items. */
export type FilterRange = Subject & {
  readonly collection: Collection;
  readonly from: Filter;
  readonly to: Filter;
  /** JSON pointer of the value in an item. */
  readonly at: string;
  /** Both bounds count themselves, so that equal ones find what lies on them. */
  readonly countBoth: boolean;
  /** The document says that a range whose end lies before its begin is refused. */
  readonly refusesTurned: boolean;
};

/** Words by which a range that is turned round is put right. */
const swapped = /\b(?:swap\w*|exchange[ds]?|interchange\w*|either order|any order|turned round)\b/iu;

/** May the value of an item be sent as it is: the parameter has the form in which items show it. */
const isOfOneForm = (contract: Contract, collection: Collection, { parameter, compare }: Filter, pointer: string): boolean => {
  if (compare === 'atLeast' || compare === 'atMost') return true;
  const format = keywordOf(contract.document, parameter.schema, 'format');
  return format === 'date-time' || (format === 'date' && isShownAsDay(contract, collection, pointer));
};

const counts = (contract: Contract, collection: Collection, filter: Filter, pointer: string): boolean => {
  const { compare, parameter, isIncluded } = filter;
  if (compare === 'atLeast' || compare === 'atMost') return isIncluded;
  const isDay = keywordOf(contract.document, parameter.schema, 'format') === 'date' && isShownAsDay(contract, collection, pointer);
  return isDay && countsItself(contract, filter, true) === true;
};

const refusesTurned = ({ document }: Contract, { operation }: Collection, from: Filter, to: Filter): boolean => {
  if (!operation.responses.some(({ status }) => ['400', '422'].includes(status))) return false;
  const names = [from.parameter.name, to.parameter.name];
  const around = { names, span: [from.parameter.name, to.parameter.name] as const };
  const said = [
    ...[from, to].flatMap(({ parameter }) => boundsOfMember(textOf(document, parameter), parameter.name, around)),
    ...saidIn(valueAt(document, nodeOf(operation.location))).flatMap((text) => boundsInText(text, around)),
  ];
  const sentences = [
    ...[from, to].map(({ parameter }) => textOf(document, parameter)),
    ...saidIn(valueAt(document, nodeOf(operation.location))),
  ]
    .flatMap(sentencesOf)
    .map((one) => one.replaceAll(/[`*"]/gu, ''));
  if (sentences.some((one) => !holdsForSome(one) && refusesTurnedRange(one, from.parameter.name, to.parameter.name))) return true;
  return said.some(
    ({ member, other, side }) =>
      (member === names[1] && other === names[0] && (side === 'after' || side === 'not-before')) ||
      (member === names[0] && other === names[1] && (side === 'before' || side === 'not-after')),
  );
};

const rangesOf = (contract: Contract, collection: Collection): readonly FilterRange[] => {
  const { filters, operation } = collection;
  const pairs = filters.flatMap((from) => {
    const wanted = from.compare === 'after' ? 'before' : from.compare === 'atLeast' ? 'atMost' : undefined;
    const [to, ...others] = filters.filter((one) => wanted !== undefined && one.compare === wanted && one.at === from.at);
    return to !== undefined && others.length === 0 ? [{ from, to }] : [];
  });
  const texts = saidIn(valueAt(contract.document, nodeOf(operation.location)));
  return pairs.slice(0, 1).flatMap(({ from, to }): readonly FilterRange[] => {
    const { at: pointer } = from;
    const said = [...texts, ...[from, to].map(({ parameter }) => textOf(contract.document, parameter))];
    const isMeant = pointer !== undefined && [from, to].every((one) => isOfOneForm(contract, collection, one, pointer));
    if (!isMeant || said.some((text) => swapped.test(text))) return [];
    const countBoth = [from, to].every((one) => counts(contract, collection, one, pointer));
    const about = { collection, from, to, at: pointer, countBoth, refusesTurned: refusesTurned(contract, collection, from, to) };
    return [at(operation.location, about)];
  });
};

/** The lists of a contract that is held to the standard requirements with two bounds about one value, each at its operation. */
export const filterRanges = (contract: Contract): readonly FilterRange[] =>
  contract.standard.size === 0 ? [] : contract.collections.flatMap((collection) => rangesOf(contract, collection));
