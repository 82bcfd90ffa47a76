import { isDeepStrictEqual } from 'node:util';
import { memberOfRoles, type MemberOfRoles } from '../../../contract/infer/roles/members-of-roles.ts';
import { descriptionsIn, membersOf } from '../../../contract/infer/schema-parts.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, Undecidable, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { sessionAs } from '../../requests/session-as.ts';
import { byLesser, judgeLesser, lesserPrerequisite, type TriedByLesser } from '../../scenarios/credentials/lesser-callers.ts';
import { otherValue } from '../../scenarios/lifecycle/round-trip/bodies.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { type Living, make, onItem, readOf, withVersion } from '../../scenarios/lifecycle/round-trip/steps.ts';
import type { Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { placeIn, roundTrips, type Trip } from '../../subjects/round-trips.ts';

/** A member that a change of a resource sets, and that the document leaves to other roles. */
type OfRoles = Subject & MemberOfRoles & { readonly trip: Trip; readonly operation: Operation; readonly member: BodyMember };

const membersOfRoles = (contract: Contract): readonly OfRoles[] => {
  const { document } = contract;
  if (contract.standard.size === 0) return [];
  return roundTrips(contract).flatMap((trip) => {
    const operation = trip.patch ?? trip.put;
    if (!operation?.secured || !operation.takesKey || operation.unsupported !== undefined || !trip.read) return [];
    const answered = membersOf(document, placeIn(contract, trip.read, trip.id)?.schema);
    return bodyMembers(contract, operation).flatMap((member): readonly OfRoles[] => {
      const texts = [member.schema, answered.get(member.name)].flatMap((one) => (one === undefined ? [] : descriptionsIn(document, one)));
      const told = answered.has(member.name) ? memberOfRoles(document, operation, member.name, texts) : undefined;
      return told ? [at(operation.location, { ...told, trip, operation, member })] : [];
    });
  });
};

/** The change with the credential of the role, and what the key reads before and after it. */
type Result = { readonly value: unknown; readonly before: unknown; readonly after: unknown; readonly answer: Exchange };

export const memberOfRolesKept = defineProbe<OfRoles, TriedByLesser<Result>>({
  id: 'auth/member-of-roles-kept',
  title: 'A member that the document leaves to some roles is not set by others',
  why: 'A clerk who may change a customer lifts the block, the limit or the price of it as well.',
  fix: 'Compare the role of the caller with each member of the body, and refuse the change as a whole with 403.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract) => [...membersOfRoles(contract)],
  prerequisites: ({ trip, operation }, around) => [
    ...prerequisitesFor(trip.create, around),
    ...permissionsFor(operation),
    lesserPrerequisite(around),
  ],
  cost: () => ({ requests: 16, creates: 2 }),
  run: ({ trip, operation, member, whom, named }, session) =>
    byLesser(session, { whom, named }, async (who) => {
      const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
      const sent = await make(way, `of-roles-${who}`, (base) => base);
      const { id } = sent;
      if (id === undefined || !isSuccess(sent.exchange))
        throw new Undecidable(`Nothing was created: ${outcomeOf(sent.exchange)}`, [sent.exchange]);
      const living: Living = { ...way, creation: sent.exchange, id };
      const before = await readOf(way, sent.exchange, id);
      const now = before?.resource[member.name];
      const value = before && otherValue(way, member, now, `of-roles-${who}`, before.resource);
      if (!before || value === undefined) throw new Undecidable(`No other value of "${member.name}" is known`, [sent.exchange]);
      const rest = operation === trip.put ? sent.body : {};
      const body = withVersion(way, operation, { ...rest, [member.name]: value }, before.resource);
      const visiting: Living = { ...living, session: sessionAs(session, who) };
      const answer = await onItem(visiting, operation, sent.exchange, id, body, ['credential-forbidden']);
      const after = await readOf(way, sent.exchange, id);
      return { value, before: now, after: after?.resource[member.name], answer };
    }),
  judge: ({ operation, member, sentence, isRefusalTold }, tried) =>
    judgeLesser(tried, ({ result: { value, before, after, answer } }) => {
      const finding = {
        code: 'member-of-roles-set',
        where: `/${member.name}`,
        expected: `${shown(before)}, as before, after a change by a role that may not set it: "${sentence}"`,
        actual: `${shown(after)}, and ${operation.key} was answered ${outcomeOf(answer)}`,
      };
      if (isDeepStrictEqual(after, value) && !isDeepStrictEqual(before, value)) return unconfirmed(fail(finding, [answer]));
      if (isSuccess(answer) && isRefusalTold && statusOf(answer) !== 202)
        return unconfirmed(
          fail({ ...finding, code: 'member-of-roles-not-refused', where: 'status', expected: `a refusal: "${sentence}"` }, [answer]),
        );
      if (isSuccess(answer)) return pass(1);
      return [401, 403, 404].includes(statusOf(answer) ?? 0)
        ? pass(1)
        : inconclusive(`${operation.key} was answered ${outcomeOf(answer)}, which may be about something else`, [answer]);
    }),
});
