import type { Contract, Operation, Parameter, Schema } from '../model.ts';
import { below, valueAt } from '../pointer.ts';
import { askedSchema } from '../asked-content.ts';
import { nodeOf } from '../../model/location.ts';
import { saidIn } from '../said.ts';
import { answerSchema } from './conventions/collection.ts';
import { type AnyInferred, coveredBy, coveredByLasting, coveredElsewhere, itemOf } from './covering.ts';
import { isAround, nounWordsOf } from './id-names.ts';
import { isSamePath, segmentsOf } from './path-template.ts';
import { isId } from './reference-types.ts';
import { resourceMembers } from './resource-object.ts';
import { isType, itemsOf, membersOf, partsOf } from './schema-parts.ts';
import { singular } from './singular.ts';
import { bringsAboutOne } from './told-causes.ts';
import { wordsOf } from './words.ts';

/** A value by which what a creation made is known at another path, and where the answer to the creation shows it: the token of a share link. */
export type ShownKey = {
  readonly resourceType: AnyInferred;
  readonly at: string;
  /** Where the value is that of an entry in a list of the resource, which a read of that shows: the code of a ticket of an order. */
  readonly entry?: ShownEntry;
  /** The member of the body of the creation that it comes about by, where the body may leave that out: the `recurrence` of a booking, for the id of its series. */
  readonly by?: string;
};

/** The entries of a list inside a resource, and the member of one that a path elsewhere takes. */
export type ShownEntry = { readonly read: Operation; readonly list: string; readonly schema: Schema; readonly key: string };

/** Last words of names of such values. An id is no such value, as it may be that of anything, unless its own name says of what it is. */
const keyWords: ReadonlySet<string> = new Set(['token', 'code', 'slug', 'key', 'hash', 'reference', 'ref', 'handle', 'shortcode', 'alias']);

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Schemas of a text that one of many things has for itself: one of a few values is that of many things. */
const isOwnText = (document: Contract['document'], schema: Schema): boolean =>
  isType(document, schema, 'string') &&
  partsOf(document, schema).every((part) => ['enum', 'const', 'default'].every((one) => part[one] === undefined));

/**
 * Where the answer to a creation shows a text of a name that the service gave to what was created: at its top, or in the one object that wraps all of it. What a part of it
 * shows is the key of something else, such as the code of the harbour that a trip begins in, and so may be what the body of the creation brings.
 */
const shownAt = ({ document }: Contract, { name: type, create }: AnyInferred, name: string): string | undefined => {
  const isNamed = (one: string): boolean => plain(one) === plain(name);
  const sent = (create.body?.content ?? []).flatMap(({ schema }) => [...membersOf(document, schema)]);
  if (sent.some(([one, schema]) => isNamed(one) && !partsOf(document, schema).some(({ readOnly }) => readOnly === true))) return undefined;
  const members = [...membersOf(document, answerSchema(create))];
  const objects = members.filter(([, schema]) => isType(document, schema, 'object') || membersOf(document, schema).size > 0);
  const [wrapper] = objects.find(([one]) => isAround(one, type)) ?? (members.length === 1 ? (objects[0] ?? []) : []);
  const inside = wrapper === undefined ? members : [...membersOf(document, objects.find(([one]) => one === wrapper)?.[1])];
  const found = inside.find(([one, schema]) => isNamed(one) && isOwnText(document, schema));
  return found && (wrapper === undefined ? below('', found[0]) : below('', wrapper, found[0]));
};

/** Words at the end of a path by which a service leads to what is shared, without a word for what that is. */
const sharedWords: ReadonlySet<string> = new Set(
  'public share shared sharing open view external guest guests link links via by p s l r v go'.split(' '),
);

/** The nouns of types: "link" for `/surveys/{surveyId}/share-links`. */
const nounsOf = (types: readonly AnyInferred[]): readonly string[] =>
  types.map(({ name }) => nounWordsOf(name).at(-1) ?? '').filter(Boolean);

const speaks = (texts: readonly string[], nouns: readonly string[]): boolean =>
  texts.flatMap(wordsOf).some((word) => nouns.includes(singular(word)));

const relating = '(?:of|for|from|in|by|to|that|which|where|with)';

/** Does a text say of what a key is, and not only of what that is a part: "The token of a share link", but not "The code of the harbour of a trip". */
const isKeyOf = (text: string, nouns: readonly string[]): boolean => {
  const words = ` ${wordsOf(text).map(singular).join(' ')} `;
  const noun = `(?:${nouns.join('|')})`;
  return (
    nouns.length > 0 &&
    (new RegExp(`^ (?:(?!${relating} )\\w+ )*(?:of|for|from|in) (?:(?!${relating} )\\w+ ){0,3}${noun} `, 'u').test(words) ||
      new RegExp(`^ (?:(?!${relating} )\\w+ )*${noun}(?: s)? (?:${[...keyWords].join('|')}) `, 'u').test(words))
  );
};

