import { z } from 'zod';
import type { Members } from '../../src/reference/kit/answering.ts';
import { bodyAnswered, errorAnswered, layered, renamed, statusChanged, without } from '../../src/reference/kit/answering.ts';
import type { Call as AnyCall, Layer as AnyLayer } from '../../src/reference/kit/call.ts';
import { freshKey } from '../../src/reference/kit/credentials.ts';
import { base64Cursor } from '../../src/reference/kit/cursor.ts';
import { equals, isAfter, meetsEach, momentOf } from '../../src/reference/kit/filters.ts';
import { prefixedId } from '../../src/reference/kit/id-form.ts';
import { bodyRules, readObject } from '../../src/reference/kit/json-object.ts';
import { permit } from '../../src/reference/kit/key-access.ts';
import { keyForm, openKeys } from '../../src/reference/kit/keys.ts';
import { lasting, staged } from '../../src/reference/kit/lifecycle.ts';
import { byCreation, ordered } from '../../src/reference/kit/list-order.ts';
import { pageBehindCursor } from '../../src/reference/kit/list-page.ts';
import type { DefectOf, VariantOf } from '../../src/reference/kit/make-vendor.ts';
import { makeVendor } from '../../src/reference/kit/make-vendor.ts';
import { tokenListener } from '../../src/reference/kit/oauth-token.ts';
import type { PlainManner } from '../../src/reference/kit/plain-http.ts';
import { plainHttp } from '../../src/reference/kit/plain-http.ts';
import { queryReader, sizeParameter } from '../../src/reference/kit/query.ts';
import { refuse } from '../../src/reference/kit/refusing.ts';
import { rollingWindow } from '../../src/reference/kit/rolling-window.ts';
import { seededRandom } from '../../src/reference/kit/seeded-random.ts';
import type { ServiceSettings } from '../../src/reference/kit/service-settings.ts';
import { standardServiceSettings } from '../../src/reference/kit/service-settings.ts';
import type { ServiceReason, ServiceState } from '../../src/reference/kit/service.ts';
import { isCall, openService, serviceListener } from '../../src/reference/kit/service.ts';
import type { Store, Stored } from '../../src/reference/kit/store.ts';
import { openStore, statusOf } from '../../src/reference/kit/store.ts';
import type { TimeForm } from '../../src/reference/kit/time-form.ts';
import { timeText } from '../../src/reference/kit/time-form.ts';
import type { Webhooks } from '../../src/reference/kit/webhooks.ts';
import { openWebhooks } from '../../src/reference/kit/webhooks.ts';

/** A made-up vendor with one resource type: shows how the parts of the kit fit together. */
type Settings = ServiceSettings & {
  readonly parcels: number;
  readonly createdAt: TimeForm;
  readonly limit: { readonly default: number; readonly maximum: number; readonly above: 'cut' | 'refused'; readonly zero: 'refused' };
  readonly goneAfterMs: number;
  readonly plainHttp: PlainManner;
};
type Data = { readonly name: string; readonly notes: readonly string[]; readonly isHeld: boolean };
type Parcel = Stored<Data, 'packing' | 'ready'>;
type Account = { readonly parcels: Store<Data, 'packing' | 'ready'>; readonly packingSeconds: number; readonly webhooks: Webhooks };
type State = ServiceState<Account, Settings>;
type Call = AnyCall<State>;
type Layer = AnyLayer<State>;

const openAccount = (settings: Settings, seed: number, count: number, rest: Omit<Account, 'parcels'>): Account => {
  const random = seededRandom(seed);
  const parcels: Account['parcels'] = openStore({ random, ids: prefixedId('par_', 8), lag: { goneAfterMs: settings.goneAfterMs } });
  for (let index = 0; index < count; index += 1) {
    parcels.add({
      data: { name: `parcel-${index}`, notes: [], isHeld: index === 0 },
      lifecycle: lasting(index % 3 === 0 ? 'packing' : 'ready'),
      createdAtMs: Date.parse('2026-01-01T00:00:00Z') + index * 3_600_000,
      origin: 'initial',
    });
  }
  return { parcels, ...rest };
};

