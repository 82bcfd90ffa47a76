import { statuses } from '../../../contract/conventions-at.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, ResourceType } from '../../../contract/model.ts';
import { below, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import {
  at,
  defineProbe,
  fail,
  inconclusive,
  type ProbePrerequisite,
  NotTried,
  pass,
  type Subject,
  type Surroundings,
} from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { judgeErrorResponse } from '../../kit/error-response.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { hasStatus } from '../../kit/success.ts';
import { goneStatuses, onResource } from '../../scenarios/lifecycle/look-at-resource.ts';
import { prerequisitesOnResource, resourceTypeNamed } from '../../subjects/resources.ts';

/** A resource type whose contract documents the answer to the removal of a resource in use. */
type KeptInUse = Subject & { readonly resourceType: ResourceType; readonly remove: Operation };

/** The resource types with that requirement, at one of its words. They need no creation. */
const keptInUse = (contract: Contract, ...path: readonly string[]): KeptInUse[] =>
  contract.resourceTypes.flatMap((resourceType) => {
    const { location, remove } = resourceType;
    const words = ['removed', 'inUse', ...path];
    const root = nodeOf(location);
    if (!remove || valueAt(contract.document, below(root, ...words)) === undefined) return [];
    const way = [...location.way, ...words.map((_, n) => below(root, ...words.slice(0, n + 1)))];
    return [at({ operation: remove.key, way }, { resourceType, remove })];
  });

const statusesInUse = ({ resourceType }: KeptInUse): number[] => statuses(resourceType.convention.removed?.inUse);

type InUse = {
  readonly id: string;
  readonly before: Exchange | undefined;
  /** Undefined where the resource could not be read before. */
  readonly removal: Exchange | undefined;
  readonly after: readonly Exchange[];
};

const mostMs = 5000;

/** Removes the resource in use that the operator names, and reads it again. */
const inUse = defineScenario<{ readonly resourceType: string }, InUse>({
  id: 'in-use',
  async run(session, { resourceType: name }) {
    const { remove, read, convention } = resourceTypeNamed(session.contract, name);
    const [id] = [session.target.fixtures[convention.removed?.inUse?.fixture ?? ''] ?? []].flat();
    if (id === undefined || !remove) throw new NotTried('missing-prerequisite', `No "${name}" in use is known`);
    const before = read && (await onResource(session, read, id));
    if (before && !isSuccess(before)) return { id, before, removal: undefined, after: [] };
    const removal = await onResource(session, remove, id, { purpose: 'remove' });
    const after: Exchange[] = [];
    if (read && (statusOf(removal) ?? 0) >= 400) {
      after.push(await onResource(session, read, id));
      await session.pause(Math.min(mostMs, patienceMs(session.target, 'removed.settled')), 'a removal may take effect later');
      after.push(await onResource(session, read, id));
    }
    return { id, before, removal, after };
  },
});

/** The run of both checks: the operator names a resource in use, the run tries to remove it, and reads it again. */
const tried = {
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  prerequisites({ resourceType, remove }: KeptInUse, around: Surroundings): ProbePrerequisite[] {
    const name = resourceType.convention.removed?.inUse?.fixture;
    return [...prerequisitesOnResource(remove, around), ...(name === undefined ? [] : [{ kind: 'fixture' as const, name }])];
  },
  cost: () => ({ requests: 4, creates: 0 }),
  run: ({ resourceType }: KeptInUse, session: Session) => session.run(inUse, { resourceType: resourceType.name }),
} as const;

/** Statuses with another reason are inconclusive. */
const open: readonly number[] = [401, 403, 404, 408, 429];

export const inUseRefused = defineProbe<KeptInUse, InUse>({
  id: 'concurrency/in-use-refused',
  title: 'The removal of a resource in use is refused with the documented status',
  why: 'Everything that uses the resource fails at once when it is gone, and nobody knows why.',
  fix: 'Check whether the resource is in use before it is removed, and answer the documented status where it is.',
  ...tried,
  over: (contract) => keptInUse(contract),
  judge(subject, { id, before, removal }) {
    if (!removal) return inconclusive(`${id} could not be read: ${before ? outcomeOf(before) : ''}`, before ? [before] : []);
    const expected = statusesInUse(subject);
    const wrong = Array.from({ length: 100 }, (_, n) => 400 + n).filter((status) => !expected.includes(status) && !open.includes(status));
    return judgeErrorResponse(removal, {
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
  title: 'A resource in use still exists after its removal was refused',
  why: 'An error response despite the removal hides the loss from those who could still repair it.',
  fix: 'Check whether the resource is in use in the same transaction that removes it.',
  ...tried,
  over: (contract) => keptInUse(contract, 'kept').filter(({ resourceType }) => resourceType.read !== undefined),
  judge(subject, { id, removal, after }) {
    if (!removal || !hasStatus(removal, statusesInUse(subject))) {
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
