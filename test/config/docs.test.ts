import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runOptions, variableOf } from '../../src/config/options.ts';
import { typesOf, type SchemaNode } from '../../src/config/schema-node.ts';
import { configSchema } from '../../src/config/schema.ts';

const page = (name: string): string => readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8');

/** One line per key, in the order of the schema. */
const rowsOf = (schema: SchemaNode, path: string): string[] => {
  const type = schema.type === undefined ? 'any' : typesOf(schema).join(' or ');
  const words = schema.enum ?? schema.items?.enum;
  const sentence = `${schema.description}${words ? ` One of: ${words.join(', ')}.` : ''}`;
  const own = path === '' ? [] : [`| \`${path}\` | ${type} | ${sentence} |`];
  const inner = path === '' ? '' : `${path}.`;
  const named = Object.entries(schema.properties ?? {}).flatMap(([key, node]) => rowsOf(node, `${inner}${key}`));
  const entries = schema.additionalProperties ? rowsOf(schema.additionalProperties, `${inner}NAME`) : [];
  return [...own, ...named, ...entries];
};

describe('the pages', () => {
  test('print every key of the config as the schema describes it', () => {
    const rows = rowsOf(configSchema, '');
    expect(rows.length).toBeGreaterThan(50);
    expect(
      page('config')
        .split('\n')
        .filter((line) => ['| `targets', '| `gate', '| `notify', '| `keep'].some((begin) => line.startsWith(begin))),
    ).toEqual(rows);
  });

  test('print every option of run with its variable', () => {
    const rows = runOptions.map((option) => {
      const argument = 'argument' in option ? ` ${option.argument}` : '';
      return `| \`${option.flag}${argument.replaceAll('|', '\\|')}\` | \`${variableOf(option.flag)}\` | ${option.description} |`;
    });
    expect(
      page('cli')
        .split('\n')
        .filter((line) => line.startsWith('| `--') && line.includes('ASSAY_')),
    ).toEqual(rows);
  });
});
