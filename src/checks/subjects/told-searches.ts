import { isDeepStrictEqual } from 'node:util';
import { describedLists } from '../../contract/infer/conventions/collection.ts';
import { isAnyCase, isLiteral } from '../../contract/infer/conventions/contained.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { parametersIn } from '../../contract/infer/path-template.ts';
import { isType } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract, Operation, Parameter } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { isSettable } from '../../generators/whole-body.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/** What a document promises of a search: the sentence for each promise that it makes. */
export type SearchPromises = {
  /** What is stored with accents is found without them. */
  readonly accents?: string;
  /** The case of letters does not count. */
  readonly letterCase?: string;
  /** That of letters beyond those of ASCII does not either. */
  readonly otherLetters?: string;
  /** No sign stands for others. */
  readonly literal?: string;
  /** The members in which it looks, and those in which it does not. */
  readonly within: Readonly<Record<string, string>>;
  readonly without: Readonly<Record<string, string>>;
};

/** A search by a text in a list of resources that the run can create, with what the document promises of it. */
export type ToldSearch = Subject & {
  readonly operation: Operation;
  readonly parameter: Parameter;
  readonly trip: Trip;
  /** Undefined where the search has a path of its own. */
  readonly list: Collection | undefined;
  /** The texts of a new resource that the search may look at. */
  readonly texts: readonly BodyMember[];
  readonly promises: SearchPromises;
};

const searching: ReadonlySet<string> = new Set(['q', 'query', 'search', 'text', 'term', 'keyword', 'keywords']);

const accent = String.raw`(?:accents?|diacritics?|diacritical marks?)`;
const ignoresAccents = new RegExp(
  String.raw`\b(?:accent|diacritics?)[- ]?insensitive|\b(?:ignor\w*|regardless of|without regard (?:to|for)|irrespective of|disregard\w*)\b[^.;]*\b${accent}\b|\b${accent}\b[^.;]*\b(?:do(?:es)? not (?:matter|count)|(?:are|is) (?:ignored|irrelevant|disregarded|not (?:considered|distinguished|significant))|makes? no difference)\b|\bneither\b[^.;]*\b${accent}\b[^.;]*\b(?:matters?|counts?)\b`,
  'iu',
);
/** "For umlauts and accented letters neither", "in all alphabets", "`ÄPFEL` finds `äpfel`". */
const namesOtherLetters =
  /\b(?:umlauts?|accented|diacritics?|non-ascii|unicode|(?:all|every) (?:letters?|alphabets?|scripts?|languages?)|(?:letters?|characters?|signs?) (?:with|like|such as) (?:accents?|diacritics?|\W?[\u00C0-\u017F]))\b|[\u00C0-\u017F][^.;]*\b(?:finds|matches|equals|is the same as)\b[^.;]*[\u00C0-\u017F]/iu;
/** Words by which the case of those letters counts all the same. */
const ofPlainLetters =
  /\b(?:only|but|however|though|although|apart from|other than|as (?:they are|it is|stored|written)|a ?(?:to|-|–|\.\.) ?z)\b|(?<!non-)\bascii\b/iu;
const takesSigns =
  /[%_*?\\]\W[^.;]*(?:\bno special meaning\b|\b(?:are|is) (?:not|no) (?:wildcards?|patterns?)\b|\bordinary (?:characters?|signs?)\b|\btaken (?:literally|as (?:they are|it is))\b)|\b(?:text|characters?|signs?) (?:is|are) taken (?:literally|as (?:they are|it is))\b/iu;
const isOpen =
  /\b(?:may|might|unless|except(?! by)|sometimes|usually|where possible|not ignored|not (?:accent|diacritic)|relevan\w*|rank\w*|fuzzy|similar)\b/iu;

