import { loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';
import { isObject } from '../../src/contract/pointer.ts';
import type { PlannedRequest } from '../../src/model/request.ts';
import type { Reply } from '../checks/support/exchange.ts';
import { writeTolls } from './quota-and-sandbox.ts';

let loading: Promise<Contract> | undefined;

/** The contract of the toll roads, loaded once for each test file. */
export const tolls = (): Promise<Contract> => (loading ??= loadContract(writeTolls()));

type Toll = { readonly no: string; readonly plate: string; readonly lane: string; readonly phase: string; readonly paid: string };

/** Answers a request; undefined leaves it to the honest service. */
export type TollTwist = (request: PlannedRequest, honest: (request: PlannedRequest) => Reply) => Reply | undefined;

type TollOptions = {
  /** Lanes of the tolls that each environment holds from the start. */
  readonly live?: readonly string[];
  readonly sandbox?: readonly string[];
  /** When those were paid. Default: half an hour before the request. */
  readonly paidAt?: string;
  /** A toll paid in one environment is in the other one too. */
  readonly isShared?: boolean;
  /** Ids are counted separately in each environment, so that both have the same ones. */
  readonly countsApart?: boolean;
  readonly twist?: TollTwist;
};

const wrong = (status: number): Reply => ({ status, json: { wrong: { kind: status === 404 ? 'no-such-toll' : 'wrong', text: 'Wrong' } } });

/** Is a request one to the sandbox. */
export const isInSandbox = ({ base }: PlannedRequest): boolean => base?.kind === 'named' && base.name === 'sandbox';

const bodyOf = ({ body }: PlannedRequest): Readonly<Record<string, unknown>> =>
  body?.kind === 'json' && isObject(body.value) ? body.value : {};

/** An honest service of tolls in memory, live and in a sandbox, with at most one twist. */
export const tollService = ({
  live = ['left', 'right'],
  sandbox = ['left', 'right'],
  paidAt,
  isShared = false,
  countsApart = false,
  twist,
}: TollOptions = {}) => {
  const stores: Readonly<Record<'live' | 'sandbox', Toll[]>> = { live: [], sandbox: [] };
  const pay = (into: readonly Toll[][], no: number, plate: string, lane: string, paid: string): Toll => {
    const toll = { no: `t-${no}`, plate, lane, phase: 'paid', paid };
    for (const store of into) store.push(toll);
    return toll;
  };
  const nextIn = (store: readonly Toll[], isLive: boolean): number => store.length + (isLive || countsApart ? 1 : 501);
  let isSeeded = false;

  const seed = (now: number): void => {
    if (isSeeded) return;
    isSeeded = true;
    const paid = paidAt ?? new Date(now - 1_800_000).toISOString();
    for (const lane of live) pay([stores.live], nextIn(stores.live, true), `live ${lane}`, lane, paid);
    for (const lane of sandbox) pay([stores.sandbox], nextIn(stores.sandbox, false), `trial ${lane}`, lane, paid);
  };

  return (request: PlannedRequest, now: number): Reply => {
    seed(now);
    const honest = (asked: PlannedRequest): Reply => {
      if (asked.credential.kind !== 'valid') return wrong(401);
      const isLive = !isInSandbox(asked);
      const store = isLive ? stores.live : stores.sandbox;
      const found = store.find(({ no }) => no === asked.pathValues['no']);
      switch (asked.operation) {
        case 'GET /tolls':
          return { status: 200, headers: [['Toll-Left', '39']], json: { tolls: store } };
        case 'GET /roads':
          return { status: 200, json: { roads: [] } };
        case 'GET /tolls/{no}':
          return found ? { status: 200, json: found } : wrong(404);
        case 'POST /tolls': {
          const { plate, lane = 'left' } = bodyOf(asked);
          if (typeof plate !== 'string' || typeof lane !== 'string') return wrong(422);
          const into = isShared ? [stores.live, stores.sandbox] : [store];
          return { status: 201, json: pay(into, nextIn(store, isLive), plate, lane, new Date(now).toISOString()) };
        }
        default:
          return wrong(404);
      }
    };
    return twist?.(request, honest) ?? honest(request);
  };
};
