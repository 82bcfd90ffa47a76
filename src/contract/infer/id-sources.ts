import { isDeepStrictEqual } from 'node:util';
import { askedSchema } from '../asked-content.ts';
import type { Contract, Operation, Parameter, Schema } from '../model.ts';
import { below } from '../pointer.ts';
import { producersOf } from '../operation.ts';
import { answerSchema, describedLists, type DescribedList, listShownBy } from './conventions/collection.ts';
import { beginsWith, isSamePath, parametersIn, segmentsOf } from './path-template.ts';
import { membersOf } from './schema-parts.ts';
import { distinctBy } from '../../model/json.ts';
import { heldIds } from './held-ids.ts';
import { lastLiteral, isAlike, isHeldWithin, isTelling, isNoun, pointersFor, pointersOfOther } from './id-pointers.ts';

/** A read whose answer shows ids that a path parameter takes. */
export type IdSource = {
  readonly read: Operation;
  /** Parameters in the path of the read that have the value of one in the path of the operation, by their names. */
  readonly given: Readonly<Record<string, string>>;
  readonly from:
    | {
        readonly kind: 'items';
        /** Runtime expressions for the items; the first that gives an array counts. */
        readonly items: readonly string[];
        /**
         * JSON pointers inside an item, likeliest first, for each path parameter that one item gives together. What one holds may be the address of the
         * item, see {@link idInAddress}.
         */
        readonly members: Readonly<Record<string, readonly string[]>>;
      }
    /** A link (OpenAPI 3.1, Link Object): a runtime expression for the value. */
    | { readonly kind: 'link'; readonly expression: string };
};

/** Path parameters that follow each other without a literal segment in between: together they name one resource. */
type Group = {
  readonly names: readonly string[];
  /** The path before the first of them. */
  readonly prefix: string;
  /** Parameters before the first of them. */
  readonly parents: readonly string[];
};

/** The most reads of one kind that are considered for a parameter. */
const mostOfAKind = 4;

/**
 * The reads that show ids for a path parameter, likeliest first: the list whose items the path names (`GET /shops/{shop}/crates` for
 * `/shops/{shop}/crates/{crate}`), lists elsewhere whose path ends in the same literal segment, lists whose items have a member with the name of the
 * parameter, lists of the noun in the name of the parameter (`{shop}`: `/my/shops`), lists whose items have such a member in an object inside them (`author.username`), then
 * links, and what a caller sees of itself (`GET /me`). What only asks, as `POST /rates/{zone}` does, takes first what the same question about all of them shows (`POST /rates`). Else only
 * safe operations. Nothing says that such a list shows ids that the operation takes: its error response is no evidence against the server.
 */
export const idSourcesOf = (contract: Contract, operation: Operation, parameter: Parameter): readonly IdSource[] => {
  const known = found.get(contract.operations) ?? new Map<string, readonly IdSource[]>();
  found.set(contract.operations, known);
  const key = `${operation.key} ${parameter.name}`;
  const sources = known.get(key) ?? findSources(contract, operation, parameter);
  known.set(key, sources);
  return sources;
};

const found = new WeakMap<Contract['operations'], Map<string, readonly IdSource[]>>();

const findSources = (contract: Contract, operation: Operation, { name }: Parameter): readonly IdSource[] => {
  const group = groupsOf(operation.path).find(({ names }) => names.includes(name));
  if (!group) return [];
  const lists = listsOf(contract).filter(({ operation: { key } }) => key !== operation.key);
  const asked: Asked = { contract, operation, group };
  const last = group.names.at(-1) ?? name;
  const together = group.names.length > 1 ? sourcesFor(asked, lists, group.names, last) : [];
  const sources = [
    ...ofAll(asked, name),
    ...together,
    ...(group.names.length > 1 ? sourcesAlone(asked, lists, name) : sourcesFor(asked, lists, [name], name)),
    ...linked(asked, name),
    ...ofSelf(asked, name),
    ...ofHolder(asked, name),
  ];
  // What is below the very thing that is looked for is there for some alone: the followers of a user.
  const item = operation.path.slice(0, operation.path.indexOf(`{${name}}`) + name.length + 2);
  const isBelow = ({ read }: IdSource): boolean => beginsWith(read.path, item);
  return [...sources.filter((one) => !isBelow(one)), ...sources.filter(isBelow)];
};

