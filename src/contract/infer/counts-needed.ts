import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { isObject, valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { isActing } from './acting.ts';
import { additionsTo } from './additions.ts';
import { type AnyInferred, itemOf } from './covering.ts';
import { nounWordsOf } from './id-names.ts';
import { saysEmptyRefused, saysNeeded, saysRefusedWithout } from './lacks.ts';
import { textsOf, typesReferredTo } from './needed-below.ts';
import { beginsWith, endsInParameter, parametersIn, pathAbove, segmentsOf } from './path-template.ts';
import { referenceAt, typesNamedIn } from './references.ts';
import { numerals, pluralNumerals } from './numerals.ts';
import { isType, itemsOf, membersOf, partsOf } from './schema-parts.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';
import { askedSchema } from '../asked-content.ts';

/** The greatest number of entries that a list is filled with for what is done later. */
const mostNeeded = 6;

const number = `(?<number>\\d{1,2}|${pluralNumerals.join('|')})`;
const filler = '(?:(?!(?:of|or|and|to|in|on|for|from|more|days?|hours?|minutes?) )[a-z]+ ){0,2}?';
const least = '(?:at least|no fewer than|not fewer than|no less than|a minimum of|minimum)';
const holding = '(?:have|contain|hold|name|include|list|carry)';

/** Sentences that say how many of something are needed. */
const forms: readonly string[] = [
  ` (?:needs?|requires?|must ${holding}|(?:has|have|needs?) to ${holding}) (?:${least} )?${number} ${filler}NOUN `,
  ` ${least} ${number} ${filler}NOUN `,
  ` (?:fewer|less) than ${number} ${filler}NOUN `,
  ` ${number} ${filler}NOUN (?:at least|or more|minimum|(?:are|is|must be|have to be|has to be) (?:needed|required|necessary|there|set|given|listed|named)) `,
  ` ${number} or more ${filler}NOUN `,
];

/** Words by which a number is none that is needed. */
const unclear =
  / (?:should|recommended|ideally|usually|at most|up to|no more than|per|each|every|default|maximum|may|can be|optional|rounded) /u;

/** What the entries of a list are called: `trackIds`, tracks. */
const nounsOf = (member: string): readonly string[] => {
  const words = wordsOf(member).filter((word) => !['id', 'ids', 'list', 'refs', 'uuids', 'codes', 'keys'].includes(word));
  const last = words.at(-1);
  if (last === undefined) return [];
  const one = singular(last);
  return [one, `${one}s`, last, ...(words.length > 1 ? [`${words.slice(0, -1).join(' ')} ${one}`, words.join(' ')] : [])];
};

const numberIn = (sentence: string, nouns: readonly string[]): number => {
  const words = ` ${wordsOf(sentence.replaceAll(/`[^`]*`/gu, ' ')).join(' ')} `;
  if (nouns.length === 0 || unclear.test(words)) return 0;
  const found = forms.flatMap((form) => {
    const said = new RegExp(form.replaceAll('NOUN', `(?:${nouns.join('|')})`), 'u').exec(words)?.groups?.['number'];
    return said === undefined ? [] : [/^\d/u.test(said) ? Number(said) : numerals.indexOf(said)];
  });
  return Math.max(0, ...found);
};

const mostOf = (contract: Contract, schema: Schema): number =>
  Math.min(
    ...partsOf(contract.document, schema).map((part) => (typeof part['maxItems'] === 'number' ? part['maxItems'] : Infinity)),
    Infinity,
  );

const refusals: ReadonlySet<string> = new Set(['400', '409', '412', '422', '4XX']);

const known = new WeakMap<Contract, Map<string, ReadonlyMap<string, number>>>();

/** The noun of the resources that an operation creates, in both numbers; a PUT names the new one by the end of its path. */
const nounsCreatedBy = ({ path }: Operation): readonly string[] => {
  const noun = nounWordsOf(endsInParameter(path) ? pathAbove(path) : path).join(' ');
  return noun === '' ? [] : [noun, `${noun}s`];
};

/** The one list by which a resource has something in it, unless several could be meant: that of objects, or of what other resources are named by. */
const listOfContents = (contract: Contract, create: Operation, lists: readonly (readonly [string, Schema])[]): string | undefined => {
  const { document } = contract;
  const candidates = lists.filter(
    ([member, schema]) => isType(document, itemsOf(document, schema), 'object') || referenceAt(contract, create, [member]) !== undefined,
  );
  return candidates.length === 1 ? candidates[0]?.[0] : undefined;
};

/**
 * The lists in the body of a creation that must not be empty where another request names the resource: "an unknown group or an empty group gets `422`", "The group must have a
 * device". What is done with the resource itself is left out, as that is tried with an empty one as well, and so is what can be added later.
 */
const listsFilled = (contract: Contract, type: AnyInferred, lists: readonly (readonly [string, Schema])[]): readonly string[] => {
  const nouns = nounsCreatedBy(type.create);
  const contents = listOfContents(contract, type.create, lists);
  const found = new Set<string>();
  for (const operation of contract.operations.filter((one) => isActing(one) && !beginsWith(one.path, itemOf(type).path))) {
    const texts = textsOf(contract, operation);
    const on = texts.map(({ text, isRefusal }) => ({ text: sentencesNaming(text, nouns), isRefusal }));
    const lacking = lists.filter(([member]) => {
      const called = { nouns: nounsOf(member), participles: [] };
      return on.some(({ text, isRefusal }) => saysNeeded(text, called, isRefusal) || saysRefusedWithout(text, called, isRefusal));
    });
    const isEmptyRefused = contents !== undefined && texts.some(({ text, isRefusal }) => saysEmptyRefused(text, nouns, isRefusal));
    const members = [...lacking.map(([member]) => member), ...(isEmptyRefused ? [contents] : [])];
    if (members.length > 0 && operation.key !== type.create.key && typesReferredTo(contract, operation).has(type))
      members.forEach((member) => found.add(member));
  }
  const added = new Set(found.size > 0 ? additionsTo(contract, type).flatMap(({ called }) => called.nouns) : []);
  return [...found].filter((member) => !nounsOf(member).some((noun) => added.has(noun)));
};

/** Can an entry of a list be made: nothing in it has to name what the document does not show. */
const canBeFilled = (contract: Contract, create: Operation, member: string, schema: Schema): boolean => {
  const { document } = contract;
  const item = itemsOf(document, schema);
  const isId = (name: string): boolean => ['id', 'ids', 'uuid', 'uuids'].includes(wordsOf(name).at(-1) ?? '');
  const isNamed = (way: readonly string[]): boolean => referenceAt(contract, create, way)?.resourceType !== undefined;
  if (!isType(document, item, 'object')) return !isId(member) || isNamed([member]);
  const required = new Set(partsOf(document, item).flatMap((part) => (Array.isArray(part['required']) ? part['required'] : [])));
  return [...membersOf(document, item).keys()].every((name) => !required.has(name) || !isId(name) || isNamed([member, name]));
};

/**
 * The lists that a creation may leave out and must not be empty for what is done with the resource itself: "Only a tour with at least one stop can be offered". A list that it
 * has to send is left as it is, because it is tried with an empty one as well; so is what can be added later.
 */
const listsOfActions = (
  contract: Contract,
  type: AnyInferred,
  acting: readonly Operation[],
  lists: readonly (readonly [string, Schema])[],
): readonly string[] => {
  const required = new Set(
    partsOf(contract.document, askedSchema(type.create.body)).flatMap((part) =>
      Array.isArray(part['required']) ? (part['required'] as unknown[]) : [],
    ),
  );
  const added = new Set(additionsTo(contract, type).flatMap(({ called }) => called.nouns));
  const texts = acting.flatMap((one) => textsOf(contract, one));
  return lists.flatMap(([member, schema]) => {
    const nouns = nounsOf(member);
    const isLeftOut = !required.has(member) && !nouns.some((noun) => added.has(noun));
    const isNeeded = (): boolean => texts.some(({ text, isRefusal }) => saysNeeded(text, { nouns, participles: [] }, isRefusal));
    return isLeftOut && isNeeded() && canBeFilled(contract, type.create, member, schema) ? [member] : [];
  });
};

/** The sentences of a text that name something. */
const sentencesNaming = (text: string, nouns: readonly string[]): string =>
  sentencesOf(text)
    .filter((sentence) => nouns.some((noun) => ` ${wordsOf(sentence).join(' ')} `.includes(` ${noun} `)))
    .join(' ');

/**
 * How many entries lists in the body of a creation have to have for what is done with the resource later, by the names of the members: "Publishing needs three tracks",
 * where the creation takes `trackIds`. One only where what is empty would be refused. Nothing is judged by it: a run creates what can be acted on.
 */
export const countsNeeded = (contract: Contract, create: Operation): ReadonlyMap<string, number> => {
  const all = known.get(contract) ?? new Map<string, ReadonlyMap<string, number>>();
  known.set(contract, all);
  const before = all.get(create.key);
  if (before) return before;
  const found = countsFor(contract, create);
  all.set(create.key, found);
  return found;
};

/**
 * The list that is all of the body of an addition to a resource, and names what its path says is added: `{"works": […]}` of `POST /loans/{loanId}/works`. An empty one would add
 * nothing.
 */
const onlyListOf = (contract: Contract, { key, method, path, effect, body }: Operation): string | undefined => {
  const operation = contract.operations.find((one) => one.key === key);
  const schema = askedSchema(body);
  const [[name, list] = [], ...others] = membersOf(contract.document, schema);
  const isOnly = name !== undefined && others.length === 0 && isType(contract.document, list, 'array');
  if (!operation || !isOnly || method !== 'POST' || effect === 'safe' || parametersIn(path).length === 0) return undefined;
  const noun = nounWordsOf(path).at(-1);
  return typesNamedIn(contract, operation).some((named) => noun !== undefined && nounWordsOf(named.name).at(-1) === noun)
    ? name
    : undefined;
};

const countsFor = (contract: Contract, create: Operation): ReadonlyMap<string, number> => {
  const { document, inferredResourceTypes, lastingResourceTypes, operations } = contract;
  const type = [...inferredResourceTypes, ...lastingResourceTypes].find((one) => one.create.key === create.key);
  if (contract.standard.size === 0) return new Map();
  const only = onlyListOf(contract, create);
  if (only !== undefined) return new Map([[only, 1]]);
  if (!type) return new Map();
  const body = askedSchema(create.body);
  const lists = [...membersOf(document, body)].filter(([, schema]) => isType(document, schema, 'array'));
  if (lists.length === 0) return new Map();
  const item = itemOf(type).path;
  const acting = operations.filter(
    (one) => one.method !== 'GET' && beginsWith(one.path, item) && segmentsOf(one.path).length <= segmentsOf(item).length + 1,
  );
  const sentences = acting.flatMap(({ location, responses }) =>
    [
      valueAt(document, nodeOf(location)),
      ...responses.filter(({ status }) => refusals.has(status)).map((one) => valueAt(document, nodeOf(one.location))),
    ]
      .filter(isObject)
      .flatMap(saidIn)
      .flatMap(sentencesOf),
  );
  const below = acting.filter(({ method, path }) => method === 'POST' && segmentsOf(path).length > segmentsOf(item).length);
  const filled = [...listsFilled(contract, type, lists), ...listsOfActions(contract, type, below, lists)];
  return new Map(
    lists.flatMap(([member, schema]) => {
      const told = Math.max(0, ...sentences.map((sentence) => numberIn(sentence, nounsOf(member))));
      if (told <= 1 && filled.includes(member) && mostOf(contract, schema) > 0) return [[member, 1] as const];
      return told > 1 && told <= Math.min(mostNeeded, mostOf(contract, schema)) ? [[member, told] as const] : [];
    }),
  );
};
