import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { at } from '../../kit/define.ts';
import { statusFinding } from '../../kit/status-finding.ts';
import { hasStatus, isDeclaredSuccess, isExact, isRedirect, successWords } from '../../kit/success.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-resource.ts';
import { mentions } from '../../subjects/shown-resource.ts';
import { type BodyClaim, bodyIn, type BodyTrial, defineAnyBody, refusedBody, removable, removableBy } from './any-body-run.ts';

/** Refusals that blame the method, which the document prints. */
const wrong: readonly number[] = [405, 501];

/** Refusals that may be about a value in the body. */
const unusable: readonly number[] = [400, 404, 422];

export const anyBodyAccepted = defineAnyBody({
  id: 'properties/any-body-accepted',
  title: 'Any valid body is accepted, whichever of its members are set together',
  why: 'Whoever follows the documentation learns only by trying which of the documented values go together.',
  fix: 'Accept every combination of documented values, or document those that are refused.',
  over: (contract) => removableBy(contract, 'create'),
  claim: ({ resourceType }) => acceptance(resourceType.create),
});

/** A refusal counts where the document limits every value of the body itself, so that nothing in it may be unknown over there. */
const acceptance = (operation: Operation): BodyClaim => ({
  wanted: { read: false, list: false },
  judge({ creation, draw }, open): BodyTrial {
    if (isDeclaredSuccess(operation, creation)) return { kind: 'holds' };
    const finding = statusFinding(creation, `${successWords(operation)} to a creation with ${bodyIn(creation)}`);
    const exchanges = [creation] as const;
    if (isSuccess(creation)) return { kind: 'breaks', finding: { code: 'other-success', ...finding }, exchanges };
    const isElsewhere = isRedirect(creation) && isExact(operation);
    if (isElsewhere || hasStatus(creation, wrong))
      return { kind: 'breaks', finding: { code: 'valid-body-refused', ...finding }, exchanges };
    const isUnusable = hasStatus(creation, unusable);
    const doubtful = Object.keys(draw).filter((name) => open.has(name));
    if (isUnusable && doubtful.length === 0) return { kind: 'breaks', finding: { code: 'valid-body-refused', ...finding }, exchanges };
    const reason = `A creation with ${bodyIn(creation)} was answered ${outcomeOf(creation)}`;
    if (isUnusable) return { kind: 'refused', reason: `${reason}; ${doubtful.join(', ')} may have limits of their own`, exchanges };
    const isTaken = statusOf(creation) === 409;
    return { kind: isTaken ? 'refused' : 'open', reason: `${reason}, for a reason of its own`, exchanges };
  },
});

export const anyBodyReadable = defineAnyBody({
  id: 'properties/any-body-readable',
  title: 'Whatever a creation asked for, its thing can be read by its id',
  why: 'A thing that cannot be read because of one of its values is lost to whoever made it.',
  fix: 'Store and read every thing in the same way, whatever its values.',
  over: (contract) => removableBy(contract, 'read'),
  uses: ['read', 'remove'],
  claim: () => readability,
});

const readability: BodyClaim = {
  wanted: { read: true, list: false },
  judge({ creation, id, names, read, withinMs }) {
    if (!isSuccess(creation)) return refusedBody(creation);
    if (id === undefined || !read) return { kind: 'open', reason: 'Nothing tells the id of what was created', exchanges: [creation] };
    if (hasStatus(read, goneStatuses)) {
      const finding = statusFinding(read, `a success of a read within ${withinMs / 1000} s of a creation with ${bodyIn(creation)}`);
      return { kind: 'breaks', finding: { code: 'created-not-readable', ...finding }, exchanges: [read, creation] };
    }
    const body = isSuccess(read) ? jsonOf(read) : undefined;
    const isShown = [id, ...names].some((one) => typeof one === 'string' && mentions(body, one));
    if (isShown) return { kind: 'holds' };
    return { kind: 'open', reason: `A read of what was created was answered ${outcomeOf(read)} without it`, exchanges: [read, creation] };
  },
};

export const anyBodyListed = defineAnyBody({
  id: 'properties/any-body-listed',
  title: 'Whatever a creation asked for, its thing is in the list',
  why: 'A thing that hides because of one of its values is found by nobody, and paid for all the same.',
  fix: 'List everything that was created, whatever its values.',
  over: (contract) =>
    removable(contract)
      .filter(({ collection }) => collection !== undefined)
      .map((resourceType) => {
        const { create, location } = resourceType;
        // The promise may stand on the operation or on the kind of thing.
        return at({ operation: create.key, way: [...location.way, ...create.location.way.slice(1)] }, { resourceType });
      }),
  claim: () => listing,
});

const listing: BodyClaim = {
  wanted: { read: false, list: true },
  judge({ creation, id, names, list, withinMs }) {
    if (!isSuccess(creation)) return refusedBody(creation);
    if (id === undefined || !list) return { kind: 'open', reason: 'Nothing tells the id of what was created', exchanges: [creation] };
    const { exchange, missing, isOpen } = list;
    // That its id is another one there is judged elsewhere.
    const isNamed = names.some((name) => typeof name === 'string' && mentions(jsonOf(exchange), name));
    if (!missing.includes(id) || (isSuccess(exchange) && isNamed)) return { kind: 'holds' };
    if (!isSuccess(exchange) || isOpen) {
      return { kind: 'open', reason: `The list could not be read to its end: ${outcomeOf(exchange)}`, exchanges: [exchange] };
    }
    const finding = {
      code: 'created-not-listed',
      where: 'list',
      expected: `the thing within ${withinMs / 1000} s of a creation with ${bodyIn(creation)}`,
      actual: 'it is in no page',
    };
    return { kind: 'breaks', finding, exchanges: [exchange, creation] };
  },
};
