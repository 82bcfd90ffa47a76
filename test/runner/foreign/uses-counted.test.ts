import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { lampsDocument } from '../../worlds/lamps.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

/** What a service of lamps does otherwise: which numbers stand still, which come later, and which preset no lamp takes. */
type Habit = { readonly still?: 'uses' | 'flashes'; readonly later?: number; readonly refuses?: 'warm' | 'all' };

const judged = async ({ still, later = 0, refuses }: Habit) => {
  const lamps = new Map<string, { id: string; title: string; flashes: number }>();
  const presets = ['warm', 'cold'].map((id) => ({ id, title: id, uses: id === 'warm' ? 4 : 0 }));
  let last = 0;
  const url = await serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const count = (add: () => void): unknown => (later === 0 ? add() : setTimeout(add, later));
    const [, root, id = '', act] = (incoming.url ?? '').split('/');
    const sent = await objectBody(incoming);
    if (root === 'presets') return give(200, presets);
    if (root !== 'lamps') return give(404);
    if (id === '') {
      const title = sent?.['title'];
      if (typeof title !== 'string' || title === '') return give(422);
      const made = { id: `lamp-${(last += 1)}`, title, flashes: 0 };
      lamps.set(made.id, made);
      return give(201, made);
    }
    const lamp = lamps.get(id);
    if (!lamp) return give(404);
    if (incoming.method === 'DELETE') return give(lamps.delete(id) ? 204 : 404);
    if (act === 'flash' && still !== 'flashes') count(() => (lamp.flashes += 1));
    if (act === 'load_preset') {
      const preset = presets.find((one) => one.id === sent?.['preset_id']);
      if (!preset) return give(422);
      if (refuses === 'all' || refuses === preset.id) return give(409);
      if (still !== 'uses') count(() => (preset.uses += 1));
    }
    return give(200, lamp);
  });
  const check = 'lifecycle/uses-counted';
  const said = { uses: 'How often it was loaded', flashes: 'Number of flashes so far' };
  const { verdicts } = await judgeForeign(writeToolDocument(lampsDocument(said)), url, {
    allow: ['mutation', 'destructive'],
    credentials: [],
    http: { timeoutMs: 10_000, headers: {} },
    maxCreates: 20,
    durations: { 'updated.shown': 2 },
    selection: { only: [check], skip: [] },
  });
  expect(lamps.size).toBe(0);
  return verdicts
    .filter((one) => one.case.check === check)
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.where}` : verdict.kind))
    .toSorted();
};

describe.concurrent('a number that says how often something was done', () => {
  test.for<readonly [Habit, readonly string[]]>([
    [{}, ['pass', 'pass']],
    [{ later: 500, refuses: 'warm' }, ['pass', 'pass']],
    [{ refuses: 'all' }, ['inconclusive', 'pass']],
    [{ still: 'uses', refuses: 'warm' }, ['pass', 'use-not-counted /uses']],
    [{ still: 'flashes' }, ['pass', 'use-not-counted /flashes']],
  ])(
    'of a service with %j',
    besideOthers(async ([habit, expected]) => {
      expect(await judged(habit)).toEqual(expected);
    }),
  );
});
