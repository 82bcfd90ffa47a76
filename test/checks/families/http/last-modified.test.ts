import { expect, test } from 'vitest';
import { lastModifiedCovers } from '../../../../src/checks/families/http/last-modified.ts';
import { orchard, shownTo } from './orchard.ts';

const noon = 'Sun, 01 Nov 2026 12:00:00 GMT';

/** What a read shows whose Last-Modified is noon. */
const shown = async (json: unknown, status = 200): Promise<string> =>
  shownTo(lastModifiedCovers, await orchard(), { operation: 'GET /trees', status, fields: [['Last-Modified', noon]], reply: { json } });

test.each<readonly [string, unknown, string]>([
  ['the same second', { id: 't', updated_at: '2026-11-01T12:00:00.900Z' }, 'holds'],
  ['an earlier change', { tree: { id: 't', modifiedAt: '2026-11-01T09:00:00Z' } }, 'holds'],
  ['a later change', { id: 't', updatedAt: '2026-11-01T12:00:30Z' }, 'last-modified-too-old'],
  ['a later change in its only object', { data: { last_modified: '2026-11-01T13:30:00+01:00' } }, 'last-modified-too-old'],
  ['a later creation', { id: 't', created_at: '2026-11-01T12:00:30Z' }, 'nothing'],
  ['a day', { id: 't', updated_at: '2026-11-02' }, 'nothing'],
  ['several resources', [{ id: 't', updated_at: '2026-11-01T12:00:30Z' }], 'nothing'],
])('Last-Modified beside %s', async (_what, json, expected) => {
  expect(await shown(json)).toBe(expected);
});

test('is judged of successes only', async () => {
  expect(await shown({ updated_at: '2026-11-01T12:00:30Z' }, 404)).toBe('nothing');
});
