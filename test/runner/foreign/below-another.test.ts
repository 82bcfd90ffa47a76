import { describe, expect, test } from 'vitest';
import { harbour, judgedHarbour, type Ways } from '../../worlds/harbour.ts';

describe('crates that are created on a dock and named without it', () => {
  test('are followed through their lives, and nothing stays', async () => {
    const { failed, passed, left } = await judgedHarbour({}, ['lifecycle/*']);
    expect(failed).toEqual([]);
    expect(left).toBe(0);
    expect(passed).toEqual(expect.arrayContaining(['should lifecycle/update-kept', 'should lifecycle/removed-is-gone']));
  });

  test('are not taken for those of another schema', async () => {
    const { asked, left } = await judgedHarbour({}, ['lifecycle/*'], {
      ...harbour,
      components: { schemas: { ...harbour.components.schemas, Other: harbour.components.schemas.Crate } },
      paths: {
        ...harbour.paths,
        '/docks/{dockId}/crates': {
          ...harbour.paths['/docks/{dockId}/crates'],
          post: {
            ...harbour.paths['/docks/{dockId}/crates'].post,
            responses: { 201: { description: 'It', content: { 'application/json': { schema: { $ref: '#/components/schemas/Other' } } } } },
          },
        },
      },
    });
    expect(asked.filter((one) => /^(?:PATCH|DELETE|POST) \/crates/u.test(one))).toEqual([]);
    expect(left).toBe(0);
  });
});

const conditions = ['concurrency/stale-update-refused', 'concurrency/tag-changes-with-update'];

describe('an update on a condition', () => {
  test.each<readonly [string, Ways, readonly string[]]>([
    ['is honoured', {}, conditions],
    ['is honoured by weak tags, which If-Match never matches', { tag: ({ version }) => `W/"${version}"` }, []],
    ['has no tag', { tag: () => undefined }, []],
    ['is refused with another status', { ifMatch: 'without 412' }, conditions.slice(1)],
  ])('that %s is not accused', async (_what, ways, passing) => {
    const { failed, passed, left } = await judgedHarbour(ways, conditions);
    expect({ failed, passed, left }).toEqual({ failed: [], passed: passing.map((one) => `should ${one}`), left: 0 });
  });

  test.each<readonly [string, Ways, string]>([
    ['is ignored', { ifMatch: 'ignored' }, 'old-tag-accepted'],
    ['is refused and done', { ifMatch: 'refused and done' }, 'refused-and-done'],
    ['keeps its tag', { tag: ({ id }) => `"${id}"` }, 'tag-kept'],
    ['never matches', { tag: ({ version }, turn) => `"${version}.${turn % 7}.${Math.random()}"` }, 'current-tag-refused'],
  ])('that %s is told', async (_what, ways, code) => {
    const { codes, left } = await judgedHarbour(ways, conditions);
    expect({ codes, left }).toEqual({ codes: [code], left: 0 });
  });
});

describe('an action that reports a state', () => {
  test.each<readonly [string, Ways]>([
    ['is kept', {}],
    ['goes on', { close: 'in two steps' }],
    ['may be repeated', { close: 'again' }],
  ])('that %s is not accused', async (_what, ways) => {
    const { failed, passed, left } = await judgedHarbour(ways, ['lifecycle/action-shown', 'errors/no-failure']);
    expect({ failed, left }).toEqual({ failed: [], left: 0 });
    expect(passed).toContain('should lifecycle/action-shown');
  });

  test('that is not stored is told', async () => {
    expect(await judgedHarbour({ close: 'not stored' }, ['lifecycle/action-shown'])).toMatchObject({ codes: ['action-not-kept'], left: 0 });
  });

  test('that is shown with another ETag is not accused, and by a weak one neither', async () => {
    const only = ['concurrency/tag-changes-with-action'];
    const passed = only.map((one) => `should ${one}`);
    expect(await judgedHarbour({}, only)).toMatchObject({ failed: [], passed, left: 0 });
    const weak = await judgedHarbour({ close: 'keeps its tag', tag: ({ version }) => `W/"${version}"` }, only);
    expect(weak).toMatchObject({ failed: [], passed: [], left: 0 });
  });

  test('that keeps the ETag is told', async () => {
    const { codes, left } = await judgedHarbour({ close: 'keeps its tag' }, ['concurrency/tag-changes-with-action']);
    expect({ codes, left }).toEqual({ codes: ['tag-kept'], left: 0 });
  });

  test('that fails the second time is told', async () => {
    const { failed } = await judgedHarbour({ close: 'fails again' }, ['lifecycle/action-shown', 'errors/no-failure']);
    expect(failed).toEqual(['must errors/no-failure']);
  });
});
