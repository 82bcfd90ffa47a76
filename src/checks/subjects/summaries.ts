import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { descriptionOf, isOnly, keywordOf, optionalQuery, textOf } from '../../contract/infer/conventions/paging-members.ts';
import { describedLists } from '../../contract/infer/conventions/collection.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { singular } from '../../contract/infer/singular.ts';
import { isType, itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract, Operation, Schema } from '../../contract/model.ts';
import { escapeToken, isObject, valueAt } from '../../contract/pointer.ts';
import { at, type Subject } from '../kit/define.ts';
import { isShown, type ShownFilter } from './filters.ts';
import { saidIn } from '../../contract/said.ts';

/** What a number of a summary counts, and how an item of the list is told to belong to it. */
export type Counted = {
  /** JSON pointer inside the answer to the number; of a map, to the object whose names are the values. */
  readonly pointer: string;
  /** What is counted: all items, those that show a value at a pointer, or for a map those that show each of its names. */
  readonly of:
    | { readonly kind: 'all' }
    | { readonly kind: 'value'; readonly at: string; readonly value: string | boolean }
    | { readonly kind: 'each'; readonly at: string };
};

/** A query parameter of a list that leaves the items with one value, and the values of it. */
export type Through = { readonly name: string; readonly at: string; readonly values: readonly string[] };

/** A read of numbers about a list, with what each of them counts. */
export type Summary = Subject & {
  readonly operation: Operation;
  readonly collection: Collection;
  readonly counted: readonly Counted[];
  /** Filters that both take, by a value that items show. */
  readonly shared: readonly ShownFilter[];
  /** A query parameter of the list that leaves the items with one value of what is counted, and its values: the list alone may hide some of them. */
  readonly through: Through | undefined;
};

type Document = Contract['document'];

const summaryWords: ReadonlySet<string> = new Set(
  'summary summaries stats stat statistics statistic counts count overview totals total metrics tally aggregate aggregates breakdown'.split(
    ' ',
  ),
);

/** The path of the list that a path of a summary is about: `/jobs` of `/jobs/summary`, `/job-stats` and `/stats/jobs`. */
const isAboutList = (path: string, list: string): boolean => {
  if (path.startsWith(`${list}/`)) return summaryWords.has(path.slice(list.length + 1));
  const [above, own] = [list.slice(0, list.lastIndexOf('/')), list.slice(list.lastIndexOf('/') + 1)];
  const rest = path.startsWith(`${above}/`) ? path.slice(above.length + 1) : '';
  const words = rest.includes('{') ? [] : wordsOf(rest);
  const others = words.filter((word) => !summaryWords.has(word)).map(singular);
  return others.length < words.length && others.join(' ') === wordsOf(own).map(singular).join(' ');
};

/** Descriptions by which a number counts something else than what the list shows now. */
const isOther =
  /estimat|approx|\bever\b|\btoday\b|\bthis (?:week|month|year)\b|\blast \w+|\bsince\b|\bpast\b|\bper\b|\baverage|\bdistinct|\bunique|\bdifferent|archiv|delet|remov|includ|exclud|\bexcept|\bunless|cached|delay|refresh|\bnightly|\bhourly|\bminutes?\b|\bhours?\b|\bdays?\b/iu;

const isCount = (document: Document, schema: Schema): boolean =>
  isOnly(document, schema, 'integer') && !isOther.test(descriptionOf(document, schema));

/** Members of an item that a value of a summary may be one of: those with listed texts, and flags. */
const kindsIn = (document: Document, item: Schema) => {
  const members = [...membersOf(document, item)];
  const listed = members.flatMap(([name, schema]) => {
    const values = partsOf(document, schema).find((part) => Array.isArray(part['enum']))?.['enum'];
    return Array.isArray(values) && isOnly(document, schema, 'string')
      ? [{ name, at: `/${escapeToken(name)}`, values: values.filter((one) => typeof one === 'string') }]
      : [];
  });
  const flags = members.flatMap(([name, schema]) => (isOnly(document, schema, 'boolean') ? [{ name, at: `/${escapeToken(name)}` }] : []));
  return { listed, flags };
};

const isSameWords = (one: string, other: string): boolean => wordsOf(one).join(' ') === wordsOf(other).join(' ');

/** Is a name that of all items: `total`, `count`, `totalJobs`, `jobCount`, `jobs`. */
const isOfAll = (name: string, path: string): boolean => {
  const noun = nounWordsOf(path).join(' ');
  const words = wordsOf(name).map(singular);
  const others = words.filter((word) => !['total', 'count', 'all', 'number', 'of', 'overall'].includes(word));
  return others.length === 0 ? words.some((word) => word === 'total' || word === 'count') : others.join(' ') === noun;
};

