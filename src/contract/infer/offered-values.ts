import { isAsked } from './common-parameters.ts';
import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { escapeToken, valueAt } from '../pointer.ts';
import { describedLists } from './conventions/collection.ts';
import { descriptionOf, keywordOf } from './conventions/paging-members.ts';
import { singular } from './singular.ts';
import { isSamePath, parametersIn, pathAbove, tailOf } from './path-template.ts';
import { isType, membersOf } from './schema-parts.ts';
import { wordsOf } from './words.ts';
import { saidIn } from '../said.ts';
import { askedSchema } from '../asked-content.ts';

/** A read that shows which values a member of a body may have: the free slots of a calendar. */
export type OfferedValues = {
  readonly read: Operation;
  /** Where its list is, as a runtime expression. */
  readonly items: string;
  /** JSON pointer of the value inside an item. */
  readonly at: string;
  /** The member of an item that is true where the value may be taken; undefined where the list holds nothing else. */
  readonly free: string | undefined;
  /** The parameters in its path, each with the member of the body that has the value. */
  readonly path: Readonly<Record<string, string>>;
  /** The same with the parameter of the path of the creation: both are below the same resource. */
  readonly around: Readonly<Record<string, string>>;
  /** The other parameters of its query that are required, each with the member of the body that has the value. */
  readonly query: Readonly<Record<string, string>>;
  /** The parameter of the query that takes the day; undefined where none is required. */
  readonly day: string | undefined;
};

/** Members of an item by which it may be taken. */
const freeNames: ReadonlySet<string> = new Set(['free', 'available', 'open', 'bookable', 'vacant']);

/** Paths of lists that hold nothing but what may be taken. */
const freePaths: ReadonlySet<string> = new Set(['free', 'available', 'availability', 'availabilities', 'opening', 'vacancy']);

const formats: readonly unknown[] = ['date-time', 'date', 'time'];

const plain = (name: string): string => wordsOf(name).join('');

const textOf = ({ document }: Contract, { location }: Operation): string => {
  const node = valueAt(document, nodeOf(location));
  return saidIn(node).join('. ');
};

const freeIn = (document: Contract['document'], item: Schema): string | undefined =>
  [...membersOf(document, item)].find(
    ([name, schema]) =>
      isType(document, schema, 'boolean') &&
      freeNames.has(
        wordsOf(name)
          .filter((word) => word !== 'is')
          .join(''),
      ),
  )?.[0];

const jsonSchemaOf = ({ body }: Operation): Schema | undefined => askedSchema(body);

/**
 * The read that offers the values of a member at the top of the body of a creation: a list whose items show a moment of that name and whether it is free, whose
 * noun the text of the creation names ("the start of one of the vet's slots"), or which is the availability below the very resource that the creation is below, and whose path
 * has nothing but what the body or the path of the creation names too. Undefined where there is none, or more than one.
 */
export const offeredValues = (contract: Contract, operation: Operation, member: string): OfferedValues | undefined => {
  const all = known.get(contract) ?? new Map<string, OfferedValues | undefined>();
  known.set(contract, all);
  const key = JSON.stringify([operation.key, member]);
  if (!all.has(key)) all.set(key, findOffered(contract, operation, member));
  return all.get(key);
};

const known = new WeakMap<Contract, Map<string, OfferedValues | undefined>>();

const pairOf = (name: string, value: string | undefined): readonly (readonly [string, string])[] =>
  value === undefined ? [] : [[name, value]];

const findOffered = (contract: Contract, operation: Operation, member: string): OfferedValues | undefined => {
  const { document } = contract;
  const members = membersOf(document, jsonSchemaOf(operation));
  const schema = members.get(member);
  const format = schema === undefined ? undefined : keywordOf(document, schema, 'format');
  if (schema === undefined || !formats.includes(format)) return undefined;
  const said = new Set(wordsOf(`${textOf(contract, operation)} ${descriptionOf(document, schema)}`).map(singular));
  const found = describedLists({ document, operations: contract.operations }).flatMap(
    ({ operation: read, items, item }): readonly OfferedValues[] => {
      const noun = wordsOf(tailOf(read.path).at(-1) ?? '');
      const shown = membersOf(document, item).get(member);
      const isSame = shown !== undefined && keywordOf(document, shown, 'format') === format;
      if (!isSame || read.effect !== 'safe' || read.unsupported !== undefined || read.key === operation.key) return [];
      const free = freeIn(document, item);
      const isFreeList = noun.some((word) => freePaths.has(word) || freePaths.has(singular(word)));
      const isBeside = parametersIn(read.path).length > 0 && isSamePath(pathAbove(read.path), pathAbove(operation.path));
      const isNamed = noun.some((word) => said.has(singular(word)));
      if (!(isNamed || (isBeside && isFreeList)) || (free === undefined && !isFreeList)) return [];
      const ownOf = (name: string): string | undefined => [...members.keys()].find((one) => plain(one) === plain(name));
      const inPath = parametersIn(read.path);
      const path = inPath.flatMap((name) => pairOf(name, ownOf(name)));
      const around = inPath.flatMap((name, n) =>
        ownOf(name) === undefined && isBeside ? pairOf(name, parametersIn(operation.path)[n]) : [],
      );
      const needed = read.parameters.filter(isAsked);
      const isDay = (one: (typeof needed)[number]): boolean =>
        ownOf(one.name) === undefined && one.in === 'query' && keywordOf(document, one.schema, 'format') === 'date';
      const [day, ...days] = needed.filter(isDay);
      const query = needed.flatMap((one) => (one.in === 'query' && !isDay(one) ? pairOf(one.name, ownOf(one.name)) : []));
      const isWhole = query.length + (day === undefined ? 0 : 1) === needed.length;
      if (path.length + around.length < inPath.length || days.length > 0 || !isWhole) return [];
      const of = (pairs: readonly (readonly [string, string])[]): Readonly<Record<string, string>> => Object.fromEntries(pairs);
      const at = `/${escapeToken(member)}`;
      return [{ read, items, at, free, path: of(path), around: of(around), query: of(query), day: day?.name }];
    },
  );
  return found.length === 1 ? found[0] : undefined;
};
