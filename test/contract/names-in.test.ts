import { expect, test } from 'vitest';
import { namesIn } from '../../src/contract/names-in.ts';

test.each<readonly [string, unknown, readonly string[]]>([
  ['words in a printed address', '/fairs/spring-fair-2026/halls/7', ['spring-fair-2026']],
  ['words in a printed address of another host', 'https://example.com/fairs/spring-fair', ['spring-fair']],
  ['such words deeper in an example', { _links: { fair: { href: '/fairs/spring-fair' } } }, ['spring-fair']],
  ['nothing that is no address', 'spring-fair-2026', []],
  ['nothing that is drawn', '/keys/sk-live-8a7f33e20b91/fairs/9f8e7d6c-aa', []],
  ['nothing behind the path', '/fairs?key=spring-fair-2026', []],
  ['no name of a user', 'https://spring-fair:spring-secret@example.com/a-b', []],
])('a document names by its examples %s', (_what, example, expected) => {
  const own = new Set(namesIn({ properties: {} }));
  expect(namesIn({ properties: {}, example }).filter((name) => !own.has(name))).toEqual(expected);
});

test('the rest of an example, and a description, names nothing', () => {
  expect(namesIn({ type: 'object', example: { password: 'correct-horse-battery' }, description: '/fairs/spring-fair-2026' })).toEqual([
    'description',
  ]);
});
