import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import {
  type CheckText,
  defineProbe,
  fail,
  inconclusive,
  type ProbePrerequisite,
  pass,
  type Probe,
  unconfirmed,
} from '../../kit/define.ts';
import { longestOf, mostBack } from '../../kit/timing.ts';
import { burstCost } from '../../scenarios/quota/asked-quota.ts';
import { type Aside, type AsideCalls, asideCalls, type ExceededQuota } from '../../scenarios/quota/exceeded-quota.ts';
import { hasOtherRead } from '../../scenarios/quota/other-read.ts';
import { isSameAs } from '../../scenarios/quota/recovered-quota.ts';
import { burstPrerequisites, type QuotaSubject, quotas } from '../../subjects/quota.ts';
import { exceedQuota } from './burst.ts';

/**
 * What the calls show that were made while a credential was refused: `accepted` where more were accepted than the quota can
 * have given back meanwhile, `refused` where one was refused like the burst, `unclear` otherwise.
 */
type AsideShown = 'accepted' | 'refused' | 'unclear';

type AsideCheck = {
  readonly calls: (aside: Aside) => AsideCalls | undefined;
  /** What the calls must show. */
  readonly shows: Exclude<AsideShown, 'unclear'>;
  readonly code: string;
  /** What was called, as a phrase: `with another credential`. */
  readonly what: string;
  readonly prerequisites: readonly ProbePrerequisite[];
  readonly suits?: (contract: Contract) => boolean;
};

/** Makes calls while a credential is refused, and judges by them whether they draw on the quota that it has used up. */
const asideProbe = (
  text: Omit<CheckText, 'reads'>,
  { calls, shows, code, what, prerequisites, suits = () => true }: AsideCheck,
): Probe<ExceededQuota> =>
  defineProbe<QuotaSubject, ExceededQuota>({
    ...text,
    reads: 'rateLimit',
    phase: 'flood',
    exclusive: 'quota',
    over: (contract) => (suits(contract) ? quotas(contract) : []),
    prerequisites: () => [...burstPrerequisites, ...prerequisites],
    cost(_subject, around) {
      const { requests } = burstCost(around);
      return { requests: requests + 2 * asideCalls(around.target.flood.maxRequests), creates: 0 };
    },
    run: (_subject, session) => exceedQuota(session),
    judge(_subject, burst) {
      const { errorResponse, aside } = burst;
      if (!errorResponse) return inconclusive('The burst was not refused', burst.exchanges.slice(-1));
      const beside = calls(aside);
      const made = beside?.calls ?? [];
      const [first] = made;
      if (!beside || !first || !aside.last) return inconclusive(`No call was made ${what}`, [errorResponse]);
      const shown = shownAside(burst, beside);
      if (shown === undefined) return inconclusive(`The burst was no longer refused after the calls ${what}`, [aside.last, errorResponse]);
      if (shown === shows) return pass(made.length);
      const outcomes = [...new Set(made.map(outcomeOf))].join(' and ');
      if (shown === 'unclear')
        return inconclusive(`The calls ${what} were answered ${outcomes}, which shows nothing`, [first, errorResponse]);
      const expected = shows === 'accepted' ? `calls ${what} accepted` : `calls ${what} refused too`;
      const finding = { where: 'status', expected: `${expected} while the quota is used up`, actual: `status ${outcomes}` };
      return unconfirmed(fail({ code, ...finding }, [first, aside.last, errorResponse], { judged: made.length, breaches: 1 }));
    },
  });

export const credentialsApart = asideProbe(
  {
    id: 'rate-limit/credentials-apart',
    title: 'A credential that used up its quota does not affect the quota of another credential',
    why: 'Teams share an account and an address; where they share one count, the busiest shuts all the others out.',
    fix: 'Count by the credential of a call, not by its account or address.',
  },
  {
    calls: ({ second }) => second,
    shows: 'accepted',
    code: 'quota-shared-by-credentials',
    what: 'with another credential',
    prerequisites: [{ kind: 'credential', name: 'second' }],
  },
);

export const credentialsShare = asideProbe(
  {
    id: 'rate-limit/credentials-share',
    title: 'Two credentials of one account draw on one quota',
    why: 'A quota that grows with each new credential limits nothing, and an account that pays for more gets nothing for it.',
    fix: 'Count by the account that the credential of a call belongs to.',
  },
  {
    calls: ({ second }) => second,
    shows: 'refused',
    code: 'quota-of-each-credential',
    what: 'with another credential of the account',
    prerequisites: [{ kind: 'credential', name: 'second' }],
  },
);

export const operationsShare = asideProbe(
  {
    id: 'rate-limit/operations-share',
    title: 'Calls of different operations count against one quota',
    why: 'A count for each path gives a client the quota many times over, and the announced limit means nothing.',
    fix: 'Count every call of a credential on the same quota, whichever operation it calls.',
  },
  {
    calls: ({ other }) => other,
    shows: 'refused',
    code: 'quota-of-each-operation',
    what: 'of another operation',
    prerequisites: [],
    suits: hasOtherRead,
  },
);

/** Judges calls made beside a burst; undefined where the burst was no longer refused after them. */
const shownAside = (
  { limit, burst, windowMs, errorResponse, aside }: ExceededQuota,
  { before, calls }: AsideCalls,
): AsideShown | undefined => {
  const { last } = aside;
  if (!errorResponse || !last || !before || calls.length === 0) return undefined;
  const isRefused = isSameAs(errorResponse);
  if (!isRefused(last) || !isRefused(before)) return undefined;
  if (calls.some(isRefused)) return 'refused';
  const back = mostBack(Math.max(limit, burst), longestOf([before, ...calls]), windowMs);
  return calls.every(isSuccess) && calls.length > back ? 'accepted' : 'unclear';
};
