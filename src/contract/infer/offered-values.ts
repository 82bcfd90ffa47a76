import { isAsked } from './common-parameters.ts';
import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { escapeToken, valueAt } from '../pointer.ts';
import { describedLists } from './conventions/collection.ts';
import { descriptionOf, keywordOf } from './conventions/paging-members.ts';
import { singular } from './singular.ts';
import { parametersIn, tailOf } from './path-template.ts';
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
 * noun the text of the creation names ("the start of one of the vet's slots"), and whose path has nothing but what the body names too. Undefined where there is
 * none, or more than one.
 */
export const offeredValues = (contract: Contract, operation: Operation, member: string): OfferedValues | undefined => {
  const all = known.get(contract) ?? new Map<string, OfferedValues | undefined>();
  known.set(contract, all);
  const key = JSON.stringify([operation.key, member]);
  if (!all.has(key)) all.set(key, findOffered(contract, operation, member));
  return all.get(key);
};

const known = new WeakMap<Contract, Map<string, OfferedValues | undefined>>();

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
      const isNamed = noun.some((word) => said.has(singular(word)));
      if (!isNamed || (free === undefined && !noun.some((word) => freePaths.has(word) || freePaths.has(singular(word))))) return [];
      const path = parametersIn(read.path).flatMap((name) => {
        const own = [...members.keys()].find((one) => plain(one) === plain(name));
        return own === undefined ? [] : [[name, own] as const];
      });
      const needed = read.parameters.filter(isAsked);
      const [day, ...more] = needed;
      const isDay = day === undefined || (day.in === 'query' && keywordOf(document, day.schema, 'format') === 'date');
      if (path.length < parametersIn(read.path).length || more.length > 0 || !isDay) return [];
      return [{ read, items, at: `/${escapeToken(member)}`, free, path: Object.fromEntries(path), day: day?.name }];
    },
  );
  return found.length === 1 ? found[0] : undefined;
};
