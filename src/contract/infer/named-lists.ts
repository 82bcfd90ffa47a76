import { literalPattern } from '../pattern/literal-pattern.ts';
import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation, Parameter, Schema } from '../model.ts';
import { below, isObject, valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { describedLists, type DescribedList } from './conventions/collection.ts';
import { calledByPath } from './called-by-path.ts';
import { collectionOf } from './effects/collections.ts';
import { nounWordsOf } from './id-names.ts';
import { isLimited } from './listed-items.ts';
import { isSamePath, parametersIn } from './path-template.ts';
import type { MemberWay } from './described-nouns.ts';
import { descriptionsIn, itemsOf, membersOf, partsOf } from './schema-parts.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';
import { askedSchema } from '../asked-content.ts';

/** A list whose items show the values that a parameter or a member takes. */
export type NamedList = {
  readonly read: Operation;
  /** JSON pointer of the value inside an item. */
  readonly pointer: string;
  /** The document says so in words; else only the names agree. */
  readonly isTold: boolean;
};

type Document = Contract['document'];

/** Words in front of what an operation or a list shows: "a `code` from `GET /sites`", "one of those listed by GET /sites", "see `/sites`". */
const showing = String.raw`(?:from|of|in|see|under|via|using|with|(?:listed|shown|returned|given|provided|offered|answered|served) (?:by|in|at|under|on)|(?:list|answer|response|result|items?|entry|entries) (?:of|in|to|from))`;

/** Last words of a name by which a member of something identifies it, beside ids. */
const keyWords: ReadonlySet<string> = new Set(['code', 'number', 'no', 'nr', 'slug', 'key', 'ref', 'reference', 'handle', 'sku', 'symbol']);

const idWords: ReadonlySet<string> = new Set(['id', 'ids', 'uuid', 'guid', 'identifier', 'gid']);

/** Words that names of headers and of things in texts have for nouns of paths. */
const longer: Readonly<Record<string, readonly string[]>> = {
  org: ['organization', 'organisation'],
  acct: ['account'],
  repo: ['repository'],
  dept: ['department'],
  env: ['environment'],
  loc: ['location'],
};

const nounOf = (words: readonly string[]): string => words.map((word, n) => (n === words.length - 1 ? singular(word) : word)).join(' ');

/** The nouns that some words may mean, the longest first: `lab site`, `site`. */
const endings = (words: readonly string[]): readonly string[] =>
  words.flatMap((_, n) => {
    const noun = words.slice(n);
    const others = longer[noun.at(-1) ?? ''] ?? [];
    return [nounOf(noun), ...others.map((other) => nounOf([...noun.slice(0, -1), other]))];
  });

/** The words of a name without those that say which property of a thing it is, and that one; without the mark of headers of one's own (RFC 6648). */
const split = (name: string): { readonly noun: readonly string[]; readonly property: string | undefined } => {
  const words = wordsOf(name).filter((word, n) => n > 0 || word !== 'x');
  const last = words.at(-1) ?? '';
  return words.length > 1 && (idWords.has(last) || keyWords.has(last))
    ? { noun: words.slice(0, -1), property: last }
    : { noun: words, property: undefined };
};

const isScalar = (document: Document, schema: Schema | undefined): boolean => {
  const types = partsOf(document, schema).flatMap(({ type }) => [type].flat());
  return types.length === 0 || types.some((type) => type === 'string' || type === 'integer');
};

const plain = (name: string): string => wordsOf(name).join('');

/** Members by which an item is named where nothing tells which one is meant, likeliest first. */
const usualKeys = ['id', 'uuid', '_id', 'guid', 'code', 'key', 'slug', 'number', 'handle', 'name'];

/** The member of an item that has a value of a name: the one that a text tells, the name itself, what it says behind the noun, else what identifies an item. */
const memberFor = (document: Document, { item }: DescribedList, name: string, told: readonly string[]): string | undefined => {
  const members = membersOf(document, item);
  const { property } = split(name);
  const named = [
    ...told,
    name,
    ...(property === undefined ? usualKeys : [property, ...(idWords.has(property) ? usualKeys.slice(0, 4) : [])]),
  ];
  return named
    .flatMap((one) => [...members.keys()].find((member) => plain(member) === plain(one)) ?? [])
    .find((member) => isScalar(document, members.get(member)));
};

/** The names of members that a text tells: "the `code` of a site", "Code of the site". */
const toldMembers = (texts: readonly string[]): readonly string[] =>
  texts.flatMap((text) => {
    const quoted = [...text.matchAll(/`(\w+)`\s+(?:from|of|in|as|that)\b/giu)].map(([, one = '']) => one);
    const [, first] = /^(?:the |an? )?`?(\w+)`? of\b/iu.exec(text) ?? [];
    return [...quoted, ...(first === undefined ? [] : [first])];
  });

/** Does a text say that something is from the answer of an operation: by its method and path, its path in code, or its operationId. */
const namesRead = (text: string, { path, operationId }: Operation): boolean => {
  const names = [
    String.raw`(?:GET\s+)?${literalPattern(path)}(?![\w/{-])`,
    ...(operationId === undefined ? [] : [String.raw`${literalPattern(operationId)}\b`]),
  ];
  return names.some((name) =>
    new RegExp(String.raw`\b${showing}\s+(?:the |an? |our |your )*[\x60"']*(?:GET\s+)?[\x60"']*${name}`, 'iu').test(text),
  );
};

/** Nouns that a text says to be listed: "From the list of sailings", "one of the codes in the catalogue of tests", "one of the listed sites". */
const listedNouns = (text: string): readonly string[] => {
  const found = [
    ...text.matchAll(
      /\b(?:from|in|on|of) (?:the |our |your )?(?:list|catalog(?:ue)?|directory|register|index) of (?:the |all |our |your )*([\p{L} -]+)/giu,
    ),
    ...text.matchAll(/\bone of (?:the |our |your )*(?:listed|known|existing|available|offered) ([\p{L} -]+)/giu),
    ...text.matchAll(/\bfrom (?:the |our |your )([\p{L} -]+?) (?:list|catalog(?:ue)?|directory|register)\b/giu),
  ];
  return found.flatMap(([, noun = '']) => {
    const words = wordsOf(noun);
    return words.slice(0, 3).flatMap((_, n) => endings(words.slice(0, n + 1)));
  });
};

const lists = new WeakMap<Contract['operations'], readonly DescribedList[]>();

/** The lists that can be asked for with nothing but parameters that are not in their paths. */
const listsOf = ({ document, operations }: Contract): readonly DescribedList[] => {
  const found =
    lists.get(operations) ??
    describedLists({
      document,
      operations: operations.filter(
        ({ effect, unsupported, path }) => effect === 'safe' && unsupported === undefined && parametersIn(path).length === 0,
      ),
    });
  lists.set(operations, found);
  return found;
};

/**
 * The only list that shows what a name names, and texts tell or the names say.
 * @param mayBe Whether a list counts where only its noun says so.
 */
const listFor = (
  document: Document,
  all: readonly DescribedList[],
  name: string,
  texts: readonly string[],
  mayBe: (list: DescribedList) => boolean,
): NamedList | undefined => {
  const members = toldMembers(texts);
  const asNamed = (list: DescribedList, isTold: boolean): readonly NamedList[] => {
    const member = memberFor(document, list, name, isTold ? members : members.filter((one) => wordsOf(one).length === 1));
    return member === undefined ? [] : [{ read: list.operation, pointer: below('', member), isTold }];
  };
  const only = (found: readonly NamedList[]): NamedList | undefined => (found.length === 1 ? found[0] : undefined);
  const byPath = all.filter((list) => texts.some((text) => namesRead(text, list.operation)));
  if (byPath.length > 0) return only(byPath.flatMap((list) => asNamed(list, true)));
  const nouns = new Set(texts.flatMap(listedNouns));
  const byNoun = all.filter(({ operation }) => nouns.has(nounWordsOf(operation.path).join(' ')));
  if (byNoun.length > 0) return only(byNoun.flatMap((list) => asNamed(list, true)));
  for (const noun of endings(split(name).noun)) {
    const called = all.filter((list) => nounWordsOf(list.operation.path).join(' ') === noun && mayBe(list));
    if (called.length > 0) return only(called.flatMap((list) => asNamed(list, false)));
  }
  return undefined;
};

const descriptionAt = (document: Document, parameter: Parameter): readonly string[] => [
  ...saidIn(valueAt(document, nodeOf(parameter.location))),
  ...descriptionsIn(document, parameter.schema),
];

/** What the introduction of a document and its tags say of a parameter, sentence by sentence. */
const saidOfName = (document: Document, name: string): readonly string[] => {
  const tags: readonly unknown[] = Array.isArray(document['tags']) ? document['tags'] : [];
  const isMeant = new RegExp(String.raw`(?<![\w-])${literalPattern(name)}(?![\w-])`, 'iu');
  return [document['info'], ...tags]
    .flatMap(saidIn)
    .flatMap(sentencesOf)
    .filter((sentence) => isMeant.test(sentence));
};

type Known = Map<string, NamedList | undefined>;

const ofParameters = new WeakMap<Contract, Known>();

/** Does a read need a value of that name itself, or one that such a read gives. */
const needs = (contract: Contract, read: Operation, names: readonly string[]): boolean =>
  read.parameters.some(
    (one) =>
      one.required &&
      (one.in === 'header' || one.in === 'query') &&
      (names.includes(one.name.toLowerCase()) || (names.length < deepest && isNeeding(contract, read, one, names))),
  );

/** As many lists in a row are read for one value. */
const deepest = 3;

const isNeeding = (contract: Contract, read: Operation, parameter: Parameter, names: readonly string[]): boolean => {
  const found = findOfParameter(contract, read, parameter, names);
  return found !== undefined && needs(contract, found.read, [...names, parameter.name.toLowerCase()]);
};

const findOfParameter = (
  contract: Contract,
  operation: Operation,
  parameter: Parameter,
  names: readonly string[],
): NamedList | undefined => {
  const { document } = contract;
  if (isLimited(document, parameter.schema) || !isScalar(document, parameter.schema)) return undefined;
  const own = [...names, parameter.name.toLowerCase()];
  const all = listsOf(contract).filter(({ operation: read }) => read.key !== operation.key && !needs(contract, read, own));
  const texts = [...descriptionAt(document, parameter), ...saidOfName(document, parameter.name)];
  return listFor(document, all, parameter.name, texts, () => true);
};

/**
 * The list that shows the values of a required header or query parameter: the site, tenant, store or workspace that a request is about, where the document says "a `code`
 * from `GET /sites`", or the parameter is called after the list: `X-Lab-Site`, `X-Org-Id`. Undefined where there is none, where several could be meant, or where a list
 * needs that value itself.
 */
export const listOfParameter = (contract: Contract, operation: Operation, parameter: Parameter): NamedList | undefined => {
  if (!parameter.required || (parameter.in !== 'header' && parameter.in !== 'query')) return undefined;
  const known: Known = ofParameters.get(contract) ?? new Map<string, NamedList | undefined>();
  ofParameters.set(contract, known);
  const key = JSON.stringify([operation.key, parameter.in, parameter.name]);
  if (!known.has(key)) known.set(key, findOfParameter(contract, operation, parameter, []));
  return known.get(key);
};

const jsonSchemaOf = ({ body }: Operation): Schema | undefined => askedSchema(body);

const around = (document: Document, schema: Schema | undefined, [name, ...rest]: MemberWay): ReadonlyMap<string, Schema> => {
  const members = new Map([...membersOf(document, itemsOf(document, schema)), ...membersOf(document, schema)]);
  return name === undefined || rest.length === 0 ? members : around(document, members.get(name), rest);
};

/** The last names of the schemas that a schema refers to. */
export const namedSchemas = (document: Document, schema: Schema | undefined): readonly string[] =>
  partsOf(document, schema).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));

