import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { costing } from '../../../generators/costing.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, NotTried, pass } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { withResources } from '../../scenarios/lifecycle/references.ts';
import { type ToldRest, toldRests } from '../../subjects/told-rests.ts';
import { askedSchema } from '../../../contract/asked-content.ts';

type Result = {
  readonly read: Exchange;
  /** What the read shows to be left. */
  readonly left: number | undefined;
  /** The creation that costs more; undefined where no body can cost so much. */
  readonly creation: Exchange | undefined;
};

const numberIn = (exchange: Exchange, member: string): number | undefined => {
  const body = isSuccess(exchange) ? jsonOf(exchange) : undefined;
  const value = isObject(body) ? body[member] : undefined;
  return typeof value === 'number' ? value : undefined;
};

export const moreThanLeftRefused = defineProbe<ToldRest, Result>({
  id: 'lifecycle/more-than-left-refused',
  title: 'What costs more than there is left is refused, where the document says so',
  why: 'Money is spent that nobody has, and the number of what is left means nothing any more.',
  fix: 'Compare what is asked for with what is left in the transaction that takes it, and refuse what is more.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...toldRests(contract)],
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 4, creates: 2 }),
  async run({ operation, read: reading, left: member }, session) {
    const request = await withResources(session, usableRequest(session, operation, 'above-left'));
    const read = await session.send(usableRequest(session, reading, 'above-left', { pathValues: request.pathValues }));
    const left = numberIn(read, member);
    const schema = askedSchema(operation.body);
    const usual = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : undefined;
    if (schema === undefined || !usual) throw new NotTried('not-applicable', `${operation.key} has no body with members`);
    // A discount may take something off.
    const body = left === undefined || left < 0 ? undefined : costing(session.contract.document, schema, usual, 2 * Math.ceil(left) + 1);
    if (!body) return { read, left, creation: undefined };
    const costly = { ...request, body: askedBody(operation, body) };
    // A call with any effect is sent only as it is documented.
    const asked: PlannedRequest = operation.effect === 'destructive' ? costly : { ...costly, faults: ['value-unusable'] };
    return { read, left, creation: await session.send(asked) };
  },
  judge({ operation, left: member, cost, sentence }, { read, left, creation }) {
    if (left === undefined) return inconclusive(`The read shows no "${member}"`, [read]);
    if (!creation) return inconclusive(`No body of ${operation.key} can cost more than ${left}`, [read]);
    const costs = numberIn(creation, cost);
    if (isSuccess(creation) && statusOf(creation) !== 202 && costs !== undefined && costs > left) {
      const expected = `a refusal, because "${member}" was ${left}: "${sentence}"`;
      const actual = `${outcomeOf(creation)} with "${cost}" ${costs}`;
      return fail({ code: 'more-than-left-taken', where: 'status', expected, actual }, [creation, read]);
    }
    return [402, 409, 422, 403, 400].includes(statusOf(creation) ?? 0)
      ? pass(1)
      : inconclusive(`It was answered ${outcomeOf(creation)}`, [creation, read]);
  },
});
