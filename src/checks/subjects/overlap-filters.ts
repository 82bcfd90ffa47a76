import { describedLists } from '../../contract/infer/conventions/collection.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { descriptionsIn, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { spanNames } from '../../contract/infer/span-names.ts';
import type { Collection, Contract, Parameter, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';

/** Two bounds by a day that a list takes, or one day alone, and the first and the last day of an item, which has to have a day in common with what they ask for. */
export type OverlapFilter = Subject & {
  readonly collection: Collection;
  /** The parameters with the first and the last day that is asked for, or the one with the day. */
  readonly asked: readonly [from: string, to: string] | readonly [day: string];
  /** The members of an item with its first and its last day. */
  readonly span: readonly [first: string, last: string];
  /** Does the text let one of both be sent alone. */
  readonly isOpen: boolean;
  readonly sentence: string;
};

/** "Events with at least one day between the two", "that overlap the period", "that have a day in common with it". */
const overlapping =
  /\b(?:at least|any|some|even) (?:one |a |an? single )?days?\b[^.;]*\b(?:from|between|in|within)\b|\boverlap(?:s|ping)?\b|\b(?:an?y?|one|some|at least one) days? in common\b|\bshare(?:s|d)? (?:at least )?(?:a|one|any) day\b/iu;

/** "Whose period contains this day", "that are running on the given date": of one day. */
const around =
  /\b(?:contain(?:s|ing)?|cover(?:s|ing)?|includ(?:es?|ing)|span(?:s|ning)?|(?:that|which) (?:run|last|take place|are (?:on|running|under way|taking place))(?: on| during)?) (?:this|that|the(?: given| asked| named)?|a given|an asked) (?:day|date)\b/iu;

/** Both days count. */
const inclusive =
  /\b(?:first|begin(?:ning)?|start)(?: day| date)? and (?:the )?(?:last|end)(?: days?| dates?)? (?:both )?(?:are )?(?:count(?:ed)?|included|inclusive|belong)\b|\bboth(?: (?:days|ends|dates|of them))? (?:included|inclusive|count(?:ed)?)\b|\binclud(?:ing|es) both\b|\binclusive(?:ly)?\b|\bboth (?:days )?belong\b|\bday in common\b/iu;

/** Words by which a bound does not count, or is about something else than the time of an item. */
const narrowed =
  /\b(?:exclusive|excluded|excluding|not included|without|except|unless|only (?:the )?(?:begin|start|end)|free|available|not\b[^.;]*\boverlap|does not overlap|do not overlap|created|changed|updated|usually|by default|if|may)\b/iu;

const alone =
  /\b(?:one|each|either|any)(?: of (?:them|both))? (?:alone|by itself|is enough)\b|\b(?:open|unbounded) at the other end\b|\bopen[- ]ended\b/iu;

const isDay = (document: Contract['document'], schema: Schema | undefined): boolean =>
  partsOf(document, schema).some(({ format }) => format === 'date');

type Days = readonly [first: string, last: string];

/** The first and the last day of the items of a list; undefined where they show none, or other days as well, which a sentence may mean. */
const spanOf = ({ document }: Contract, { operation }: Collection): Days | undefined => {
  const [listed] = describedLists({ document, operations: [operation] });
  const members = [...membersOf(document, listed?.item)].filter(([, schema]) => isDay(document, schema)).map(([name]) => name);
  const [span, ...more] = spanNames(members);
  return span && more.length === 0 && members.length === span.length ? span : undefined;
};

const textsOf = ({ document }: Contract, { location, schema }: Parameter): readonly string[] => [
  ...saidIn(valueAt(document, nodeOf(location))),
  ...descriptionsIn(document, schema),
];

const needsOthers = ({ operation }: Collection, asked: readonly string[]): boolean =>
  operation.parameters.some(({ name, required }) => required && !asked.includes(name));

const overlapOf = (contract: Contract, collection: Collection): readonly OverlapFilter[] => {
  const { document } = contract;
  const { operation } = collection;
  const days = operation.parameters.filter((one) => one.in === 'query' && isDay(document, one.schema));
  const span = spanOf(contract, collection);
  if (!span) return [];
  const [asked, ...others] = spanNames(days.map(({ name }) => name));
  if (!asked) return days.flatMap((day) => onDay(contract, collection, span, day));
  if (others.length > 0 || needsOthers(collection, asked)) return [];
  const texts = [...saidIn(valueAt(document, nodeOf(operation.location))), ...days.flatMap((day) => textsOf(contract, day))];
  const sentence = texts.flatMap(sentencesOf).find((one) => overlapping.test(one) && inclusive.test(one) && !narrowed.test(one));
  if (sentence === undefined) return [];
  return [at(operation.location, { collection, asked, span, isOpen: texts.some((text) => alone.test(text)), sentence })];
};

/** A day that lies in the time of each item: its own text says so, and that the first and the last one count, be it in a sentence of its own. */
const onDay = (contract: Contract, collection: Collection, span: Days, day: Parameter): readonly OverlapFilter[] => {
  const texts = textsOf(contract, day);
  const sentence = texts.find((one) => around.test(one) && inclusive.test(one));
  if (sentence === undefined || texts.some((one) => narrowed.test(one)) || needsOthers(collection, [day.name])) return [];
  return [at(day.location, { collection, asked: [day.name], span, isOpen: false, sentence })];
};

/** Every such list of a contract that is held to the standard requirements. */
export const overlapFilters = (contract: Contract): readonly OverlapFilter[] =>
  contract.standard.size === 0 ? [] : contract.collections.flatMap((collection) => overlapOf(contract, collection));
