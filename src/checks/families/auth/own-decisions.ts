import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { broughtOn } from '../../scenarios/lifecycle/needed-state.ts';
import { shownState } from '../../scenarios/lifecycle/shown-state.ts';
import { type Settled, settledPeriod } from '../../scenarios/lifecycle/settled-period.ts';
import { statesFor } from '../../subjects/action-states.ts';
import { namesPerson, type OwnDecision, ownDecisions } from '../../subjects/own-decisions.ts';
import { valuesFor } from '../../subjects/own-resources.ts';
import { type OwnSettling, ownSettlings } from '../../subjects/settled-periods.ts';

const memberNames = ({ body }: PlannedRequest): readonly string[] =>
  holdsValue(body) && isObject(body.value) ? Object.keys(body.value) : [];

const callerOf = (session: Session, key: string): string => session.callerOf?.(key) ?? 'key';

/** What an answer to a decision on one's own says. */
const decided = (exchange: Exchange, finding: Omit<Parameters<typeof fail>[0], 'actual'>): Verdict | Unconfirmed => {
  if (isSuccess(exchange) && statusOf(exchange) !== 202) return unconfirmed(fail({ ...finding, actual: outcomeOf(exchange) }, [exchange]));
  return [403, 404].includes(statusOf(exchange) ?? 0) ? pass(1) : inconclusive(`It was answered ${outcomeOf(exchange)}`, [exchange]);
};

export const ownDecisionRefused = defineProbe<OwnDecision, Exchange>({
  id: 'auth/own-decision-refused',
  title: 'An action is refused to whoever made the resource, where the document leaves it to somebody else',
  why: 'Someone who approves the claims that they filed themselves pays themselves.',
  fix: 'Compare who calls the action with who made the resource, and answer 403.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: ownDecisions,
  prerequisites: ({ operation, resourceType }, around) => [
    { kind: 'credential', name: 'key' },
    ...prerequisitesFor(resourceType.create, around),
    ...permissionsFor(operation),
  ],
  cost: () => ({ requests: 10, creates: 2 }),
  async run({ operation, resourceType, ...on }, session) {
    const { contract } = session;
    if (callerOf(session, resourceType.create.key) !== 'key')
      throw new NotTried('not-applicable', `The credential "key" may not create what ${operation.key} decides on`);
    if (namesPerson(memberNames(usableRequest(session, resourceType.create, 'own-decision'))))
      throw new NotTried(
        'not-applicable',
        `The body of ${resourceType.create.key} names a person: nothing shows whose own the resource is`,
      );
    const values = await session.run(inferredResource, {
      resourceType: resourceType.name,
      use: 'spare',
      for: operation.key,
      turn: 'own-decision',
    });
    const states = statesFor(contract, resourceType, operation);
    const now = states && (await shownState(session, resourceType, values));
    if (states && now !== undefined && !states.includes(now)) await broughtOn(session, resourceType, values, { now, states });
    const pathValues = valuesFor({ operation, resourceType, ...on }, values);
    if (!pathValues) throw new NotTried('unsupported', `Nothing shows what the path of ${operation.key} names`);
    const request = usableRequest(session, operation, 'own-decision', { pathValues });
    if (namesPerson(memberNames(request)))
      throw new NotTried('not-applicable', `The body of ${operation.key} names a person: nothing shows who decides`);
    // The account that may do it in its place is not meant.
    return session.send({ ...request, credential: { kind: 'valid', name: 'key' }, faults: ['credential-forbidden'] });
  },
  judge({ operation, sentence }, exchange) {
    return decided(exchange, {
      code: 'own-decision-accepted',
      where: 'status',
      expected: `a refusal of ${operation.key} to who made the resource ("${sentence.trim()}")`,
    });
  },
});

export const ownSettlingRefused = defineProbe<OwnSettling, Settled>({
  id: 'auth/own-settling-refused',
  title: 'A week or a month is not settled by the person whose it is, where the document says so',
  why: 'Someone who approves their own timesheet decides what they are paid.',
  fix: 'Compare who settles the period with whose entries are in it, and answer 403.',
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  over: ownSettlings,
  prerequisites: ({ period }, around) => [
    { kind: 'credential', name: 'key' },
    ...prerequisitesFor(period.type.create, around),
    ...[period.settle, ...period.leads].flatMap(permissionsFor),
    // What was settled is kept with all that is in it.
    { kind: 'permission', permission: 'permanent' },
  ],
  cost: () => ({ requests: 40, creates: 8 }),
  run: ({ period }, session) => session.run(settledPeriod, { settle: period.settle.key, create: period.type.create.key }),
  judge({ period: { settle }, sentence }, { entry, own }) {
    if (!own) return inconclusive(`Nothing of the caller's own came to ${settle.key}`, [entry]);
    const { credential } = own.request;
    // The account that may do it in the place of the key is not meant.
    if (credential.kind !== 'valid' || credential.name !== 'key')
      return inconclusive(`Another account than the one of the entry called ${settle.key}`, [own]);
    return decided(own, {
      code: 'own-settling-accepted',
      where: 'status',
      expected: `a refusal of ${settle.key} to whose own it settles ("${sentence.trim()}")`,
    });
  },
});
