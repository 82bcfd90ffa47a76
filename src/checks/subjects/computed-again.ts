import { wordsOf } from '../../contract/infer/words.ts';
import { holdsState } from '../../contract/infer/state-names.ts';
import { computedAgainIn, isComputedAgain } from '../../contract/infer/told-computed.ts';
import { descriptionsIn, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { listedValues } from '../../generators/unusable-body.ts';
import { typesOf } from '../../generators/resolved-schema.ts';
import { isSettable } from '../../generators/whole-body.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/** Members of a resource that a change of it computes again, by the words of the document. */
export type ComputedAgain = Subject & {
  readonly trip: Trip & { readonly read: Operation };
  readonly change: Operation;
  /** What is computed: members that no body sets. */
  readonly members: readonly string[];
  /** What the change and the creation set, from which it may follow. */
  readonly from: readonly BodyMember[];
};

/** Words of states, whose values an action or time decides. */
const isState = (name: string): boolean => wordsOf(name).length === 1 && holdsState(name);

/** Can a member be given another value that something may follow from: a number, a choice, a truth value. */
const isFactor = (member: BodyMember): boolean => {
  const types = typesOf(member.schema).filter((type) => type !== 'null');
  const isNumber = types.length === 1 && ['integer', 'number', 'boolean'].includes(types[0] ?? '');
  return isSettable({ ...member, required: false }) && !isState(member.name) && (isNumber || (listedValues(member)?.length ?? 0) > 1);
};

/** The changes of a contract that is held to the standard requirements which compute something again. */
export const computedAgain = (contract: Contract): readonly ComputedAgain[] => {
  const { document } = contract;
  return roundTrips(contract).flatMap((trip): readonly ComputedAgain[] => {
    const { create, read, patch, put, remove, id } = trip;
    const change = patch ?? put;
    const place = read && placeIn(contract, read, id);
    if (!read || !place || !change || !remove || create.effect !== 'creates' || change.effect !== 'changes') return [];
    const [created, changed] = [create, change].map((one) => bodyMembers(contract, one));
    const set = new Set([...(created ?? []), ...(changed ?? [])].map(({ name }) => name));
    const shown = new Map(
      [...membersOf(document, place.schema)].filter(
        ([name, schema]) => name !== id && (!set.has(name) || partsOf(document, schema).some((part) => part['readOnly'] === true)),
      ),
    );
    const said = saidIn(valueAt(document, nodeOf(change.location))).flatMap((text) => computedAgainIn(text, [...shown.keys()]));
    const members = [...shown].flatMap(([name, schema]) =>
      said.includes(name) || descriptionsIn(document, schema).some(isComputedAgain) ? [name] : [],
    );
    const both = new Set((created ?? []).map(({ name }) => name));
    const from = (changed ?? []).filter((one) => both.has(one.name) && isFactor(one));
    return members.length === 0 || from.length === 0 ? [] : [at(change.location, { trip: { ...trip, read }, change, members, from })];
  });
};
