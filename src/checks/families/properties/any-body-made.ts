import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { at } from '../../kit/define.ts';
import { statusFinding } from '../../kit/status-finding.ts';
import { hasStatus, isDeclaredSuccess, isExact, isRedirect, successWords } from '../../kit/success.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-resource.ts';
import { mentions } from '../../subjects/shown-resource.ts';
import { type BodyClaim, bodyIn, type BodyTrial, defineAnyBody, refusedBody, removable, removableBy } from './any-body-run.ts';

/** Error responses that blame the method, although the document has it. */
const wrong: readonly number[] = [405, 501];

/** Error responses that may be about a value in the body. */
const unusable: readonly number[] = [400, 404, 422];

export const anyBodyAccepted = defineAnyBody({
  id: 'properties/any-body-accepted',
  title: 'Any valid body is accepted, whichever of its members are set together',
  why: 'A client that follows the documentation learns only by trying which documented values go together.',
  fix: 'Accept every combination of documented values, or document those that are refused.',
  over: (contract) => removableBy(contract, 'create'),
  claim: ({ resourceType }) => acceptance(resourceType.create),
});

/** An error response is a breach only where the document limits every value of the body: any other value may be unknown to the server. */
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
    if (isUnusable)
      return { kind: 'refused', reason: `${reason}; ${doubtful.join(', ')} may have limits that the document does not give`, exchanges };
    const isTaken = statusOf(creation) === 409;
    return { kind: isTaken ? 'refused' : 'open', reason: `${reason}, for a reason of its own`, exchanges };
  },
});

export const anyBodyReadable = defineAnyBody({
  id: 'properties/any-body-readable',
  title: 'Any created resource can be read by its id, whatever its values',
  why: 'A resource that cannot be read because of one of its values is lost to the client that made it.',
  fix: 'Store and read every resource in the same way, whatever its values.',
  over: (contract) => removableBy(contract, 'read'),
  uses: ['read', 'remove'],
  claim: () => readability,
});

const readability: BodyClaim = {
  wanted: { read: true, list: false },
  judge({ creation, id, names, read, withinMs }) {
    if (!isSuccess(creation)) return refusedBody(creation);
    if (id === undefined || !read) return { kind: 'open', reason: 'No answer shows the id of the created resource', exchanges: [creation] };
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
  title: 'Any created resource is in the list, whatever its values',
  why: 'Nobody finds a resource that the list leaves out because of one of its values, and it is paid for all the same.',
  fix: 'List everything that was created, whatever its values.',
  over: (contract) =>
    removable(contract)
      .filter(({ collection }) => collection !== undefined)
      .map((resourceType) => {
        const { create, location } = resourceType;
        // The requirement may be on the operation or on the resource type.
        return at({ operation: create.key, way: [...location.way, ...create.location.way.slice(1)] }, { resourceType });
      }),
  claim: () => listing,
});

const listing: BodyClaim = {
  wanted: { read: false, list: true },
  judge({ creation, id, names, list, withinMs }) {
    if (!isSuccess(creation)) return refusedBody(creation);
    if (id === undefined || !list) return { kind: 'open', reason: 'No answer shows the id of the created resource', exchanges: [creation] };
    const { exchange, missing, isOpen } = list;
    // An id that differs in the list is judged elsewhere.
    const isNamed = names.some((name) => typeof name === 'string' && mentions(jsonOf(exchange), name));
    if (!missing.includes(id) || (isSuccess(exchange) && isNamed)) return { kind: 'holds' };
    if (!isSuccess(exchange) || isOpen) {
      return { kind: 'open', reason: `The list could not be read to its end: ${outcomeOf(exchange)}`, exchanges: [exchange] };
    }
    const finding = {
      code: 'created-not-listed',
      where: 'list',
      expected: `the resource within ${withinMs / 1000} s of a creation with ${bodyIn(creation)}`,
      actual: 'no page shows it',
    };
    return { kind: 'breaks', finding, exchanges: [exchange, creation] };
  },
};
