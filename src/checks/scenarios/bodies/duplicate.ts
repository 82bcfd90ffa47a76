import { operationOf } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { holdsValue, withValue } from '../../../model/request.ts';
import { defineScenario } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { listed, type Listed } from '../lifecycle/listed.ts';

/** A creation and the identical request once more. */
export type Repeated = {
  readonly first: Listed;
  /** The same request once more; undefined where the first one created nothing that is listed. */
  readonly second: Exchange | undefined;
};

/** The same, with what has one value of it each. */
export type Duplicate = Repeated & {
  /** Creations that have the same value as the first one in a single member. */
  readonly alone: readonly { readonly name: string; readonly exchange: Exchange }[];
};

/** Creates a resource, waits until its list shows it, and sends the identical request again. */
export const repeated = defineScenario<{ readonly operation: string }, Repeated>({
  id: 'repeated',
  async run(session, parameters) {
    const first = await session.run(listed, parameters);
    if (first.kind === 'not-created' || first.kind === 'not-listed') return { first, second: undefined };
    return { first, second: await session.send({ ...first.creation.request, faults: ['duplicate'] }) };
  },
});

/** The same; then creations that have one value of the first one each. */
export const duplicate = defineScenario<{ readonly operation: string; readonly alone: readonly string[] }, Duplicate>({
  id: 'duplicate',
  async run(session, { operation: key, alone: names }) {
    const { first, second } = await session.run(repeated, { operation: key });
    const alone: Duplicate['alone'][number][] = [];
    const { request } = first.creation;
    for (const name of second === undefined ? [] : names) {
      const sent = holdsValue(request.body) && isObject(request.body.value) ? request.body.value[name] : undefined;
      const other = usableRequest(session, operationOf(session.contract, key), `alone-${name}`, { pathValues: request.pathValues });
      const { body } = other;
      if (sent === undefined || !holdsValue(body) || !isObject(body.value)) continue;
      const asked = { ...other, body: withValue(body, { ...body.value, [name]: sent }), faults: ['duplicate'] } as const;
      alone.push({ name, exchange: await session.send(asked) });
    }
    return { first, second, alone };
  },
});
