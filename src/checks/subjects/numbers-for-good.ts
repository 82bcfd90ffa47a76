import { sentencesOf } from '../../contract/infer/sentences.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDirectlyBelow } from '../../contract/infer/path-template.ts';
import { descriptionsIn, isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';
import type { Resource } from './shown-resource.ts';
import { askedSchema } from '../../contract/asked-content.ts';

/** What ends the life of a resource that stays: an action, or a change of its state. */
type Ending = { readonly operation: Operation; readonly body?: Resource };

/** A value that the server gives to each resource, and to no other one after the end of the first, by the words of the document. */
export type ForGood = Subject & {
  readonly trip: Trip;
  readonly remove: Operation | undefined;
  readonly endings: readonly Ending[];
  readonly member: string;
  readonly sentence: string;
  /** It is given to no other one. */
  readonly isOnce: boolean;
  /** Each resource has a larger one than those before it. */
  readonly rises: boolean;
  /** It is so among some resources alone, such as those of one shop. */
  readonly isScoped: boolean;
};

const neverAgain =
  /\b(?:never|not|cannot|can't)(?: be)?(?: \w+)? (?:re-?(?:used|issued|assigned)|recycled)\b|\b(?:never|not|cannot|can't)(?: be)?(?: \w+)? (?:given|used|issued|assigned|handed|taken)(?: out)? (?:again|anew|twice|a second time)\b|\b(?:stays?|remains?) (?:taken|reserved|used up)\b|\b(?:never|not)(?: be)?(?: \w+)? (?:given|assigned|issued|handed)(?: out)? to (?:another|any other|a second|other)\b|\bno(?:t| other)? \w+ (?:ever )?(?:gets?|has|receives?|is given) (?:it|(?:the|that) (?:same )?\w+) again\b/iu;

const isHedged =
  /\b(?:until|for (?:\d|an?|some)|days?|hours?|months?|years?|may|might|unless|except|within|usually|key|keys|tokens?|request|requests)\b/iu;

/** Does a sentence of a text that is not about one resource alone name this member of this resource. */
const names = (sentence: string, trip: Trip, member: string): boolean => {
  const words = wordsOf(sentence.replaceAll(/[^\p{L}\p{N}_]+/gu, ' ')).map(singular);
  const own = wordsOf(member).map(singular);
  const nouns = nounWordsOf(trip.addsTo);
  const isNamed = words.some((_, n) => own.every((word, m) => words[n + m] === word));
  return isNamed && nouns.length > 0 && nouns.every((word) => words.includes(word));
};

const endingVerbs = 'cancel void annul withdraw revoke abort refund reject decline close archive terminate expire deactivate discard'.split(
  ' ',
);
const endingStates = 'cancelled canceled voided void annulled withdrawn revoked aborted'.split(' ');

/** Most ways to end a resource that are tried. */
const mostEndings = 4;

const endingsOf = ({ document, operations }: Contract, { itemPath, patch }: Trip): readonly Ending[] => {
  const actions = endingVerbs.flatMap((verb) =>
    operations.flatMap((operation): Ending[] => {
      const isAction =
        ['POST', 'PUT'].includes(operation.method) && operation.inferred?.onOne === true && operation.unsupported === undefined;
      const isNamed = wordsOf(operation.path.split('/').at(-1) ?? '')[0] === verb;
      return isAction && isNamed && isDirectlyBelow(operation.path, itemPath) ? [{ operation }] : [];
    }),
  );
  const members = patch === undefined ? [] : [...membersOf(document, askedSchema(patch.body))];
  const changes = members.flatMap(([name, schema]): Ending[] => {
    const resolved = resolvedSchema(document, schema);
    const listed: readonly unknown[] = isObject(resolved) && Array.isArray(resolved['enum']) ? resolved['enum'] : [];
    const state = listed.find((one) => typeof one === 'string' && endingStates.includes(wordsOf(one).join(' ')));
    return patch === undefined || state === undefined ? [] : [{ operation: patch, body: { [name]: state } }];
  });
  return [...actions, ...changes].slice(0, mostEndings);
};

/** "Goes up", "a running number". */
const rising =
  /\b(?:goes|go|going|counts?|counting|counted|climbs?) up(?:wards?)?\b|\b(?:rises?|rising|grows?|growing|increas(?:es?|ing|ed)|increment(?:s|ed|ing)?|ascend(?:s|ing))\b/iu;

/** Does a sentence say that a number goes up with each resource, and not with what is done to one: "Goes up with every order". */
const saysRising = (sentence: string, trip: Trip): boolean => {
  const nouns = nounWordsOf(trip.addsTo);
  const words = wordsOf(sentence.replaceAll(/[^\p{L}\p{N}_]+/gu, ' ')).map(singular);
  const isOfEach = words.some((word, n) => {
    if (!['each', 'every', 'per'].includes(word)) return false;
    const skipped = ['new', 'further', 'additional', 'created', 'placed', 'issued', 'next'].includes(words[n + 1] ?? '') ? 2 : 1;
    return nouns.every((noun, m) => words[n + skipped + m] === noun);
  });
  return nouns.length > 0 && rising.test(sentence) && isOfEach && !isHedged.test(sentence);
};

/** Last words of members that number their resource. Others go up with each one and come down again: a place in a queue, a fee, minutes to wait. */
const numbering: ReadonlySet<string> = new Set('number no nr num numero serial code reference ref'.split(' '));

const runningNumber = /\b(?:running|serial|sequential|consecutive|sequence|ordinal) numbers?\b/iu;

/** "The number of orders before it". */
const numberOfOthers = /\bnumber of (?!(?:the|an?|this|that|its|each|every) )/iu;

/** Is a member a number of its resource, and no count, by its name or its description. */
const isNumbering = (member: string, texts: readonly string[]): boolean =>
  (numbering.has(wordsOf(member).at(-1) ?? '') || texts.some((text) => runningNumber.test(text))) &&
  !texts.some((text) => numberOfOthers.test(text));

/** Words of members for what is free again after the end of what had it. */
const freed: ReadonlySet<string> = new Set(
  'seat table locker slot room bay desk berth spot box place space gate lane track shelf bin cabin pitch court channel port address ip position rank'.split(
    ' ',
  ),
);

const evenAfterwards = /\b(?:re-?used?|re-?issued|recycled|again|anew|after\w*|cancel\w*|delet\w*|remov\w*|end(?:s|ed)?)\b/iu;

/** "Given once per site in the order of arrival, never again". */
const onceOnly =
  /\b(?:given|assigned|issued|handed|used|taken|allocated|allotted)(?: out)?(?: just| only| exactly)? once\b[^.;]*\b(?:never|not) (?:again|anew|twice|a second time|reused)\b/iu;

/** Last words of members that mark one resource: what is given once may as well be something that each resource gets, such as a discount. */
const marking: ReadonlySet<string> = new Set([...numbering, 'tag', 'mark', 'id', 'key', 'identifier']);

/** Does a sentence say of a value that nothing else gets it later, and not only that no two have it at the same time. */
const isForGood = (sentence: string, member: string): boolean =>
  (neverAgain.test(sentence) || (onceOnly.test(sentence) && marking.has(wordsOf(member).at(-1) ?? ''))) &&
  !isHedged.test(sentence) &&
  (!wordsOf(member).some((word) => freed.has(singular(word))) || evenAfterwards.test(sentence));

/** Words by which something holds only among some resources. */
const scoped = /\b(?:within|inside|per|for (?:an?|each|every|one|the)|in (?:an?|the|each|its|one)|of (?:an?|the|each|its|one|this))\b/iu;

/** Does a member number something else than the resource: `customerNumber` of an order. */
export const isOfAnother = ({ operations }: Contract, trip: Trip, member: string, asked: ReadonlySet<string>): boolean => {
  const words = wordsOf(member).slice(0, -1).map(singular);
  if (words.length === 0 || nounWordsOf(trip.addsTo).join(' ') === words.join(' ')) return false;
  const isNamed = [...asked].some((name) => words.every((word, n) => singular(wordsOf(name)[n] ?? '') === word));
  return (
    isNamed ||
    operations.some(({ path }) =>
      path.split('/').some((_, n, all) => nounWordsOf(all.slice(0, n + 1).join('/')).join(' ') === words.join(' ')),
    )
  );
};

/** May a schema describe a number or a mark of one resource: a text or a whole number, neither a moment nor one of listed values. */
const mayNumber = (document: Contract['document'], schema: Schema): boolean =>
  (isType(document, schema, 'string') || isType(document, schema, 'integer')) &&
  partsOf(document, schema).every(
    ({ enum: listed, const: only, format }) =>
      listed === undefined && only === undefined && !['date', 'date-time', 'time', 'duration'].includes(String(format)),
  );

const stays = /\b(?:stays?|remains?) (?:taken|reserved|used up)\b/iu;

/** Does the description of a member say that its value is given to one resource alone, whatever list that is in. */
export const saysForGood = (document: Contract['document'], member: string, schema: Schema): boolean =>
  mayNumber(document, schema) &&
  descriptionsIn(document, schema)
    .flatMap(sentencesOf)
    .some((one) => isForGood(one, member) && !scoped.test(one) && !stays.test(one));

/** Every such value of a contract that is held to the standard requirements, at the creation. */
export const numbersForGood = (contract: Contract): readonly ForGood[] =>
  roundTrips(contract).flatMap((trip) => {
    const { create, read, remove, id } = trip;
    if (create.method === 'PUT') return [];
    const { document } = contract;
    const place = placeIn(contract, create, id) ?? (read && placeIn(contract, read, id));
    const given = new Set(bodyMembers(contract, create).map(({ name }) => name));
    const endings = endingsOf(contract, trip);
    const textsOf = (one: Operation): readonly string[] => saidIn(valueAt(document, nodeOf(one.location)));
    return [...membersOf(document, place?.schema)].flatMap(([member, schema]): ForGood[] => {
      const said = (texts: readonly string[]): readonly string[] => texts.flatMap(sentencesOf).filter((one) => isForGood(one, member));
      if (given.has(member) || !mayNumber(document, schema)) return [];
      const about = [create, ...(remove ? [remove] : []), ...endings.map(({ operation }) => operation)].flatMap(textsOf);
      const words = wordsOf(member).map(singular);
      const isAbout = (one: string): boolean => {
        const all = wordsOf(one.replaceAll(/[^\p{L}\p{N}_]+/gu, ' ')).map(singular);
        return all.some((_, n) => words.every((word, m) => all[n + m] === word));
      };
      const once =
        said(descriptionsIn(document, schema))[0] ??
        said(about).find(isAbout) ??
        said(saidIn(document['info'])).find((one) => names(one, trip, member));
      const told = descriptionsIn(document, schema);
      const risen = member !== id && isNumbering(member, told) ? told.flatMap(sentencesOf).find((one) => saysRising(one, trip)) : undefined;
      const sentence = once ?? risen;
      if (sentence === undefined || isOfAnother(contract, trip, member, given)) return [];
      // An id is there to tell resources apart; only what follows a removal may fail to.
      const used = member === id ? [] : endings;
      if (risen === undefined && !remove && used.length === 0) return [];
      const isScoped = [once, risen].some((one) => one !== undefined && scoped.test(one));
      const found = { trip, remove: once === undefined ? undefined : remove, endings: used, member, sentence };
      return [at(create.location, { ...found, isOnce: once !== undefined, rises: risen !== undefined, isScoped })];
    });
  });
