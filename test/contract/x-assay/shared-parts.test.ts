import { describe, expect, test } from 'vitest';
import { withSharedParts } from '../../../src/contract/x-assay/shared-parts.ts';

const inner = { description: 'What it is for.', type: 'string', minLength: 1, pattern: '^[a-z]+(-[a-z]+)*$' };
const outer = { type: 'object', required: ['name'], properties: { name: inner }, additionalProperties: false };

describe('parts that schemas share', () => {
  const { parts, schemas } = withSharedParts({
    one: { title: 'One', type: 'object', properties: { left: outer, right: { ...outer, description: 'The other.' } } },
    two: { type: 'object', properties: { description: { type: 'string' }, only: { anyOf: [inner, { type: 'null' }] } } },
  });

  test('are written once, also inside one another', () => {
    expect(parts).toEqual({
      $id: 'parts',
      $defs: {
        part0: { type: 'object', required: ['name'], properties: { name: { $ref: 'parts#/$defs/part1' } }, additionalProperties: false },
        part1: { type: 'string', minLength: 1, pattern: '^[a-z]+(-[a-z]+)*$' },
      },
    });
  });

  test('are referred to where they stood, whatever they are described as', () => {
    const part = { $ref: 'parts#/$defs/part0' };
    expect(schemas.one).toEqual({ type: 'object', properties: { left: part, right: part } });
  });

  test('leave what stands in one place, and members that are called like an annotation', () => {
    expect(schemas.two).toEqual({
      type: 'object',
      properties: { description: { type: 'string' }, only: { anyOf: [{ $ref: 'parts#/$defs/part1' }, { type: 'null' }] } },
    });
  });
});
