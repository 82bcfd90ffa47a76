import { statuses } from '../../../contract/conventions-at.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, Resource } from '../../../contract/model.ts';
import { below, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/place.ts';
import { at, defineProbe, fail, inconclusive, type Need, NotTried, pass, type Subject, type Surroundings } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { judgeRefusal } from '../../kit/refusal.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { hasStatus } from '../../kit/success.ts';
import { goneStatuses, onThing } from '../../scenarios/lifecycle/look-at-thing.ts';
import { needsOnThing, resourceNamed } from '../../subjects/resources.ts';

/** A kind of thing of which the contract says what a removal gets while others use it. */
type KeptInUse = Subject & { readonly resource: Resource; readonly remove: Operation };

/** Kinds of things in use, at a word of that promise; they need no creation. */
const keptInUse = (contract: Contract, ...path: readonly string[]): KeptInUse[] =>
  contract.resources.flatMap((resource) => {
    const { place, remove } = resource;
    const words = ['removed', 'inUse', ...path];
    const root = nodeOf(place);
    if (!remove || valueAt(contract.document, below(root, ...words)) === undefined) return [];
    const way = [...place.way, ...words.map((_, n) => below(root, ...words.slice(0, n + 1)))];
    return [at({ operation: remove.key, way }, { resource, remove })];
  });

const refusalsInUse = ({ resource }: KeptInUse): number[] => statuses(resource.convention.removed?.inUse);

type InUse = {
  readonly id: string;
  readonly before: Exchange | undefined;
  /** Undefined where it could not be read before. */
  readonly removal: Exchange | undefined;
  readonly after: readonly Exchange[];
};

const mostMs = 5000;

/** Removes the thing in use that the operator names, and looks whether it is still there. */
const inUse = defineMeasurement<{ readonly resource: string }, InUse>({
  id: 'in-use',
  async run(session, { resource: name }) {
    const { remove, read, convention } = resourceNamed(session.contract, name);
    const [id] = [session.target.fixtures[convention.removed?.inUse?.fixture ?? ''] ?? []].flat();
    if (id === undefined || !remove) throw new NotTried('missing-prerequisite', `No "${name}" in use is known`);
    const before = read && (await onThing(session, read, id));
    if (before && !isSuccess(before)) return { id, before, removal: undefined, after: [] };
    const removal = await onThing(session, remove, id, { purpose: 'remove' });
    const after: Exchange[] = [];
    if (read && (statusOf(removal) ?? 0) >= 400) {
      after.push(await onThing(session, read, id));
      await session.pause(Math.min(mostMs, patienceMs(session.target, 'removed.settled')), 'a thing in use is to be kept');
      after.push(await onThing(session, read, id));
    }
    return { id, before, removal, after };
  },
});

/** How both promises are tried: the operator names a thing in use, it is removed, and looked at again. */
const tried = {
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  needs({ resource, remove }: KeptInUse, around: Surroundings): Need[] {
    const name = resource.convention.removed?.inUse?.fixture;
    return [...needsOnThing(remove, around), ...(name === undefined ? [] : [{ kind: 'fixture' as const, name }])];
  },
  cost: () => ({ requests: 4, creates: 0 }),
  measure: ({ resource }: KeptInUse, session: Session) => session.measure(inUse, { resource: resource.name }),
} as const;

/** Refusals for another reason decide nothing. */
const open: readonly number[] = [401, 403, 404, 408, 429];

export const inUseRefused = defineProbe<KeptInUse, InUse>({
  id: 'concurrency/in-use-refused',
  title: 'The removal of a thing that others use is refused with the documented status',
  why: 'What uses it fails at once when it is gone, and nobody knows why.',
  fix: 'Look whether anything uses the thing before it is removed, and answer the documented status where something does.',
  ...tried,
  over: (contract) => keptInUse(contract),
  judge(subject, { id, before, removal }) {
    if (!removal) return inconclusive(`${id} could not be read: ${before ? outcomeOf(before) : ''}`, before ? [before] : []);
    const expected = refusalsInUse(subject);
    const wrong = Array.from({ length: 100 }, (_, n) => 400 + n).filter((status) => !expected.includes(status) && !open.includes(status));
    return judgeRefusal(removal, {
      expected,
      wrong,
      redirect: true,
      code: 'in-use',
      where: 'path',
      mistake: `the removal of ${id}, which is in use`,
    });
  },
});

export const inUseIsKept = defineProbe<KeptInUse, InUse>({
  id: 'concurrency/in-use-is-kept',
  title: 'A thing whose removal was refused because it is in use is still there',
  why: 'A refusal that removes all the same hides the loss from the one who could still mend it.',
  fix: 'Decide whether the thing is in use in the same step that removes it.',
  ...tried,
  over: (contract) => keptInUse(contract, 'kept').filter(({ resource }) => resource.read !== undefined),
  judge(subject, { id, removal, after }) {
    if (!removal || !hasStatus(removal, refusalsInUse(subject))) {
      return inconclusive(`The removal of ${id} was ${removal ? `answered ${outcomeOf(removal)}` : 'not sent'}`, removal ? [removal] : []);
    }
    const lost = after.find((read) => hasStatus(read, goneStatuses));
    if (lost) {
      const finding = {
        code: 'in-use-removed',
        where: 'status',
        expected: `a success of a read of ${id}`,
        actual: `status ${outcomeOf(lost)}`,
      };
      return fail(finding, [lost, removal]);
    }
    return after.length > 0 && after.every(isSuccess) ? pass(after.length) : inconclusive(`${id} could not be read afterwards`, after);
  },
});
