import { withReferences } from '../../../generators/referred.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { memberValue } from '../../../generators/member-value.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { withoutNull } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { makingFor, usableRequest } from '../../requests/usable-request.ts';
import { bodyOf } from '../../scenarios/lifecycle/round-trip/way.ts';
import { belowOwn, namingOwn, sendCreation } from '../../scenarios/lifecycle/send-creation.ts';
import { type MadeOnceFor, madeOnceFor } from '../../subjects/once-for.ts';
import { idOfMade } from '../../subjects/round-trips.ts';
import { isSame } from '../../subjects/same-value.ts';
import type { Resource } from '../../subjects/shown-resource.ts';

/** The members of a body that name the things. */
const membersOf = ({ things }: MadeOnceFor): readonly string[] => things.flatMap(({ member }) => member ?? []);

/** A request that names all of the things, also those that a body may leave out. */
const namingAll = (session: Session, subject: MadeOnceFor, planned: PlannedRequest, purpose: string): PlannedRequest => {
  const { contract } = session;
  const { create } = subject.trip;
  const body = bodyOf({ request: planned });
  const lacking = membersOf(subject).filter((name) => body[name] === undefined || body[name] === null);
  if (lacking.length === 0) return planned;
  const making = makingFor(session, purpose);
  const added = bodyMembers(contract, create).flatMap((member) => {
    const made = lacking.includes(member.name) ? memberValue(create, { ...member, schema: withoutNull(member.schema) }, making) : undefined;
    return made?.kind === 'value' ? [[member.name, made.value] as const] : [];
  });
  const { value } = withReferences(create, { ...body, ...Object.fromEntries(added) }, making);
  return { ...planned, body: askedBody(create, value), madeUp: [...new Set([...(planned.madeUp ?? []), ...lacking])] };
};

type Result = { readonly first: Exchange; readonly second: Exchange | undefined };

const namesAll = (subject: MadeOnceFor, body: Resource): boolean =>
  membersOf(subject).every((name) => body[name] !== undefined && body[name] !== null);

export const secondForSameRefused = defineProbe<MadeOnceFor, Result>({
  id: 'body/second-for-same-refused',
  title: 'Of what there may be one for two things together, a second one for the same two is refused',
  why: 'A guest who is on a list twice takes two seats, and whoever counts the list counts wrong.',
  fix: 'Look for one with the same two in the transaction that stores the new one, or have the database refuse it by a unique index over both.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: madeOnceFor,
  prerequisites: ({ trip }, around) => prerequisitesFor(trip.create, around),
  cost: () => ({ requests: 24, creates: 5 }),
  async run(subject, session) {
    const { create } = subject.trip;
    const planned = namingAll(session, subject, usableRequest(session, create, 'once-for'), 'once-for');
    const below = belowOwn(planned) ?? planned;
    const first = await sendCreation(session, namingOwn(below) ?? below);
    const body = bodyOf(first);
    if (!isSuccess(first) || statusOf(first) === 202 || !namesAll(subject, body)) return { first, second: undefined };
    const again = usableRequest(session, create, 'once-for-again', { pathValues: first.request.pathValues });
    const same = Object.fromEntries(membersOf(subject).map((name) => [name, body[name]]));
    return { first, second: await session.send({ ...again, body: askedBody(create, { ...bodyOf({ request: again }), ...same }) }) };
  },
  judge(subject, { first, second }, { contract }) {
    const { trip, things, sentence } = subject;
    if (!second) return inconclusive(`The creation was answered ${outcomeOf(first)}, or names not all that is meant`, [first]);
    const isAsMeant = membersOf(subject).every((name) => isSame(bodyOf(first)[name], bodyOf(second)[name]));
    if (!isAsMeant) return inconclusive('The second creation named other things', [second, first]);
    if (statusOf(second) === 409) return pass(1);
    const [one, other] = [first, second].map((exchange) => idOfMade(contract, trip, exchange));
    // The answer may show the one that is there.
    if (!isSuccess(second) || statusOf(second) === 202 || one === undefined || other === undefined || one === other)
      return inconclusive(`The second creation was answered ${outcomeOf(second)}`, [second, first]);
    const expected = `409 to a second one for the same ${things.map(({ noun }) => noun).join(' and ')}: "${sentence}"`;
    return unconfirmed(fail({ code: 'second-for-same', where: 'request body', expected, actual: outcomeOf(second) }, [second, first]));
  },
});
