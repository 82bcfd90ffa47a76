import { isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import { resourceIn } from '../../../contract/infer/suited-members.ts';
import type { Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { onOwnResource, valuesFor } from '../../subjects/own-resources.ts';
import { inferredThing } from './inferred-resource.ts';
import { withResources } from './references.ts';

/** An action again and again on one new resource: fewer times than were asked for where it was refused before, which is the last one then. */
export type ActedOften = { readonly uses: readonly Exchange[] };

const dayMs = 86_400_000;

/** A time that is not before the one that the resource shows already: what is put off is put off to a later day each time. */
const beyond = (value: unknown, held: unknown): unknown => {
  if (typeof value !== 'string' || typeof held !== 'string' || !/^\d{4}-\d\d-\d\d/u.test(value)) return value;
  const [ms, heldMs] = [Date.parse(value), Date.parse(held)];
  if (Number.isNaN(ms) || Number.isNaN(heldMs) || ms > heldMs) return value;
  const iso = new Date(heldMs + dayMs).toISOString();
  return value.length === 10 ? iso.slice(0, 10) : iso.replace('.000Z', 'Z');
};

/** A request whose times lie behind those of the same name that the resource shows. */
const later = (operation: Operation, request: PlannedRequest, shown: unknown): PlannedRequest => {
  const { body } = request;
  const resource = resourceIn(shown);
  if (!resource || !holdsValue(body) || !isObject(body.value)) return request;
  const members = Object.entries(body.value).map(([name, value]) => [name, beyond(value, resource[name])] as const);
  return { ...request, body: askedBody(operation, Object.fromEntries(members)) };
};

/** Acts as often as the document allows on a new resource, and once more. */
export const actedOften = defineScenario<{ readonly operation: string; readonly limit: number }, ActedOften>({
  id: 'acted-often',
  async run(session, { operation: key, limit }) {
    const operation = operationOf(session.contract, key);
    const on = onOwnResource(session.contract, operation);
    if (!on) throw new NotTried('not-applicable', `The run cannot create what ${key} acts on`);
    const made = await session.run(inferredThing, { resourceType: on.resourceType.name, use: 'spare', for: key, turn: 'often' });
    const pathValues = valuesFor(on, made.pathValues);
    if (pathValues === undefined) throw new NotTried('missing-prerequisite', `Nothing tells what the path of ${key} names`);
    const uses: Exchange[] = [];
    let { shown } = made;
    for (let n = 1; n <= limit + 1; n += 1) {
      const isOver = n > limit;
      const request = later(
        operation,
        await withResources(session, usableRequest(session, operation, `often-${n}`, { pathValues })),
        shown,
      );
      // A call with any effect is sent only as it is documented.
      const exchange = await session.send(
        isOver && operation.effect !== 'destructive' ? { ...request, faults: ['value-unusable'] } : request,
      );
      uses.push(exchange);
      if (!isSuccess(exchange) || statusOf(exchange) === 202) break;
      const answer = jsonOf(exchange);
      if (resourceIn(answer)) shown = answer;
    }
    return { uses };
  },
});
