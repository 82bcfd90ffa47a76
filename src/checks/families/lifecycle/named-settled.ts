import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isObject } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { holdsValue } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, unconfirmed } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { wantedFor } from '../../scenarios/lifecycle/completed.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { isCached } from '../../scenarios/lifecycle/look-at-resource.ts';
import { readValues, withResources } from '../../scenarios/lifecycle/references.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { valuesFor } from '../../subjects/own-resources.ts';
import { resourceIn } from '../../subjects/round-trips.ts';
import { type SettledByRest, settledByRest } from '../../subjects/settled-by-rest.ts';
import type { Resource } from '../../subjects/shown-resource.ts';

type Look = { readonly exchange: Exchange; readonly resource: Resource | undefined };

type Result = { readonly before: Look; readonly settling: Exchange | undefined; readonly after: Look | undefined };

/** How much a resource shows to be left; undefined where it shows no number. */
const restOf = ({ of, less }: SettledByRest, resource: Resource | undefined): number | undefined => {
  const [whole, done] = [resource?.[of], less === undefined ? 0 : resource?.[less]];
  return typeof whole === 'number' && typeof done === 'number' ? whole - done : undefined;
};

/** A creation with all that is left, for a resource that the run made for it. */
const settle = async (
  session: Session,
  subject: SettledByRest,
  values: Readonly<Record<string, string>>,
  rest: number,
): Promise<Exchange> => {
  const { operation, by, amount } = subject;
  const id = Object.values(values).at(-1) ?? '';
  const pathValues = 'on' in by ? valuesFor(by.on, values) : undefined;
  if ('on' in by && pathValues === undefined)
    throw new NotTried('missing-prerequisite', `Nothing tells what the path of ${operation.key} names`);
  const planned = usableRequest(session, operation, 'settled', pathValues && { pathValues });
  const usual = holdsValue(planned.body) && isObject(planned.body.value) ? planned.body.value : {};
  const named = 'member' in by ? { [by.member]: typeof usual[by.member] === 'number' ? Number(id) : id } : {};
  return session.send(
    await withResources(session, { ...planned, body: askedBody(operation, { ...usual, ...named, [amount.name]: rest }) }),
  );
};

export const namedSettled = defineProbe<SettledByRest, Result>({
  id: 'lifecycle/named-settled',
  title: 'What is paid, or used up, in full comes to the state that the text says',
  why: 'What is paid is asked for again, and what is used up is offered once more.',
  fix: 'Set the state in the transaction that takes the last of it.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => settledByRest(contract),
  prerequisites: ({ operation, resourceType }, around) => [
    ...prerequisitesFor(resourceType.create, around),
    ...prerequisitesFor(operation, around),
  ],
  cost: () => ({ requests: 24, creates: 6 }),
  async run(subject, session) {
    const { operation, resourceType, named, amount, member, state } = subject;
    const wanted = await wantedFor(session, resourceType.name);
    const values = await session.run(inferredResource, {
      resourceType: resourceType.name,
      use: 'spare',
      for: operation.key,
      turn: 'settled',
      ...(wanted === undefined ? {} : { wanted }),
    });
    const [parameter = ''] = parametersIn(named.read.path).slice(-1);
    const look = async (): Promise<Look> => {
      const pathValues = readValues(named.read, { ...values, [parameter]: values[parameter] ?? Object.values(values).at(-1) ?? '' });
      const exchange = await session.send(usableRequest(session, named.read, 'settled', { pathValues }));
      return { exchange, resource: isCached(exchange) ? undefined : resourceIn(session.contract, named.read, exchange, named.id) };
    };
    const before = await look();
    const rest = restOf(subject, before.resource);
    if (rest === undefined || rest <= 0 || before.resource?.[member] === state) return { before, settling: undefined, after: undefined };
    if (!mayBeSent(session.contract.document, amount.schema, rest)) return { before, settling: undefined, after: undefined };
    const settling = await settle(session, subject, values, rest);
    if (!isSuccess(settling) || statusOf(settling) === 202) return { before, settling, after: undefined };
    let after = await look();
    await until(session, { withinMs: patienceMs(session.target, 'updated.shown'), why: 'what is settled is to follow' }, async () => {
      if (after.resource?.[member] === state) return true;
      after = await look();
      return undefined;
    });
    return { before, settling, after };
  },
  judge(subject, { before, settling, after }) {
    const { operation, named, member, state, of, sentence } = subject;
    if (!settling) return inconclusive(`${named.read.key} shows nothing in "${of}" that is left`, [before.exchange]);
    if (!after) return inconclusive(`${operation.key} was answered ${outcomeOf(settling)}`, [settling]);
    const now = after.resource?.[member];
    if (now === state) return pass(1);
    // What is still left may not be settled yet.
    if (typeof now !== 'string' || restOf(subject, after.resource) !== 0)
      return inconclusive(`${named.read.key} does not show that nothing is left`, [after.exchange, settling]);
    const finding = {
      code: 'settled-in-other-state',
      where: `/${member} of ${named.read.key}`,
      expected: `"${state}" after ${operation.key} with all that was left: "${sentence}"`,
      actual: `${shown(now)}, with nothing left`,
    };
    return unconfirmed(fail(finding, [after.exchange, settling, before.exchange]));
  },
});
