import { actingBy } from '../../subjects/actions.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { acted, isThrough } from './acted.ts';
import { type Look, lookAt } from './look.ts';
import { patienceMs } from '../../kit/patience.ts';
import { until } from './until.ts';

/** How a thing went on after its list showed the state in between. */
export type Settled = {
  /** The look that showed the last state; undefined where none did in time. */
  readonly done: Look | undefined;
  /** Every look that was made. */
  readonly looks: readonly Look[];
  readonly withinMs: number;
};

/** Waits until a thing shows the state that an action ends in. Undefined where the list did not show the state in between. */
export const settled = defineMeasurement<{ readonly create: string; readonly action: string }, Settled | undefined>({
  id: 'settled',
  async run(session, parameters) {
    const acting = actingBy(session.contract, parameters.action);
    const { to } = acting.action;
    const { key, looks: before } = await session.measure(acted, parameters);
    if (key === undefined || to === undefined || !before.some(({ state }) => isThrough(acting, state))) return undefined;
    const looks: Look[] = [];
    const withinMs = patienceMs(session.target, 'action.done');
    const done = await until(session, { withinMs, why: `"${to}" is to show` }, async () => {
      const look = await lookAt(session, acting, key);
      looks.push(look);
      return look.state === to ? look : undefined;
    });
    return { done, looks, withinMs };
  },
});
