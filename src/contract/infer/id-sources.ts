import type { Contract, Operation, Parameter, Schema } from '../model.ts';
import { producersOf } from '../operation.ts';
import { below, isObject } from '../pointer.ts';
import { describedLists, type DescribedList } from './conventions/collection.ts';
import { idNames, nounWordsOf } from './id-names.ts';
import { isSamePath, parametersIn, segmentsOf } from './path-template.ts';
import { membersOf, partsOf } from './schema-parts.ts';
import { wordsOf } from './words.ts';
import { distinctBy } from '../../model/json.ts';

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
 * parameter, lists of the noun in the name of the parameter (`{shop}`: `/my/shops`), then links. Only safe operations. Nothing says that such a list
 * shows ids that the operation takes: its error response is no evidence against the server.
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
  return [
    ...together,
    ...(group.names.length > 1 ? sourcesAlone(asked, lists, name) : sourcesFor(asked, lists, [name], name)),
    ...linked(asked, name),
  ];
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
    const schema = operation.parameters.find((one) => one.in === 'path' && one.name === name)?.schema ?? true;
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

const lastLiteral = (path: string): string | undefined => {
  const last = segmentsOf(path).at(-1);
  return last && 'literal' in last ? last.literal : undefined;
};

/** A name without what only its style of writing adds. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

const isAlike = (a: string, b: string): boolean => plain(a) === plain(b);

/** Last words of names that are ids; a member with one of them may be a number for a parameter that is a text. */
const idWords = new Set(['id', 'ids', 'gid', 'sid', 'uuid', 'guid', 'identifier']);

/** Last words of a name that say which property of the resource it is. */
const kindWords = new Set([
  'name',
  'number',
  'no',
  'nr',
  'slug',
  'key',
  'code',
  'sha',
  'login',
  'handle',
  'ref',
  'tag',
  'title',
  'email',
  'sku',
  'isbn',
  'version',
  'type',
  'status',
  'state',
  'date',
  'path',
  'file',
  'format',
]);

/** Words that say nothing about which resource is meant. */
const isTelling = (name: string): boolean => {
  const words = wordsOf(name);
  return words.some((word) => !idWords.has(word) && !kindWords.has(word));
};

/** The words of a name; `username` has two. */
const nameWords = (name: string): readonly string[] => wordsOf(name).flatMap((word) => (word === 'username' ? ['user', 'name'] : [word]));

/** The words of a name without the last ones that say which property it is. */
const nounIn = (name: string): readonly string[] => {
  const words = [...nameWords(name)];
  while (words.length > 0 && (idWords.has(words.at(-1) ?? '') || kindWords.has(words.at(-1) ?? ''))) words.pop();
  return words;
};

/** Is the noun of a collection that of a name, word by word. */
const isNoun = (name: string, path: string): boolean => {
  const noun = nounIn(name);
  return noun.length > 0 && noun.join(' ') === nounWordsOf(path).join(' ');
};

type Wanted = {
  readonly document: Contract['document'];
  readonly item: Schema;
  /** Path of the list. */
  readonly path: string;
  readonly name: string;
  /** Schema of the parameter. */
  readonly schema: Schema;
  /** The path of the list says that the parameter names its items. */
  readonly isNamedByPath: boolean;
};

/** Members that surround those of the resource itself. */
const wrappers = ['metadata', 'attributes', 'data', 'resource'] as const;

/** Where an item holds the id that a parameter names it by, likeliest first. */
const pointersFor = (wanted: Wanted): readonly string[] => {
  const { document, item, isNamedByPath } = wanted;
  const own = pointersIn(wanted, item, '');
  const addresses = isNamedByPath || isNoun(wanted.name, wanted.path) ? addressesIn(document, item) : [];
  // What a thing is called is not what it is addressed by, where it shows its address.
  const isOnlyCalled = own.every((pointer) => pointer === below('', 'name')) && !isAlike(wanted.name, 'name');
  if (own.length > 0) return isOnlyCalled ? [...addresses, ...own] : [...own, ...addresses];
  for (const wrapper of wrappers) {
    const inner = membersOf(document, item).get(wrapper);
    const pointers = inner === undefined ? [] : pointersIn(wanted, inner, below('', wrapper));
    if (pointers.length > 0) return pointers;
  }
  if (addresses.length > 0) return addresses;
  // An item of which nothing is described may have any member.
  return isNamedByPath && membersOf(document, item).size === 0 ? memberNames(wanted).map((name) => below('', name)) : [];
};

/**
 * Where an item holds its own address, likeliest first: `_links.self.href` of HAL (draft-kelly-json-hal, section 5), `links.self` of JSON:API (1.1,
 * section 5.6), and members that are usual without either.
 */
const ownAddresses: readonly (readonly string[])[] = [
  ['_links', 'self', 'href'],
  ['_links', 'self'],
  ['links', 'self', 'href'],
  ['links', 'self'],
  ['self', 'href'],
  ['self'],
  ['selfLink'],
  ['href'],
  ['@id'],
];

/** Pointers to members of an item that are texts with its own address. */
const addressesIn = (document: Contract['document'], item: Schema): readonly string[] =>
  ownAddresses.flatMap((way) => {
    let at: Schema | undefined = item;
    for (const name of way) at = membersOf(document, at).get(name);
    return at !== undefined && typesIn(document, at).includes('string') ? [below('', ...way)] : [];
  });

/**
 * The value that an address has for a parameter of a path: `red-hall` of `https://example.com/v1/halls/red-hall` for `hall` of `/halls/{hall}/seats`. Where the address
 * begins is up to the service, so that only its end is compared, up to the parameter. Undefined for what is the address of anything else, or no address.
 */
