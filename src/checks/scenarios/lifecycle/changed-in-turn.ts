import { holdsState } from '../../../contract/infer/state-names.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { isSettable } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario } from '../../kit/session.ts';
import { roundTrips } from '../../subjects/round-trips.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import { otherValue, restingBody } from './round-trip/bodies.ts';
import { namesInLists } from './round-trip/named-in-lists.ts';
import { parentValues } from './round-trip/parents.ts';
import { type Living, make, readOf } from './round-trip/steps.ts';
import { ifTried } from './round-trip/way.ts';
import { type Step, stepOf } from './without-effect.ts';

/** Changes of one member each that were accepted and shown, in their order. */
export type ChangedInTurn = { readonly creation: Exchange; readonly steps: readonly (Step & { readonly member: string })[] };

/** Most changes that are tried. */
const mostTried = 8;

/** Most changes of members that are no lists of names. */
const mostPlain = 4;

/** Changes a new resource several times, each time another member: one text or number after another, and lists of the names of other things. */
export const changedInTurn = defineScenario<{ readonly create: string; readonly operation: string }, ChangedInTurn>({
  id: 'changed-in-turn',
  async run(session, parameters) {
    const { contract } = session;
    const trip = roundTrips(contract).find(({ create }) => create.key === parameters.create);
    const operation = [trip?.patch, trip?.put].find((one) => one?.key === parameters.operation);
    if (!trip || !operation) throw new NotTried('not-applicable', `Nothing shows what ${parameters.operation} changes`);
    const pathValues = await parentValues(session, trip);
    const { id, exchange: creation } = await make({ session, trip, pathValues }, 'changed-in-turn', (base) => base);
    const way: Living | undefined = id === undefined ? undefined : { session, trip, pathValues, creation, id };
    const first = way && (await readOf(way, creation, way.id));
    if (!way || !first) return { creation, steps: [] };
    const members = bodyMembers(contract, operation).filter((one) => isSettable(one) && first.resource[one.name] !== undefined);
    const named = await namesInLists(session, operation, members);
    const isNamed = (name: string): boolean => named[name] !== undefined;
    const inOrder = [...members.filter(({ name }) => isNamed(name)), ...members.filter(({ name }) => !isNamed(name))];
    const steps: (Step & { readonly member: string })[] = [];
    let tried = 0;
    for (const member of inOrder.filter(({ name }) => !holdsState(name))) {
      if (tried >= mostTried || steps.filter((one) => !isNamed(one.member)).length >= mostPlain) break;
      const { resource } = steps.at(-1)?.after ?? first;
      const { name, schema } = member;
      const value = named[name] ?? otherValue(way, member, resource[name], `turn-${name}`, resource);
      if (value === undefined || isSameValue(value, resource[name]) || !mayBeSent(contract.document, schema, value)) continue;
      tried += 1;
      const all = bodyMembers(contract, operation);
      const base = restingBody(operation, all, resource);
      const step = await ifTried(stepOf(way, operation, { ...base, [name]: value }));
      if (step && isSameValue(step.after.resource[name], value) && !isSameValue(step.before.resource[name], value))
        steps.push({ ...step, member: name });
    }
    return { creation, steps };
  },
});
