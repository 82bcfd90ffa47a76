import { firstBySwitch } from '../../../../contract/infer/first-by-switch.ts';
import { stateMembers } from '../../../../contract/infer/state-names.ts';
import { endsInParameter, isSamePath, pathAbove, tailOf } from '../../../../contract/infer/path-template.ts';
import { membersOf } from '../../../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../../../contract/infer/words.ts';
import { isSuccess, statusOf } from '../../../../contract/message.ts';
import type { Contract, Operation } from '../../../../contract/model.ts';
import { isObject } from '../../../../contract/pointer.ts';
import { shown as written } from '../../../../contract/schema/evaluate.ts';
import { bodyMembers } from '../../../../generators/body-members.ts';
import { resolvedSchema } from '../../../../generators/resolved-schema.ts';
import { fail } from '../../../kit/define.ts';
import { namedStates, statedFirst } from '../../../subjects/needed-states.ts';
import { placeIn, type Trip } from '../../../subjects/round-trips.ts';
import { sectionFirst } from '../../../subjects/section-first.ts';
import { defineTripCheck, joined, type Judged, none } from './trip-check.ts';

/** A member that holds a state, the states that only an action gives a resource, and the one that a sentence gives to a new one. */
type Ends = {
  readonly member: string;
  readonly ends: ReadonlyMap<string, Operation>;
  readonly first: string | undefined;
  /** States in which a switch lets something begin as well. */
  readonly possible: ReadonlySet<string>;
};

/** Actions that end something, and the states that they give. */
const endings: Readonly<Record<string, readonly string[]>> = {
  close: ['closed'],
  cancel: ['cancelled', 'canceled'],
  archive: ['archived'],
  reject: ['rejected'],
  decline: ['declined'],
  resolve: ['resolved'],
  void: ['voided', 'void'],
};

/** Actions that take back others: what has one may begin in either state. */
const openings: ReadonlySet<string> = new Set('open reopen restore unarchive uncancel activate reactivate start resume submit'.split(' '));

/** The member of a resource that holds its state, with the listed states. */
const stateOf = (contract: Contract, trip: Trip): { readonly member: string; readonly states: readonly string[] } | undefined => {
  const place = placeIn(contract, trip.read ?? trip.create, trip.id);
  const asked = new Set(bodyMembers(contract, trip.create).map(({ name }) => name));
  const listed = [...membersOf(contract.document, place?.schema ?? true)].flatMap(([member, schema]) => {
    const resolved = resolvedSchema(contract.document, schema);
    const values: unknown = isObject(resolved) ? resolved['enum'] : undefined;
    const states = Array.isArray(values) ? values.filter((one) => typeof one === 'string') : [];
    return !asked.has(member) && states.length > 1 ? [[member, states] as const] : [];
  });
  const found = stateMembers(listed).map(([member, states]) => ({ member, states }));
  return found.length === 1 ? found[0] : undefined;
};

/** The last word of an action on one of these resources: `close` of `/tickets/{ticketId}/close`. */
const verbOf = ({ itemPath }: Trip, { method, path }: Operation): string | undefined => {
  const [verb, ...others] = tailOf(path);
  const isOn = endsInParameter(itemPath) && isSamePath(pathAbove(path), itemPath);
  return ['POST', 'PUT'].includes(method) && isOn && verb !== undefined && others.length === 0 ? wordsOf(verb).join(' ') : undefined;
};

/** The states of a resource that an action gives it, by the words of the action or by its name; none where another action takes one back. */
const endsOf = (contract: Contract, trip: Trip): Ends | undefined => {
  const state = stateOf(contract, trip);
  const actions = contract.operations.flatMap((operation) => {
    const verb = verbOf(trip, operation);
    return verb === undefined ? [] : [{ operation, verb }];
  });
  if (!state) return undefined;
  const stated = statedFirst(contract, trip.create, state.states) ?? sectionFirst(contract, trip.create, state.states);
  const possible = new Set(firstBySwitch(contract, trip.create, state.states)?.states.values() ?? []);
  const either = stated === undefined ? undefined : { member: state.member, ends: new Map<string, Operation>(), first: stated, possible };
  if (actions.some(({ verb }) => openings.has(verb))) return either;
  const [first] = state.states;
  const ends = actions.flatMap(({ operation, verb }): (readonly [string, Operation])[] => {
    const byName = state.states.filter((one) => endings[verb]?.includes(one.toLowerCase()));
    const [from, to] = namedStates(contract, operation, state.states);
    // The first of the listed values is where others come from, and so nothing that is given.
    return [...(to !== undefined && from === first ? [to] : []), ...byName]
      .filter((one) => one !== first && !possible.has(one))
      .map((one) => [one, operation]);
  });
  return ends.length > 0 ? { member: state.member, ends: new Map(ends), first: stated, possible } : either;
};

export const firstStateIsNoEnd = defineTripCheck({
  id: 'lifecycle/first-state-is-no-end',
  title: 'A new resource is not in the state that an action on it brings about',
  why: 'A ticket that is closed when it is opened is seen by nobody, and no action is possible on it.',
  fix: 'Give a new resource the state in which its actions begin.',
  suits: (trip, contract) => endsOf(contract, trip) !== undefined,
  judge(trip, { whole, least, odd }, contract) {
    const found = endsOf(contract, trip);
    if (!found) return none;
    return joined(
      [whole, least, odd].flatMap((sent): Judged[] => {
        const look = sent?.looks[0];
        if (!sent || !look || !isSuccess(sent.exchange) || statusOf(sent.exchange) === 202) return [];
        const now = look.resource[found.member];
        if (typeof now !== 'string') return [];
        const action = found.ends.get(now);
        const isOther = found.first !== undefined && found.first !== now && !found.possible.has(now) && statusOf(sent.exchange) === 201;
        if (!action && !isOther) return [{ times: 1, broken: [] }];
        const finding = {
          code: action ? 'first-state-is-end' : 'first-state-is-another',
          where: `/${found.member}`,
          expected: action
            ? `a state from which ${action.key} leads to ${written(now)}`
            : `${written(found.first)}, as the description says`,
          actual: `${written(now)}, right after the creation`,
        };
        return [{ times: 1, broken: [fail(finding, look.exchange === sent.exchange ? [sent.exchange] : [look.exchange, sent.exchange])] }];
      }),
    );
  },
});
