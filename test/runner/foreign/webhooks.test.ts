import { describe, expect, test } from 'vitest';
import { afterTest, besideOthers } from '../../beside-others.ts';
import { onLoopback } from '../../exchange/on-loopback.ts';
import { bellTower, startTower, towerKeys, towerSecret, type TowerHabits } from '../../worlds/bell-tower.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign } from './judge-foreign.ts';

const isAboutHooks = ({ id }: { readonly id: string }): boolean => id.startsWith('webhooks/');

/** The outcome of each check of the family at a service with habits. */
const outcomes = async (habits: TowerHabits, only: readonly string[] = ['webhooks/*'], minute = 0.15) => {
  const { server, ended } = startTower(habits);
  afterTest(ended);
  const { verdicts } = await judgeForeign(writeToolDocument(bellTower), await onLoopback(server), {
    key: towerKeys[0],
    secrets: { other: towerKeys[1], 'webhook-secret': towerSecret },
    credentials: ['key', 'other'],
    allow: ['mutation'],
    maxCreates: 10,
    webhooks: { listen: '127.0.0.1:0', hasSecret: true },
    // A documented second takes 2.5 ms, but the time for an answer 1 s where the habits say nothing else.
    durations: { 'webhook.delivered': 0.8, 'webhook.followed': 5, 'hook.retry': minute, 'hook.timeout': (habits.answerMs ?? 1000) / 1000 },
    selection: { only, skip: [] },
  });
  return verdicts.filter(isAboutHooks).map(({ id, verdict }) => ({
    check: id.split('@')[0] ?? '',
    outcome: verdict.kind,
    why: verdict.kind === 'fail' ? verdict.finding : verdict,
  }));
};

const failures = async (habits: TowerHabits, only?: readonly string[], minute?: number): Promise<string[]> => {
  const all = await outcomes(habits, only, minute);
  expect(all.filter(({ outcome }) => outcome === 'broken')).toEqual([]);
  return [...new Set(all.filter(({ outcome }) => outcome === 'fail').map(({ check }) => check))];
};

describe.concurrent('a service that delivers events', () => {
  test(
    'passes every rule where it does as the document says',
    besideOthers(async () => {
      // A busy machine answers late: with so much time for an answer it is still in time.
      const all = await outcomes({ answerMs: 4000 });
      expect(all.filter(({ outcome }) => outcome !== 'pass').map(({ check, why }) => [check, why])).toEqual([]);
      expect(all.length).toBeGreaterThan(15);
    }),
  );

  test(
    'is accused of nothing where it is late, writes names small and adds members',
    besideOthers(async () => {
      expect(await failures({ lateMs: 200, lowerCase: true, extra: true, mediaType: 'application/json; charset=utf-8' })).toEqual([]);
    }),
  );

  const message = ['webhooks/method', 'webhooks/media-type', 'webhooks/required-fields', 'webhooks/body-schema', 'webhooks/signature-fits'];

  test.for<readonly [string, TowerHabits, readonly string[], readonly string[], minute?: number]>([
    ['with another method', { method: 'PUT' }, message, ['webhooks/method']],
    [
      'with a greeting and other events beside',
      { greets: true },
      [...message, 'webhooks/event-ids-differ', 'webhooks/kept-from-others'],
      [],
    ],
    ['with another JSON type', { mediaType: 'application/cloudevents+json' }, message, []],
    ['with another media type', { mediaType: 'text/plain' }, message, ['webhooks/media-type']],
    ['without a signature', { signing: 'none' }, message, ['webhooks/required-fields', 'webhooks/signature-fits']],
    ['signed with another secret', { signing: 'other-secret' }, message, ['webhooks/signature-fits']],
    ['signed over other octets', { signing: 'other-octets' }, message, ['webhooks/signature-fits']],
    ['without a required member', { body: ({ data: _data, ...rest }) => rest }, message, ['webhooks/body-schema']],
    ['with a number as id', { body: (event) => ({ ...event, id: 7 }) }, message, ['webhooks/body-schema']],
    ['with one id for all events', { ids: 'one' }, ['webhooks/event-ids-differ'], ['webhooks/event-ids-differ']],
    ['to strangers', { leaks: true }, ['webhooks/kept-from-others'], ['webhooks/kept-from-others']],
    ['that never calls back', { callback: 'never' }, ['webhooks/callback-called'], ['webhooks/callback-called']],
    ['that calls back what it refused', { callback: 'also-refused' }, ['webhooks/refused-*'], ['webhooks/refused-calls-nothing']],
    ['that calls back with another body', { callback: 'without-strokes' }, ['webhooks/body-schema'], ['webhooks/body-schema']],
    ['that repeats nothing', { waits: [] }, ['webhooks/failed-is-repeated'], ['webhooks/failed-is-repeated']],
    [
      'that takes a redirect for a success',
      { delivers: (s = 0) => s >= 200 && s < 400 },
      ['webhooks/failed-*'],
      ['webhooks/failed-is-repeated'],
    ],
    [
      'that repeats once',
      { waits: [60] },
      ['webhooks/repeated-twice', 'webhooks/second-wait'],
      ['webhooks/repeated-twice', 'webhooks/second-wait'],
    ],
    // On a busy machine "at once" takes a while, so that the documented minute is longer here.
    ['that repeats at once', { waits: [0, 2000] }, ['webhooks/first-wait', 'webhooks/second-wait'], ['webhooks/first-wait'], 1],
    ['that repeats evenly', { waits: [60, 60] }, ['webhooks/first-wait', 'webhooks/second-wait'], ['webhooks/second-wait']],
    ['that repeats what was answered 204', { delivers: (s) => s === 200 }, ['webhooks/answered-*'], ['webhooks/answered-is-not-repeated']],
    ['that repeats without a body', { retryBody: 'empty' }, ['webhooks/repeats-*'], ['webhooks/repeats-the-event']],
  ])(
    '%s is told, or not',
    besideOthers(async ([, habits, only, told, minute]) => {
      expect(await failures(habits, only, minute)).toEqual(told);
    }),
  );
});

test(
  'without a sink everything is skipped, with what to configure',
  besideOthers(async () => {
    const { server, ended } = startTower();
    afterTest(ended);
    const { verdicts, ended: end } = await judgeForeign(writeToolDocument(bellTower), await onLoopback(server), {
      key: towerKeys[0],
      allow: ['mutation'],
      selection: { only: ['webhooks/*'], skip: [] },
    });
    expect(new Set(verdicts.map(({ verdict }) => verdict.kind))).toEqual(new Set(['skipped']));
    const reasons = verdicts.filter(isAboutHooks).map(({ verdict }) => (verdict.kind === 'skipped' ? verdict.reason : ''));
    expect(reasons.filter((reason) => !reason.includes('webhooks.listen'))).toEqual([]);
    expect(end.deliveries).toBeUndefined();
  }),
);
