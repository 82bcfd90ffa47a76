import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

type Requirements = { readonly requirements: readonly { readonly id: string; readonly checks?: readonly string[] }[] };

test('an entry of the changelog names the requirement that its check decides', () => {
  const { requirements } = parse(read('spec/openapi/requirements.yaml')) as Requirements;
  const decides = new Map(requirements.map(({ id, checks = [] }) => [id, checks]));
  const named = [...read('CHANGELOG.md').matchAll(/^- (OAS-\d+), `([a-z-]+\/[a-z-]+)`/gmu)];
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(([, id = '', check = '']) => decides.get(id)?.includes(check) !== true).map(([entry]) => entry)).toEqual([]);
});
