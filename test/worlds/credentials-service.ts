import type { PlannedRequest } from '../../src/model/request.ts';
import { isObject } from '../../src/contract/pointer.ts';
import type { Reply } from '../checks/support/exchange.ts';

/** Answers a request in place of the honest service, and may call it. */
export type VaultTwist = (request: PlannedRequest, honest: (request: PlannedRequest) => Reply) => Reply | undefined;

type Box = { readonly no: string; tag: string; readonly account: string };

type Item = { readonly no: string; readonly box: string; readonly account: string };

const accounts: Readonly<Record<string, string>> = { key: 'own', restricted: 'own', other: 'other' };

const refused = (status: number): Reply => ({
  status,
  headers: status === 401 ? [['WWW-Authenticate', 'Bearer realm="vault"']] : [],
  json: { error: 'refused' },
});

/** A service that keeps every requirement of the vault's contract. */
export const vaultService = (twist?: VaultTwist): ((request: PlannedRequest) => Reply) => {
  const boxes = new Map<string, Box>();
  const items: Item[] = [];
  let last = 100;
  const honest = (request: PlannedRequest): Reply => {
    const { credential, operation, base, body, pathValues } = request;
    if (credential.kind !== 'valid') return refused(401);
    const inSandbox = base?.kind === 'named' && base.name === 'sandbox';
    const account = inSandbox ? (credential.name === 'test' ? 'sandbox' : undefined) : accounts[credential.name];
    if (account === undefined) return refused(401);
    if (request.method !== 'GET' && credential.name === 'restricted') return refused(403);
    const tag = body?.kind === 'json' && isObject(body.value) && typeof body.value['tag'] === 'string' ? body.value['tag'] : undefined;
    const box = boxes.get(pathValues['no'] ?? '');
    const mine = box?.account === account ? box : undefined;
    const shown = ({ no, tag: name }: Box) => ({ no, tag: name });
    switch (operation) {
      case 'GET /boxes':
        return { status: 200, json: { boxes: [...boxes.values()].filter((one) => one.account === account).map(shown) } };
      case 'POST /boxes': {
        if (tag === undefined) return refused(422);
        last += 1;
        const made = { no: `bx-${last}`, tag, account };
        boxes.set(made.no, made);
        return { status: 201, json: shown(made) };
      }
      case 'GET /items': {
        const [, wanted] = request.query.find(([name]) => name === 'box') ?? [];
        const seen = items.filter((one) => one.account === account && (wanted === undefined || one.box === wanted));
        return { status: 200, json: { items: seen.map(({ no, box: around }) => ({ no, box: around })) } };
      }
      case 'POST /items': {
        const around = body?.kind === 'json' && isObject(body.value) ? body.value['box'] : undefined;
        if (typeof around !== 'string') return refused(422);
        last += 1;
        const item = { no: `it-${last}`, box: around, account };
        items.push(item);
        return { status: 201, json: { no: item.no, box: item.box } };
      }
      case 'GET /boxes/{no}':
        return mine ? { status: 200, json: shown(mine) } : refused(404);
      case 'PATCH /boxes/{no}':
        if (!mine) return refused(404);
        if (tag === undefined) return refused(422);
        mine.tag = tag;
        return { status: 200, json: shown(mine) };
      case 'DELETE /boxes/{no}':
        if (!mine) return refused(404);
        boxes.delete(mine.no);
        return { status: 204 };
      default:
        return refused(404);
    }
  };
  return (request) => twist?.(request, honest) ?? honest(request);
};
