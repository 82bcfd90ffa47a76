import type { Contract, Schema } from '../model.ts';
import { below, isObject } from '../pointer.ts';
import { idNames, nounWordsOf } from './id-names.ts';
import { segmentsOf } from './path-template.ts';
import { membersOf, partsOf } from './schema-parts.ts';
import { wordsOf } from './words.ts';

export const lastLiteral = (path: string): string | undefined => {
  const last = segmentsOf(path).at(-1);
  return last && 'literal' in last ? last.literal : undefined;
};

/** A name without what only its style of writing adds. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

export const isAlike = (a: string, b: string): boolean => plain(a) === plain(b);

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
export const isTelling = (name: string): boolean => {
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
export const isNoun = (name: string, path: string): boolean => {
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
export const pointersFor = (wanted: Wanted): readonly string[] => {
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
  if (!isNamedByPath && isTelling(wanted.name)) return pointersWithin(wanted);
  // An item of which nothing is described may have any member.
  return isNamedByPath && membersOf(document, item).size === 0 ? memberNames(wanted).map((name) => below('', name)) : [];
};

/** Where the objects inside an item hold a member with the name of a parameter that says enough: the `username` of the `author`. */
const pointersWithin = ({ document, item, name, schema }: Pick<Wanted, 'document' | 'item' | 'name' | 'schema'>): readonly string[] =>
  [...membersOf(document, item)].flatMap(([member, inner]) =>
    [...membersOf(document, inner)].flatMap(([one, described]) =>
      isAlike(one, name) && fitOf(document, schema, described) === 'exact' ? [below('', member, one)] : [],
    ),
  );

/** Has an object inside an item a member with the name of a parameter that says enough. */
export const isHeldWithin = (wanted: Pick<Wanted, 'document' | 'item' | 'name' | 'schema'>): boolean =>
  isTelling(wanted.name) && pointersWithin(wanted).length > 0;

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
export const pointersOfOther = (document: Contract['document'], item: Schema, name: string, schema: Schema, at = ''): readonly string[] => {
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
