import { handedState } from '../../contract/infer/handed-state.ts';
import { isDirectlyBelow, isSamePath } from '../../contract/infer/path-template.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { singular } from '../../contract/infer/singular.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isJsonPatch } from '../../contract/wire/media-type.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { at, type Subject } from '../kit/define.ts';
import { nounsIn } from './collection-nouns.ts';
import { statefulAnswer } from './needed-states.ts';
import { roundTrips, type Trip } from './round-trips.ts';
import { type Move, listedOf, stateMoves, actionMoves, tableMoves, arrowMoves, ledTo, withUnsure, undeniedMoves } from './moves-in-text.ts';
import { textsOf, exclusionsIn, excludesItself, exclusiveText, exclusiveAt } from './exclusive-moves.ts';
import { stepwiseMoves } from './stepwise-moves.ts';
import { tablesElsewhere } from './tables-elsewhere.ts';
import { askedContent } from '../../contract/asked-content.ts';
import { actsAs } from '../../contract/infer/acting.ts';

/** An operation on one resource, or a creation below it that hands its state on to it, whose text says by which values of a member it moves from state to state, and that there is no other way, or which way there is not. */
export type Moving = Subject & {
  readonly trip: Trip;
  readonly operation: Operation;
  /** The member of the body. */
  readonly member: string;
  /** JSON pointer to the state in the answer of the read. */
  readonly state: string;
  readonly moves: readonly Move[];
  /** Other values that arrows lead to, and sentences beside these from states that they do not name; empty where all are among the moves. */
  readonly open: readonly string[];
  /** The values are states: a success that leaves the state moved nothing. */
  readonly areStates: boolean;
  /** The text says that the state which it has is refused as well. */
  readonly andItself: boolean;
};

const stateNames: ReadonlySet<string> = new Set(['status', 'state', 'to', 'target', 'next']);

const actionNames: ReadonlySet<string> = new Set(['action', 'command', 'transition', 'event']);

/** The nouns of the collections of a document but that of one. */
const othersThan = (contract: Contract, trip: Trip): ReadonlySet<string> => {
  const own = nounWordsOf(trip.addsTo).at(-1) ?? '';
  return new Set([...nounsIn(contract)].filter((one) => singular(one) !== own));
};

/** The member of a resource that a JSON Patch moves, where its text names that: "`/status`" among what may be changed. */
const patchedMember = (contract: Contract, operation: Operation, state: string, states: readonly string[]): BodyMember | undefined => {
  const name = state.slice(1);
  const isNamed =
    !name.includes('/') && textsOf(contract, operation).some((text) => text.includes(`\`/${name}\``) || text.includes(`\`${name}\``));
  return isNamed
    ? { name, required: false, location: operation.location, schema: { type: 'string', enum: states }, conventions: {} }
    : undefined;
};

const findMoving = (contract: Contract): readonly Moving[] =>
  roundTrips(contract).flatMap((trip): readonly Moving[] => {
    const stateful = trip.read && statefulAnswer(contract, trip.read);
    if (!stateful) return [];
    const { at: state, states } = stateful;
    return contract.operations.flatMap((operation): readonly Moving[] => {
      const content = askedContent(operation.body);
      const isChange = actsAs(operation) === 'PATCH' && isSamePath(operation.path, trip.itemPath) && operation.effect === 'changes';
      const isAction =
        operation.method === 'POST' &&
        isDirectlyBelow(operation.path, trip.itemPath) &&
        ['destructive', 'changes', 'asks'].includes(operation.effect);
      const handed = handedState(contract, operation);
      const isHanding = handed !== undefined && isDirectlyBelow(operation.path, trip.itemPath);
      const isPlain = operation.unsupported === undefined && operation.inferred?.reaches === undefined && !operation.issues;
      if ((!isChange && !isAction && !isHanding) || !isPlain || content === undefined) return [];
      const isPatch = isJsonPatch(content.mediaType);
      if (isPatch && operation !== trip.jsonPatch) return [];
      const members = isPatch ? [patchedMember(contract, operation, state, states) ?? []].flat() : bodyMembers(contract, operation);
      const ofStates = members.find((one) => {
        const isNamed = isChange
          ? state.endsWith(`/${one.name}`)
          : handed
            ? one.name === handed.member
            : stateNames.has(one.name.toLowerCase()) || state.endsWith(`/${one.name}`);
        return isNamed && listedOf(one).length > 0 && listedOf(one).every((value) => states.includes(value));
      });
      const member = ofStates ?? (isAction ? members.find(({ name }) => actionNames.has(name.toLowerCase())) : undefined);
      const listed = member === undefined ? [] : listedOf(member);
      const elsewhere = tablesElsewhere(contract, operation, states, trip.addsTo);
      const said =
        exclusiveText(contract, operation, [...listed, ...states], states, elsewhere) ?? exclusiveAt(ofStates, operation, states);
      if (said === undefined) {
        const stepwise = ofStates && stepwiseMoves(contract, operation, ofStates, states);
        if (ofStates && stepwise && stepwise.moves.length > 0)
          return [at(operation.location, { trip, operation, member: ofStates.name, state, open: [], areStates: true, ...stepwise })];
        const undenied = isChange && ofStates ? undeniedMoves(contract, trip, operation, ofStates, states) : [];
        const moving = {
          trip,
          operation,
          member: ofStates?.name ?? '',
          state,
          moves: undenied,
          open: [],
          areStates: true,
          andItself: false,
        };
        return undenied.length === 0 ? [] : [at(operation.location, moving)];
      }
      if (member === undefined) return [];
      const { text, unsure } = said;
      const areStates = ofStates !== undefined;
      const tabled = tableMoves([...textsOf(contract, operation), ...elsewhere], listed, states, areStates, othersThan(contract, trip));
      const told = areStates ? stateMoves(text, states).filter(({ value }) => listed.includes(value)) : actionMoves(text, listed, states);
      const drawn =
        areStates && tabled.length === 0 ? arrowMoves(textsOf(contract, operation), listed, states, othersThan(contract, trip)) : undefined;
      const shown = tabled.length > 0 ? tabled : (drawn ?? told);
      const moves = unsure.length === 0 ? shown : shown.map((one) => withUnsure(one, unsure, states));
      const open = drawn
        ? ledTo(textsOf(contract, operation), listed, states).filter((one) => !moves.some(({ value }) => value === one))
        : [];
      const andItself = areStates && excludesItself(exclusionsIn(textsOf(contract, operation)));
      const moving = { trip, operation, member: member.name, state, moves, open, areStates, andItself };
      return moves.length === 0 ? [] : [at(operation.location, moving)];
    });
  });

const known = new WeakMap<Contract, readonly Moving[]>();

/** Every such operation of a contract. */
export const movingOperations = (contract: Contract): readonly Moving[] => {
  const found = known.get(contract) ?? findMoving(contract);
  known.set(contract, found);
  return found;
};
