import type { Contract, Operation } from '../../../contract/model.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { readMoment } from '../../../contract/moment.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { BodyMember } from '../../../generators/body-members.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type CheckText, defineProbe, fail, inconclusive, pass, type Probe, type Subject, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { controlCost, isControlled, onlyControlled } from '../../scenarios/calls/control.ts';
import { besideItsState, mostBesideState } from '../../scenarios/bodies/beside-its-state.ts';
import { apartFromConflict, mostSentAgain } from '../../scenarios/bodies/apart-from-conflict.ts';
import { isSame } from '../../subjects/same-value.ts';
import { holdsValue } from '../../../model/request.ts';

/** What the answer shows of a member, at its top or in the only member of it that has one of the name. */
export const shownMember = (exchange: Exchange, name: string): unknown => {
  const body = jsonOf(exchange);
  if (!isObject(body)) return undefined;
  if (body[name] !== undefined) return body[name];
  const [only, ...others] = Object.values(body).filter((one) => isObject(one) && one[name] !== undefined);
  return others.length === 0 && isObject(only) ? only[name] : undefined;
};

/** A member of a body with a rule that only a text tells. */
type Told = Subject & { readonly operation: Operation; readonly member: BodyMember };

/** A body with one mistake by that rule. */
export type ToldMistake = {
  readonly body: unknown;
  /** The mistake as a phrase: `"minutes" left out beside "kind" "delay"`. */
  readonly words: string;
  /** Which answer takes it: every success, one that shows no value of the member, one that shows what was sent of it, one that shows a certain value, one that does not show another time, one that shows the time that was sent, or one that shows it to the second. */
  readonly taken:
    | 'accepted'
    | 'shown-empty'
    | 'shown-as-sent'
    | { readonly shows: unknown }
    | { readonly unlessOtherTime: string }
    | { readonly showsTime: string }
    | { readonly showsMoment: string };
};

type Tried = Pick<ToldMistake, 'words' | 'taken'> & { readonly exchange: Exchange };

type Result = { readonly tried: readonly Tried[]; readonly control: boolean };

/** Statuses that refuse a value for what it is (RFC 9110, sections 15.5.1, 15.5.10 and 15.5.21). */
const refusals: readonly number[] = [400, 409, 422];

/** A day may be shown as a moment in another time zone; what is brought to where it may lie moves further. */
const zonesMs = 25 * 3_600_000;

/** Is a time that an answer shows the one that was sent; undefined where it shows none. */
const isSameTime = (shown: unknown, sent: string): boolean | undefined => {
  const [one, other] = [readMoment(shown)?.ms, readMoment(sent)?.ms];
  return one === undefined || other === undefined ? undefined : Math.abs(one - other) <= zonesMs;
};

/** Does an answer show a moment to the second: one that was moved to where it may lie is another one. */
const isSameMoment = (shown: unknown, sent: string): boolean => {
  const [one, other] = [readMoment(shown)?.ms, readMoment(sent)?.ms];
  return one !== undefined && other !== undefined && Math.abs(one - other) < secondMs;
};

const secondMs = 1000;

/** What was sent of a member: the id of what it names is known only then. */
const sentMember = ({ request: { body } }: Exchange, name: string): unknown =>
  holdsValue(body) && isObject(body.value) ? body.value[name] : undefined;

const isTaken = ({ taken, exchange }: Tried, name: string): boolean => {
  // What was only taken on may be refused later (RFC 9110, section 15.3.3), and 207 says of each part by itself what became of it.
  if (!isSuccess(exchange) || [202, 207].includes(statusOf(exchange) ?? 0)) return false;
  if (taken === 'accepted') return true;
  const shown = shownMember(exchange, name);
  if (taken === 'shown-as-sent') return shown !== undefined && isSame(shown, sentMember(exchange, name));
  if (typeof taken === 'object' && 'unlessOtherTime' in taken) return isSameTime(shown, taken.unlessOtherTime) !== false;
  if (typeof taken === 'object' && 'showsTime' in taken) return isSameTime(shown, taken.showsTime) === true;
  if (typeof taken === 'object' && 'showsMoment' in taken) return isSameMoment(shown, taken.showsMoment);
  return taken === 'shown-empty' ? [undefined, null, '', 0].includes(shown as null) : isSame(shown, taken.shows);
};

type ToldRefused<S extends Told> = CheckText & {
  over(contract: Contract): readonly S[];
  /** The most mistakes of a subject. */
  most(subject: S): number;
  /** The bodies with a mistake, made of a usable one. */
  mistakes(session: Session, subject: S, body: Readonly<Record<string, unknown>>, purpose: string): readonly ToldMistake[];
  readonly code: string;
};

/** A check that sends bodies with mistakes by a rule that only a text tells, each of which has to be refused. */
export const toldRefused = <S extends Told>({ over, most, mistakes, code, ...text }: ToldRefused<S>): Probe<Result> =>
  defineProbe<S, Result>({
    ...text,
    phase: 'mutate',
    stage: 'refusals',
    exclusive: 'collection',
    over,
    prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
    cost(subject, { contract }) {
      const { requests, creates } = controlCost(contract, subject.operation);
      const count = most(subject);
      const again = mostSentAgain(contract, subject.operation, count) + count * mostBesideState(contract, subject.operation);
      return { requests: count + again + requests, creates };
    },
    async run(subject, session) {
      const { operation, member } = subject;
      const tried: Tried[] = [];
      for (let turn = 0; turn < most(subject); turn += 1) {
        // Each has fresh values, so that one that was accepted does not stand in the way of the next.
        const purpose = `${code}-${member.name}-${turn}`;
        const request = usableRequest(session, operation, purpose);
        const value = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {};
        const mistake = mistakes(session, subject, value, purpose)[turn];
        if (mistake === undefined) break;
        const { body, words, taken } = mistake;
        const mistaken = { ...request, body: askedBody(operation, body), faults: ['value-unusable'] } as const;
        const first = await orSkipped(session.send(mistaken));
        if (isSkipped(first)) continue;
        const apart = await apartFromConflict(session, mistaken, first);
        tried.push({ words, taken, exchange: await besideItsState(session, mistaken, apart) });
      }
      const answers = tried.map(({ exchange }) => exchange);
      return { tried, control: answers.some(isSuccess) || (answers.length > 0 && (await isControlled(session, operation, answers))) };
    },
    judge({ operation, member }, { tried, control }) {
      const answers = tried.map(({ exchange }) => exchange);
      const taken = tried.find((one) => isTaken(one, member.name));
      if (taken) {
        const finding = {
          code: `${code}-taken`,
          where: `request body /${member.name}`,
          expected: `a refusal of ${operation.key} with ${taken.words}`,
          actual: `status ${outcomeOf(taken.exchange)}`,
        };
        return unconfirmed(fail(finding, [taken.exchange]));
      }
      const refused = tried.filter(({ exchange }) => refusals.includes(statusOf(exchange) ?? 0));
      if (refused.length > 0) return onlyControlled(pass(refused.length), control, answers);
      return inconclusive(`No mistake in "${member.name}" was refused for it or taken`, answers);
    },
  });
