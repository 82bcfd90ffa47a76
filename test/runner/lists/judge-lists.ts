import { NotTried, type Probe, Undecidable } from '../../../src/checks/kit/define.ts';
import { checks } from '../../../src/checks/index.ts';
import { joinLocations } from '../../../src/checks/kit/join-locations.ts';
import { loadContract } from '../../../src/contract/load.ts';
import type { Contract } from '../../../src/contract/model.ts';
import { ownerOf } from '../../../src/contract/owner.ts';
import type { Location } from '../../../src/model/location.ts';
import type { PlannedRequest } from '../../../src/model/request.ts';
import type { Target } from '../../../src/model/target.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { unmetPrerequisites } from '../../../src/plan/unmet-prerequisites.ts';
import type { Reply } from '../../checks/support/exchange.ts';
import { type FakeSession, fakeSession, targetOf } from '../../checks/support/fake-session.ts';

const families = new Set(['pagination', 'ordering', 'filtering', 'query']);

export type Judging = {
  readonly contract: string;
  readonly answer: (request: PlannedRequest, now: number) => Reply;
  readonly overlays?: readonly string[];
  readonly target?: Partial<Target>;
  /** More checks about lists. */
  readonly also?: readonly string[];
};

/** The outcome of each case, in one word or with the code of its breach: `CPIO-61 pagination/page-number-follows` → `pass`. */
export type Outcomes = ReadonlyMap<string, string>;

const contracts = new Map<string, Promise<Contract>>();

const contractOf = (name: string, overlays: readonly string[]): Promise<Contract> => {
  const key = [name, ...overlays].join(' ');
  const loading = contracts.get(key) ?? loadContract(name, { overlays });
  contracts.set(key, loading);
  return loading;
};

const judgeAt = async (probe: Probe, location: Location, session: FakeSession): Promise<Verdict> => {
  const around = { contract: session.contract, target: session.target };
  try {
    const verdict = probe.judge(location, await probe.run(location, session), around);
    return verdict.kind === 'unconfirmed' ? verdict.verdict : verdict;
  } catch (error) {
    if (error instanceof NotTried) return { kind: 'skipped', because: error.because, reason: error.message };
    if (error instanceof Undecidable) return { kind: 'inconclusive', reason: error.message, exchanges: error.exchanges };
    throw error;
  }
};

const wordsOf = (verdict: Verdict): string => {
  if (verdict.kind === 'fail') return `fail ${verdict.finding.code}`;
  if (verdict.kind === 'observed') return `observed ${JSON.stringify(verdict.facts.map(({ fact, value }) => [fact, value]))}`;
  if (verdict.kind === 'skipped') return `skipped ${verdict.because}`;
  return verdict.kind === 'inconclusive' ? `inconclusive: ${verdict.reason}` : verdict.kind;
};

/** Judges a scripted service by every check about lists that decides a requirement of a shipped contract. */
export const judgeLists = async ({
  contract: name,
  answer,
  overlays = [],
  target = {},
  also = [],
}: Judging): Promise<{ outcomes: Outcomes; session: FakeSession }> => {
  const contract = await contractOf(name, overlays);
  const session = fakeSession({
    contract,
    answer,
    startsAt: Date.parse('2031-03-10T12:00:00Z'),
    target: targetOf({ contract: name, ...target }),
  });
  const around = { contract, target: session.target };
  const outcomes = new Map<string, string>();
  for (const check of checks) {
    const [family = ''] = check.id.split('/');
    if (check.kind !== 'probe' || (!families.has(family) && !also.includes(check.id))) continue;
    const probe: Probe = check;
    const judged = new Map<string, { location: Location; verdict: Verdict }[]>();
    for (const location of probe.locations(contract)) {
      const owner = ownerOf(contract, probe, location);
      if (!owner || unmetPrerequisites(probe.prerequisites(location, around), session.target).length > 0) continue;
      const key = `${owner.requirement.id} ${probe.id}`;
      judged.set(key, [...(judged.get(key) ?? []), { location, verdict: await judgeAt(probe, location, session) }]);
    }
    for (const [key, verdicts] of judged) outcomes.set(key, wordsOf(probe.join ? probe.join(verdicts, around) : joinLocations(verdicts)));
  }
  return { outcomes, session };
};

/** The cases that failed, with the code of each: `CPIO-61 first-page-again`. */
export const failedIn = (outcomes: Outcomes): string[] =>
  [...outcomes].filter(([, words]) => words.startsWith('fail ')).map(([key, words]) => `${key.split(' ')[0] ?? ''} ${words.slice(5)}`);

/** Requirements with a passed case and no failed or undecided one. */
export const passedIn = (outcomes: Outcomes): string[] => {
  const ids = [...new Set([...outcomes.keys()].map((key) => key.split(' ')[0] ?? ''))];
  const own = (id: string): string[] => [...outcomes].filter(([key]) => key.startsWith(`${id} `)).map(([, words]) => words);
  return ids.filter((id) => own(id).every((words) => words === 'pass' || words.startsWith('observed')) && own(id).length > 0);
};