const plainIds: ReadonlySet<string> = new Set(['id', 'uuid', 'guid']);

/**
 * The name of the member that a parameter takes whose name says of what it is the id, where the resource itself has another key in its path: `id` for `shelfId`, of a shelf that is
 * otherwise known by its code.
 */
const idOf = (type: AnyInferred, name: string): string | undefined => {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  const noun = nounWordsOf(type.name).at(-1) ?? '';
  const isOfType = plainIds.has(last) && noun !== '' && words.length > 1 && singular(words.at(-2) ?? '') === noun;
  return isOfType && !plainIds.has(wordsOf(type.idParameter).at(-1) ?? '') ? last : undefined;
};

/**
 * Is it said that a path names one of a type, or what one of it leads to: by the text of the parameter ("The token of a share link"), by its name (`linkToken`), by the word before it
 * (`/links/{token}`), or, where that word says nothing (`/public/{token}`), by the text of the operation. The same name alone says nothing: a coupon has a code, and so has a country.
 */
const isMeant = (contract: Contract, operation: Operation, { name, location }: Parameter, type: AnyInferred): boolean => {
  const own = nounsOf([type]);
  const node = valueAt(contract.document, nodeOf(location));
  const segments = segmentsOf(operation.path);
  const before = segments[segments.findIndex((one) => 'parameter' in one && one.parameter === name) - 1];
  const literal = before && 'literal' in before ? before.literal : '';
  if (saidIn(node).some((text) => isKeyOf(text, own)) || speaks([literal, wordsOf(name).slice(0, -1).join(' ')], own)) return true;
  const covering = [...coveredBy(contract, type.create).values(), ...coveredByLasting(contract, type.create).values()];
  const texts = saidIn(valueAt(contract.document, nodeOf(operation.location)));
  return (
    wordsOf(literal).every((word) => sharedWords.has(word)) && speaks(texts, [...own, ...nounsOf(covering.map((one) => one.resourceType))])
  );
};

const idNoun = (name: string): readonly string[] => wordsOf(name).slice(0, -1);

/**
 * Do the entries of a list belong to the resource that shows them: they name it, or a text of an operation on it says that these come about by that, "issues one ticket per seat". An
 * order may show other entries as well, such as products that are anybody's.
 */
const areOwn = (contract: Contract, type: AnyInferred, entry: ReadonlyMap<string, Schema>, noun: string): boolean => {
  const own = nounWordsOf(type.name).at(-1) ?? '';
  const namesParent = [...entry.keys()].some((name) => idNoun(name).at(-1) === own && plainIds.has(wordsOf(name).at(-1) ?? ''));
  const isOn = (operation: Operation): boolean =>
    operation.key === type.create.key ||
    [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()].at(-1)?.resourceType.create.key ===
      type.create.key;
  return (
    namesParent ||
    contract.operations.some(
      (operation) =>
        operation.method !== 'GET' &&
        isOn(operation) &&
        bringsAboutOne(saidIn(valueAt(contract.document, nodeOf(operation.location))), noun),
    )
  );
};

