import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { sourceOf } from '../../src/contract/source.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const shipped = readdirSync(join(root, 'spec'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));

describe('the value of a shipped text', () => {
  test.for(shipped)('is what a parser of YAML reads: %s', (name) => {
    const text = readFileSync(join(root, 'spec', name), 'utf8');
    const { value, remarks } = sourceOf(name, text);
    expect(value).toStrictEqual(load(text, { schema: CORE_SCHEMA.withTags(mergeTag) }));
    expect(remarks).toEqual([]);
  });

  test('is made anew for each caller, who may change it', () => {
    const text = readFileSync(join(root, 'spec/http/requirements.yaml'), 'utf8');
    const [one, two] = [sourceOf('a', text).value, sourceOf('a', text).value];
    expect(one).toEqual(two);
    expect(one).not.toBe(two);
  });

  test('is that of the text itself, where a user has changed one character', () => {
    const text = readFileSync(join(root, 'spec/http/requirements.yaml'), 'utf8');
    const changed = text.replace(/title: \S/u, 'title: Ω');
    expect(sourceOf('a', changed).value).toStrictEqual(load(changed, { schema: CORE_SCHEMA.withTags(mergeTag) }));
    expect(sourceOf('a', changed).value).not.toEqual(sourceOf('a', text).value);
  });
});
