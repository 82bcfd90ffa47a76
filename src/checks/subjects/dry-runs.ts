import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDirectlyBelow, isSamePath, parametersIn } from '../../contract/infer/path-template.ts';
import { descriptionsIn, isType, itemsOf, membersOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { type Location, nodeOf } from '../../model/location.ts';
import { type PlannedRequest, holdsValue } from '../../model/request.ts';
import { at, type Subject } from '../kit/define.ts';
import { bulkWords, isFreeText } from './bulk-creations.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';
import { askedSchema } from '../../contract/asked-content.ts';
import { isCsv } from '../../contract/wire/media-type.ts';

/** Where a request asks that nothing is done: a boolean parameter of the query, or a boolean member of the body. */
export type Flag = { readonly in: 'query' | 'body'; readonly name: string };

/** What a dry run would do otherwise: create the resource that its body describes, or those of its entries; or change, or remove, the one in its path. */
export type Doing =
  | {
      readonly kind: 'creates';
      readonly list: Collection;
      /** Where the body holds entries: in a member, as a list that it is itself, or in rows of comma-separated values; it may also be the one resource. */
      readonly entries: { readonly kind: 'member'; readonly name: string } | { readonly kind: 'list' | 'rows' | 'itself' };
      /** The member whose text the list shows. */
      readonly text: string;
    }
  | { readonly kind: 'acts' };

/** An operation that can be asked to do nothing, and to say what it would do. */
export type DryRun = Subject & { readonly operation: Operation; readonly trip: Trip; readonly flag: Flag; readonly doing: Doing };

/** Names that say by themselves that nothing is stored. */
const plainNames: ReadonlySet<string> = new Set([
  'dry run',
  'dryrun',
  'is dry run',
  'validate only',
  'validation only',
  'only validate',
  'check only',
]);

/** Names that may mean something else, such as a picture of the result. */
const openNames: ReadonlySet<string> = new Set([
  'preview',
  'preview only',
  'simulate',
  'simulation',
  'simulated',
  'test run',
  'test only',
  'what if',
  'trial run',
  'validate',
]);

const storing =
  '(?:stored?|saved?|sav(?:es|ing)|stor(?:es|ing)|created?|creat(?:es|ing)|chang(?:ed?|es|ing)|wr(?:itten|ites?|iting)|persist(?:ed|s|ing)?|book(?:ed|s|ing)?|committ?(?:ed|s|ing)?|applied|appl(?:y|ies|ying)|imported|modif(?:ied|ies|y|ying)|executed|kept|performed|touched|remov(?:ed|es|ing)|delet(?:ed|es|ing))';

/** Sentences by which nothing is done. */
const saysNothing = new RegExp(
  String.raw`\b(?:nothing|no (?:data|\w+)) (?:is|are|gets?|will be|has been) (?:actually |really |ever )?${storing}\b|\b(?:chang|stor|sav|creat|writ)es? nothing\b|\bwithout (?:actually |really )?${storing}\b|\b(?:not|never|n't) (?:be )?(?:actually |really )?${storing}\b|\bleaves? (?:everything|all|the \w+) (?:as (?:it|they) (?:is|are|was|were)|unchanged|untouched)\b|\bno (?:side )?effects?\b|\b(?:only|merely) (?:checks?|validates?|checked|validated)\b|\b(?:checked|validated) only\b`,
  'iu',
);

/** Sentences by which nothing is done only where something fails, as the request would without the flag: "Not stored if a check fails". */
const onFailure =
  /\b(?:if|when|where|unless|until|once|in case|as long as)\b(?! (?:(?:set|this is|it is|given)\b|`?true\b))[^,.;]{0,40}\b(?:fails?|failed|failure|invalid|wrong|errors?|faults?|mistakes?|problems?|does not (?:fit|pass)|do not (?:fit|pass))\b/iu;

/** Sentences by which the flag is not heeded: "Has no effect any more", "Ignored here", "Not supported yet". */
const saysIdle =
  /\b(?:has|have|had|is without|of|with) no (?:side )?effects? (?:here|on|any ?more|any longer|yet|with|for|in|if|when|unless|since)\b|\bhas no effect\b|\b(?:is|are|be|currently|silently)? ?(?:ignored|disregarded|deprecated|unsupported|obsolete|reserved|not (?:yet )?(?:supported|implemented|available|honou?red|heeded)|no longer (?:supported|honou?red|heeded|used))\b/iu;

/** Words for all that an operation may store, and not for one side of it: "No invoices are created" leaves the order. */
const wholes: ReadonlySet<string> = new Set([
  'data',
  'change',
  'record',
  'row',
  'entry',
  'item',
  'object',
  'resource',
  'thing',
  'document',
  'entity',
]);

/** A sentence by which something else than the resource is not done: "without applying discounts", "no invoices are created". */
const besides =
  /\bno (?<noun>\w+) (?:is|are|gets?|will be|has been)\b|\bwithout (?:actually |really )?\w+ing (?:(?:any|the|an?|its|all) )*(?<without>\w+)/iu;

/** A sentence by which one thing is not changed, or nothing is stored in one place: "Does not change the numbering", "The client is not changed", "not applied to statistics". */
const oneThing =
  /\b(?:not|never|n't) (?:be )?(?:actually |really )?(?:chang|stor|sav|creat|writ|modif|touch|book|updat)\w* (?:the|its|an?|any) (?<object>\w+)|^(?:the|its) (?<subject>\w+) (?:is|are) (?:not|never) |\b(?:nothing is|not|never) \w+ (?:to|in|into) (?:(?:the|our|its|any) )?(?<place>\w+)/iu;

const places: ReadonlySet<string> = new Set(['database', 'db', 'system', 'disk', 'storage', 'store', 'server', 'fact']);

/** Does a sentence say that nothing at all is done, where the operation is about some nouns. */
const isOfAll = (sentence: string, nouns: ReadonlySet<string>): boolean => {
  const told = besides.exec(sentence)?.groups;
  const noun = (told?.['noun'] ?? told?.['without'])?.toLowerCase();
  const { object, subject, place } = oneThing.exec(sentence)?.groups ?? {};
  const one = (object ?? subject)?.toLowerCase();
  if (one !== undefined && ![wholes, nouns].some((all) => all.has(singular(one)))) return false;
  if (place !== undefined && !places.has(place.toLowerCase())) return false;
  return (
    noun === undefined ||
    /^(?:it|them|anything|something|this|that|one|so)$/u.test(noun) ||
    [wholes, nouns].some((all) => all.has(singular(noun)))
  );
};

/** Sentences by which something is done all the same. */
const saysKept =
  /\b(?:is|are|gets?|will be) (?:still |also |nevertheless )?(?:stored|saved|kept|created|recorded|logged|listed|shown in)\b/iu;

const textsAt = ({ document }: Contract, location: Location): readonly string[] => saidIn(valueAt(document, nodeOf(location)));

/** Is a sentence about the flag: it names it, or its words. */
const isAbout = (sentence: string, name: string): boolean =>
  sentence.includes(name) || ` ${wordsOf(sentence).join(' ')} `.replaceAll('dry runs', 'dry run').includes(` ${wordsOf(name).join(' ')} `);

type Found = { readonly flag: Flag; readonly location: Location; readonly isTold: boolean };

const flagOf = (contract: Contract, operation: Operation): Found | undefined => {
  const { document } = contract;
  const own = textsAt(contract, operation.location).flatMap(sentencesOf);
  const nouns = new Set(nounWordsOf(operation.path).map(singular));
  const candidates = [
    ...operation.parameters
      .filter(({ in: where }) => where === 'query')
      .map(({ name, schema, location }) => ({ in: 'query' as const, name, schema, location })),
    ...bodyMembers(contract, operation).map(({ name, schema, location }) => ({ in: 'body' as const, name, schema, location })),
  ];
  const found = candidates.flatMap((one): readonly Found[] => {
    const words = wordsOf(one.name).join(' ');
    const isPlain = plainNames.has(words);
    if ((!isPlain && !openNames.has(words)) || !isType(document, one.schema, 'boolean')) return [];
    const described = [...textsAt(contract, one.location), ...descriptionsIn(document, one.schema)].flatMap(sentencesOf);
    const said = [...new Set([...described, ...own.filter((sentence) => isAbout(sentence, one.name))])];
    const isTold = said.some((sentence) => saysNothing.test(sentence) && !onFailure.test(sentence) && isOfAll(sentence, nouns));
    if (said.some((sentence) => saysIdle.test(sentence))) return [];
    const parts = said.flatMap((sentence) => sentence.split(/[;,]\s|\bbut\b/u));
    if (parts.some((part) => saysKept.test(part) && !saysNothing.test(part)) || (!isPlain && !isTold)) return [];
    return [{ flag: { in: one.in, name: one.name }, location: one.location, isTold }];
  });
  return found.length === 1 ? found[0] : undefined;
};

/** The member of a new resource whose text its list shows. */
const textOf = (contract: Contract, trip: Trip): string | undefined => {
  const { list } = trip;
  const shown = list && placeIn(contract, trip.read ?? trip.create, trip.id)?.schema;
  const names = membersOf(contract.document, shown);
  const free = bodyMembers(contract, trip.create).filter((one) => names.has(one.name) && isFreeText(contract, one));
  return free.toSorted((a, b) => Number(b.required) - Number(a.required))[0]?.name;
};

type Entries = (Doing & { readonly kind: 'creates' })['entries'];

/** The list of entries in a body: its rows, the body itself, or its only list of objects. */
const entriesIn = (
  contract: Contract,
  operation: Operation,
): { readonly entries: Entries; readonly entry: Schema | undefined } | undefined => {
  const { document } = contract;
  const content = operation.body?.content ?? [];
  if (content.length > 0 && content.every(({ mediaType }) => isCsv(mediaType))) return { entries: { kind: 'rows' }, entry: undefined };
  const schema = askedSchema(operation.body);
  if (schema === undefined) return undefined;
  if (isType(document, schema, 'array')) return { entries: { kind: 'list' }, entry: itemsOf(document, schema) };
  const lists = bodyMembers(contract, operation).filter(
    ({ schema: member }) => isType(document, member, 'array') && isType(document, itemsOf(document, member) ?? true, 'object'),
  );
  const [only, ...others] = lists;
  return only && others.length === 0 ? { entries: { kind: 'member', name: only.name }, entry: itemsOf(document, only.schema) } : undefined;
};

/** Does a path name that it takes in many resources of a collection: `/items/import`, `/item-imports`, `/imports/items`. */
const takesMany = (operation: Operation, trip: Trip): boolean => {
  const noun = nounWordsOf(trip.addsTo).at(-1) ?? '';
  const isBulk = (word: string): boolean => bulkWords.has(word) || bulkWords.has(singular(word));
  const isWord = (word: string): boolean => !isBulk(word) && singular(word) === singular(noun);
  const above = operation.path.replace(/(?:\/|:)[^/:]*$/u, '');
  const last = wordsOf((operation.path.split(/[/:]/u).at(-1) ?? '').replaceAll(':', ' '));
  if (noun === '' || parametersIn(operation.path).length > 0) return false;
  if (isSamePath(above, trip.addsTo)) return last.some(isBulk);
  const all = operation.path.split(/[/:]/u).slice(-2).flatMap(wordsOf);
  return all.some(isBulk) && all.some(isWord);
};

const doingOf = (
  contract: Contract,
  operation: Operation,
  { flag, isTold }: Found,
): { readonly trip: Trip; readonly doing: Doing } | undefined => {
  const trips = roundTrips(contract);
  const own = trips.find(({ create }) => create.key === operation.key);
  if (own) {
    const text = textOf(contract, own);
    // A resource that shows the flag may be the record of the dry run itself.
    const isRecorded = membersOf(contract.document, placeIn(contract, own.read ?? own.create, own.id)?.schema).has(flag.name);
    if (text !== undefined && own.list && !(isRecorded && (!isTold || isRecord(contract, operation))))
      return { trip: own, doing: { kind: 'creates', list: own.list, entries: { kind: 'itself' }, text } };
  }
  const held = operation.method === 'POST' ? entriesIn(contract, operation) : undefined;
  const many = held && trips.find((trip) => trip.create.method === 'POST' && takesMany(operation, trip) && trip.list !== undefined);
  if (held && many?.list) {
    const text = textOf(contract, many);
    const names = membersOf(contract.document, held.entry);
    return text !== undefined && (names.size === 0 || names.has(text))
      ? { trip: many, doing: { kind: 'creates', list: many.list, entries: held.entries, text } }
      : undefined;
  }
  const on = trips.find(
    ({ itemPath, read }) =>
      read !== undefined &&
      (isSamePath(operation.path, itemPath) || (operation.method === 'POST' && isDirectlyBelow(operation.path, itemPath))),
  );
  return on && operation.method !== 'GET' && !own ? { trip: on, doing: { kind: 'acts' } } : undefined;
};

/** Is what an operation creates a record of work, with a list of entries, so that a dry run makes one as well. */
const isRecord = (contract: Contract, operation: Operation): boolean => entriesIn(contract, operation) !== undefined;

const flags = new WeakMap<Operation, Flag | 'none'>();

/**
 * Does a request ask that nothing is done, as the names or the texts of its operation say. Then its answer shows what would have come of it: no resource that it names was
 * created or removed by it.
 */
export const asksNothing = (contract: Contract, { operation: key, query, body }: PlannedRequest): boolean => {
  if (contract.standard.size === 0) return false;
  const operation = contract.operations.find((one) => one.key === key);
  if (!operation || operation.method === 'GET' || operation.unsupported !== undefined) return false;
  const flag = flags.get(operation) ?? flagOf(contract, operation)?.flag ?? 'none';
  flags.set(operation, flag);
  if (flag === 'none') return false;
  if (flag.in === 'query') return query.some(([name, value]) => name === flag.name && value === 'true');
  return holdsValue(body) && isObject(body.value) && body.value[flag.name] === true;
};

/** Every operation of a contract that is held to the standard requirements which can be asked to do nothing. */
export const dryRuns = (contract: Contract): readonly DryRun[] =>
  contract.standard.size === 0
    ? []
    : contract.operations.flatMap((operation): readonly DryRun[] => {
        const isMeant = ['POST', 'PUT', 'PATCH', 'DELETE'].includes(operation.method) && operation.unsupported === undefined;
        const found = isMeant ? flagOf(contract, operation) : undefined;
        const meant = found && doingOf(contract, operation, found);
        return found && meant ? [at(found.location, { operation, flag: found.flag, ...meant })] : [];
      });