/** The member that a container such as `byStatus` or `status` divides the items by. */
const dividedBy = <T extends { readonly name: string }>(name: string, listed: readonly T[]): T | undefined => {
  const [first, ...rest] = wordsOf(name);
  const about = first === 'by' || first === 'per' ? rest : [...wordsOf(name)].filter((word) => !['counts', 'count', 'by'].includes(word));
  return listed.find((one) => wordsOf(one.name).join(' ') === about.join(' '));
};

const countedIn = (document: Document, body: Schema, item: Schema, path: string): readonly Counted[] => {
  const { listed, flags } = kindsIn(document, item);
  const within = (schema: Schema, around: string, by: (typeof listed)[number] | undefined): readonly Counted[] =>
    [...membersOf(document, schema)].flatMap(([name, member]): readonly Counted[] => {
      const pointer = `${around}/${escapeToken(name)}`;
      if (isType(document, member, 'object') || membersOf(document, member).size > 0) {
        const divided = around === '' ? dividedBy(name, listed) : undefined;
        if (divided === undefined) return [];
        const each = partsOf(document, member).find((part) => isObject(part['additionalProperties']))?.['additionalProperties'];
        if (isObject(each) && membersOf(document, member).size === 0)
          return isCount(document, each) && !isOther.test(descriptionOf(document, member))
            ? [{ pointer, of: { kind: 'each', at: divided.at } }]
            : [];
        return within(member, pointer, divided);
      }
      if (!isCount(document, member)) return [];
      if (by === undefined && isOfAll(name, path)) return [{ pointer, of: { kind: 'all' } }];
      const bare = wordsOf(name)
        .filter((word) => word !== 'count')
        .join(' ');
      const values = (by === undefined ? listed : [by]).flatMap((one) =>
        one.values.filter((value) => isSameWords(value, name) || isSameWords(value, bare)).map((value) => ({ at: one.at, value })),
      );
      const [only, ...others] = [
        ...values,
        ...(by === undefined
          ? flags.filter((one) => isSameWords(one.name, name) || isSameWords(one.name, bare)).map((one) => ({ at: one.at, value: true }))
          : []),
      ];
      return only && others.length === 0 ? [{ pointer, of: { kind: 'value', ...only } }] : [];
    });
  return within(body, '', undefined);
};

/** Does a list show all there is: not where it hides some unless a parameter asks for them. */
export const isWhole = (document: Document, operation: Operation): boolean =>
  optionalQuery(document, operation).every(
    (one) =>
      !/^(?:include|with|show|all|archived|deleted|inactive|hidden)/iu.test(one.name) &&
      (keywordOf(document, one.schema, 'default') === undefined || !/stat(?:us|e)|scope|view/iu.test(one.name)),
  );

/** "One member per status" says that there is one for each value. */
const eachValue = /\b(?:one|an?) (?:member|entry|number|count|field|value) (?:per|for each) \w+/iu;

/** What is counted in a read of figures about several lists: `openClaims` and `shipmentsByStatus` name what they count. */
const countedByNoun = (document: Document, body: Schema, item: Schema, path: string): readonly Counted[] => {
  const { listed } = kindsIn(document, item);
  const nouns = nounWordsOf(path).map(singular);
  const isNoun = (words: readonly string[]): boolean => words.length > 0 && words.map(singular).join(' ') === nouns.join(' ');
  return [...membersOf(document, body)].flatMap(([name, member]): readonly Counted[] => {
    const words = wordsOf(name);
    const by = words.indexOf('by');
    const inner = [...membersOf(document, member)];
    const divided =
      by > 0 && isNoun(words.slice(0, by)) ? listed.find((one) => isSameWords(one.name, words.slice(by + 1).join(' '))) : undefined;
    if (divided && !isOther.test(descriptionOf(document, member).replace(eachValue, '')))
      return inner.flatMap(([own, schema]): readonly Counted[] => {
        const value = divided.values.find((one) => isSameWords(one, own));
        const pointer = `/${escapeToken(name)}/${escapeToken(own)}`;
        return value === undefined || !isCount(document, schema) ? [] : [{ pointer, of: { kind: 'value', at: divided.at, value } }];
      });
    if (!isCount(document, member) || descriptionOf(document, member) !== '') return [];
    const bare = words.filter((word) => word !== 'count');
    const found = listed.flatMap((one) =>
      one.values
        .filter((value) => {
          const own = wordsOf(value);
          return own.join(' ') === bare.slice(0, own.length).join(' ') && isNoun(bare.slice(own.length));
        })
        .map((value) => ({ at: one.at, value })),
    );
    const [only, ...others] = found;
    return only && others.length === 0 ? [{ pointer: `/${escapeToken(name)}`, of: { kind: 'value', ...only } }] : [];
  });
};

/** The query parameter of a list that is called as the member by which its items are divided, and takes each of its values. */
const throughOf = (document: Document, collection: Collection, counted: readonly Counted[], item: Schema): Through | undefined => {
  const places = new Set(counted.flatMap(({ of }) => (of.kind === 'value' ? [of.at] : [])));
  const [place, ...others] = places;
  return place === undefined || others.length > 0 ? undefined : throughAt(document, collection, place, item);
};