type Asked = { readonly contract: Contract; readonly operation: Operation; readonly group: Group };

/** Sources whose one item gives all of some parameters, of which the last one names it. */
const sourcesFor = (asked: Asked, lists: readonly DescribedList[], names: readonly string[], last: string): readonly IdSource[] => {
  const { group } = asked;
  const literal = lastLiteral(group.prefix);
  const kinds: readonly ((list: DescribedList) => boolean)[] = [
    ({ operation: { path } }) => isSamePath(path, group.prefix),
    ({ operation: { path } }) => literal !== undefined && lastLiteral(path)?.toLowerCase() === literal.toLowerCase(),
    (list) => isTelling(last) && [...membersOf(asked.contract.document, list.item).keys()].some((member) => isAlike(member, last)),
    ({ operation: { path } }) => isNoun(last, path),
    ({ item }) => isHeldWithin({ document: asked.contract.document, item, name: last, schema: schemaOf(asked.operation, last) }),
  ];
  return distinctSources(
    kinds.flatMap((isOfKind, n) => nearest(asked, lists.filter(isOfKind)).flatMap((list) => sourceOf(asked, list, names, n < 2) ?? [])),
  );
};

/** Sources for one of several parameters that follow each other: for the first one by its name, for another one the list at the path before it. */
const sourcesAlone = (asked: Asked, lists: readonly DescribedList[], name: string): readonly IdSource[] => {
  const { group, operation } = asked;
  const index = group.names.indexOf(name);
  if (index > 0) {
    const prefix = [group.prefix, ...group.names.slice(0, index).map((one) => `{${one}}`)].join('/');
    const parents = [...group.parents, ...group.names.slice(0, index)];
    return sourcesFor(
      { ...asked, group: { names: [name], prefix, parents } },
      lists.filter(({ operation: { path } }) => isSamePath(path, prefix)),
      [name],
      name,
    );
  }
  const elsewhere = lists.filter(({ operation: { path } }) => lastLiteral(path) !== lastLiteral(group.prefix) || operation.path === path);
  return sourcesFor({ ...asked, group: { ...group, names: [name], prefix: '' } }, elsewhere, [name], name);
};

const schemaOf = ({ parameters }: Operation, name: string): Schema =>
  parameters.find((one) => one.in === 'path' && one.name === name)?.schema ?? true;

/**
 * The question about all things that the operation asks about one: right above the parameter, with the same body and the same credential, and an answer whose items have a member with
 * the very name of the parameter.
 */
const ofAll = ({ contract: { document, operations }, operation, group }: Asked, name: string): readonly IdSource[] => {
  if (operation.effect !== 'asks' || group.names.length > 1 || !operation.path.endsWith(`{${name}}`)) return [];
  return operations.flatMap((read): readonly IdSource[] => {
    const isOfAll =
      read.method === operation.method &&
      read.unsupported === undefined &&
      isSamePath(read.path, group.prefix) &&
      isDeepStrictEqual([askedSchema(read.body), read.security], [askedSchema(operation.body), operation.security]);
    const list = isOfAll ? listShownBy(document, read) : undefined;
    if (!list || !membersOf(document, list.item).has(name)) return [];
    return [
      { read, given: givenTo(read, group.parents), from: { kind: 'items', items: [list.items], members: { [name]: [below('', name)] } } },
    ];
  });
};

/** Reads by which callers see themselves, where they show what a parameter is called: the `username` in the answer of `GET /me`. */
const ofSelf = ({ contract, operation }: Asked, name: string): readonly IdSource[] =>
  isTelling(name)
    ? contract.operations
        .filter((one) => isPlainRead(one) && one.key !== operation.key && /(?:^|\/)(?:me|self|whoami|profile|account)\/?$/iu.test(one.path))
        .flatMap((read): readonly IdSource[] => {
          const [member] = [...membersOf(contract.document, answerSchema(read)).keys()].filter((one) => isAlike(one, name));
          return member === undefined || parametersIn(read.path).length > 0
            ? []
            : [{ read, given: {}, from: { kind: 'link', expression: `$response.body#${below('', member)}` } }];
        })
    : [];

