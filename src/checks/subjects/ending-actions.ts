import { isActing } from '../../contract/infer/acting.ts';
import { type AnyInferred, itemOf } from '../../contract/infer/covering.ts';
import { endsInParameter, isDirectlyBelow, tailOf } from '../../contract/infer/path-template.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { isPlainCall } from './lives.ts';
import { isUsable } from './usable-moves.ts';

/** Verbs of actions that end what a resource is in use for, or take it back to where it can be removed; the most usual first. */
const endings: readonly string[] = (
  'cancel close end archive finish complete stop abort void withdraw terminate deactivate disable revoke release return discard reject ' +
  'decline dismiss resolve conclude retire abandon expire unpublish reopen reset'
).split(' ');

const rankOf = ({ path }: Operation): number => endings.indexOf(wordsOf(tailOf(path)[0] ?? '')[0] ?? '');

const needsNothing = (contract: Contract, operation: Operation): boolean =>
  operation.body?.required !== true ||
  (operation.body.content.length > 0 && bodyMembers(contract, operation).every(({ required }) => !required));

/**
 * The actions on a resource of a type that may end what prevents its removal, although no text says so: `POST /visits/{visitId}/cancel`. They need nothing but the
 * resource in their path, and what they are called reaches nothing else.
 */
export const endingActions = (contract: Contract, resourceType: AnyInferred): readonly Operation[] =>
  contract.operations
    .filter(
      (one) =>
        isActing(one) &&
        isDirectlyBelow(one.path, itemOf(resourceType).path) &&
        !endsInParameter(one.path) &&
        isPlainCall(one) &&
        ['destructive', 'changes', 'asks'].includes(one.effect) &&
        needsNothing(contract, one) &&
        rankOf(one) >= 0 &&
        isUsable(contract, { operation: one, set: undefined }),
    )
    .toSorted((a, b) => rankOf(a) - rankOf(b));
