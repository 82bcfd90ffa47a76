import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { idOfCreation } from './references.ts';
import { resourceNamed } from '../../subjects/resource-at.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { mentions } from '../../subjects/shown-thing.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { freshValues } from './created.ts';
import { type ListLook, lookInList } from './look-at-thing.ts';
import { patienceMs } from '../../kit/patience.ts';
import { creatorOf } from './things.ts';
import { until } from './until.ts';

export type ManyLooks = {
  readonly creations: readonly Exchange[];
  readonly ids: readonly string[];
  /** The look that showed all of them, else the last one. */
  readonly list: ListLook | undefined;
  readonly withinMs: number;
};

const mostMs = 10_000;

/** Makes many things, one after another, and looks for all of them in one list. */
export const manyLooks = defineMeasurement<{ readonly resource: string; readonly count: number }, ManyLooks>({
  id: 'many-looks',
  async run(session, { resource: name, count }) {
    const resource = resourceNamed(session.contract, name);
    const create = creatorOf(resource);
    const creations: Exchange[] = [];
    const ids: string[] = [];
    const names = new Map<string, readonly unknown[]>();
    const withinMs = Math.min(mostMs, patienceMs(session.target, 'created.listed'));
    for (let turn = 1; turn <= count; turn++) {
      const creation = await session.send(usableRequest(session, create, `many-${turn}`));
      creations.push(creation);
      const id = await idOfCreation(session, resource, creation);
      if (id !== undefined) {
        ids.push(id);
        names.set(id, freshValues(session.contract, create, creation.request));
      }
      // Without its id nothing can be said of the whole, however many more are made.
      if (!isSuccess(creation) || id === undefined) return { creations, ids, list: undefined, withinMs };
    }
    let list: ListLook | undefined;
    await until(session, { withinMs, why: 'the list is to show everything that was created', pauseMs: 2000 }, async () => {
      const look = await lookInList(session, resource, ids);
      list = look && { ...look, missing: look.missing.filter((id) => !isNamed(look, names.get(id) ?? [])) };
      return !list || list.missing.length === 0 || (isSuccess(list.exchange) && list.isOpen) ? true : undefined;
    });
    return { creations, ids, list, withinMs };
  },
});

/** Does a list show a thing by its name: that its id is another one there is judged elsewhere. */
const isNamed = ({ exchange }: ListLook, names: readonly unknown[]): boolean =>
  names.some((name) => typeof name === 'string' && mentions(jsonOf(exchange), name));
