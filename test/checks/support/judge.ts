import { fileURLToPath } from 'node:url';
import { NotTried, type Probe, Undecidable, type Unconfirmed } from '../../../src/checks/kit/define.ts';
import { joinLocations } from '../../../src/checks/kit/join-locations.ts';
import { loadContract } from '../../../src/contract/load.ts';
import type { Contract } from '../../../src/contract/model.ts';
import type { Location } from '../../../src/model/location.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { unmetPrerequisites } from '../../../src/plan/unmet-prerequisites.ts';
import { type FakeSession, fakeSession, type SessionInput } from './fake-session.ts';

let loading: Promise<Contract> | undefined;

/** The made-up contract, loaded once for each test file. */
export const parcels = (): Promise<Contract> =>
  (loading ??= loadContract(fileURLToPath(new URL('../../worlds/parcels/openapi.yaml', import.meta.url))));

type Judging = Omit<SessionInput, 'contract'> & {
  /** Default: the parcels. */
  readonly contract?: Contract;
  /** Only locations of this operation; `null` for those outside every operation. */
  readonly at?: string | null;
  /** Only locations whose node ends so. */
  readonly node?: string;
};

export type Judged = { readonly verdict: Verdict | Unconfirmed; readonly session: FakeSession; readonly locations: readonly Location[] };

const judgeAt = async (probe: Probe, location: Location, session: FakeSession): Promise<Verdict | Unconfirmed> => {
  const around = { contract: session.contract, target: session.target };
  try {
    return probe.judge(location, await probe.run(location, session), around);
  } catch (error) {
    if (error instanceof NotTried) return { kind: 'skipped', because: error.because, reason: error.message };
    if (error instanceof Undecidable) return { kind: 'inconclusive', reason: error.message, exchanges: error.exchanges };
    throw error;
  }
};

const isMet = (probe: Probe, location: Location, { contract, target }: FakeSession): boolean =>
  unmetPrerequisites(probe.prerequisites(location, { contract, target }), target).length === 0;

/** Runs and judges a probe against a scripted service, at all its locations whose prerequisites are met, or at those of `at` and `node`. */
export const judge = async (probe: Probe, { at, node, contract: given, ...input }: Judging): Promise<Judged> => {
  const contract = given ?? (await parcels());
  const session = fakeSession({ contract, ...input });
  const locations = probe
    .locations(contract)
    .filter((location) => at === undefined || location.operation === at)
    .filter(({ way }) => node === undefined || (way.at(-1) ?? '').endsWith(node))
    .filter((location) => isMet(probe, location, session));
  const judged: { location: Location; verdict: Verdict }[] = [];
  for (const location of locations) {
    const verdict = await judgeAt(probe, location, session);
    if (verdict.kind === 'unconfirmed') return { verdict, session, locations };
    judged.push({ location, verdict });
  }
  const around = { contract, target: session.target };
  return { verdict: probe.join ? probe.join(judged, around) : joinLocations(judged), session, locations };
};

/** Outcome and code in one word for tables: `pass`, `fail page-larger`, `unconfirmed item-missing`. */
export const stated = ({ verdict }: Pick<Judged, 'verdict'>): string => {
  if (verdict.kind === 'unconfirmed') return `unconfirmed ${verdict.verdict.finding.code}`;
  return verdict.kind === 'fail' ? `fail ${verdict.finding.code}` : verdict.kind;
};
