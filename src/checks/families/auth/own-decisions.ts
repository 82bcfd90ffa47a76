import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { broughtOn } from '../../scenarios/lifecycle/needed-state.ts';
import { shownState } from '../../scenarios/lifecycle/shown-state.ts';
import { statesFor } from '../../subjects/action-states.ts';
import { namesPerson, type OwnDecision, ownDecisions } from '../../subjects/own-decisions.ts';
import { valuesFor } from '../../subjects/own-resources.ts';

const memberNames = ({ body }: PlannedRequest): readonly string[] =>
  holdsValue(body) && isObject(body.value) ? Object.keys(body.value) : [];

const callerOf = (session: Session, key: string): string => session.callerOf?.(key) ?? 'key';

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
    if (isSuccess(exchange) && statusOf(exchange) !== 202) {
      const finding = {
        code: 'own-decision-accepted',
        where: 'status',
        expected: `a refusal of ${operation.key} to who made the resource ("${sentence.trim()}")`,
        actual: outcomeOf(exchange),
      };
      return unconfirmed(fail(finding, [exchange]));
    }
    return [403, 404].includes(statusOf(exchange) ?? 0) ? pass(1) : inconclusive(`It was answered ${outcomeOf(exchange)}`, [exchange]);
  },
});
