import type { Observation } from '../../../src/checks/kit/define.ts';
import { observationFold } from '../../../src/checks/kit/observation-fold.ts';
import type { Contract } from '../../../src/contract/model.ts';
import { ownerOf } from '../../../src/contract/owner.ts';
import type { Exchange } from '../../../src/model/exchange.ts';
import type { Location } from '../../../src/model/location.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { parcels } from './judge.ts';

/** Passes exchanges to an observation and gives the verdicts of its cases by the id of their requirement. */
export const watch = async (
  check: Observation,
  exchanges: readonly Exchange[],
  of?: Contract,
): Promise<Readonly<Record<string, Verdict>>> => {
  const contract = of ?? (await parcels());
  const cases = new Map<string, { readonly id: string; readonly locations: Location[] }>();
  for (const location of check.locations(contract)) {
    const owner = ownerOf(contract, check, location);
    if (!owner) continue;
    const one = cases.get(owner.node) ?? { id: owner.requirement.id, locations: [] };
    one.locations.push(location);
    cases.set(owner.node, one);
  }
  return Object.fromEntries(
    [...cases].map(([node, { id, locations }]) => {
      const fold = observationFold(check, contract, locations);
      let state = fold.init();
      for (const exchange of exchanges) {
        for (const seen of check.observe(exchange, contract)) {
          if (ownerOf(contract, check, seen.location)?.node === node) state = fold.step(state, seen, exchange);
        }
      }
      return [id, fold.conclude(state)];
    }),
  );
};