const show = (parcel: Parcel, { createdAt }: Settings): Members => ({
  id: parcel.id,
  name: parcel.data.name,
  notes: parcel.data.notes,
  status: statusOf(parcel, Date.now()),
  created_at: timeText(parcel.createdAtMs, createdAt),
  updated_at: timeText(parcel.updatedAtMs, createdAt),
});

const called = (call: Call): Parcel =>
  call.state.account.parcels.find(call.params?.['id'] ?? '', Date.now()) ?? refuse(404, 'unknown-resource', 'No such parcel');

const answer = (call: Call, status: number, body: unknown): void => {
  call.status = status;
  call.body = body;
};

const filters = {
  status: equals((parcel: Parcel) => statusOf(parcel, Date.now())),
  created_after: isAfter((parcel: Parcel) => parcel.createdAtMs),
};

const list = (settings: Settings): Layer => {
  const readQuery = queryReader(
    {
      limit: sizeParameter(settings.limit),
      cursor: z.string().optional(),
      status: z.string().optional(),
      created_after: z
        .string()
        .refine((text) => momentOf(text) !== undefined, 'Must be a date')
        .optional(),
    },
    { unknownParameter: 'ignored', emptyParameter: 'value' },
  );
  return (call) => {
    const { parcels } = call.state.account;
    const query = readQuery(call.query);
    const nowMs = Date.now();
    const isChosen = (parcel: Parcel): boolean => parcels.isListed(parcel, nowMs) && meetsEach(parcel, filters, query);
    const page = pageBehindCursor(ordered(parcels.everything, byCreation('descending')), isChosen, query, base64Cursor);
    call.state.list = {
      isFirstPage: query.cursor === undefined,
      isFiltered: query.status !== undefined,
      limit: query.limit,
      left: page.left,
      total: page.total,
      ids: page.items.map(({ id }) => id),
    };
    answer(call, 200, {
      data: page.items.map((parcel) => show(parcel, settings)),
      next_cursor: page.left > 0 ? page.cursor : null,
      total: page.total,
    });
  };
};

const members = { name: z.string().min(1), notes: z.array(z.string()).optional() };
const rules = bodyRules(422);

const routes = (settings: Settings): Readonly<Record<string, Layer>> => ({
  'GET /parcels': list(settings),
  'POST /parcels': (call) => {
    permit(call, 'first');
    const { name, notes = [] } = readObject(z.object(members), call.state.body, rules);
    permit(call, 'last');
    const { parcels, packingSeconds, webhooks } = call.state.account;
    const nowMs = Date.now();
    const data = { name, notes, isHeld: false };
    const parcel = parcels.add({ data, lifecycle: staged([['packing', packingSeconds]], 'ready', nowMs), createdAtMs: nowMs });
    webhooks.emit({ type: 'parcel.created', data: show(parcel, settings) });
    answer(call, 201, show(parcel, settings));
  },
  'GET /parcels/:id': (call) => answer(call, 200, show(called(call), settings)),
  'PATCH /parcels/:id': (call) => {
    permit(call, 'first');
    const parcel = called(call);
    const changes = readObject(z.object(members).partial(), call.state.body, rules);
    call.state.account.parcels.change(parcel, changes, Date.now());
    answer(call, 200, show(parcel, settings));
  },
  'DELETE /parcels/:id': (call) => {
    permit(call, 'first');
    const parcel = called(call);
    if (parcel.data.isHeld) refuse(409, 'in-use', 'The parcel is held');
    call.state.account.parcels.remove(parcel, Date.now());
    answer(call, 204, null);
  },
});

