import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const answer = (name: string, headers: readonly string[] = []) => ({
  description: 'Done',
  headers: Object.fromEntries(headers.map((header) => [header, { schema: { type: 'string' } }])),
  content: { 'application/json': { schema: ref(name) } },
});
const asked = (name: string) => ({ required: true, content: { 'application/json': { schema: ref(name) } } });
const refused = { 400: { description: 'Wrong' }, 409: { description: 'A conflict' }, 422: { description: 'Against a rule' } };
const text = { type: 'string', minLength: 1, maxLength: 120 };
const amount = { type: 'string', pattern: '^(0|[1-9][0-9]{0,9})\\.[0-9]{2}$', examples: ['12.50'] };
const address = { type: 'string', format: 'uri', maxLength: 300, examples: ['https://hooks.example/vaults'] };
const path = (name: string) => [{ name, in: 'path', required: true, schema: { type: 'string' } }];
const members = { label: { ...text, description: 'Unique.' }, note: { type: ['string', 'null'], maxLength: 200 } };

const document = {
  openapi: '3.1.0',
  info: { title: 'Vaults', version: '1' },
  paths: {
    '/vaults': {
      post: {
        operationId: 'create_vault',
        summary: 'Open a vault',
        requestBody: asked('VaultCreate'),
        responses: { 201: answer('Vault', ['Location']), ...refused },
      },
    },
    '/vaults/{vault_id}': {
      parameters: path('vault_id'),
      get: { responses: { 200: answer('Vault'), 404: { description: 'None' } } },
      patch: { requestBody: asked('VaultUpdate'), responses: { 200: answer('Vault'), 404: { description: 'None' }, ...refused } },
    },
    '/transfers': {
      post: {
        operationId: 'create_transfer',
        summary: 'Create a transfer',
        requestBody: asked('TransferCreate'),
        responses: { 201: answer('Transfer', ['Location']), ...refused },
      },
    },
    '/transfers/{transfer_id}': {
      parameters: path('transfer_id'),
      get: { responses: { 200: answer('Transfer'), 404: { description: 'None' } } },
    },
    '/hooks': {
      post: {
        description: 'Stores a hook. An address that another hook has is answered with 409.',
        requestBody: asked('HookCreate'),
        responses: { 201: answer('Hook', ['Location']), ...refused },
      },
    },
    '/hooks/{hook_id}': {
      parameters: path('hook_id'),
      get: { responses: { 200: answer('Hook'), 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  },
  components: {
    schemas: {
      VaultCreate: {
        type: 'object',
        required: ['label'],
        properties: { ...members, opening_balance: { ...ref('Amount'), default: '0.00' } },
      },
      VaultUpdate: { type: 'object', properties: members },
      Vault: {
        type: 'object',
        required: ['id', 'label', 'balance'],
        properties: { id: { type: 'string', readOnly: true }, ...members, balance: { type: 'string', readOnly: true } },
      },
      Amount: amount,
      TransferCreate: {
        type: 'object',
        required: ['source_vault_id', 'target_vault_id', 'amount'],
        properties: {
          source_vault_id: text,
          target_vault_id: text,
          amount: ref('Amount'),
          note: { type: ['string', 'null'], maxLength: 200 },
        },
      },
      Transfer: {
        type: 'object',
        required: ['id', 'source_vault_id', 'target_vault_id', 'amount'],
        properties: {
          id: { type: 'string', readOnly: true },
          source_vault_id: text,
          target_vault_id: text,
          amount: ref('Amount'),
          note: { type: ['string', 'null'], maxLength: 200 },
        },
      },
      HookCreate: { type: 'object', required: ['address'], properties: { address } },
      Hook: { type: 'object', required: ['id', 'address'], properties: { id: { type: 'string', readOnly: true }, address } },
    },
  },
};

type Flaw =
  | 'none'
  | 'shows nothing for an empty note'
  | 'takes a label twice'
  | 'forgets changes'
  | 'loses notes of transfers'
  | 'leads nowhere'
  | 'takes amounts with one decimal';

const isText = (value: unknown, most: number, least = 1): boolean =>
  typeof value === 'string' && Array.from(value).length >= least && Array.from(value).length <= most;
const isNote = (value: unknown): boolean => value === undefined || value === null || isText(value, 200, 0);

const followed = ['lifecycle', 'body/breach-refused', 'body/duplicate-refused', 'http/location-leads-to-created'];

/** What is reported of a service with a flaw, and what it holds in the end. */
const judged = async (
  flaw: Flaw,
  only: readonly string[] = followed,
  allow: readonly ('mutation' | 'permanent' | 'destructive')[] = ['mutation', 'permanent', 'destructive'],
) => {
  const vaults = new Map<string, Json & { cents: number }>();
  const transfers = new Map<string, Json>();
  const hooks = new Map<string, Json>([['h0', { id: 'h0', address: address.examples[0] }]]);
  let next = 1;
  let moved = 0;
  const shownVault = ({ cents, ...vault }: Json & { cents: number }): Json => ({
    ...(flaw === 'shows nothing for an empty note' && vault['note'] === null ? { ...vault, note: undefined } : vault),
    balance: (cents / 100).toFixed(2),
  });
  const isAmount = (value: unknown): value is string =>
    typeof value === 'string' &&
    new RegExp(flaw === 'takes amounts with one decimal' ? String.raw`^\d{1,10}\.\d{1,2}$` : amount.pattern, 'u').test(value);
  const url = await serve((incoming, outgoing) => {
    const [, kind = '', id = ''] = (incoming.url ?? '').split(/[/?]/u);
    const end = (status: number, value?: unknown, location?: string): void => {
      outgoing
        .writeHead(status, {
          ...(value === undefined ? {} : { 'content-type': 'application/json' }),
          ...(location === undefined ? {} : { location }),
        })
        .end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method = '' } = incoming;
    const vault = kind === 'vaults' ? vaults.get(id) : undefined;
    const found = vault ? shownVault(vault) : kind === 'transfers' ? transfers.get(id) : hooks.get(id);
    const made = (all: Map<string, Json>, one: Json): void => {
      const own = `${kind[0]}${next++}`;
      all.set(own, { id: own, ...one });
      end(
        201,
        kind === 'vaults' ? shownVault(vaults.get(own) ?? { cents: 0 }) : all.get(own),
        `/${flaw === 'leads nowhere' ? 'lost' : kind}/${own}`,
      );
    };
    const post = (body: Json): void => {
      const { label, note = null, opening_balance: opening = '0.00' } = body;
      const { source_vault_id: source, target_vault_id: target, amount: sum } = body;
      if (kind === 'vaults') {
        if (!isText(label, 120) || !isNote(note) || !isAmount(opening)) return end(400);
        if ([...vaults.values()].some((one) => one['label'] === label) && flaw !== 'takes a label twice') return end(409);
        return made(vaults, { label, note, cents: Number(opening.replace('.', '')) });
      }
      if (kind === 'transfers') {
        if (!isText(source, 120) || !isText(target, 120) || !isAmount(sum) || !isNote(note)) return end(400);
        const [from, to] = [vaults.get(String(source)), vaults.get(String(target))];
        const cents = Math.round(Number(sum) * 100);
        if (!from || !to || from === to || cents === 0 || from.cents < cents) return end(422);
        moved += 1;
        from.cents -= cents;
        to.cents += cents;
        return made(transfers, {
          source_vault_id: source,
          target_vault_id: target,
          amount: sum,
          note: flaw === 'loses notes of transfers' ? null : note,
        });
      }
      if (typeof body['address'] !== 'string' || !URL.canParse(body['address']) || body['address'].length > 300) return end(400);
      if ([...hooks.values()].some((one) => one['address'] === body['address'])) return end(409);
      return made(hooks, { address: body['address'] });
    };
    const write = async (): Promise<void> => {
      const body = await objectBody(incoming);
      if (method === 'PATCH' && !vault) return end(404);
      if (!body) return end(400);
      if (method === 'POST') return id === '' ? post(body) : end(404);
      if (('label' in body && !isText(body['label'], 120)) || !isNote(body['note'])) return end(400);
      if ([...vaults.values()].some((one) => one !== vault && one['label'] === body['label'])) return end(409);
      const sent = Object.fromEntries(Object.entries(body).filter(([name]) => name in members));
      const changed = { ...(vault ?? { cents: 0 }), ...sent };
      if (flaw !== 'forgets changes') vaults.set(id, changed);
      return end(200, shownVault(changed));
    };
    if (method === 'GET') return found ? end(200, found) : end(404);
    if (method === 'DELETE') return end(kind === 'hooks' && hooks.delete(id) ? 204 : 404);
    void write();
    return undefined;
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: [...allow],
    maxCreates: 10,
    selection: { only, skip: [] },
  });
  const failed = verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id.split('@')[0] ?? ''] : []));
  return { failed: [...new Set(failed)], verdicts, vaults: vaults.size, moved, hooks: hooks.size };
};

