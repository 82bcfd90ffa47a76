import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { recordSchema } from '../../src/model/record.ts';
import { jsonDocumentSchema } from '../../src/report/index.ts';

const docs = readFileSync(new URL('../../docs/record.md', import.meta.url), 'utf8');

/** Names of members anywhere in a schema. */
const membersOf = (schema: unknown): string[] => {
  if (Array.isArray(schema)) return schema.flatMap(membersOf);
  if (typeof schema !== 'object' || schema === null) return [];
  const properties: unknown = 'properties' in schema ? schema.properties : undefined;
  const names = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  return [...names, ...Object.values(schema).flatMap(membersOf)];
};

/** Members of a case, which the page of the plan describes. */
const partsOfACase = new Set(['check', 'kind', 'phase', 'places', 'way', 'skip', 'cost', 'creates']);

describe('docs/record.md', () => {
  for (const type of recordSchema.properties['type']?.enum ?? []) {
    test(`has a row for lines of type ${type}`, () => {
      expect(docs).toContain(`| \`${type}\` |`);
    });
  }

  for (const member of new Set([...membersOf(recordSchema), ...membersOf(jsonDocumentSchema)])) {
    if (partsOfACase.has(member)) continue;
    test(`names the member ${member}`, () => {
      expect(docs).toMatch(new RegExp(String.raw`\b${member}\b`, 'u'));
    });
  }
});
