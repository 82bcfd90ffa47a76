import { parametersIn } from '../../contract/infer/path-template.ts';
import { partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { typesOf } from '../../generators/resolved-schema.ts';
import { spanNames } from '../../generators/spans.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { roundTrips, type Trip } from './round-trips.ts';
import { saidIn } from '../../contract/said.ts';

/** A creation that takes a time of something for itself, so that no other one may have a part of it. */
export type FreeTime = Subject & {
  readonly trip: Trip;
  /** The members with the begin and the end of the time. */
  readonly begin: string;
  readonly end: string;
  /** Does the document say that one may begin when another one ends. */
  readonly mayTouch: boolean;
};

/** Sentences by which two of a kind may not have a time in common. */
const saysApart =
  /\b(?:never|not|no(?: two)?|cannot|without|must not|may not)\b[^.;]*\boverlap\w*|\boverlap\w*[^.;]*\b(?:409|refused|rejected|conflict|not (?:allowed|possible|permitted|accepted))|\b409\b[^.;]*\boverlap\w*|\bdouble[- ]?book\w*/iu;

/** Words by which only some of them count, or they may overlap after all. */
const saysSome =
  /\b(?:may|can|could|might|allowed to)\b (?!not\b)[^.;]*\boverlap|\b(?:confirmed|approved|accepted|paid|unless|except|up to|more than|at most)\b/iu;

/** Sentences by which one may begin at the moment when another one ends. */
const saysTouch =
  /\bback[- ]to[- ]back\b|\bhalf[- ]open\b|\bno longer (?:a )?part\b|(?<!\bnot )\btouch\w*\b[^.;]*\bnot overlap\b|\b(?:ends?|end itself)\b[^.;]*\b(?:exclusive|not (?:a )?part|not included)\b|\bmay (?:start|begin|follow)\b[^.;]*\b(?:that very (?:moment|day)|when|at the (?:same )?moment|the moment|as soon as)\b/iu;

const textsOf = (contract: Contract, operation: Operation): readonly string[] => {
  const conflict = operation.responses.find(({ status }) => status === '409');
  const nodes = [valueAt(contract.document, nodeOf(operation.location)), conflict && valueAt(contract.document, nodeOf(conflict.location))];
  const members = bodyMembers(contract, operation).flatMap(({ schema }) => partsOf(contract.document, schema));
  return [...nodes, ...members].flatMap(saidIn).map((text) => text.replaceAll(/\s+/gu, ' '));
};

/** Does a creation name what its time is of: in its path, or by a member that it has to have. */
const isOfOne = (contract: Contract, { path, ...create }: Operation): boolean =>
  parametersIn(path).length > 0 ||
  bodyMembers(contract, { path, ...create }).some(({ name, required }) => required && wordsOf(name).at(-1) === 'id');

/** Does the text of a creation say of all of its kind that their times may not overlap, and may one begin when another one ends; undefined where it does not. */
const saidApart = (contract: Contract, create: Operation): Pick<FreeTime, 'mayTouch'> | undefined => {
  const said = textsOf(contract, create).flatMap(sentencesOf);
  const apart = said.filter((one) => saysApart.test(one));
  return apart.length === 0 || apart.some((one) => saysSome.test(one)) ? undefined : { mayTouch: said.some((one) => saysTouch.test(one)) };
};

/** The creations of a contract whose text says that their times may not overlap, and whose path or body names what the time is of. */
export const freeTimes = (contract: Contract): readonly FreeTime[] =>
  roundTrips(contract).flatMap((trip): readonly FreeTime[] => {
    const { create } = trip;
    if (create.effect !== 'creates' || !create.responses.some(({ status }) => status === '409')) return [];
    const [span, ...others] = spanNames(
      bodyMembers(contract, create)
        .filter(({ required }) => required)
        .map(({ name }) => name),
    );
    const said = isOfOne(contract, create) ? saidApart(contract, create) : undefined;
    if (!span || others.length > 0 || !said) return [];
    const [begin, end] = span;
    return [at(create.location, { trip, begin, end, ...said })];
  });

/** A change that can let a time that something has for itself last longer. */
export type LongerTime = Subject & {
  readonly trip: Trip;
  readonly change: Operation;
  /** The member with the begin of the time. */
  readonly begin: string;
  /** The member that says how long it lasts, as a number of `unitMs` milliseconds; with its end, where there is no unit. */
  readonly until: { readonly name: string; readonly unitMs: number | undefined };
  readonly mayTouch: boolean;
};

const units: readonly (readonly [words: readonly string[], unitMs: number])[] = [
  [['minutes', 'minute', 'mins', 'min'], 60_000],
  [['hours', 'hour'], 3_600_000],
];

/** The members with the begin of a time and how long it lasts (`starts_at`, `duration_minutes`), where there is one of each. */
const lastingNames = (members: readonly BodyMember[]): Pick<LongerTime, 'begin' | 'until'> | undefined => {
  const begins = members.filter(({ name, required }) => required && /^(?:starts?|begins?|from|scheduled)$/u.test(wordsOf(name)[0] ?? ''));
  const lasting = members.flatMap(({ name, schema }) => {
    const words = wordsOf(name);
    const unitMs = units.find(([known]) => known.includes(words.at(-1) ?? ''))?.[1];
    const isMeant = words.some((word) => ['duration', 'length', 'lasts'].includes(word)) && typesOf(schema).includes('integer');
    return isMeant && unitMs !== undefined ? [{ name, unitMs }] : [];
  });
  const [begin, ...otherBegins] = begins;
  const [until, ...others] = lasting;
  return begin && until && otherBegins.length + others.length === 0 ? { begin: begin.name, until } : undefined;
};

/** The members with the begin and the end of a time, where there is one of each. */
const endNames = (members: readonly BodyMember[]): Pick<LongerTime, 'begin' | 'until'> | undefined => {
  const [span, ...others] = spanNames(members.filter(({ required }) => required).map(({ name }) => name));
  return span && others.length === 0 ? { begin: span[0], until: { name: span[1], unitMs: undefined } } : undefined;
};

/** Sentences by which a change keeps to the same: "The rules for booking hold here too", "409 for time that is taken". */
const saysAlike =
  /\b(?:rules?|conditions?|limits?|checks?)\b[^.;]*\b(?:hold|apply|applies)\b|\b(?:time|slot|period)s?\b[^.;]*\b(?:taken|occupied|booked|reserved)\b|\b(?:taken|occupied|booked|reserved)\b[^.;]*\b(?:time|slot|period)s?\b/iu;

/** Sentences by which it does not, or times may overlap after all. */
const saysNotAlike =
  /\b(?:do(?:es)? not|are not|is not|never|no longer) (?:hold|apply|checked|compared)\b|\bnot (?:checked|compared)\b|\b(?:may|can|could|might|allowed to)\b (?!not\b)[^.;]*\boverlap/iu;

/** The changes of a contract that can let a time last longer, of what may not overlap by the text of its creation, and of the change as well. */
export const longerTimes = (contract: Contract): readonly LongerTime[] =>
  roundTrips(contract).flatMap((trip): readonly LongerTime[] => {
    const { create, patch: change } = trip;
    if (change?.effect !== 'changes' || ![create, change].every(({ responses }) => responses.some(({ status }) => status === '409')))
      return [];
    const members = bodyMembers(contract, create);
    const names = lastingNames(members) ?? endNames(members);
    const said = names && isOfOne(contract, create) ? saidApart(contract, create) : undefined;
    const ofChange = textsOf(contract, change).flatMap(sentencesOf);
    const isAlike = ofChange.some((one) => saysAlike.test(one) || saysApart.test(one)) && !ofChange.some((one) => saysNotAlike.test(one));
    const isSet = names && bodyMembers(contract, change).some(({ name }) => name === names.until.name);
    return names && said && isAlike && isSet ? [at(change.location, { trip, change, ...names, ...said })] : [];
  });
