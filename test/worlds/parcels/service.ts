import type { HeaderPair } from '../../../src/model/exchange.ts';
import type { PlannedRequest } from '../../../src/model/request.ts';
import { isObject } from '../../../src/contract/pointer.ts';
import type { Reply } from '../../checks/support/exchange.ts';

export type Parcel = {
  readonly number: string;
  readonly label: string;
  readonly zone: string;
  phase: string;
  readonly van?: string;
};

/** Answers a request; undefined leaves it to the honest service. */
export type Twist = (request: PlannedRequest, honest: (request: PlannedRequest) => Reply) => Reply | undefined;

export type ServiceOptions = {
  readonly count?: number;
  readonly zones?: readonly string[];
  readonly twist?: Twist;
  /** Reads of the list after which a new parcel moves on; it can be rerouted from then on. */
  readonly readyAfterReads?: number;
  /** Reads of the list before a new parcel shows. */
  readonly hiddenForReads?: number;
  /** Reads of the list that show a rerouted parcel on its way. */
  readonly awayForReads?: number;
  readonly limit?: number;
};

export const quotaLimit: HeaderPair = ['Quota-Limit', '30'];

/** A fault as documented. */
export const fault = (status: number, hints?: readonly string[]): Reply => ({
  status,
  headers: [quotaLimit],
  json: { fault: { code: status, text: 'Wrong', ...(hints ? { hints: hints.map((at) => ({ at, text: 'Wrong' })) } : {}) } },
});

/** Value of a query parameter. */
export const queryOf = ({ query }: PlannedRequest, name: string): string | undefined => query.find(([key]) => key === name)?.[1];

/** A page as documented. */
export const page = (list: readonly unknown[], next: string | null, again = next !== null): Reply => ({
  status: 200,
  headers: [quotaLimit],
  json: { result: { list, next, again } },
});

export type Page = {
  readonly list: readonly { readonly number: string; readonly label: string }[];
  readonly next: string | null;
  readonly again?: unknown;
};

const isPage = (json: unknown): json is { readonly result: Page } =>
  isObject(json) && isObject(json['result']) && Array.isArray(json['result']['list']);

/** The page in an answer; undefined where it holds none. */
export const pageIn = (reply: Reply): Page | undefined =>
  reply !== 'no answer' && reply.status === 200 && isPage(reply.json) ? reply.json.result : undefined;

type Sent = { readonly parcel: Parcel; reads: number };

/** An honest service of parcels in memory, with at most one twist. */
export const parcelService = ({
  count = 13,
  zones = ['north', 'south'],
  twist,
  readyAfterReads = 1,
  hiddenForReads = 0,
  awayForReads = 5,
  limit,
}: ServiceOptions = {}) => {
  const stored: Parcel[] = Array.from({ length: count }, (_, n) => ({
    number: `pk-${String(100000 + n)}`,
    label: `parcel ${n}`,
    zone: zones[n % zones.length] ?? 'north',
    phase: ['waiting', 'moving', 'done'][n % 3] ?? 'done',
    ...(n % 3 === 1 ? { van: `van ${n}` } : {}),
  }));
  const created: Sent[] = [];
  const away = new Map<Parcel, number>();
  let calls = 0;

  const list = (request: PlannedRequest): Reply => {
    const asked = queryOf(request, 'count') ?? '5';
    const after = queryOf(request, 'after');
    if (!/^\d+$/.test(asked)) return fault(400);
    if (Number(asked) > 10) return fault(422, ['count']);
    if (after !== undefined && !/^from \d+$/.test(after)) return fault(400);
    for (const one of created) {
      one.reads += 1;
      if (one.reads > readyAfterReads && one.parcel.phase === 'waiting') one.parcel.phase = 'done';
    }
    for (const [parcel, left] of away) {
      if (left === 0) parcel.phase = 'done';
      if (left === 0) away.delete(parcel);
      else away.set(parcel, left - 1);
    }
    const shown = [...stored, ...created.filter((one) => one.reads > hiddenForReads).map((one) => one.parcel)];
    const wanted = shown.filter(
      ({ zone, phase }) => [zone, undefined].includes(queryOf(request, 'zone')) && [phase, undefined].includes(queryOf(request, 'phase')),
    );
    const from = Number(after?.slice(5) ?? 0);
    const to = from + Number(asked);
    return page(wanted.slice(from, to), to < wanted.length ? `from ${to}` : null);
  };

  const send = ({ body }: PlannedRequest): Reply => {
    const value = body?.kind === 'json' ? body.value : undefined;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fault(400);
    const sent: Record<string, unknown> = { ...value };
    const missing = ['label', 'zone', 'size', 'sender'].filter((name) => sent[name] === undefined);
    if (missing.length > 0) return fault(400, missing);
    const { stamp = '', tags = [] } = sent;
    if (typeof sent['label'] !== 'string' || typeof stamp !== 'string' || !Array.isArray(tags)) return fault(400);
    if (!/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(stamp)) return fault(422, ['stamp']);
    const known: Readonly<Record<string, readonly unknown[]>> = {
      zone: ['north', 'south'],
      size: ['small', 'big'],
      sender: ['post', 'courier'],
    };
    const unusable = Object.entries(known)
      .filter(([name, values]) => !values.includes(sent[name]))
      .map(([name]) => name);
    if (unusable.length > 0) return fault(422, unusable);
    if ([...stored, ...created.map((one) => one.parcel)].some(({ label }) => label === sent['label'])) return fault(409, ['label']);
    const parcel = {
      number: `pk-${String(900000 + created.length)}`,
      label: sent['label'],
      zone: String(sent['zone']),
      phase: 'waiting',
    };
    created.push({ parcel, reads: 0 });
    return { status: 201, headers: [quotaLimit] };
  };

  const reroute = ({ pathValues }: PlannedRequest): Reply => {
    const parcel = [...stored, ...created.map((one) => one.parcel)].find(({ number }) => number === pathValues['parcel']);
    if (!parcel) return fault(404);
    if (parcel.phase !== 'done') return fault(409);
    parcel.phase = 'rerouting';
    away.set(parcel, awayForReads);
    return { status: 202, headers: [quotaLimit], json: { parcel: parcel.number } };
  };

  const honest = (request: PlannedRequest): Reply => {
    calls += 1;
    if (limit !== undefined && calls > limit) {
      return { status: 429, headers: [quotaLimit, ['Wait-Seconds', '3']], json: { fault: { code: 429, text: 'Wait' } } };
    }
    if (request.credential.kind !== 'valid') return fault(401);
    switch (request.operation) {
      case 'GET /parcels':
        return list(request);
      case 'POST /parcels':
        return send(request);
      case 'POST /parcels/{parcel}/reroute':
        return reroute(request);
      case 'GET /depots':
        return { status: 200, headers: [quotaLimit], json: { result: { list: [] } } };
      default:
        return fault(404);
    }
  };
  return (request: PlannedRequest): Reply => twist?.(request, honest) ?? honest(request);
};
