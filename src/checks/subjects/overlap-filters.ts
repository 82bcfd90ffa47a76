import { describedLists } from '../../contract/infer/conventions/collection.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { descriptionsIn, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { spanNames } from '../../contract/infer/span-names.ts';
import type { Collection, Contract, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';

/** Two bounds by a day that a list takes, and the first and the last day of an item, which has to have a day in common with what they ask for. */
export type OverlapFilter = Subject & {
  readonly collection: Collection;
  /** The parameters with the first and the last day that is asked for. */
  readonly asked: readonly [from: string, to: string];
  /** The members of an item with its first and its last day. */
  readonly span: readonly [first: string, last: string];
  /** Does the text let one of both be sent alone. */
  readonly isOpen: boolean;
  readonly sentence: string;
};

/** "Events with at least one day between the two", "that overlap the period", "that have a day in common with it". */
const overlapping =
  /\b(?:at least|any|some|even) (?:one |a |an? single )?days?\b[^.;]*\b(?:from|between|in|within)\b|\boverlap(?:s|ping)?\b|\b(?:an?y?|one|some|at least one) days? in common\b|\bshare(?:s|d)? (?:at least )?(?:a|one|any) day\b/iu;

/** Both days count. */
const inclusive =
  /\bboth(?: (?:days|ends|dates|of them))? (?:included|inclusive|count(?:ed)?)\b|\binclud(?:ing|es) both\b|\binclusive(?:ly)?\b|\bboth (?:days )?belong\b|\bday in common\b/iu;

/** Words by which a bound does not count, or is about something else than the time of an item. */
const narrowed =
  /\b(?:exclusive|excluded|excluding|not included|without|except|unless|only (?:the )?(?:begin|start|end)|free|available|not\b[^.;]*\boverlap|does not overlap|do not overlap|created|changed|updated|usually|by default|if|may)\b/iu;

const alone =
  /\b(?:one|each|either|any)(?: of (?:them|both))? (?:alone|by itself|is enough)\b|\b(?:open|unbounded) at the other end\b|\bopen[- ]ended\b/iu;

const isDay = (document: Contract['document'], schema: Schema | undefined): boolean =>
  partsOf(document, schema).some(({ format }) => format === 'date');

const overlapOf = (contract: Contract, collection: Collection): readonly OverlapFilter[] => {
  const { document } = contract;
  const { operation } = collection;
  const days = operation.parameters.filter((one) => one.in === 'query' && isDay(document, one.schema));
  const [asked, ...others] = spanNames(days.map(({ name }) => name));
  const [listed] = describedLists({ document, operations: [operation] });
  const members = [...membersOf(document, listed?.item)].filter(([, schema]) => isDay(document, schema)).map(([name]) => name);
  const [span, ...more] = spanNames(members);
  if (!asked || !span || others.length + more.length > 0) return [];
  // Where there are other times of an item, the sentence may mean those.
  if (members.length > span.length || operation.parameters.some(({ name, required }) => required && !asked.includes(name))) return [];
  const texts = [
    ...saidIn(valueAt(document, nodeOf(operation.location))),
    ...days.flatMap(({ location, schema }) => [...saidIn(valueAt(document, nodeOf(location))), ...descriptionsIn(document, schema)]),
  ];
  const sentence = texts.flatMap(sentencesOf).find((one) => overlapping.test(one) && inclusive.test(one) && !narrowed.test(one));
  if (sentence === undefined) return [];
  return [at(operation.location, { collection, asked, span, isOpen: texts.some((text) => alone.test(text)), sentence })];
};

/** Every such list of a contract that is held to the standard requirements. */
export const overlapFilters = (contract: Contract): readonly OverlapFilter[] =>
  contract.standard.size === 0 ? [] : contract.collections.flatMap((collection) => overlapOf(contract, collection));
