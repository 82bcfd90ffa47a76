import { fileURLToPath } from 'node:url';
import { NotTried, type Probe, Undecidable, type Unconfirmed } from '../../../src/checks/kit/define.ts';
import { joinPlaces } from '../../../src/checks/kit/join-places.ts';
import { loadContract } from '../../../src/contract/load.ts';
import type { Contract } from '../../../src/contract/model.ts';
import type { Place } from '../../../src/model/place.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { unmetNeeds } from '../../../src/plan/unmet-needs.ts';
import { type FakeSession, fakeSession, type SessionInput } from './fake-session.ts';

let loading: Promise<Contract> | undefined;

/** The made-up contract, loaded once a test file. */
export const parcels = (): Promise<Contract> =>
  (loading ??= loadContract(fileURLToPath(new URL('../../worlds/parcels/openapi.yaml', import.meta.url))));

type Judging = Omit<SessionInput, 'contract'> & {
  /** Default: that of the parcels. */
  readonly contract?: Contract;
  /** Only places of this operation; `null` for those outside every operation. */
  readonly at?: string | null;
  /** Only places whose node ends so. */
  readonly node?: string;
};

export type Judged = { readonly verdict: Verdict | Unconfirmed; readonly session: FakeSession; readonly places: readonly Place[] };

const judgeAt = async (probe: Probe, place: Place, session: FakeSession): Promise<Verdict | Unconfirmed> => {
  const around = { contract: session.contract, target: session.target };
  try {
    return probe.judge(place, await probe.measure(place, session), around);
  } catch (error) {
    if (error instanceof NotTried) return { kind: 'skipped', because: error.because, reason: error.message };
    if (error instanceof Undecidable) return { kind: 'inconclusive', reason: error.message, exchanges: error.exchanges };
    throw error;
  }
};

const isMet = (probe: Probe, place: Place, { contract, target }: FakeSession): boolean =>
  unmetNeeds(probe.needs(place, { contract, target }), target).length === 0;

/** Measures and judges a probe against a scripted service, at all its places whose needs are met or at the ones asked for. */
export const judge = async (probe: Probe, { at, node, contract: given, ...input }: Judging): Promise<Judged> => {
  const contract = given ?? (await parcels());
  const session = fakeSession({ contract, ...input });
  const places = probe
    .places(contract)
    .filter((place) => at === undefined || place.operation === at)
    .filter(({ way }) => node === undefined || (way.at(-1) ?? '').endsWith(node))
    .filter((place) => isMet(probe, place, session));
  const judged: { place: Place; verdict: Verdict }[] = [];
  for (const place of places) {
    const verdict = await judgeAt(probe, place, session);
    if (verdict.kind === 'unconfirmed') return { verdict, session, places };
    judged.push({ place, verdict });
  }
  const around = { contract, target: session.target };
  return { verdict: probe.join ? probe.join(judged, around) : joinPlaces(judged), session, places };
};

/** Outcome and code in one word for tables: `pass`, `fail page-larger`, `unconfirmed item-missing`. */
export const said = ({ verdict }: Pick<Judged, 'verdict'>): string => {
  if (verdict.kind === 'unconfirmed') return `unconfirmed ${verdict.verdict.finding.code}`;
  return verdict.kind === 'fail' ? `fail ${verdict.finding.code}` : verdict.kind;
};
