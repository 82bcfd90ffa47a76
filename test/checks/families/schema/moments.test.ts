import { expect, test } from 'vitest';
import { momentNotBefore } from '../../../../src/checks/families/schema/moments.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import type { Contract } from '../../../../src/contract/model.ts';
import { requirement, writeContract } from '../../../contract/support.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { watch } from '../../support/watch.ts';

const text = { type: 'string' };

/** Ferry crossings with the moments of their booking and of its last change. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Ferries', version: '1' },
  servers: [{ url: 'https://ferries.example/' }],
  paths: {
    '/crossings': {
      get: {
        responses: {
          '200': {
            description: 'Crossings',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: {
                    crossings: {
                      type: 'array',
                      items: {
                        type: 'object',
                        properties: {
                          booked: text,
                          changed: { ...text, 'x-requirement': ['F-ORDER'], 'x-assay': { notBefore: '/booked' } },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};

let loading: Promise<Contract> | undefined;
const ferries = (): Promise<Contract> =>
  (loading ??= loadContract(writeContract(document, [requirement('F-ORDER', ['schema/moment-not-before'])])));

const verdictOf = async (reply: Reply): Promise<string> => {
  const { 'F-ORDER': verdict } = await watch(momentNotBefore, [exchangeOf(readOf('GET /crossings'), reply)], await ferries());
  if (verdict?.kind === 'fail') return `fail ${verdict.finding.code}`;
  return verdict?.kind === 'inconclusive' && verdict.unseen ? 'unseen' : (verdict?.kind ?? 'nothing');
};

const held = (...crossings: readonly unknown[]): Reply => ({ status: 200, json: { crossings } });

test.for<readonly [what: string, booked: unknown, changed: unknown, verdict: string]>([
  ['a later moment', '2026-05-02T10:00:00Z', '2026-05-03T10:00:00Z', 'pass'],
  ['the same moment', '2026-05-02T10:00:00Z', '2026-05-02T10:00:00Z', 'pass'],
  ['an earlier moment', '2026-05-02T10:00:00Z', '2026-05-02T09:00:00Z', 'fail earlier'],
  ['one that is cut to whole seconds', '2026-05-02T10:00:00.900Z', '2026-05-02T10:00:00Z', 'pass'],
  ['two seconds, by two clocks', '2026-05-02T10:00:02Z', '2026-05-02T10:00:00Z', 'pass'],
  ['three seconds', '2026-05-02T10:00:03Z', '2026-05-02T10:00:00Z', 'fail earlier'],
  ['a later moment that looks earlier in its zone', '2026-05-02T10:00:00Z', '2026-05-02T06:30:00-04:00', 'pass'],
  ['an earlier moment that looks later in its zone', '2026-05-02T10:00:00Z', '2026-05-02T11:00:00+02:00', 'fail earlier'],
  ['the day of the moment', '2026-05-02T22:00:00Z', '2026-05-02', 'pass'],
  ['the day of a moment without a zone', '2026-05-02T22:00:00', '2026-05-02', 'pass'],
  ['the day before a moment without a zone', '2026-05-02T22:00:00', '2026-05-01', 'fail earlier'],
  ['the day before, which may be the same day in another zone', '2026-05-02T01:00:00Z', '2026-05-01', 'pass'],
  ['three days before, in any zone', '2026-05-04T22:00:00Z', '2026-05-01', 'fail earlier'],
  ['a moment on the day', '2026-05-02', '2026-05-02T00:00:00Z', 'pass'],
  ['a moment on the evening before, when the day has begun in eastern zones', '2026-05-02', '2026-05-01T20:00:00Z', 'pass'],
  ['a moment days before the day', '2026-05-04', '2026-05-01T20:00:00Z', 'fail earlier'],
  ['two days in their order', '2026-05-01', '2026-05-02', 'pass'],
  ['the same day', '2026-05-02', '2026-05-02', 'pass'],
  ['two days out of their order', '2026-05-03', '2026-05-01', 'fail earlier'],
  ['local time that may be as late as the other in UTC', '2026-05-02T10:00:00Z', '2026-05-02T05:00:00', 'pass'],
  ['a moment in UTC that may be as late as local time', '2026-05-02T18:00:00', '2026-05-02T10:00:00Z', 'pass'],
  ['local time that is earlier in every zone', '2026-05-04T10:00:00Z', '2026-05-02T05:00:00', 'fail earlier'],
  ['a moment that is earlier than local time in every zone', '2026-05-04T18:00:00', '2026-05-02T10:00:00Z', 'fail earlier'],
  ['two local times, which are of one zone', '2026-05-02T10:00:00', '2026-05-02T09:00:00', 'fail earlier'],
  ['a space in place of T', '2026-05-02 10:00:00', '2026-05-02 10:00:01', 'pass'],
  ['null, because nothing changed yet', '2026-05-02T10:00:00Z', null, 'unseen'],
  ['no such member', '2026-05-02T10:00:00Z', undefined, 'unseen'],
  ['nothing to compare with', undefined, '2026-05-02T10:00:00Z', 'unseen'],
  ['a text that is no moment, which its schema judges', '2026-05-02T10:00:00Z', 'just now', 'unseen'],
  ['a day that does not exist', '2026-05-02T10:00:00Z', '2026-02-30', 'unseen'],
  ['a number', '2026-05-02T10:00:00Z', 1_700_000_000, 'unseen'],
])('%s: %s, then %s', async ([, booked, changed, verdict]) => {
  expect(await verdictOf(held({ booked, changed }))).toBe(verdict);
});

test('one of many is enough to fail, and one that can be read to pass', async () => {
  const fine = { booked: '2026-05-02T10:00:00Z', changed: '2026-05-03T10:00:00Z' };
  expect(await verdictOf(held(fine, { ...fine, changed: '2026-05-01T10:00:00Z' }))).toBe('fail earlier');
  expect(await verdictOf(held({ booked: 'soon' }, fine))).toBe('pass');
  // The moments of two resources are not compared with each other.
  expect(await verdictOf(held(fine, { booked: '2026-06-02T10:00:00Z', changed: '2026-06-03T10:00:00Z' }, fine))).toBe('pass');
});

test.for<readonly [string, Reply]>([
  ['an empty list', held()],
  ['another shape', { status: 200, json: { crossings: 'none' } }],
  ['an error', { status: 404, json: { crossings: [{ booked: '2026-05-02', changed: '2026-04-01' }] } }],
  ['no answer', 'no answer'],
])('%s shows nothing', async ([, reply]) => {
  expect(await verdictOf(reply)).toBe('unseen');
});
