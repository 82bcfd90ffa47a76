import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Setting } from '../../../generators/body-with.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { namingOwn, sendCreation } from '../../scenarios/lifecycle/send-creation.ts';
import { useRequest } from '../../scenarios/lifecycle/used-up.ts';
import { type ExpiredUse, expiredUses } from '../../subjects/expired-uses.ts';
import { shownLengthMs } from '../../subjects/ends-as-asked.ts';
import { idOfMade, resourceIn } from '../../subjects/round-trips.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** What ends before long, and how long that is waited for, because the clock of the service may be another one. */
const shortMs = 4000;
const waitedMs = 8000;

/** How long it is waited after what lasts for a while has ended: no clock but that of the service counts there. */
const behindMs = 4000;

/** A resource with an end, and the answer to its use; undefined where it was not made, or shows another end. */
type Used = { readonly made: Exchange; readonly use: Exchange | undefined };

type Result = {
  /** Of one that lasts. */
  readonly lasting: Used;
  /** Of one that has ended; undefined where one that lasts was refused already. */
  readonly ended: Used | undefined;
};

/** The settings of a creation, and whether its answer shows another end than they ask for. */
const settingsOf = (
  { trip, member, isDay, lasting }: ExpiredUse,
  { contract, now }: Session,
  fromNowMs: number,
): { readonly settings: readonly Setting[]; readonly isOther: (made: Exchange) => boolean } => {
  if (lasting) {
    const { told, shortest } = lasting;
    if (fromNowMs > shortMs) return { settings: [], isOther: () => false };
    const wantedMs = shortest * told.unitMs;
    // A service may have a least time of its own.
    const isOther = (made: Exchange): boolean => Math.abs((shownLengthMs(told, made, jsonOf(made)) ?? Infinity) - wantedMs) > 1500;
    return { settings: [{ member, value: shortest }], isOther };
  }
  const iso = new Date(Math.floor((now() + fromNowMs) / 1000) * 1000).toISOString();
  const value = isDay ? iso.slice(0, 10) : iso.replace('.000Z', 'Z');
  return {
    settings: [{ member, value }],
    isOther(made) {
      const end = resourceIn(contract, trip.create, made, trip.id)?.[member];
      return end !== undefined && (typeof end !== 'string' || Math.abs(Date.parse(end) - Date.parse(value)) > 1000);
    },
  };
};

const used = async (session: Session, subject: ExpiredUse, purpose: string, fromNowMs: number, isWrong: boolean): Promise<Used> => {
  const { trip, by, use, lasting } = subject;
  const { settings, isOther } = settingsOf(subject, session, fromNowMs);
  const asked = requestAsSet(session, { operation: trip.create.key, settings, purpose });
  // A service may want an end that is still to come.
  const made = isWrong && fromNowMs < 0 ? await session.send({ ...asked, faults: ['value-unusable'] }) : await sendCreation(session, asked);
  const id = idOfMade(session.contract, trip, made);
  const shown = resourceIn(session.contract, trip.create, made, trip.id);
  const code = by === undefined ? undefined : shown?.[by.value];
  if (!isSuccess(made) || id === undefined || isOther(made) || (by !== undefined && typeof code !== 'string'))
    return { made, use: undefined };
  if (isWrong && fromNowMs > 0)
    await session.pause(lasting ? lasting.shortest * lasting.told.unitMs + behindMs : waitedMs, 'what was made is to expire');
  const request = await useRequest(session, subject, { made, id, value: typeof code === 'string' ? code : undefined }, purpose);
  if (!request) return { made, use: undefined };
  if (!isWrong) return { made, use: subject.key ? await session.send(request) : await sendCreation(session, request) };
  const faults = use.effect === 'destructive' ? [] : (['value-unusable'] as const);
  const answer = await session.send({ ...request, faults });
  // The conflict may be with what else it names, as a room that is full: then that is another one.
  const own = statusOf(answer) === 409 ? namingOwn(request) : undefined;
  return { made, use: own ? await session.send({ ...own, faults }) : answer };
};

export const expiredRefused = defineProbe<ExpiredUse, Result>({
  id: 'lifecycle/expired-refused',
  title: 'What has expired can no longer be used',
  why: 'A code of last year still lowers the price, and nobody sees it before the books are closed.',
  fix: 'Compare the end with the time of the request in the transaction that stores the use, and refuse it.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...expiredUses(contract)],
  prerequisites: ({ trip, by, on, use }, around) => [
    ...prerequisitesFor(trip.create, around),
    ...(on ? prerequisitesFor(on.create, around) : []),
    ...(by !== undefined && !on ? prerequisitesFor(use, around) : permissionsFor(use)),
  ],
  cost: () => ({ requests: 16, creates: 8 }),
  async run(subject, session) {
    const lasting = await used(session, subject, 'lasting-use', 300 * dayMs, false);
    if (!lasting.use || !isSuccess(lasting.use)) return { lasting, ended: undefined };
    if (subject.lasting) return { lasting, ended: await used(session, subject, 'ending-use', shortMs, true) };
    const past = await used(session, subject, 'ended-use', -2 * dayMs, true);
    // A day cannot end within seconds.
    const isShort = past.use === undefined && !subject.isDay;
    return { lasting, ended: isShort ? await used(session, subject, 'ending-use', shortMs, true) : past };
  },
  judge({ use, member, sentence }, { lasting, ended }) {
    if (!ended) return inconclusive(`One that lasts was answered ${outcomeOf(lasting.use ?? lasting.made)}`, [lasting.use ?? lasting.made]);
    if (!ended.use) return inconclusive(`Nothing that had ended by "${member}" was made: ${outcomeOf(ended.made)}`, [ended.made]);
    const status = statusOf(ended.use) ?? 0;
    if (status >= 400 && status < 500 && ![401, 405, 415, 429].includes(status)) return pass(1);
    if (!isSuccess(ended.use) || status === 202) return inconclusive(`The use was answered ${outcomeOf(ended.use)}`, [ended.use]);
    const expected = `a refusal of what has expired, by "${member}": "${sentence}"`;
    return unconfirmed(
      fail({ code: 'expired-accepted', where: 'status', expected, actual: `${outcomeOf(ended.use)} to ${use.key}` }, [
        ended.use,
        ended.made,
      ]),
    );
  },
});
