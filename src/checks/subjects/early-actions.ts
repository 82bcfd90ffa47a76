import { isActing } from '../../contract/infer/acting.ts';
import { numerals } from '../../contract/infer/numerals.ts';
import { isDoubtful } from '../../contract/infer/firm-sentences.ts';
import { isRefusalDenied } from '../../contract/infer/refusal-sentences.ts';
import { membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDirectlyBelow } from '../../contract/infer/path-template.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { timeMeantBy } from '../../contract/infer/times/meant-time.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { at, type Subject } from '../kit/define.ts';
import { dayMemberIn } from './day-actions.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';
import { clausesOf, textsOf } from './state-mentions.ts';

/** An action on a resource that its text allows from some time before a moment on, and not earlier. */
export type EarlyAction = Subject & {
  readonly operation: Operation;
  readonly trip: Trip & { readonly read: Operation };
  /** How long before the moment it is possible, in milliseconds. */
  readonly beforeMs: number;
  /** The member with the moment. */
  readonly member: string;
  /** The resource that has the moment, and the member that names it; undefined where the acted one has it itself. */
  readonly of: { readonly by: string; readonly trip: Trip & { readonly read: Operation } } | undefined;
  /** Does the creation set the moment, a day, so that it can lie far ahead: "Not before `startDate`". */
  readonly isSet: boolean;
};

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 };

const distance = String.raw`(?<count>\d+|an?|${numerals.slice(1).join('|')}) (?<unit>minute|hour|day|week)s?`;
const moment = String.raw`before (?:the |its |their )?(?<moment>[a-z]+(?: (?:of (?:the |its |a )?)?[a-z]+){0,2})`;

/** "from 60 minutes before the start", "not earlier than 2 hours before the departure", "opens a day before it starts". */
const opening = new RegExp(
  String.raw`\b(?:from|starting|opens?|(?:not|no|never) (?:earlier|sooner|more) than|at the earliest|earliest) (?:at |on )?${distance} ${moment}`,
  'iu',
);

/** "409 more than 48 hours before the departure". */
const tooEarly = new RegExp(String.raw`\b(?:earlier|sooner|more) than ${distance} ${moment}`, 'iu');

const possible = /\b(?:possible|allowed|can|may|only|opens?|accepted|earliest)\b/iu;
const refused = /\b(?:4\d\d|refused|rejected|too early|cannot|can not|not possible|not allowed)\b/iu;

/** What costs something, or is told somebody, then. */
const elsewise = /\b(?:charg\w*|fees?|free|credits?|refund\w*|remind\w*|notif\w*|e?-?mails?|sent|usually|normally|unless|except)\b/iu;

const isElsewise = (clause: string): boolean => elsewise.test(clause) || isDoubtful(clause) || isRefusalDenied(clause);

type Told = { readonly beforeMs: number; readonly words: readonly string[] };

