import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { validate } from 'dockerfile-utils';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');

type Instruction = { readonly name: string; readonly text: string };

/** The instructions of each stage; the arguments before the first one are left out. */
const stages = (() => {
  const found: Instruction[][] = [];
  const lines = dockerfile
    .replaceAll(/^#.*\n/gmu, '')
    .replaceAll('\\\n', ' ')
    .split('\n');
  for (const line of lines.filter((text) => text.trim() !== '')) {
    const [, name = '', text = ''] = /^(\w+)\s+(.*)$/u.exec(line) ?? [];
    if (name === 'FROM') found.push([]);
    found.at(-1)?.push({ name, text });
  }
  return found;
})();

const textsOf = (stage: readonly Instruction[] | undefined, name: string): readonly string[] =>
  (stage ?? []).flatMap((one) => (one.name === name ? [one.text] : []));

/** What a stage takes out of the folder of the project. */
const takenBy = (stage: readonly Instruction[] | undefined): readonly string[] =>
  textsOf(stage, 'COPY').flatMap((text) => (text.startsWith('--from=') ? [] : text.split(/\s+/u).slice(0, -1)));

const [build, final] = stages;

describe('the Dockerfile', () => {
  test('is accepted by the linter', () => {
    expect(validate(dockerfile)).toEqual([]);
    expect(validate('FROM node\nENTRYPOINT assay\nUSERR node\n').length).toBeGreaterThan(0);
  });

  test('makes an image of two stages that runs assay as an ordinary user, so that it gets signals itself', () => {
    expect(stages.length).toBe(2);
    expect(stages.map((stage) => stage[0]?.text.split(' ')[0])).toEqual(['node:${NODE_VERSION}-slim', 'node:${NODE_VERSION}-slim']);
    const supported = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { engines: { node: string } };
    expect(Number(/^ARG NODE_VERSION=(\d+)$/mu.exec(dockerfile)?.[1])).toBeGreaterThanOrEqual(
      Number(/\d+/u.exec(supported.engines.node)?.[0]),
    );
    expect(textsOf(final, 'USER')).toEqual(['node']);
    expect(textsOf(final, 'ENTRYPOINT')).toEqual(['["assay"]']);
    expect(textsOf(final, 'WORKDIR').at(-1)).toBe('/project');
    // A volume of the image would hide the folder of the reports below a mounted one.
    expect(textsOf(final, 'VOLUME')).toEqual([]);
    expect(textsOf(build, 'RUN').join('\n')).toMatch(/npm ci --ignore-scripts\n.*npm prune --omit=dev/u);
  });

  test('takes all that the build reads, and nothing that is ignored', () => {
    const script = readFileSync(join(root, 'scripts/build.mjs'), 'utf8');
    const read = [...(/const sources = \[([^\]]+)\]/u.exec(script)?.[1] ?? '').matchAll(/'([^']+)'/gu)].map(([, name]) => name ?? '');
    expect(read).toContain('src');
    expect(read.filter((name) => !takenBy(build).includes(name))).toEqual([]);
    const [everything, ...allowed] = readFileSync(join(root, '.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(everything).toBe('*');
    const taken = new Set([...takenBy(build), ...takenBy(final)]);
    expect(allowed.map((line) => line.replace(/^!/u, '')).toSorted()).toEqual([...taken].toSorted());
    expect([...taken].filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });
});
