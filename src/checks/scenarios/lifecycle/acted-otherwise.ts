import { askedContent } from '../../../contract/asked-content.ts';
import { itemOf } from '../../../contract/infer/covering.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isObject } from '../../../contract/pointer.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { holdsValue, type PlannedRequest } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { equalValues } from '../../subjects/equal-values.ts';
import { valuesFor } from '../../subjects/own-resources.ts';
import { resourceIn } from '../../subjects/round-trips.ts';
import { inferredResource } from './inferred-resource.ts';
import { withResources } from './references.ts';

/** An action with another value than its resource shows, and then with that one. */
export type ActedOtherwise = {
  /** The read that shows the value. */
  readonly read: Exchange;
  /** The value that was shown, and the other ones, each with its answer; no attempt where no other value may be sent. */
  readonly value: unknown;
  readonly others: readonly { readonly value: unknown; readonly exchange: Exchange }[];
  readonly right: Exchange | undefined;
};

/** Values beside a shown one that differ from it by little. */
const besides = (value: unknown, fresh: string): readonly unknown[] =>
  typeof value === 'number' ? [value + 1, value - 1] : typeof value === 'string' ? [fresh] : [];

/** Tries an action on a resource of the run whose body has to repeat what the resource shows, with another value first. */
export const actedOtherwise = defineScenario<{ readonly operation: string }, ActedOtherwise>({
  id: 'acted-otherwise',
  async run(session, { operation: key }) {
    const { contract } = session;
    const found = equalValues(contract).find(({ operation }) => operation.key === key);
    if (!found?.trip.read) throw new NotTried('not-applicable', `No read shows what ${key} has to repeat`);
    const { operation, on, trip, member, shown } = found;
    const resource = await session.run(inferredResource, { resourceType: on.resourceType.name, use: 'spare', for: key, turn: 'otherwise' });
    const pathValues = valuesFor(on, resource);
    if (pathValues === undefined) throw new NotTried('missing-prerequisite', `Nothing tells what the path of ${key} names`);
    const own = valuesAlong(itemOf(on.resourceType).path, resource);
    const read = await session.send(usableRequest(session, found.trip.read, 'shown', { pathValues: inPath(found.trip.read.path, own) }));
    const value = resourceIn(contract, found.trip.read, read, trip.id)?.[shown];
    const base = await withResources(session, usableRequest(session, operation, 'otherwise', { pathValues }));
    const { body } = base;
    if (!holdsValue(body) || !isObject(body.value)) throw new NotTried('not-applicable', `${key} takes no object`);
    const given = body.value;
    const { schema = true } = askedContent(operation.body) ?? {};
    // What is decided here is not replaced by what the resource shows.
    const madeUp = (base.madeUp ?? []).filter((name) => name !== member);
    const asked = (one: unknown): PlannedRequest => ({ ...base, body: askedBody(operation, { ...given, [member]: one }), madeUp });
    const others: { value: unknown; exchange: Exchange }[] = [];
    const wrong = besides(value, session.fresh('otherwise')).filter((one) =>
      mayBeSent(contract.document, schema, { ...given, [member]: one }),
    );
    for (const one of wrong) {
      const exchange = await session.send(asked(one));
      others.push({ value: one, exchange });
      if (exchange.reply.kind !== 'answer' || exchange.reply.status < 300) return { read, value, others, right: undefined };
    }
    return { read, value, others, right: others.length === 0 ? undefined : await session.send(asked(value)) };
  },
});