/** How early a clause allows something, and the words for the moment; undefined where it says nothing of that. */
const earliestIn = (clause: string): Told | undefined => {
  const text = clause.replaceAll(/[`*_]/gu, ' ').replaceAll(/\s+/gu, ' ');
  if (isElsewise(text)) return undefined;
  const opened = opening.exec(text);
  const early = tooEarly.exec(text);
  const found = opened && possible.test(text) ? opened : early && refused.test(text) ? early : (opened ?? undefined);
  if (!found?.groups || !(possible.test(text) || refused.test(text))) return undefined;
  const { count = '', unit = '', moment: named = '' } = found.groups;
  const number = /^an?$/iu.test(count) ? 1 : /^\d/u.test(count) ? Number(count) : numerals.indexOf(count.toLowerCase());
  const beforeMs = number * (unitMs[unit.toLowerCase()] ?? Number.NaN);
  const words = named.toLowerCase().split(/ (?:until|till|and|or|on|at|in|is|are|the answer|otherwise)\b/u)[0] ?? '';
  return Number.isFinite(beforeMs) && beforeMs > 0
    ? { beforeMs, words: wordsOf(words).filter((one) => !['of', 'the', 'its', 'it', 'a'].includes(one)) }
    : undefined;
};

/** The members of a resource that are moments, as its read shows them. */
const momentsOf = (contract: Contract, trip: Trip): readonly string[] => {
  const { document } = contract;
  const shown = trip.read && placeIn(contract, trip.read, trip.id)?.schema;
  return shown === undefined
    ? []
    : [...membersOf(document, shown)].flatMap(([name, schema]) =>
        partsOf(document, schema).some(({ format }) => format === 'date-time') ? [name] : [],
      );
};

/** Moments of what has happened to the resource itself are none that it can be early for. */
const isRecord = (name: string): boolean =>
  /^(?:created|updated|changed|modified|cancelled|canceled|closed|checked in|finished|booked|paid|deleted|removed)\b/u.test(
    wordsOf(name).join(' '),
  );

const hasRead = (trip: Trip): trip is Trip & { readonly read: Operation } => trip.read !== undefined;

/** The member of a resource that some words mean; the words for the resource itself say no more. */
const meantIn = (contract: Contract, trip: Trip, words: readonly string[]): string | undefined => {
  const own = new Set(nounWordsOf(trip.addsTo));
  const left = words.filter((word) => !own.has(word));
  const times = momentsOf(contract, trip).filter((name) => !isRecord(name));
  return timeMeantBy(left.length > 0 ? left : ['start'], { names: times, times });
};

/** Words by which nothing is done before the day: it is refused, or possible then alone. */
const notEarlier = /\b(?:not|never|no|only|cannot|can not|4\d\d|refused|rejected|too early|impossible)\b/iu;

/** What is possible from a day of the resource on that its creation sets. */
const fromDayOn = (contract: Contract, trip: Trip & { readonly read: Operation }, operation: Operation): readonly EarlyAction[] => {
  // "`returned_on` cannot be before `starts_on`" speaks of what is sent, whenever that is.
  const sent = bodyMembers(contract, operation).map(({ name }) => wordsOf(name).join(' '));
  const clauses = textsOf(contract, operation)
    .flatMap(clausesOf)
    .filter((clause) => !sent.some((name) => ` ${wordsOf(clause).join(' ')} `.includes(` ${name} `)));
  const member = dayMemberIn(contract, trip.create, clauses);
  const shown = placeIn(contract, trip.read, trip.id)?.schema;
  if (member === undefined || shown === undefined || !membersOf(contract.document, shown).has(member)) return [];
  const ofDay = clauses.filter((clause) => /\b(?:before|earlier|sooner|until|prior|only|from|early)\b/iu.test(clause));
  if (ofDay.some(isElsewise) || !ofDay.some((clause) => notEarlier.test(clause))) return [];
  return [at(operation.location, { operation, trip, beforeMs: 0, member, of: undefined, isSet: true })];
};

const earlyOf = (contract: Contract, trip: Trip, operation: Operation): readonly EarlyAction[] => {
  const told = textsOf(contract, operation)
    .flatMap(clausesOf)
    .flatMap((clause) => earliestIn(clause) ?? []);
  const [only, ...others] = told;
  if (!only && hasRead(trip)) return fromDayOn(contract, trip, operation);
  if (!only || others.some(({ beforeMs }) => beforeMs !== only.beforeMs) || !hasRead(trip)) return [];
  const { beforeMs, words } = only;
  const own = meantIn(contract, trip, words);
  if (own !== undefined) return [at(operation.location, { operation, trip, beforeMs, member: own, of: undefined, isSet: false })];
  const found = bodyMembers(contract, trip.create).flatMap(({ name: by }) => {
    const key = referenceAt(contract, trip.create, [by])?.resourceType?.create.key;
    const named = key === undefined ? undefined : roundTrips(contract).find(({ create }) => create.key === key);
    const member = named && meantIn(contract, named, words);
    return named && hasRead(named) && member !== undefined ? [{ by, trip: named, member }] : [];
  });
  const [of, ...more] = found;
  return of && more.length === 0 ? [at(operation.location, { operation, trip, beforeMs, member: of.member, of, isSet: false })] : [];
};

const isAction = (operation: Operation): boolean => {
  const { effect, unsupported, inferred } = operation;
  return isActing(operation) && ['destructive', 'changes'].includes(effect) && unsupported === undefined && inferred?.reaches === undefined;
};

/** Every such action of a contract that is held to the standard requirements, of those that describe a refusal. */
export const earlyActions = (contract: Contract): readonly EarlyAction[] =>
  contract.standard.size === 0
    ? []
    : roundTrips(contract).flatMap((trip) =>
        contract.operations
          .filter(
            (one) =>
              isAction(one) &&
              isDirectlyBelow(one.path, trip.itemPath) &&
              one.responses.some(({ status }) => ['400', '403', '409', '422'].includes(status)),
          )
          .flatMap((one) => earlyOf(contract, trip, one)),
      );