/** The read of a resource of the run that shows the ids of what came about with it. */
const ofHolder = ({ contract, operation }: Asked, name: string): readonly IdSource[] => {
  const held = heldIds(contract, operation);
  return held?.parameter === name
    ? [{ read: held.read, given: {}, from: { kind: 'items', items: [held.ids], members: { [name]: [''] } } }]
    : [];
};

/** The values of links from safe operations. */
const linked = ({ contract, operation, group }: Asked, name: string): readonly IdSource[] =>
  operation.operationId === undefined
    ? []
    : producersOf(contract, operation, name)
        .filter((one) => isPlainRead(one.operation) && one.operation.key !== operation.key)
        .slice(0, mostOfAKind)
        .map(({ operation: read, expression }) => ({ read, given: givenTo(read, group.parents), from: { kind: 'link', expression } }));

/** Parameters of a read that have the name of one that comes before in the path of the operation. */
const givenTo = ({ path }: Operation, parents: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(parametersIn(path).flatMap((name) => (parents.includes(name) ? [[name, name] as const] : [])));

const sourceOf = (
  { contract: { document, collections }, operation, group }: Asked,
  { operation: read, items, item }: DescribedList,
  names: readonly string[],
  isNamedByPath: boolean,
): IdSource | undefined => {
  const members: Record<string, readonly string[]> = {};
  for (const name of names) {
    const schema = schemaOf(operation, name);
    const isItself = name === names.at(-1);
    const pointers = isItself
      ? pointersFor({ document, item, path: read.path, name, schema, isNamedByPath })
      : pointersOfOther(document, item, name, schema);
    if (pointers.length === 0) return undefined;
    members[name] = pointers;
  }
  const theirs = parametersIn(read.path);
  const given = isSamePath(read.path, group.prefix)
    ? Object.fromEntries(theirs.flatMap((name, n) => (group.parents[n] === undefined ? [] : [[name, group.parents[n]]])))
    : givenTo(read, group.parents);
  const declared = collections.find((one) => one.operation.key === read.key)?.items ?? [items];
  return { read, given, from: { kind: 'items', items: declared, members } };
};

/** Each read once, as the likeliest of its sources. */
const distinctSources = (sources: readonly IdSource[]): readonly IdSource[] => distinctBy(sources, ({ read }) => read.key);

/** Of several lists those that need the fewest ids themselves, and share the most with the path. */
const nearest = ({ group }: Asked, lists: readonly DescribedList[]): readonly DescribedList[] => {
  const rank = ({ operation: read }: DescribedList): number => {
    const shared = isSamePath(read.path, group.prefix) ? group.parents.length : Object.keys(givenTo(read, group.parents)).length;
    const own = parametersIn(read.path).length - shared;
    return own * 100 + (group.parents.length - shared) * 10 + segmentsOf(read.path).length;
  };
  return lists.toSorted((a, b) => rank(a) - rank(b)).slice(0, mostOfAKind);
};

const isPlainRead = ({ method, effect, unsupported, conventions }: Operation): boolean =>
  method === 'GET' && effect === 'safe' && unsupported === undefined && conventions.stream === undefined;

/** Every list of a document that can be read. */
const listsOf = ({ document, operations }: Contract): readonly DescribedList[] => {
  const known = lists.get(operations) ?? describedLists({ document, operations: operations.filter(isPlainRead) });
  lists.set(operations, known);
  return known;
};

const lists = new WeakMap<Contract['operations'], readonly DescribedList[]>();

/** The groups of parameters in a path. A segment that is more than a parameter, with a verb or none behind it, is in none. */
const groupsOf = (path: string): readonly Group[] => {
  const groups: Group[] = [];
  let names: string[] = [];
  let [prefix, parents] = ['', [] as readonly string[]];
  const before: string[] = [];
  const inPath: string[] = [];
  const close = (): void => {
    if (names.length > 0) groups.push({ names, prefix, parents });
    names = [];
  };
  for (const segment of path.split('/').filter((one) => one !== '')) {
    const [, name] = /^\{([^{}]+)\}(?::[a-z][a-z_-]*)?$/iu.exec(segment) ?? [];
    if (name === undefined) close();
    else {
      if (names.length === 0) [prefix, parents] = [`/${before.join('/')}`, [...inPath]];
      names.push(name);
      inPath.push(name);
    }
    before.push(segment);
  }
  close();
  return groups;
};
