import { text as textOf } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import type { Session } from '../../../src/checks/kit/session.ts';
import { noteWait } from '../../../src/checks/scenarios/lifecycle/waited.ts';
import { loadContract } from '../../../src/contract/load.ts';
import type { PlannedRequest } from '../../../src/model/request.ts';
import type { Target } from '../../../src/model/target.ts';
import { type Leftover, removeLeftovers } from '../../../src/runner/clean-up/removal.ts';
import { exchangeOf } from '../../checks/support/exchange.ts';
import { madeTarget } from '../../model/made-target.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from '../foreign/judge-foreign.ts';

const text = { type: 'string' };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const none = { description: 'None' };
const conflict = { '404': none, '409': { description: 'Not now' } };
const named = object({ name: { ...text, minLength: 1 } }, ['name']);

const kind = (noun: string, actions: readonly string[], removal = ''): Readonly<Record<string, object>> => {
  const one = object({ id: text, name: text, state: { type: 'string', enum: ['open', 'held', 'closed'] } });
  const item = `/${noun}s/{${noun}Id}`;
  const inPath = { name: `${noun}Id`, in: 'path', required: true, schema: text };
  return {
    [`/${noun}s`]: {
      get: { responses: { '200': shows({ type: 'array', items: one }) } },
      post: { requestBody: asks(named), responses: { '201': shows(one), '422': none } },
    },
    [item]: {
      parameters: [inPath],
      get: { responses: { '200': shows(one), '404': none } },
      patch: { requestBody: asks(named), responses: { '200': shows(one), ...conflict, '422': none } },
      delete: { ...(removal === '' ? {} : { description: removal }), responses: { '204': none, ...conflict } },
    },
    ...Object.fromEntries(
      actions.map((action) => [
        `${item}/${action}`,
        { parameters: [inPath], post: { summary: `${action} a ${noun}`, responses: { '200': shows(one), ...conflict } } },
      ]),
    ),
  };
};

const nouns = ['rental', 'visit', 'lease'];