/** The entries of a list inside a resource of a type that a path elsewhere is about, by its last literal segment: the `tickets` of an order for `/tickets/{ticket_code}`. */
const entryShown = (contract: Contract, operation: Operation, { name }: Parameter, type: AnyInferred): ShownKey | undefined => {
  const { document, operations } = contract;
  const segments = segmentsOf(operation.path);
  const at = segments.findIndex((one) => 'parameter' in one && one.parameter === name);
  const before = segments[at - 1];
  const literal = before && 'literal' in before ? wordsOf(before.literal) : [];
  const [noun, words] = [singular(literal.at(-1) ?? ''), wordsOf(name)];
  const read = operations.find(
    (one) => one.method === 'GET' && one.effect === 'safe' && one.unsupported === undefined && isSamePath(one.path, itemOf(type).path),
  );
  const answer = read && answerSchema(read);
  // What has parents in its path, or is created somewhere, is found otherwise.
  const isOtherwise =
    segments.slice(0, at).some((one) => 'parameter' in one) ||
    operations.some((one) => one.effect.startsWith('creates') && nounWordsOf(one.path).at(-1) === noun);
  if (noun === '' || noun === literal.at(-1) || !read || answer === undefined || isOtherwise) return undefined;
  const behind = words.length > 1 && singular(words.at(-2) ?? '') === noun ? words.slice(-1) : words;
  const found = [...resourceMembers(document, answer)].flatMap(([list, schema]): readonly ShownKey[] => {
    const item = isType(document, schema, 'array') ? membersOf(document, itemsOf(document, schema)) : undefined;
    if (!item || wordsOf(list).map(singular).join(' ') !== literal.map(singular).join(' ')) return [];
    const [key] =
      [...item].find(([one, own]) => [name, behind.join('')].some((wanted) => plain(one) === plain(wanted)) && isId(document, own)) ?? [];
    const isHad = key !== undefined && (operation.effect === 'safe' || areOwn(contract, type, item, noun));
    return isHad ? [{ resourceType: type, at: below('', list, 0, key), entry: { read, list, schema, key } }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};

const mayBeAbsent = (document: Contract['document'], holder: Schema | undefined, name: string, schema: Schema): boolean =>
  isType(document, schema, 'null') ||
  partsOf(document, schema).some(({ nullable }) => nullable === true) ||
  !partsOf(document, holder).some(({ required }) => Array.isArray(required) && required.includes(name));

/**
 * What comes about beside the resource of a creation whose body has a member that it may leave out: the series of a booking with a `recurrence`. The answer to the creation names it where there is one, and
 * it shows that member, which the resource itself does not. Another reference of the resource may be to what was there before: the depot that is nearest to an `address`.
 */
const madeBeside = (contract: Contract, operation: Operation, { name }: Parameter, type: AnyInferred): ShownKey | undefined => {
  const { document, operations } = contract;
  const segments = segmentsOf(operation.path);
  const [noun, last] = segments.slice(-2);
  const isItem = segments.filter((one) => 'parameter' in one).length === 1 && last !== undefined && 'parameter' in last;
  const called = noun !== undefined && 'literal' in noun ? nounWordsOf(`/${noun.literal}`).join(' ') : '';
  if (!isItem || !['GET', 'DELETE', 'PATCH', 'PUT'].includes(operation.method) || called === '') return undefined;
  if (
    idNoun(name)
      .map((word, n, all) => (n === all.length - 1 ? singular(word) : word))
      .join(' ') !== called
  )
    return undefined;
  const read = operations.find(
    (one) => one.method === 'GET' && one.effect === 'safe' && one.unsupported === undefined && isSamePath(one.path, operation.path),
  );
  const isOtherwise = operations.some((one) => one.effect.startsWith('creates') && nounWordsOf(one.path).join(' ') === called);
  const [answer, shown] = [answerSchema(type.create), read && answerSchema(read)];
  if (answer === undefined || shown === undefined || isOtherwise) return undefined;
  const own = membersOf(document, answer);
  const [at, key] = [...own].find(([one, schema]) => plain(one) === plain(name) && isId(document, schema)) ?? [];
  const sent = membersOf(document, askedSchema(type.create.body));
  if (at === undefined || key === undefined || sent.has(at) || !mayBeAbsent(document, answer, at, key)) return undefined;
  const theirs = resourceMembers(document, shown);
  const makers = [...sent].filter(([one, schema]) => {
    const parts = [...membersOf(document, schema).keys()];
    const itsParts = membersOf(document, theirs.get(one));
    const isLeftOut = !partsOf(document, askedSchema(type.create.body)).some(
      ({ required }) => Array.isArray(required) && required.includes(one),
    );
    return isLeftOut && !own.has(one) && parts.length > 0 && parts.every((part) => itsParts.has(part));
  });
  const [maker] = makers;
  return maker && makers.length === 1 ? { resourceType: type, at: below('', at), by: maker[0] } : undefined;
};

/**
 * The value that a path parameter takes of something that the run creates elsewhere: no resource has the path, and the parameter has the name of a text in the answer to one
 * creation, such as `token`, of which the document says that it is meant. Or it is the key of an entry that only a read of what the run creates shows, or of what comes about beside that.
 */
export const shownKeyFor = (contract: Contract, operation: Operation, parameter: Parameter): ShownKey | undefined => {
  const { name } = parameter;
  const last = wordsOf(name).at(-1) ?? '';
  const isKey = keyWords.has(last) || plainIds.has(last);
  const isCovered = [coveredBy(contract, operation), coveredByLasting(contract, operation)].some((all) => all.has(name));
  if (contract.standard.size === 0 || !isKey || isCovered || coveredElsewhere(contract, operation)?.named === name) return undefined;
  const types = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].filter(
    ({ create, idChosenBy }) => create.key !== operation.key && idChosenBy === 'server',
  );
  const found = types.flatMap((resourceType) => {
    const id = idOf(resourceType, name);
    const at = id === undefined && !keyWords.has(last) ? undefined : shownAt(contract, resourceType, id ?? name);
    const isSaid = at !== undefined && (id !== undefined || isMeant(contract, operation, parameter, resourceType));
    return isSaid ? [{ resourceType, at }] : [];
  });
  if (found.length > 0) return found.length === 1 ? found[0] : undefined;
  const entries = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].flatMap(
    (resourceType) => entryShown(contract, operation, parameter, resourceType) ?? [],
  );
  if (entries.length > 0) return entries.length === 1 ? entries[0] : undefined;
  const beside = types.flatMap((resourceType) => madeBeside(contract, operation, parameter, resourceType) ?? []);
  return beside.length === 1 ? beside[0] : undefined;
};