const defects: Readonly<Record<string, DefectOf<State, Settings>>> = {
  'missing-key-403': { breaks: 'PARCEL-1', note: 'A call without a key is answered 403', around: statusChanged('missing-key', 403) },
  'name-missing': {
    breaks: 'PARCEL-2',
    note: 'One parcel is read without a name',
    around: bodyAnswered(
      (call) => isCall(call, 'GET /parcels/:id') && call.status === 200,
      (body) => without(body, 'name'),
    ),
  },
  'error-message-renamed': {
    breaks: 'PARCEL-4',
    note: 'Errors have reason instead of message, and a 404 is sent as 400',
    around: layered<State>(
      errorAnswered((body) => renamed(body, 'message', 'reason')),
      statusChanged('unknown-resource', 400),
    ),
  },
  'other-certificate': {
    breaks: 'PARCEL-3',
    note: 'The certificate is for another host',
    options: { tls: { forHost: 'elsewhere.example' } },
  },
};

const variants: Readonly<Record<string, VariantOf<State, Settings>>> = {
  rolling: {
    title: 'A rolling window',
    settings: { countCalls: (quota) => rollingWindow(quota, { burst: 1.5 }), createdAt: 'milliseconds' },
  },
  unauthenticated: { title: 'Reports the quota to unauthenticated callers', settings: { unauthenticated: 'reported' } },
};

export const parcelsVendor = makeVendor<State, Settings>({
  title: 'Parcels',
  plan: 'free',
  defects,
  variants,
  items: 'parcels',
  durations: { 'parcel.packing': 0.3 },
  settings: {
    ...standardServiceSettings,
    challenge: 'Bearer realm="Parcels"',
    parcels: 30,
    createdAt: 'seconds',
    limit: { default: 10, maximum: 20, above: 'refused', zero: 'refused' },
    goneAfterMs: 0,
    plainHttp: { kind: 'redirect', status: 301 },
  },
  open: (settings, { quota, seed, durations, secureOrigin }, extra) => {
    const webhooks = openWebhooks({ retryDelaysSeconds: [0.1, 0.5], timeoutSeconds: 1 });
    const packing = { packingSeconds: durations['parcel.packing'] ?? 0, webhooks };
    const own = openAccount(settings, seed, settings.parcels, packing);
    const other = openAccount(settings, seed + 1, 3, packing);
    const sandbox = openAccount(settings, seed + 2, 5, packing);
    const live = keyForm('pk_live_', 24);
    const keys = openKeys<Account>({
      key: { form: live, accounts: { live: own } },
      second: { form: live, accounts: { live: own } },
      other: { form: live, accounts: { live: other } },
      restricted: { form: live, accounts: { live: own }, scopes: ['read'] },
      revoked: { form: live, accounts: { live: own }, ended: 'revoked' },
      expired: { form: live, accounts: { live: own }, ended: 'expired' },
      test: { form: keyForm('pk_test_', 24), accounts: { sandbox } },
    });
    const client = { id: 'client-1', secret: freshKey(), redirectUri: 'https://app.example/callback' };
    const code = freshKey();
    const service = openService({ settings, quota, accounts: { own, other, sandbox }, keys });
    const errorBody = ({ status, message }: { readonly status: number; readonly message: string }) => ({ message, status });
    const base = { basePath: '/v1', routes: routes(settings), errorBody, extra };
    const listener = serviceListener<Account, Settings, ServiceReason>(service, own, { ...base, environment: 'live' });
    return {
      listener,
      sandboxListener: serviceListener<Account, Settings, ServiceReason>(service, sandbox, { ...base, environment: 'sandbox' }),
      plainListener: plainHttp(settings.plainHttp, listener, secureOrigin),
      authListener: tokenListener({
        path: '/oauth/token',
        clients: [client],
        codes: { [code]: { clientId: client.id, redirectUri: client.redirectUri } },
        issue: () => keys.issue(live, { accounts: { live: own }, kind: 'token', endsAtMs: Date.now() + 3_600_000 }).secret,
        revoke: keys.revoke,
        expiresInSeconds: 3600,
      }),
      oauth: {
        tokenPath: '/oauth/token',
        clientId: client.id,
        clientSecret: client.secret,
        redirectUri: client.redirectUri,
        codes: [code],
      },
      deliverTo: webhooks.deliverTo,
      stop: webhooks.stop,
      basePath: '/v1',
      credentials: keys.secrets,
      fixtures: { heldParcelId: own.parcels.everything[0]?.id ?? '' },
    };
  },
});
