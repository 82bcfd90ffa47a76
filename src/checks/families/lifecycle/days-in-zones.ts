import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { readMoment } from '../../../contract/moment.ts';
import { isObject } from '../../../contract/pointer.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { childCreation } from '../../requests/child-creation.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { sendCreation } from '../../scenarios/lifecycle/send-creation.ts';
import { type DayInZone, daysInZones } from '../../subjects/days-in-zones.ts';
import { idOfMade, resourceIn } from '../../subjects/round-trips.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { holdsValue } from '../../../model/request.ts';

/** Zones far enough from UTC, and full hours of UTC at which it is another day there all the year, and never midnight: what ends then may end on the day before. */
const places = [
  { zone: 'Europe/Helsinki', hour: 23 },
  { zone: 'America/New_York', hour: 1 },
] as const;

type Place = (typeof places)[number];

type Step = { readonly place: Place; readonly exchange: Exchange; readonly now: number };

/** The day of a moment on the calendar of a time zone. */
const dayIn = (timeZone: string, ms: number): string => {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(ms);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A body whose moments lie later by less than a day, so that one of them is at a full hour of UTC. */
const moved = (body: Resource, { moment, moments }: DayInZone, hour: number): Resource | undefined => {
  const from = readMoment(body[moment]);
  if (!from?.hasTime) return undefined;
  const sinceHour = from.ms - hour * hourMs;
  const to = Math.ceil(sinceHour / dayMs) * dayMs + hour * hourMs;
  const later = to - from.ms;
  return {
    ...body,
    ...Object.fromEntries(
      moments.flatMap((name) => {
        const own = readMoment(body[name]);
        return own?.hasTime ? [[name, new Date(own.ms + later).toISOString().replace('.000Z', 'Z')] as const] : [];
      }),
    ),
  };
};

/** The body of a creation with the moment, also where that need not be there. */
const bodyOf = (session: Session, { trip: { create }, moment }: DayInZone, body: unknown): Resource | undefined => {
  if (!isObject(body)) return undefined;
  if (body[moment] !== undefined) return body;
  const value = new Date(Math.ceil(session.now() / dayMs) * dayMs + 30 * dayMs).toISOString();
  const planned = requestAsSet(session, { operation: create.key, settings: [{ member: moment, value }], purpose: 'day' });
  return holdsValue(planned.body) && isObject(planned.body.value) ? { ...body, ...planned.body.value } : undefined;
};

const created = async (session: Session, subject: DayInZone, place: Place): Promise<Exchange | undefined> => {
  const { trip, zone, holder } = subject;
  const purpose = `day-${places.indexOf(place)}`;
  const settings = [{ member: zone.name, value: place.zone }];
  if (holder === undefined) {
    const planned = requestAsSet(session, { operation: trip.create.key, settings, purpose });
    const body = bodyOf(session, subject, holdsValue(planned.body) ? planned.body.value : undefined);
    const own = body && moved(body, subject, place.hour);
    return own && sendCreation(session, { ...planned, body: askedBody(trip.create, { ...own, [zone.name]: place.zone }) });
  }
  const made = await sendCreation(session, requestAsSet(session, { operation: holder.trip.create.key, settings, purpose }));
  const id = idOfMade(session.contract, holder.trip, made);
  const shown = resourceIn(session.contract, holder.trip.create, made, holder.trip.id);
  if (id === undefined || (shown?.[zone.name] !== undefined && shown[zone.name] !== place.zone)) return made;
  const asked = childCreation(session, { child: trip, by: holder.by }, purpose, { made, id });
  const body = bodyOf(session, subject, holdsValue(asked.body) ? asked.body.value : undefined);
  const own = body && moved(body, subject, place.hour);
  if (!own) return undefined;
  const named = holder.by === undefined || !isObject(body) ? {} : { [holder.by]: body[holder.by] };
  return session.send({ ...asked, body: askedBody(trip.create, { ...own, ...named }) });
};

export const dayInZone = defineProbe<DayInZone, readonly Step[]>({
  id: 'lifecycle/day-in-zone',
  title: 'A day that is told to be one in a time zone is that of the moment there',
  why: 'What begins late in the evening is found a day early or late on the calendar, and nobody comes.',
  fix: 'Take the day from the moment by the rules of the time zone that the description names, and not in UTC or by the clock of the server.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...daysInZones(contract)],
  prerequisites: ({ trip, holder }, around) => [
    ...(holder ? prerequisitesFor(holder.trip.create, around) : []),
    ...prerequisitesFor(trip.create, around),
  ],
  cost: ({ holder }) => ({ requests: 2 * (holder ? 2 : 1), creates: 2 * (holder ? 2 : 1) }),
  async run(subject, session) {
    const steps: Step[] = [];
    for (const place of places) {
      const exchange = await created(session, subject, place);
      if (exchange) steps.push({ place, exchange, now: session.now() });
    }
    return steps;
  },
  judge(subject, steps, { contract }) {
    const verdicts = steps.map((step) =>
      judgeStep(subject, step, (exchange) => resourceIn(contract, subject.trip.create, exchange, subject.trip.id)),
    );
    return (
      verdicts.find(({ kind }) => kind === 'unconfirmed') ??
      verdicts.find(({ kind }) => kind === 'pass') ??
      verdicts[0] ??
      inconclusive('No creation has a moment that can be set', [])
    );
  },
});

const judgeStep = (
  { trip, member, moment, isNamed, zone: zoneMember, holder }: DayInZone,
  { place: { zone }, exchange, now }: Step,
  shownIn: (exchange: Exchange) => Resource | undefined,
): Verdict | Unconfirmed => {
  const resource = exchange.request.operation === trip.create.key && isSuccess(exchange) ? shownIn(exchange) : undefined;
  const begun = readMoment(resource?.[moment]);
  const day = resource?.[member];
  if (!begun?.hasTime || !begun.hasZone || typeof day !== 'string')
    return inconclusive(`No creation in ${zone} shows "${member}" and "${moment}": ${outcomeOf(exchange)}`, [exchange]);
  const expected = dayIn(zone, begun.ms);
  const stored = holder === undefined ? resource?.[zoneMember.name] : undefined;
  if (stored !== undefined && stored !== zone)
    return inconclusive(`The creation shows "${zoneMember.name}" as ${JSON.stringify(stored)}, and not as ${zone}`, [exchange]);
  if (day.slice(0, expected.length) === expected) return pass(1);
  // The day of the creation, which the text may mean, lies elsewhere.
  const isToday = Math.abs(Date.parse(day.slice(0, expected.length)) + dayMs / 2 - now) <= 2 * dayMs;
  if (isToday && (!isNamed || Math.abs(begun.ms - now) > 4 * dayMs))
    return inconclusive(`"${member}" may be the day of the creation in ${zone}`, [exchange]);
  const words = `${expected}, the day of ${String(resource?.[moment])} in ${zone}`;
  return unconfirmed(fail({ code: 'day-otherwise', where: `/${member}`, expected: words, actual: day }, [exchange]));
};
