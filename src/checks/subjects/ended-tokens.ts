import { endsInParameter, isDirectlyBelow, tailOf } from '../../contract/infer/path-template.ts';
import { membersOf } from '../../contract/infer/schema-parts.ts';
import { isRevocation, saysEnded, saysReplaced } from '../../contract/infer/told-ended.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfSuccess, saidOfTags } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { isPlainCall } from './lives.ts';
import { rotatedBy } from './rotated-by.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/** A resource whose creation may show a credential, with an operation of which the document says that the credential is of no use afterwards. */
export type EndedToken = Subject & { readonly trip: Trip; readonly end: Operation };

/** Last words of members that hold what opens an API. */
const secretWords: ReadonlySet<string> = new Set('secret token key credential jwt bearer'.split(' '));

/** Verbs of actions that end a credential. */
const endings: ReadonlySet<string> = new Set('revoke invalidate disable deactivate block withdraw'.split(' '));

/** Is a member called after a credential that opens an API. */
export const isNamedAsCredential = (name: string): boolean => secretWords.has(wordsOf(name).at(-1) ?? '');

const showsSecret = (contract: Contract, { create, id }: Trip): boolean => {
  const place = placeIn(contract, create, id);
  const names = place ? [...membersOf(contract.document, place.schema).keys()] : [];
  return names.some((name) => name !== id && isNamedAsCredential(name));
};

/** What an operation is called: in its path, its id and its summary. */
const namedAs = ({ document }: Contract, { location, path }: Operation): readonly string[] => {
  const node = valueAt(document, nodeOf(location));
  const { operationId, summary } = Object(node) as { readonly operationId?: unknown; readonly summary?: unknown };
  return [tailOf(path)[0], operationId, summary].flatMap((one) => (typeof one === 'string' ? wordsOf(one) : []));
};

/** Does an operation give a new secret in the place of the one that a resource has, and say that the old one is of no use. */
const replaces = (contract: Contract, operation: Operation): boolean =>
  rotatedBy(contract, operation) !== undefined && saysReplaced(saidOfSuccess(contract.document, operation));

const known = new WeakMap<Contract, readonly EndedToken[]>();

/** Every such operation of a contract that is held to the standard requirements, at its own place. */
export const endedTokens = (contract: Contract): readonly EndedToken[] => {
  const found = known.get(contract) ?? (contract.standard.size === 0 ? [] : findTokens(contract));
  known.set(contract, found);
  return found;
};

const findTokens = (contract: Contract): readonly EndedToken[] => {
  const { document, operations } = contract;
  return roundTrips(contract).flatMap((trip): readonly EndedToken[] => {
    if (!showsSecret(contract, trip)) return [];
    const actions = operations.filter(
      (one) =>
        one.method === 'POST' &&
        isDirectlyBelow(one.path, trip.itemPath) &&
        !endsInParameter(one.path) &&
        (endings.has(wordsOf(tailOf(one.path)[0] ?? '')[0] ?? '') || replaces(contract, one)) &&
        one.body?.required !== true &&
        isPlainCall(one),
    );
    const ways = [...(trip.remove && trip.remove.body === undefined ? [trip.remove] : []), ...actions];
    const creation = valueAt(document, nodeOf(trip.create.location));
    return ways.flatMap((end): readonly EndedToken[] => {
      const own = saidOfSuccess(document, end);
      const tags = saidOfTags(document, valueAt(document, nodeOf(end.location)));
      const around = [...tags, ...saidIn(creation), ...saidIn(document['info'])];
      const isTold = saysEnded(own, around) || isRevocation(namedAs(contract, end), own, around) || replaces(contract, end);
      return isTold ? [at(end.location, { trip, end })] : [];
    });
  });
};
