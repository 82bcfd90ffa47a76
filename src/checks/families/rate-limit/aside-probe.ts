import { outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { type CheckText, defineProbe, fail, inconclusive, type Need, pass, type Probe, unconfirmed } from '../../kit/define.ts';
import { type Aside, asideCalls, exceededQuota, type ExceededQuota } from '../../scenarios/quota/exceeded-quota.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { type AsideShown, shownAside } from './aside.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { floodCost } from '../../scenarios/quota/flood-cost.ts';

type Asking = {
  readonly calls: (aside: Aside) => readonly Exchange[];
  /** What the calls must show. */
  readonly shows: Exclude<AsideShown, 'unclear'>;
  readonly code: string;
  /** What was called, in a phrase. */
  readonly what: string;
  readonly needs: readonly Need[];
  readonly suits?: (contract: Contract) => boolean;
};

/** Judges by calls that are made while a credential is refused whether they draw on the quota that it has used up. */
export const asideProbe = (
  text: Omit<CheckText, 'reads'>,
  { calls, shows, code, what, needs, suits = () => true }: Asking,
): Probe<ExceededQuota> =>
  defineProbe<ExceededQuota>({
    ...text,
    reads: 'rateLimit',
    phase: 'flood',
    alone: 'quota',
    places: (contract) =>
      suits(contract) ? conventionPlaces(contract, ({ rateLimit }) => rateLimit).filter((place) => place === rootPlace) : [],
    needs: () => [{ kind: 'permission', permission: 'flood' }, ...needs],
    cost(_place, around) {
      const { requests } = floodCost(around);
      return { requests: requests + 2 * asideCalls(around.target.flood.maxRequests), creates: 0 };
    },
    measure: (_place, session) => session.measure(exceededQuota, { operation: firstReadOf(session) }),
    judge(_place, flood) {
      const { refusal, aside } = flood;
      if (!refusal) return inconclusive('The flood was not refused', flood.exchanges.slice(-1));
      const made = calls(aside);
      const [first] = made;
      if (!first || !aside.last) return inconclusive(`No call was made ${what}`, [refusal]);
      const shown = shownAside(flood, made);
      if (shown === undefined) return inconclusive(`The flood was not refused any more after the calls ${what}`, [aside.last, refusal]);
      if (shown === shows) return pass(made.length);
      const said = [...new Set(made.map(outcomeOf))].join(' and ');
      if (shown === 'unclear') return inconclusive(`The calls ${what} were answered ${said}, which shows nothing`, [first, refusal]);
      const expected = shows === 'through' ? `calls ${what} let through` : `calls ${what} refused too`;
      const finding = { where: 'status', expected: `${expected} while the quota is used up`, actual: `status ${said}` };
      return unconfirmed(fail({ code, ...finding }, [first, aside.last, refusal], { judged: made.length, breaches: 1 }));
    },
  });
