import { descriptionsIn, membersOf } from '../../contract/infer/schema-parts.ts';
import { isDoubtful } from '../../contract/infer/firm-sentences.ts';
import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { numerals } from '../../contract/infer/numerals.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract, Operation, Schema } from '../../contract/model.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { mayBeSent } from '../../generators/request-match.ts';
import { at, type Subject } from '../kit/define.ts';
import { ownTexts } from './conflicts.ts';
import { type EndAsAsked, endsAsAsked } from './ends-as-asked.ts';
import { isShown, type ShownFilter } from './filters.ts';
import { givesBack } from './given-back.ts';
import { statefulAnswer } from './needed-states.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/** A list that may be narrowed by the state of what ends. */
export type ByState = { readonly list: Collection; readonly filter: ShownFilter };

/** A resource that ends after a time which its creation may choose, so short that a run can wait for it. */
export type EndingByItself = Subject & {
  readonly trip: Trip;
  readonly end: EndAsAsked;
  /** The shortest usable length. */
  readonly length: number;
  /** The member with its state, and the listed state once it has ended. */
  readonly member: string;
  readonly ended: string;
  /** The sentence by which it comes to that state by itself; undefined where none says so. */
  readonly sentence: string | undefined;
  /** How long after its end at the latest it is in that state, in milliseconds; undefined where the sentence names no time. */
  readonly latestMs: number | undefined;
  /** The sentence by which what it took is there again; undefined where none says so. */
  readonly givingBack: string | undefined;
  readonly lists: readonly ByState[];
};

/** The longest time that is waited for, in milliseconds. */
const longestMs = 10_000;

/** A second is too short for a read before the end. */
const lengths = [2, 3, 5, 10, 1, 4, 6, 7, 8, 9] as const;

const isEndedState = (state: string): boolean => /^(?:expired|lapsed|timed out)$/u.test(wordsOf(state).join(' '));

const byItself =
  /\b(?:by itself|by themselves|automatically|on its own|on their own|without (?:any |a )?(?:further )?(?:request|call|action))\b/iu;

/** Words by which it is so at times, for some, or some time later. */
const hedged =
  /\b(?:if|unless|except|may|might|can|could|should|within|eventually|later|soon|shortly|nightly|hourly|daily|regularly|periodic\w*|every|each|job|sweep\w*|batch|background|usually|normally|often|not|never|only|until|till|up to|about|around|grace|manual\w*|minutes?|hours?|days?|midnight)\b/iu;

/** The clause that says what it comes to; not one about what else happens once it has. */
const comesTo = (state: string): RegExp =>
  new RegExp(
    String.raw`\b(?<!\b(?:when|once|while|as soon as|whenever|after|where|that|which)\b[^,;]*)(?:is|are|becomes?|turns?|gets?|goes|changes?|moves?)\b(?: (?:then|set|marked|moved|automatically|to|into|as|be|by itself))* ["\x60']?${state}\b`,
    'iu',
  );

const expires = /\b(?<!\b(?:when|once|while|as soon as|whenever|where|that|which)\b[^,;]*)(?:expires?|lapses?|times? out)\b/iu;

/** A sentence with "then" for the end of the time, and without names of members: what else "after" stands before is another event. */
const withoutNames = (sentence: string): string =>
  sentence
    .replaceAll(
      /\bafter (?:(?:the|its|this|that|so many) )*(?:`\w+`(?: seconds| minutes)?|creation|(?:life)?time|ttl|seconds|it|that)(?! \w+ed\b)/giu,
      'then',
    )
    .replaceAll(/\b(?:when|once|as soon as) (?:the|its|this|that) time (?:is over|is up|has passed|has run out|ends|runs out)\b/giu, 'then')
    .replaceAll(/`\w*[A-Z_]\w*`/gu, 'it');

/** Does a sentence say that something comes to a state by itself after its time. */
const tellsEnd = (sentence: string, state: string): boolean => {
  const plain = withoutNames(sentence);
  const isOfIt = comesTo(state.replaceAll('_', '.')).test(plain) || expires.test(plain);
  return isOfIt && byItself.test(plain) && !hedged.test(plain) && !isDoubtful(plain);
};

const seconds = String.raw`(?<count>\d+|an?|${numerals.slice(1).join('|')}) (?:s|secs?|seconds?)`;

/** The longest such time that is waited for, in milliseconds. */
const mostLateMs = 60_000;

/**
 * How long after its end at the latest a sentence says that something is in a state: "Two seconds after that at the latest the hold is `expired`". Undefined where it names no such
 * time, or says that it is so at times.
 * @param ends Words for that end, as a pattern.
 */