/** Is a member what an item of its own list is called by: it is described first of all, and there is no id beside it. */
const identifies = (document: Document, { item }: DescribedList, name: string): boolean => {
  const members = [...membersOf(document, item).keys()];
  return members[0] === name && !members.some((one) => idWords.has(one.toLowerCase()));
};

/** The list that is called as the path of an operation, where its body has nothing but the key of something in it. */
const ofPath = (contract: Contract, operation: Operation, way: MemberWay): NamedList | undefined => {
  const called = calledByPath(contract, operation, way);
  const property = called === undefined ? undefined : split(called).property;
  if (called === undefined || property === undefined || !keyWords.has(property)) return undefined;
  return listFor(contract.document, listsOf(contract), called, [], () => true);
};

const findOfMember = (contract: Contract, operation: Operation, way: MemberWay): NamedList | undefined => {
  const { document } = contract;
  const name = way.at(-1) ?? '';
  const schema = around(document, jsonSchemaOf(operation), way).get(name);
  if (schema === undefined || isLimited(document, schema) || !isScalar(document, schema)) return undefined;
  const { noun, property } = split(name);
  // What a creation names its own thing by has to be new.
  const own = new Set([nounWordsOf(collectionOf(operation.path)).join(' '), nounWordsOf(operation.path).join(' ')]);
  const all = listsOf(contract).filter(
    ({ operation: { path } }) => !isSamePath(path, collectionOf(operation.path)) && !own.has(nounWordsOf(path).join(' ')),
  );
  const isKey = property !== undefined && keyWords.has(property);
  const told = listFor(document, all, name, descriptionsIn(document, schema), () => isKey);
  if (told || !isKey || endings(noun).some((one) => own.has(one))) return told ?? ofPath(contract, operation, way);
  const same = all.filter((list) => identifies(document, list, name));
  const [only] = same;
  return only && same.length === 1 ? { read: only.operation, pointer: below('', name), isTold: false } : undefined;
};