const bare = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** "`cafe` finds `Café`": the same letters, of which the second ones have accents. */
const showsAccents = (sentence: string): boolean => {
  const [, asked = '', found = ''] =
    /[`"“']?([\p{L}\p{M}]{3,})[`"”']? (?:also )?(?:finds|matches|gives) (?:also )?[`"“']?([\p{L}\p{M}]{3,})/u.exec(sentence) ?? [];
  return asked !== '' && bare(asked) === bare(found) && asked.toLowerCase() === bare(asked) && found.toLowerCase() !== bare(found);
};

/** "Searches `title` and `summary`", "Text in the name or the note", "whose name or note contains the text". */
const looking: readonly RegExp[] = [
  /\b(?:search(?:es|ed|ing)?|looks?|looked|looking)\b(?:[^.;]*?\b(?:in|over|through|across|at)\b)?(?<where>[^.;:]*)/iu,
  /\b(?:text|part|sub-?string|words?) (?:in|of|over|from) (?<where>[^.;:]*)/iu,
  /\b(?:matches|matched against|compared with) (?<where>[^.;:]*)/iu,
  /\bwhose (?<where>[^.;:]*?)\bcontains?\b/iu,
];
const notSearched = /(?<where>[^.;:]*?)\b(?:is|are) not (?:searched|looked at|considered|compared|included)\b/iu;
const negated = /,? (?:but |and )?(?:not|nor)\b.*$|\bexcept(?: for)?\b.*$|\bwithout\b.*$/iu;

const isFreeText = ({ document }: Contract, member: BodyMember): boolean =>
  isSettable(member) &&
  isType(document, member.schema, 'string') &&
  isObject(member.schema) &&
  ['enum', 'const', 'format', 'pattern'].every((word) => isObject(member.schema) && member.schema[word] === undefined) &&
  !['id', 'ids', 'password', 'secret', 'token'].includes(wordsOf(member.name).at(-1) ?? '');

/** The texts that a part of a sentence names, by all of their words. */
const namedIn = (part: string, texts: readonly BodyMember[]): readonly string[] => {
  const words = wordsOf(part.replaceAll(/[^\p{L}\p{N}_]+/gu, ' '));
  const has = (own: readonly string[]): boolean =>
    words.some((_, n) => own.every((word, m) => [word, `${word}s`].includes(words[n + m] ?? '')));
  return texts.map(({ name }) => name).filter((name) => has(wordsOf(name)));
};

const promisesIn = (sentences: readonly string[], texts: readonly BodyMember[]): SearchPromises => {
  const plain = sentences.map((one) => ({ one, text: one.replaceAll(/[`*]/gu, '') })).filter(({ text }) => !isOpen.test(text));
  const find = (isSaid: (text: string) => boolean): string | undefined => plain.find(({ text }) => isSaid(text))?.one;
  const accents = find((text) => ignoresAccents.test(text) || showsAccents(text));
  const letterCase = find(isAnyCase);
  const otherLetters = find((text) => isAnyCase(text) && namesOtherLetters.test(text) && !ofPlainLetters.test(text));
  // The sign itself may be what the sentence names.
  const literal = sentences.find((text) => (isLiteral(text) || takesSigns.test(text)) && !isOpen.test(text));
  const within: Record<string, string> = {};
  const without: Record<string, string> = {};
  for (const { one, text } of plain)
    for (const clause of text.split('; ')) {
      const left = notSearched.exec(clause)?.groups?.['where'];
      for (const name of namedIn(left ?? '', texts)) without[name] ??= one;
      for (const where of left === undefined ? looking.map((form) => form.exec(clause)?.groups?.['where'] ?? '') : []) {
        const out = negated.exec(where)?.[0] ?? '';
        for (const name of namedIn(where.slice(0, where.length - out.length), texts)) within[name] ??= one;
        for (const name of namedIn(out, texts)) without[name] ??= one;
      }
    }
  // Of two sentences that say the opposite neither counts.
  const both = Object.keys(within).filter((name) => without[name] !== undefined);
  const only = (some: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(some).filter(([name]) => !both.includes(name)));
  return {
    ...(accents === undefined ? {} : { accents }),
    ...(letterCase === undefined ? {} : { letterCase }),
    ...(otherLetters === undefined ? {} : { otherLetters }),
    ...(literal === undefined ? {} : { literal }),
    within: only(within),
    without: only(without),
  };
};

/** A list, or a path beside it, that shows resources of a type. */
type Searched = Pick<ToldSearch, 'operation' | 'list'>;

/** The texts of a new resource that a search may look at. */
const textsOf = (contract: Contract, { create }: Trip): readonly BodyMember[] =>
  bodyMembers(contract, create).filter((one) => isFreeText(contract, one));

/** Is a path one for searches: `/search`, `/search/songs`, `/songs/search`. */
const isForSearches = (path: string): boolean => parametersIn(path).length === 0 && path.toLowerCase().split('/').includes('search');

/** Where resources of a type may be searched: their lists, a path for searches beside these, and `/search` or a path below it, where that lists what the list of one type shows. */
const searchedFor = (contract: Contract, trip: Trip): readonly Searched[] => {
  const described = describedLists(contract);
  const lists = trip.lists.map((list) => ({ operation: list.operation, list }));
  const apart = contract.operations
    .filter(({ method, path, unsupported }) => method === 'GET' && unsupported === undefined && path === `${trip.addsTo}/search`)
    .map((operation) => ({ operation, list: undefined }));
  const items = described.find(({ operation }) => lists.some((list) => list.operation.key === operation.key))?.item;
  const ofAll = described
    .filter(
      ({ operation, item }) =>
        isForSearches(operation.path) &&
        !apart.some((one) => one.operation.key === operation.key) &&
        items !== undefined &&
        isDeepStrictEqual(item, items),
    )
    .map(({ operation }) => ({ operation, list: contract.collections.find((list) => list.operation.key === operation.key) }));
  return [...lists, ...apart, ...ofAll];
};

const takesText = ({ document }: Contract, { in: where, schema }: Parameter): boolean =>
  where === 'query' && isType(document, schema, 'string') && isObject(schema) && schema['enum'] === undefined;

/** The searches by a text for resources of a type, whatever the document says of them, and the names of the texts that they may look at. */
export const searchesFor = (
  contract: Contract,
  trip: Trip,
): readonly (Searched & { readonly parameter: Parameter; readonly texts: readonly string[] })[] => {
  const texts = textsOf(contract, trip).map(({ name }) => name);
  return searchedFor(contract, trip).flatMap((one) => {
    const [parameter, ...others] = one.operation.parameters.filter(
      (each) => takesText(contract, each) && searching.has(each.name.toLowerCase()),
    );
    return parameter && others.length === 0 && texts.length > 0 ? [{ ...one, parameter, texts }] : [];
  });
};

/** Every such search of a contract that is held to the standard requirements. */
export const toldSearches = (contract: Contract): readonly ToldSearch[] =>
  roundTrips(contract).flatMap((trip) => {
    const all = textsOf(contract, trip);
    return searchedFor(contract, trip).flatMap(({ operation, list }) =>
      operation.parameters.flatMap((parameter): ToldSearch[] => {
        const { name } = parameter;
        const isText = takesText(contract, parameter);
        const isSearch = searching.has(name.toLowerCase());
        const texts = isSearch ? all : all.filter((one) => wordsOf(one.name).join(' ') === wordsOf(name).join(' '));
        if (!isText || texts.length === 0) return [];
        const isOfSearch = (one: string): boolean =>
          operation.path.endsWith('/search') || /\b(?:search|find|look|match)\w*/iu.test(one) || one.includes(`\`${name}\``);
        const sentences = (node: unknown): readonly string[] => saidIn(node).flatMap(sentencesOf);
        const said = [
          ...sentences(valueAt(contract.document, nodeOf(parameter.location))),
          ...(isSearch ? sentences(valueAt(contract.document, nodeOf(operation.location))).filter(isOfSearch) : []),
        ];
        // The introduction speaks of all searches, and of no member.
        const ofEach = isSearch
          ? sentences(contract.document['info']).filter((one) => /\bsearch(?:es)?\b/iu.test(one) || one.includes(`\`${name}\``))
          : [];
        const own = promisesIn(said, isSearch ? texts : []);
        const promises: SearchPromises = { ...promisesIn(ofEach, []), ...own };
        const isAny = Object.keys(promises).length > 2 || Object.keys({ ...promises.within, ...promises.without }).length > 0;
        return isAny ? [at(parameter.location, { operation, parameter, trip, list, texts, promises })] : [];
      }),
    );
  });
