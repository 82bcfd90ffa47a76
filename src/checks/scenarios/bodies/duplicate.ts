import type { Exchange } from '../../../model/exchange.ts';
import { defineScenario } from '../../kit/session.ts';
import { listed, type Listed } from '../lifecycle/listed.ts';

/** A creation and the identical request once more. */
export type Duplicate = {
  readonly first: Listed;
  /** The same request once more; undefined where the first one created nothing that is listed. */
  readonly second: Exchange | undefined;
};

/** Creates a resource, waits until its list shows it, and sends the identical request again. */
export const duplicate = defineScenario<{ readonly operation: string }, Duplicate>({
  id: 'duplicate',
  async run(session, parameters) {
    const first = await session.run(listed, parameters);
    if (first.kind === 'not-created' || first.kind === 'not-listed') return { first, second: undefined };
    return { first, second: await session.send({ ...first.creation.request, faults: ['duplicate'] }) };
  },
});