const document = (actions: readonly string[], removal?: string): object => ({
  openapi: '3.0.3',
  info: { title: 'Desk', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: Object.assign({}, ...nouns.map((noun) => kind(noun, actions, removal))),
});

type Answer = readonly [status: number, body?: unknown];
type Thing = { readonly id: string; name: string; state: string };

const serveDesk = async (endings: readonly string[]) => {
  const things = new Map<string, Thing>();
  let last = 0;
  const seen: string[] = [];
  const answer = (method: string, [root = '', id, action]: readonly string[], given: Readonly<Record<string, unknown>>): Answer => {
    if (id === undefined && method === 'GET') return [200, [...things].flatMap(([key, one]) => (key.startsWith(`${root}/`) ? [one] : []))];
    const isNamed = typeof given['name'] === 'string' && given['name'] !== '';
    if (id === undefined) {
      if (!isNamed) return [422];
      const made = { id: `t-${(last += 1)}`, name: String(given['name']), state: 'open' };
      things.set(`${root}/${made.id}`, made);
      return [201, made];
    }
    const found = things.get(`${root}/${id}`);
    if (!found) return [404];
    if (action !== undefined) {
      if (endings.includes(action)) found.state = 'closed';
      return [200, found];
    }
    if (method === 'GET') return [200, found];
    if (method === 'PATCH') {
      if (!isNamed) return [422];
      found.name = String(given['name']);
      return [200, found];
    }
    if (found.state !== 'closed') return [409];
    things.delete(`${root}/${id}`);
    return [204];
  };
  const url = await serve((incoming, outgoing) => {
    void textOf(incoming).then((body) => {
      const method = incoming.method ?? 'GET';
      const [, ...segments] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
      let given: unknown;
      try {
        given = JSON.parse(body);
      } catch {
        given = undefined;
      }
      const isKnown = incoming.headers.authorization === 'Bearer foreign-key-0123456789';
      const [status, value] = isKnown
        ? nouns.some((noun) => `${noun}s` === segments[0])
          ? answer(method, segments, typeof given === 'object' && given !== null ? { ...given } : {})
          : ([404] as const)
        : ([401] as const);
      seen.push(`${method} /${segments.join('/')} ${status}`);
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      return outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    });
  });
  return { url, things, seen };
};

describe('a run whose removals are refused until something ends', () => {
  test.for<readonly [readonly string[], readonly string[]]>([
    [['close'], ['close']],
    [['publish', 'cancel', 'close'], ['close']],
  ])('removes what it created by actions that no text tells: %o', async ([actions, endings]) => {
    const desk = await serveDesk(endings);
    const strangers = nouns.map((noun) => `${noun}s/stranger`);
    for (const key of strangers) desk.things.set(key, { id: 'stranger', name: 'Somebody else', state: 'open' });
    const { events } = await judgeForeign(writeDocument(document(actions)), desk.url, {
      allow: ['mutation', 'destructive'],
      selection: { only: ['lifecycle/sent-is-shown'], skip: [] },
    });
    expect(events.some(({ type }) => type === 'created')).toBe(true);
    expect([...desk.things.keys()]).toEqual(strangers);
    expect([...desk.things.values()].map(({ state }) => state)).toEqual(nouns.map(() => 'open'));
    expect(desk.seen.filter((one) => one.includes('/stranger/') || /\/publish /u.test(one))).toEqual([]);
  });
});

/** A clean-up of rentals whose time passes only in pauses, and what it did. */
const cleanedUp = async (
  {
    actions = [],
    endings = [],
    freeAfterMs = Infinity,
    allow = ['mutation', 'destructive'],
    count = 6,
    isNamed = true,
    state: first = 'open',
    removal: said,
  }: {
    readonly actions?: readonly string[];
    readonly endings?: readonly string[];
    readonly freeAfterMs?: number;
    readonly allow?: Target['allow'];
    readonly count?: number;
    readonly isNamed?: boolean;
    readonly state?: string;
    readonly removal?: string;
  },
  before: (session: Session) => void = () => undefined,
) => {
  const contract = await loadContract(writeDocument(document(actions, said)));
  const open = new Map(Array.from({ length: count }, (_, n) => [`t-${n}`, first]));
  const sent: string[] = [];
  let ms = 0;
  const answer = ({ method, path, pathValues: { rentalId = '' } }: PlannedRequest): Answer => {
    const action = path.split('/')[3];
    if (method === 'GET' && rentalId === '') return [200, [...open].map(([id, state]) => ({ id, name: `ct-n-${id}-name`, state }))];
    const state = open.get(rentalId);
    if (state === undefined) return [404];
    if (method === 'GET') return [200, { id: rentalId, name: 'x', state }];
    if (action !== undefined) {
      if (endings.includes(action)) open.set(rentalId, 'closed');
      return [endings.includes(action) ? 200 : 409, { id: rentalId, name: 'x', state: open.get(rentalId) }];
    }
    if (state !== 'closed' && ms < freeAfterMs) return [409];
    open.delete(rentalId);
    return [204];
  };
  const session = {
    contract,
    target: madeTarget({ name: 'desk', contract: 'desk', baseUrl: 'http://127.0.0.1:9', allow }),
    now: () => ms,
    fresh: (name: string) => `ct-${name}`,
    hex: () => 'ab',
    async send(request: PlannedRequest) {
      const [status, body] = answer(request);
      sent.push(`${request.method} ${request.path.split('/')[3] ?? ''}`.trim());
      return exchangeOf(request, { status, json: body });
    },
    async pause(more: number) {
      ms += more;
    },
  } as unknown as Session;
  before(session);
  const leftovers = [...open.keys()].map((id): Leftover => {
    const label = `ct-n-${id}-name`;
    const removal = { operation: 'DELETE /rentals/{rentalId}', pathValues: { rentalId: id } };
    return { collection: '/rentals', label, entry: id, ...(isNamed ? { id, removal } : { sentAt: 0 }) };
  });
  const removals = await removeLeftovers(session, leftovers, () => undefined);
  const times = (what: string): number => sent.filter((one) => one === what).length;
  return { outcomes: [...new Set(removals.map(({ outcome }) => outcome))], removals, waitedMs: ms, times, left: open.size };
};

describe('a clean-up of what is refused with 409', () => {
  test('lets two of a type wait, tries the others at the end, and names what stays', async () => {
    const { outcomes, removals, times, left } = await cleanedUp({});
    expect({ outcomes, left }).toEqual({ outcomes: ['failed'], left: 6 });
    expect(removals.map(({ reason }) => reason)).toContain('it is still there: DELETE /rentals/{rentalId} of t-0 was answered 409');
    // Six pauses: two of six after five of them, all after one, before the first and behind the last.
    expect(times('DELETE')).toBe(6 + 5 * 2 + 6 + 6);
  });

  test('removes all where waiting helps', async () => {
    const { outcomes, left } = await cleanedUp({ freeAfterMs: 5000 });
    expect({ outcomes, left }).toEqual({ outcomes: ['removed'], left: 0 });
  });

  test('waits only for longer than a check that waited in vain', async () => {
    const inVain = (ms: number) => (session: Session) => noteWait(session, { type: '/rentals', status: 409 }, false, ms);
    expect(await cleanedUp({}, inVain(60_000))).toMatchObject({ outcomes: ['failed'], waitedMs: 1500, left: 6 });
    expect(await cleanedUp({}, inVain(15_000))).toMatchObject({ outcomes: ['failed'], left: 6 });
    // What is busy for 20 s after its creation is removed, although the check gave up after 15.
    expect(await cleanedUp({ freeAfterMs: 16_000 }, inVain(15_000))).toMatchObject({ outcomes: ['removed'], left: 0 });
    const other = (session: Session): void => noteWait(session, { type: '/rentals', status: 423 }, false, 15_000);
    expect((await cleanedUp({}, other)).waitedMs).toBeGreaterThan(30_000);
  });

  test('waits no longer where the text refuses the removal in the state that a read shows', async () => {
    const only = { removal: 'Deletes a closed rental. Other rentals can only be held (409).' };
    expect(await cleanedUp(only)).toMatchObject({ outcomes: ['failed'], waitedMs: 1500, left: 6 });
    // What passes meanwhile is removed all the same.
    expect(await cleanedUp({ ...only, freeAfterMs: 1200 })).toMatchObject({ outcomes: ['removed'], left: 0 });
    const other = { removal: 'Deletes an open rental. Other rentals can only be held (409).' };
    expect(await cleanedUp({ ...other, freeAfterMs: 16_000 })).toMatchObject({ outcomes: ['removed'], left: 0 });
    expect(await cleanedUp({ ...only, state: 'closing', freeAfterMs: 16_000 })).toMatchObject({ outcomes: ['removed'], left: 0 });
  });

  test('tries at most two actions on each, and no more what never helps', async () => {
    const { outcomes, left, waitedMs, times } = await cleanedUp({ actions: ['archive', 'cancel', 'close', 'start'], endings: ['close'] });
    expect({ outcomes, left, waitedMs }).toEqual({ outcomes: ['removed'], left: 0, waitedMs: 1500 });
    expect([times('POST archive'), times('POST cancel'), times('POST close'), times('POST start')]).toEqual([0, 1, 6, 0]);
    const vain = await cleanedUp({ actions: ['archive', 'cancel', 'close', 'end', 'start'], endings: ['start'] });
    expect(vain).toMatchObject({ outcomes: ['failed'], left: 6 });
    expect(['archive', 'cancel', 'close', 'end', 'start'].map((one) => vain.times(`POST ${one}`))).toEqual([2, 2, 2, 2, 0]);
  });

  test('acts on nothing that the target does not allow, and on nothing whose creation was not answered', async () => {
    const close = { actions: ['close'], endings: ['close'] };
    expect((await cleanedUp({ ...close, allow: [] })).times('POST close')).toBe(0);
    expect(await cleanedUp({ ...close, isNamed: false })).toMatchObject({ left: 6 });
    expect((await cleanedUp({ ...close, isNamed: false })).times('POST close')).toBe(0);
  });
});
