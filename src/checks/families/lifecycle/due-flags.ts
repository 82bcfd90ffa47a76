import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { holdsValue } from '../../../model/request.ts';
import { dayMs, dayOf, wholeSeconds } from '../../kit/days.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { onIt } from '../../scenarios/lifecycle/lived-call.ts';
import { listOf, readOf } from '../../scenarios/lifecycle/round-trip/steps.ts';
import type { Look } from '../../scenarios/lifecycle/round-trip/results.ts';
import { ifTried } from '../../scenarios/lifecycle/round-trip/way.ts';
import { sendAsDemanded, sendCreation } from '../../scenarios/lifecycle/send-creation.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { type DueFlag, dueFlags } from '../../subjects/due-flags.ts';
import { idOfMade } from '../../subjects/round-trips.ts';

/** What was made and acted on, and what was shown behind each call. */
type Seen = { readonly by: Exchange; readonly look: Look };
type Result = { readonly made: Exchange; readonly seen: readonly Seen[] };

/** So many days ago the time is over in every time zone. */
const daysAgo = 3;

/** Calls that may bring it to another state. */
const mostActions = 3;

/** The value that the flag has to have by the state that is shown beside it; undefined where the document does not say. */
const wantedIn = ({ told, state, flag, time }: DueFlag, { resource }: Look, sent: unknown): boolean | undefined => {
  const now = resource[state];
  if (typeof now !== 'string' || typeof resource[flag] !== 'boolean') return undefined;
  if (told.never.includes(now)) return false;
  // A service may have kept another time than the one that was sent.
  const kept = resource[time.member];
  const isKept = typeof kept === 'string' && typeof sent === 'string' && Date.parse(kept) === Date.parse(sent);
  return told.in.includes(now) && isKept ? true : undefined;
};

const isWrong = (subject: DueFlag, look: Look, sent: unknown): boolean => {
  const wanted = wantedIn(subject, look, sent);
  return wanted !== undefined && look.resource[subject.flag] !== wanted;
};

const sentTime = ({ time }: DueFlag, session: Session): string => {
  const moment = session.now() - daysAgo * dayMs;
  return time.isDay ? dayOf(moment) : wholeSeconds(moment);
};

const sentIn = ({ time }: DueFlag, { request }: Exchange): unknown => {
  const value = holdsValue(request.body) ? request.body.value : undefined;
  return isObject(value) ? value[time.member] : undefined;
};

const actOn = async (session: Session, operation: Operation, pathValues: Readonly<Record<string, string>>): Promise<Exchange> =>
  sendAsDemanded(session, usableRequest(session, operation, 'due', { pathValues }));

export const dueFlagFollows = defineProbe<DueFlag, Result>({
  id: 'lifecycle/due-flag-follows',
  title: 'A flag for what is overdue follows the state and the time, as the document says',
  why: 'People are reminded of what is done, and not of what is late.',
  fix: 'Derive the flag from the state and the time whenever the resource is read.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: dueFlags,
  prerequisites: ({ trip: { create } }, around) => prerequisitesFor(create, around),
  cost: ({ actions }) => ({ requests: 8 + 4 * Math.min(actions.length, mostActions), creates: 2 }),
  async run(subject, session) {
    const { trip, time, actions } = subject;
    const request = requestAsSet(session, {
      operation: trip.create.key,
      settings: [{ member: time.member, value: sentTime(subject, session) }],
      purpose: 'due',
    });
    const made = await sendCreation(session, request);
    const id = isSuccess(made) ? idOfMade(session.contract, trip, made) : undefined;
    const seen: Seen[] = [];
    if (id === undefined) return { made, seen };
    const way = { session, trip, pathValues: {} };
    const look = async (by: Exchange): Promise<void> => {
      let last: Look | undefined;
      await until(session, { withinMs: patienceMs(session.target, 'updated.shown'), why: 'a flag is to follow' }, async () => {
        last = (await ifTried(trip.read ? readOf(way, made, id) : listOf(way, made, id))) ?? last;
        return last && isWrong(subject, last, sentIn(subject, made)) ? undefined : true;
      });
      if (last) seen.push({ by, look: last });
    };
    await look(made);
    for (const operation of actions.filter((one) => isAllowed(one, session.target)).slice(0, mostActions)) {
      const pathValues = onIt(operation, { creation: made, id });
      const acted = await ifTried(actOn(session, operation, pathValues));
      if (acted && isSuccess(acted)) await look(acted);
    }
    return { made, seen };
  },
  judge(subject, { made, seen }) {
    if (!isSuccess(made)) return inconclusive(`A creation with a time that is over was answered ${outcomeOf(made)}`, [made]);
    const sent = sentIn(subject, made);
    const wrong = seen.find(({ look }) => isWrong(subject, look, sent));
    if (wrong) {
      const { look, by } = wrong;
      const now = String(look.resource[subject.state]);
      const finding = {
        code: look.resource[subject.flag] === true ? 'set-in-other-state' : 'not-set-when-over',
        where: `/${subject.flag}`,
        expected: `${String(wantedIn(subject, look, sent))} in the state "${now}" with a time that is over`,
        actual: String(look.resource[subject.flag]),
      };
      return unconfirmed(fail(finding, [look.exchange, by, made]));
    }
    const judged = seen.filter(({ look }) => wantedIn(subject, look, sent) !== undefined).length;
    return judged > 0 ? pass(judged) : inconclusive('Nothing was shown in a state of which the document says what the flag is', [made]);
  },
});