const latestIn = (sentence: string, state: string, ends: string): number | undefined => {
  const latest = '(?:at the latest|at most|no later than|not later than)';
  const forms = [
    String.raw`\b(?:${latest}|within),? ${seconds} (?:after|from|of) ${ends}(?![\w\x60])`,
    String.raw`\b${seconds} (?:after|from) ${ends}(?: ${latest}|, ${latest},?|(?= \(${latest}\)))`,
  ];
  for (const form of forms) {
    const found = new RegExp(form, 'iu').exec(sentence);
    if (!found) continue;
    const count = found.groups?.['count']?.toLowerCase() ?? '';
    const number = /^an?$/u.test(count) ? 1 : numerals.includes(count) ? numerals.indexOf(count) : Number(count);
    const plain = withoutNames(sentence.replace(found[0], 'then'));
    const isMeant = comesTo(state.replaceAll('_', '.')).test(plain) || expires.test(plain);
    return isMeant && !hedged.test(plain) && !isDoubtful(plain) && number * 1000 <= mostLateMs ? number * 1000 : undefined;
  }
  return undefined;
};

const textsOf = (contract: Contract, { create, read }: Trip, names: readonly string[]): readonly string[] => {
  const { document } = contract;
  const answered = [create, read].flatMap((one): readonly Schema[] => {
    const schema = one && answerSchema(one);
    return schema === undefined ? [] : [schema];
  });
  const asked = bodyMembers(contract, create).filter(({ name }) => names.includes(name));
  return [
    ...[create, read].flatMap((one) => (one ? ownTexts(contract, one) : [])),
    ...asked.flatMap(({ schema }) => descriptionsIn(document, schema)),
    ...answered.flatMap((schema) => names.flatMap((name) => descriptionsIn(document, membersOf(document, schema).get(name) ?? true))),
  ];
};

const lengthFor = ({ document }: Contract, schema: Schema, unitMs: number): number | undefined =>
  lengths.find((one) => one * unitMs <= longestMs && mayBeSent(document, schema, one));

const shownAt = (contract: Contract, operation: Operation | undefined, id: string, member: string): boolean => {
  const place = operation && placeIn(contract, operation, id);
  return place !== undefined && membersOf(contract.document, place.schema).has(member);
};

/** Every such resource of a contract that is held to the standard requirements. */
export const endingByItself = (contract: Contract): readonly EndingByItself[] =>
  roundTrips(contract).flatMap((trip): readonly EndingByItself[] => {
    const [end, ...others] = endsAsAsked(contract, trip.create);
    const stateful = statefulAnswer(contract, trip.create);
    const [ended, ...more] = stateful?.states.filter(isEndedState) ?? [];
    const member = stateful?.at.split('/').at(-1);
    if (!end || others.length > 0 || ended === undefined || more.length > 0 || member === undefined) return [];
    const lasting = bodyMembers(contract, trip.create).find(({ name }) => name === end.length);
    const length = lasting && lengthFor(contract, lasting.schema, end.unitMs);
    if (length === undefined || !(shownAt(contract, trip.read, trip.id, member) || trip.list)) return [];
    const told = textsOf(contract, trip, [member, end.member, end.length]).flatMap(sentencesOf);
    const named = String.raw`(?:\x60${end.member}\x60|(?:its|the) (?:end|expiry))`;
    // Beside the length, or the moment of the end, what "that" means is known.
    const beside = bodyMembers(contract, trip.create)
      .filter(({ name }) => name === end.length)
      .flatMap(({ schema }) => descriptionsIn(contract.document, schema))
      .flatMap(sentencesOf);
    const bounded = told.flatMap((one) => {
      const ends = beside.includes(one) ? `(?:${named}|that|then|it|this)` : named;
      const ms = latestIn(one, ended, ends);
      return ms === undefined ? [] : [{ sentence: one, ms }];
    });
    const [latest] = bounded;
    const sentence = (latest?.sentence ?? told.find((one) => tellsEnd(one, ended)))?.trim();
    const lists = trip.lists.flatMap((list) =>
      list.filters.flatMap((filter) => (isShown(filter) && filter.at === `/${member}` ? [{ list, filter }] : [])),
    );
    const givingBack = sentence !== undefined && givesBack.test(sentence) ? sentence : undefined;
    return sentence === undefined && lists.length === 0
      ? []
      : [at(trip.create.location, { trip, end, length, member, ended, sentence, latestMs: latest?.ms, givingBack, lists })];
  });
