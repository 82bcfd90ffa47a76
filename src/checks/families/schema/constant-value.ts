import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Contract, ResourceType } from '../../../contract/model.ts';
import { tokensOf, valueAt } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf, type Location } from '../../../model/location.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { idLocationOf, idText, objectsIn } from '../../subjects/shown-resource.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import { operationsOf } from '../../subjects/steady-members.ts';
import { markedOf } from '../../subjects/marked-members.ts';

type Seen = { readonly value: unknown; readonly times: number };

type State = {
  /** By resource type, member and id: the value that was seen first, and how often. */
  readonly seen: Record<string, Seen>;
  readonly first: Breach | null;
  readonly breaches: number;
};

/** The most values that are remembered; a list may hold any number. */
const most = 2000;

/** A member that never changes, with its resource type. */
type Constant = { readonly location: Location; readonly resourceType: ResourceType; readonly member: string };

const known = new WeakMap<Contract, readonly Constant[]>();

const constantsOf = (contract: Contract): readonly Constant[] => {
  const made =
    known.get(contract) ??
    contract.resourceTypes.flatMap((resourceType) =>
      operationsOf(resourceType).flatMap((operation) =>
        markedOf(contract, operation, ({ constant }) => constant === true).map(({ location, at }) => ({
          location,
          resourceType,
          member: tokensOf(at).at(-1) ?? '',
        })),
      ),
    );
  known.set(contract, made);
  return made;
};

export const constantValue = defineFold<State>({
  id: 'schema/constant-value',
  title: 'A constant value of a resource is the same in every answer that shows it',
  why: 'Clients keep such a value for good; where it changes, the same resource looks like a new one.',
  fix: 'Store the value when the resource is created, and show the stored one everywhere.',
  locations: (contract) => [
    ...new Map(constantsOf(contract).map(({ location }) => [JSON.stringify([location.operation, nodeOf(location)]), location])).values(),
  ],
  init: () => ({ seen: {}, first: null, breaches: 0 }),
  step(state, exchange, contract) {
    const constants = isSuccess(exchange) ? constantsOf(contract) : [];
    const meant = constants.filter(({ resourceType }) => operationsOf(resourceType).some(({ key }) => key === exchange.request.operation));
    const body = meant.length > 0 ? jsonOf(exchange) : undefined;
    if (body === undefined) return state;
    const values = new Map<string, { readonly value: unknown; readonly member: string }>();
    const objects = objectsIn(body);
    for (const { resourceType, member } of meant) {
      for (const { resource } of objects) {
        if (!Object.hasOwn(resource, member)) continue;
        const id = idText(valueAt(resource, idLocationOf(resourceType)));
        if (id !== undefined) values.set(`${resourceType.name} ${member} ${id}`, { value: resource[member], member });
      }
    }
    let { first, breaches } = state;
    // Filled in place: a copy for each answer would take quadratic time.
    const { seen } = state;
    let room: number | undefined;
    for (const [key, { value, member }] of values) {
      const before = seen[key];
      if (!before) {
        room ??= most - Object.keys(seen).length;
        if (room > 0) seen[key] = { value, times: 1 };
        room -= 1;
        continue;
      }
      seen[key] = { ...before, times: before.times + 1 };
      if (isSameValue(before.value, value)) continue;
      breaches += 1;
      first = smallerBreach(first, breachOf(exchange, member, before.value, value));
    }
    return { seen, first, breaches };
  },
  merge(a, b) {
    const seen: Record<string, Seen> = { ...a.seen };
    for (const [key, one] of Object.entries(b.seen)) {
      const other = seen[key];
      seen[key] = other ? { value: other.value, times: other.times + one.times } : one;
    }
    return { seen, first: smallerBreach(a.first, b.first), breaches: a.breaches + b.breaches };
  },
  conclude({ seen, first, breaches }) {
    const judged = Object.values(seen).filter(({ times }) => times > 1).length;
    if (first) return { kind: 'fail', judged: Math.max(judged, 1), breaches, finding: findingOf(first) };
    return judged > 0 ? pass(judged) : { ...inconclusive('no resource was shown twice with the value', []), unseen: true };
  },
});

const breachOf = (exchange: Exchange, member: string, before: unknown, now: unknown): Breach =>
  breachIn(exchange, { code: 'constant-changed', where: `/${member}`, expected: `${shown(before)}, as before`, actual: shown(now) });
