import { tokenSchemes } from '../../../contract/admission.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { make } from '../../scenarios/lifecycle/round-trip/steps.ts';
import { ifTried, type Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { type IssuedScope, issuedScopes, type KeysWithScopes } from '../../subjects/issued-scopes.ts';
import { idOfMade, resourceIn, roundTrips } from '../../subjects/round-trips.ts';
import { valuesInPath } from '../../subjects/sequences.ts';
import { handlesIn } from './ended-tokens.ts';

/** What became of one key. */
type OfKey = {
  readonly scope: string;
  readonly made: Exchange;
  /** An answer that shows that the service knows the new key: a success, or 403. */
  readonly known: Exchange | undefined;
  readonly tried: readonly { readonly operation: Operation; readonly sentence: string; readonly exchange: Exchange }[];
};

/** Removes what should not have been created: there may be no room for the second try otherwise. */
const removeMade = async (session: Session, { key }: Operation, exchange: Exchange): Promise<void> => {
  const trip = isSuccess(exchange) ? roundTrips(session.contract).find(({ create }) => create.key === key) : undefined;
  const id = trip && idOfMade(session.contract, trip, exchange);
  const remove = trip?.remove;
  if (remove === undefined || id === undefined) return;
  await ifTried(
    (async () => {
      const pathValues = valuesInPath(remove.path, [], id);
      return session.send(usableRequest(session, remove, 'issued-scope', { pathValues }));
    })(),
  );
};

/** Makes a key with one scope alone, and calls with it what needs that scope, and then what needs another one. */
const tryKey = async (session: Session, { trip, member }: KeysWithScopes, { scope, open, closed }: IssuedScope): Promise<OfKey> => {
  const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
  const { id, exchange: made } = await make(way, `scope-${scope.replaceAll(/\W+/gu, '-')}`, (base) => ({ ...base, [member]: [scope] }));
  const resource = resourceIn(session.contract, trip.create, made, trip.id);
  const [handle] = id === undefined || resource === undefined ? [] : handlesIn(resource);
  if (handle === undefined) return { scope, made, known: undefined, tried: [] };
  const by = async (operation: Operation, isOpen: boolean): Promise<Exchange | undefined> => {
    const [scheme = ''] = tokenSchemes(session.contract, operation);
    return ifTried(
      (async () => {
        const request = usableRequest(session, operation, 'issued-scope');
        const faults = isOpen ? request.faults : (['credential-forbidden'] as const);
        return session.send({ ...request, credential: { kind: 'issued', handle, scheme }, faults });
      })(),
    );
  };
  let known: Exchange | undefined;
  for (const operation of open.slice(0, 2)) {
    const exchange = await by(operation, true);
    if (exchange && isSuccess(exchange)) known ??= exchange;
  }
  const tried: { operation: Operation; sentence: string; exchange: Exchange }[] = [];
  for (const { operation, sentence } of closed) {
    const exchange = await by(operation, false);
    if (!exchange) continue;
    tried.push({ operation, sentence, exchange });
    if (statusOf(exchange) === 403) known ??= exchange;
    await removeMade(session, operation, exchange);
  }
  return { scope, made, known, tried };
};

export const issuedScopeKept = defineProbe<KeysWithScopes, readonly OfKey[]>({
  id: 'auth/issued-scope-kept',
  title: 'A key that was made with one scope alone is refused where an operation says that it needs another one',
  why: 'A key is given less rights because its holder is trusted less, and nothing else holds that one back.',
  fix: 'Compare the scopes of the key with those of the operation on every request, before anything is done.',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: (contract) => [...issuedScopes(contract)],
  prerequisites: ({ trip }, around) => prerequisitesFor(trip.create, around),
  cost: ({ keys }) => ({
    requests: keys.reduce((sum, { closed }) => sum + 6 + 3 * closed.length, 0),
    creates: keys.reduce((sum, { closed }) => sum + 1 + closed.length, 0),
  }),
  async run(subject, session) {
    const results: OfKey[] = [];
    for (const key of subject.keys) {
      const result = await tryKey(session, subject, key);
      results.push(result);
      // What one key may do although it should not is proven: no more is done that ought to be refused.
      if (result.tried.some(({ exchange }) => isSuccess(exchange))) break;
    }
    return results;
  },
  judge(_, results) {
    for (const { scope, made, known, tried } of results) {
      const wrong = known && tried.find(({ exchange }) => isSuccess(exchange));
      if (!wrong) continue;
      const finding = {
        code: 'scope-not-needed',
        where: 'credential',
        expected: `403 to ${wrong.operation.key} with a key that was made with \`${scope}\` alone: "${wrong.sentence.trim()}"`,
        actual: `status ${outcomeOf(wrong.exchange)}`,
      };
      return unconfirmed(fail(finding, [wrong.exchange, known, made]));
    }
    // Where no answer tells a key from one that nobody made, nothing shows that it was looked at.
    const refused = results
      .filter(({ known }) => known !== undefined)
      .flatMap(({ tried }) => tried)
      .filter(({ exchange }) => [401, 403, 404].includes(statusOf(exchange) ?? 0)).length;
    if (refused > 0) return pass(refused);
    return inconclusive(
      'No key with one scope alone was seen to be known, and refused something',
      results.slice(0, 1).map(({ made }) => made),
    );
  },
});
