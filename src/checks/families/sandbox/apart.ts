import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { type CheckText, defineProbe, fail, inconclusive, pass, type Probe } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { sandboxPrerequisites } from '../../requests/sandbox-session.ts';
import { apart, apartResourceType, type Apart } from './made-apart.ts';
import { sandboxes, type SandboxSubject } from '../../subjects/sandbox.ts';
import { mentions } from '../../subjects/shown-resource.ts';

/** Error responses about the caller (RFC 9110 section 15.5.2) or its pace (RFC 6585 section 4), whatever the request names. */
const otherReasons: readonly number[] = [401, 429];

type ApartResourceType = NonNullable<ReturnType<typeof apartResourceType>>;

/** Judges that a resource made in one environment does not appear in the other. */
const apartProbe = (text: Omit<CheckText, 'reads'>, from: 'sandbox' | 'live'): Probe<Apart> => {
  const other = from === 'live' ? 'the sandbox' : 'the live service';
  return defineProbe<SandboxSubject & { readonly resourceType: ApartResourceType }, Apart>({
    ...text,
    reads: 'sandbox.apart',
    phase: 'mutate',
    stage: 'remaining',
    exclusive: 'collection',
    over(contract) {
      const resourceType = apartResourceType(contract);
      return resourceType ? sandboxes(contract, 'apart').map((sandbox) => ({ ...sandbox, resourceType })) : [];
    },
    prerequisites: ({ resourceType }, around) => [
      ...sandboxPrerequisites(around),
      ...prerequisitesFor(resourceType.create, around),
      { kind: 'permission', permission: 'mutation' },
    ],
    cost: () => ({ requests: 10, creates: 1 }),
    run: ({ resourceType }, session) => session.run(apart, { resourceType: resourceType.name, from }),
    judge(_subject, { creation, names, own, read, listed }) {
      if (!isSuccess(creation)) return inconclusive(`The creation was answered ${outcomeOf(creation)}`, [creation]);
      if (own && !isSuccess(own))
        return inconclusive(`The new resource could not be read where it was made: ${outcomeOf(own)}`, [own, creation]);
      const isShown = (value: unknown): boolean => names.some((name) => typeof name === 'string' && mentions(value, name));
      const finding = {
        expected: `no sign of the resource in ${other}`,
        code: from === 'live' ? 'live-thing-in-sandbox' : 'sandbox-thing-in-live',
      };
      if (listed?.kind === 'item' && isShown(listed.item))
        return fail({ ...finding, where: 'list', actual: 'it is listed there' }, [listed.exchange, creation]);
      if (read && isSuccess(read) && isShown(jsonOf(read))) {
        return fail({ ...finding, where: 'read', actual: `status ${outcomeOf(read)} with its name` }, [read, creation]);
      }
      const status = read && statusOf(read);
      const isRefused = status !== undefined && status >= 400 && status < 500 && !otherReasons.includes(status);
      if (read && !isRefused) return inconclusive(`A read of its id in ${other} was answered ${outcomeOf(read)}`, [read, creation]);
      // Each environment may number its resources on its own, so that the same id names another resource there.
      if (listed?.kind === 'item')
        return inconclusive(`A resource in ${other} has the same id, and no other value in common`, [listed.exchange]);
      if (listed && listed.kind !== 'absent') return inconclusive(`The list of ${other} could not be read to its end`, [listed.exchange]);
      return read || listed ? pass(1) : inconclusive('Neither a read nor a list could show it', [creation]);
    },
  });
};

export const sandboxApart = apartProbe(
  {
    id: 'sandbox/apart',
    title: 'What is created in the sandbox does not appear in the live service',
    why: 'Test data that appears among real resources is billed, listed, and deleted by accident together with them.',
    fix: 'Keep the data of the sandbox in a store of its own, and look up ids in the store of the environment.',
  },
  'sandbox',
);

export const sandboxLiveApart = apartProbe(
  {
    id: 'sandbox/live-apart',
    title: 'What is created in the live service does not appear in the sandbox',
    why: 'Keys of the sandbox are passed around freely; anybody with such a key would read real data.',
    fix: 'Keep the data of the sandbox in a store of its own, and look up ids in the store of the environment.',
  },
  'live',
);