export const idInAddress = (path: string, name: string, address: unknown): string | undefined => {
  if (typeof address !== 'string' || !address.includes('/')) return undefined;
  const wanted = segmentsOf(path);
  const end = wanted.findIndex((one) => 'parameter' in one && one.parameter === name) + 1;
  const given = address
    .replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/iu, '')
    .replace(/[?#].*$/su, '')
    .split('/')
    .filter((segment) => segment !== '')
    .slice(-end);
  const isOf = given.length === end && wanted.slice(0, end).every((one, n) => 'parameter' in one || one.literal === given[n]);
  // Without a word before it, any address would do.
  if (!isOf || end < 2 || !wanted.slice(0, end).some((one) => 'literal' in one)) return undefined;
  try {
    return decodeURIComponent(given.at(-1) ?? '');
  } catch {
    return undefined;
  }
};

const pointersIn = (wanted: Wanted, around: Schema, at: string): readonly string[] => {
  const { document, schema, name } = wanted;
  const members = [...membersOf(document, around)];
  const pointers: { readonly pointer: string; readonly isExact: boolean }[] = [];
  for (const wantedName of memberNames(wanted)) {
    const [member, described] = members.find(([one]) => isAlike(one, wantedName)) ?? [];
    if (member === undefined || described === undefined) continue;
    const fit = fitOf(document, schema, described);
    if (fit !== 'none') pointers.push({ pointer: below(at, member), isExact: fit === 'exact' });
    else if (isAlike(member, name))
      pointers.push(...pointersOfOther(document, around, name, schema, at).map((pointer) => ({ pointer, isExact: true })));
  }
  // The noun alone does not say which member is meant: then the type does.
  const isOpen = !idWords.has(nameWords(name).at(-1) ?? '');
  const inOrder = isOpen ? [...pointers.filter(({ isExact }) => isExact), ...pointers.filter(({ isExact }) => !isExact)] : pointers;
  return [...new Set(inOrder.map(({ pointer }) => pointer))];
};

/** Names of members that identify a resource beside {@link idNames}, likeliest first. */
const namesOfNamed = ['id', 'uuid', 'login', 'username', 'slug', 'key', 'name'];

/** What a name says behind the noun of a list, as one name: `sha` of `commit_sha` for `/commits`. Empty where it is no more than the noun. */
const behindNoun = (name: string, path: string): string | undefined => {
  const [words, noun] = [nameWords(name), nounWordsOf(path)];
  const length = [noun, noun.slice(-1)].find((some) => some.length > 0 && some.every((word, n) => words[n] === word))?.length;
  return length === undefined ? undefined : words.slice(length).join('_');
};

/** Names of the members that may hold what a parameter takes, likeliest first. */
const memberNames = ({ name, path, isNamedByPath }: Pick<Wanted, 'name' | 'path' | 'isNamedByPath'>): readonly string[] => {
  if (!isNamedByPath && !isNoun(name, path)) return [name];
  // The `name` of a person is not that of an account.
  if (isAlike(name, 'username')) return [name, 'login'];
  const words = nameWords(name);
  const last = words.at(-1) ?? '';
  const behind = behindNoun(name, path) ?? (kindWords.has(last) ? words.slice(nounIn(name).length).join('_') : '');
  const ids = idNames({ name: path, idParameter: name }).filter((one) => !isPlainName.has(one));
  if (idWords.has(last)) return [...new Set([name, behind === '' ? 'id' : behind, ...ids])];
  if (behind !== '') return [name, behind];
  return kindWords.has(last) ? [name] : [...new Set([name, ...ids, ...namesOfNamed])];
};

/** Members that may be the name of something that has an id as well. */
const isPlainName: ReadonlySet<string> = new Set(['key', 'slug', 'name']);

/** Where an item holds what another parameter names: a member with its name, or in an object with its name what identifies that. */
const pointersOfOther = (document: Contract['document'], item: Schema, name: string, schema: Schema, at = ''): readonly string[] => {
  const [member, described] = [...membersOf(document, item)].find(([one]) => isAlike(one, name)) ?? [];
  if (member === undefined || described === undefined) return [];
  if (fitOf(document, schema, described) !== 'none') return [below(at, member)];
  const inner = membersOf(document, described);
  const fitting = namesOfNamed
    .filter((one) => inner.has(one))
    .map((one) => ({ one, fit: fitOf(document, schema, inner.get(one) ?? true) }));
  return fitting.filter(({ fit }) => fit === 'exact').map(({ one }) => below(at, member, one));
};

const typesIn = (document: Contract['document'], schema: Schema): readonly string[] => [
  ...new Set(
    partsOf(document, schema).flatMap(({ type }) =>
      [type].flat().filter((one): one is string => typeof one === 'string' && one !== 'null'),
    ),
  ),
];

/** Whether a parameter takes the value of a member: of the same type, of one that is written the same, or not. */
const fitOf = (document: Contract['document'], parameter: Schema, member: Schema): 'exact' | 'written' | 'none' => {
  const [theirs, ours] = [typesIn(document, parameter), typesIn(document, member)];
  const isScalar = ours.length === 0 ? !isComposite(document, member) : ours.some((one) => ['string', 'integer', 'number'].includes(one));
  if (!isScalar) return 'none';
  if (theirs.length === 0 || ours.length === 0 || ours.some((one) => theirs.includes(one))) return 'exact';
  if (theirs.includes('number') && ours.includes('integer')) return 'exact';
  return theirs.includes('string') && ours.includes('integer') ? 'written' : 'none';
};

const isComposite = (document: Contract['document'], schema: Schema): boolean =>
  partsOf(document, schema).some(
    (part) => isObject(part['properties']) || part['items'] !== undefined || part['anyOf'] !== undefined || part['oneOf'] !== undefined,
  );