/** A member that an item of the list shows beside what another member of the same object takes from it: the same name, and the same named schema. */
const besideNamed = (contract: Contract, operation: Operation, way: MemberWay): NamedList | undefined => {
  const { document } = contract;
  const name = way.at(-1) ?? '';
  const members = around(document, jsonSchemaOf(operation), way);
  const own = namedSchemas(document, members.get(name));
  if (own.length === 0 || !isScalar(document, members.get(name))) return undefined;
  for (const other of members.keys()) {
    const list = other === name ? undefined : ofMember(contract, operation, [...way.slice(0, -1), other]);
    const described = list && listsOf(contract).find((one) => one.operation === list.read);
    const shown = described && membersOf(document, described.item).get(name);
    if (list && shown !== undefined && namedSchemas(document, shown).some((one) => own.includes(one)))
      return { ...list, pointer: below('', name) };
  }
  return undefined;
};

const ofMembers = new WeakMap<Contract, Known>();

const ofMember = (contract: Contract, operation: Operation, way: MemberWay): NamedList | undefined => {
  const known: Known = ofMembers.get(contract) ?? new Map<string, NamedList | undefined>();
  ofMembers.set(contract, known);
  const key = JSON.stringify([operation.key, ...way]);
  if (!known.has(key)) known.set(key, findOfMember(contract, operation, way));
  return known.get(key);
};

/**
 * The list that shows the values of a member of a body by another property than an id: `voyageCode` with the words "From the list of sailings", or `testCode`, where
 * `GET /tests` shows a `code`. What the same item shows beside it goes along, where it has the same name and the same named schema: the origin and the
 * destination of a sailing. Undefined where there is none, or several could be meant; and for what names the new thing itself.
 */
export const listOfMember = (contract: Contract, operation: Operation, way: MemberWay): NamedList | undefined =>
  isObject(contract.document) && way.length > 0 ? (ofMember(contract, operation, way) ?? besideNamed(contract, operation, way)) : undefined;
