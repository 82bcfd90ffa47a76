import { heldVersion } from '../../../contract/infer/held-version.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { type OldVersion, triedOnOldVersion, versionedOn } from '../../scenarios/lifecycle/held-version.ts';
import { resourceIn, roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import { holdsValue } from '../../../model/request.ts';

/** A change or an action that names the version which the client has read, on a resource that the run creates. */
type Versioned = Subject & {
  readonly trip: Trip;
  readonly operation: Operation;
  readonly member: string;
  readonly rising: string | undefined;
};

const versioned = (contract: Contract): Versioned[] =>
  roundTrips(contract).flatMap((trip) =>
    trip.read === undefined
      ? []
      : versionedOn(contract, trip).flatMap((operation): Versioned[] => {
          const held = heldVersion(contract, operation);
          return held ? [at(operation.location, { trip, operation, member: held.member, rising: held.rising })] : [];
        }),
  );

/** Members that the request sent and a read shows although it was refused. */
const storedOf = (contract: Contract, trip: Trip, sent: unknown, { changed, tried }: OldVersion, key: string): string | undefined => {
  const one = tried[key];
  const now = one && trip.read && resourceIn(contract, trip.read, one.read, trip.id);
  if (!now || !changed || typeof sent !== 'object' || sent === null) return undefined;
  return Object.entries(sent).find(
    ([name, value]) =>
      !isSameValue(value, changed.after[name]) && isSameValue(value, now[name]) && !isSameValue(value, changed.before[name]),
  )?.[0];
};

export const oldVersionRefused = defineProbe<Versioned, OldVersion>({
  id: 'concurrency/old-version-refused',
  title: 'A change that names a version which is not the current one any more is refused',
  why: 'Two people open the same thing and save it. Without the comparison the second one undoes what the first one did, and nobody notices.',
  fix: 'Compare the version of the request with the stored one in the same transaction that stores the change, and let each change give another version.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: versioned,
  prerequisites: ({ trip, operation }, around) => [...prerequisitesFor(trip.create, around), ...permissionsFor(operation)],
  cost: () => ({ requests: 14, creates: 1 }),
  run: ({ trip }, session) => session.run(triedOnOldVersion, { operation: trip.create.key }),
  judge({ trip, operation, member, rising }, result, { contract }) {
    const { creation, changed, tried } = result;
    if (!changed) return inconclusive('No change that names the version was accepted', [creation]);
    const [old, now] = [changed.before[member], changed.after[member]];
    if (old === undefined || now === undefined) return inconclusive(`Reads show no ${member}`, [changed.read]);
    if (isSameValue(old, now)) {
      if (rising === undefined) return inconclusive(`The change left ${member} as it was, so that no version is old`, [changed.read]);
      const finding = {
        code: 'version-kept',
        where: `/${member}`,
        expected: `another ${member} than ${shown(old)}: "${rising}"`,
        actual: shown(now),
      };
      return unconfirmed(fail(finding, [changed.read, changed.exchange]));
    }
    const one = tried[operation.key];
    if (!one) return inconclusive('It was not tried with the version from before', [changed.exchange]);
    const { exchange, read } = one;
    const request = `${member} ${shown(old)} in the body, where the current one is ${shown(now)}`;
    if (isSuccess(exchange)) {
      if (statusOf(exchange) === 202) return inconclusive('It was answered 202', [exchange]);
      const finding = {
        code: 'old-version-accepted',
        where: `/${member}`,
        expected: `409 or 412 to ${request}`,
        actual: outcomeOf(exchange),
      };
      return unconfirmed(fail(finding, [exchange, read, changed.exchange]));
    }
    const status = statusOf(exchange) ?? 0;
    if (status < 400 || status >= 500) return inconclusive(`It was answered ${outcomeOf(exchange)}`, [exchange]);
    const { body } = exchange.request;
    const stored = storedOf(contract, trip, holdsValue(body) ? body.value : undefined, result, operation.key);
    if (stored === undefined) {
      // Another refusal may have another reason, unless the same operation was accepted with the current version.
      const isSure = status === 409 || status === 412 || changed.exchange.request.operation === operation.key;
      return isSure ? pass(1) : inconclusive(`It was answered ${outcomeOf(exchange)}, which may have another reason`, [exchange]);
    }
    const finding = {
      code: 'refused-and-stored',
      where: `/${stored}`,
      expected: `the value from before, because the change was answered ${outcomeOf(exchange)}`,
      actual: shown((resourceIn(contract, trip.read ?? operation, read, trip.id) ?? {})[stored] ?? jsonOf(read)),
    };
    return unconfirmed(fail(finding, [read, exchange]));
  },
});