test.each<Flaw>(['none', 'shows nothing for an empty note'])(
  'what no operation removes is followed with few creations: %s',
  async (flaw) => {
    const { failed, verdicts, vaults, moved, hooks } = await judged(flaw);
    expect(failed).toEqual([]);
    const passed = verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'pass' ? [id] : []));
    for (const creation of ['vaults', 'transfers', 'hooks']) expect(passed).toContain(`lifecycle/sent-is-shown@#/paths/~1${creation}/post`);
    expect(passed).toContain('lifecycle/change-shown@#/paths/~1vaults/post');
    expect(vaults).toBeLessThanOrEqual(10);
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThanOrEqual(10);
    expect(hooks).toBe(1);
  },
);

test('what moves money is not created without the permission for that', async () => {
  expect(await judged('none', followed, ['mutation', 'permanent'])).toMatchObject({ failed: [], moved: 0 });
});

test.each<readonly [Flaw, string]>([
  ['takes a label twice', 'body/duplicate-refused'],
  ['forgets changes', 'lifecycle/change-shown'],
  ['loses notes of transfers', 'lifecycle/sent-is-shown'],
  ['leads nowhere', 'http/location-leads-to-created'],
  ['takes amounts with one decimal', 'body/breach-refused'],
])('a service that %s is told', async (flaw, check) => {
  expect((await judged(flaw, [check])).failed).toContain(check);
});
