import type { Life, Mover } from '../../subjects/lives.ts';
import type { Look } from './lived-call.ts';

/**
 * The same moves, those that the document refuses in the present state first: they ought to leave the resource as it is, so that one resource sees more of them before it
 * moves on. Of what no operation removes, there are few.
 */
export const refusedFirst = ({ refusing }: Life, movers: readonly Mover[], { states }: Look): readonly Mover[] => {
  const isRefused = ({ operation, set, to, through }: Mover): boolean =>
    refusing.some(
      (one) =>
        one.operation === operation &&
        one.through === through &&
        (one.as === undefined ? set === undefined && to === undefined : one.as.to === to) &&
        one.refused.some((state) => states.includes(state)),
    );
  return movers.toSorted((a, b) => Number(isRefused(b)) - Number(isRefused(a)));
};