/** The query parameter of a list that is called as a member of its items with listed values, and takes each of these. */
export const throughAt = (document: Document, { operation }: Collection, place: string, item: Schema): Through | undefined => {
  const kind = kindsIn(document, item).listed.find((one) => one.at === place);
  const parameter = operation.parameters.find((one) => one.in === 'query' && kind !== undefined && isSameWords(one.name, kind.name));
  if (!kind || !parameter) return undefined;
  const schema = isType(document, parameter.schema, 'array') ? itemsOf(document, parameter.schema) : parameter.schema;
  const taken = partsOf(document, schema).find((part) => Array.isArray(part['enum']))?.['enum'];
  const isAll = Array.isArray(taken) && kind.values.every((value) => taken.includes(value));
  return isAll ? { name: parameter.name, at: kind.at, values: kind.values } : undefined;
};

/** Words by which a list leaves something out as long as nobody asks for it. */
export const hides =
  /\b(?:left out|leaves? out|hidden|hides?|omitted|excluded|not (?:shown|listed|included)|only (?:shows|lists)|unless|out of sight)\b/iu;

/** "Deleted shipments no longer count": nor does any list show them. */
export const goneUncounted = /\b(?:deleted|removed) (?:\w+ )?(?:no longer count|do not count|are not counted)\b/giu;

/** The summaries of several lists: `/account/summary`, one for each list, at that list. */
const summariesByNoun = (contract: Contract): readonly Summary[] => {
  const { document, operations, collections } = contract;
  const found = operations.flatMap((operation): readonly Summary[] => {
    const body = answerSchema(operation);
    const isFigures = summaryWords.has(operation.path.split('/').at(-1) ?? '') && !operation.path.includes('{');
    if (operation.method !== 'GET' || operation.effect !== 'safe' || !isFigures || body === undefined || isType(document, body, 'array'))
      return [];
    const text = saidIn(valueAt(document, operation.location.way.at(-1) ?? '#')).join(' ');
    const isOpen = isOther.test(text.replaceAll(goneUncounted, '')) || operation.parameters.some((one) => one.in === 'query');
    return (isOpen ? [] : collections).flatMap((collection): readonly Summary[] => {
      const { operation: list } = collection;
      const [described] = list.path.includes('{') || list.key === operation.key ? [] : describedLists({ document, operations: [list] });
      const counted = described ? countedByNoun(document, body, described.item, list.path) : [];
      const through = described && throughOf(document, collection, counted, described.item);
      const said = saidIn(valueAt(document, list.location.way.at(-1) ?? '#')).join(' ');
      const isShownWhole = through !== undefined || (isWhole(document, list) && !hides.test(said));
      return counted.length === 0 || !isShownWhole ? [] : [at(list.location, { operation, collection, counted, shared: [], through })];
    });
  });
  return found.filter(({ collection }, n) => found.findIndex((one) => one.collection.operation.key === collection.operation.key) === n);
};

/**
 * The reads of a contract that is held to the standard requirements which count what a list shows: `/jobs/summary` beside `/jobs`, with numbers whose names are
 * those of all items, of a listed value or of a flag; and `/account/summary` with numbers whose names say of which list, such as `openClaims` and `shipmentsByStatus`.
 */
export const summaries = (contract: Contract): readonly Summary[] => {
  if (contract.standard.size === 0) return [];
  const { document } = contract;
  const ofOne = contract.operations.flatMap((operation): readonly Summary[] => {
    const body = answerSchema(operation);
    if (operation.method !== 'GET' || body === undefined || isType(document, body, 'array') || operation.path.endsWith('}')) return [];
    const node = valueAt(document, operation.location.way.at(-1) ?? '#');
    const text = saidIn(node).join(' ');
    const required = operation.parameters.some((one) => one.in === 'query' && one.required);
    if (required || isOther.test(text)) return [];
    const lists = contract.collections.filter(
      (one) => one.operation.key !== operation.key && isAboutList(operation.path, one.operation.path),
    );
    const [collection, ...others] = lists;
    if (collection === undefined || others.length > 0 || !isWhole(document, collection.operation)) return [];
    const [list] = describedLists({ document, operations: [collection.operation] });
    const counted = list ? countedIn(document, body, list.item, collection.operation.path) : [];
    const taken = optionalQuery(document, operation).filter((one) => !isOther.test(textOf(document, one)));
    const shared = collection.filters.filter(isShown).filter(({ parameter }) => taken.some((one) => one.name === parameter.name));
    return counted.length === 0 ? [] : [at(operation.location, { operation, collection, counted, shared, through: undefined })];
  });
  const own = new Set(ofOne.map(({ operation }) => operation.key));
  return [...ofOne, ...summariesByNoun(contract).filter(({ operation }) => !own.has(operation.key))];
};
