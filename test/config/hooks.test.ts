import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { calledWithin, loadHooks } from '../../src/config/hooks.ts';
import { onFinish, withHooks } from '../../src/cli/run/hooks.ts';
import type { RunRecord } from '../../src/model/record.ts';
import { emptyFolder } from '../cli/support.ts';
import { depot, key, loadOne, messageOf, valid } from './support.ts';

const written = (name: string, text: string): string => {
  const path = join(emptyFolder(), name);
  writeFileSync(path, text);
  return path;
};

describe('a module of hooks', () => {
  test.each([
    ['a.mjs', 'export const beforeRequest = () => ({ headers: { a: "b" } });'],
    ['b.mjs', 'export default { beforeRequest: async () => ({ headers: { a: "b" } }) };'],
    ['c.ts', 'type Header = string;\nexport const beforeRequest = () => ({ headers: { a: "b" as Header } });'],
  ])('%s may be in JavaScript or TypeScript, by name or by default', async (name, text) => {
    const { beforeRequest, onFinish: after } = await loadHooks(written(name, text));
    const request = { target: 'a', method: 'GET', url: 'http://a/', headers: {}, body: null, operation: null, credential: null };
    expect([await beforeRequest?.(request), after]).toEqual([{ headers: { a: 'b' } }, undefined]);
  });

  test.each([
    ['a.mjs', 'export const beforeRequest = ;', /it cannot be loaded, \w*Error/u],
    ['b.mjs', 'throw new Error("no vault");', /it cannot be loaded, Error: no vault/u],
    ['c.mjs', 'export const sign = () => undefined;', /it exports neither beforeRequest nor onFinish/u],
    ['d.mjs', 'export const beforeRequets = () => undefined;', /it exports beforeRequets, did you mean beforeRequest\?/u],
    ['e.mjs', 'export const onFinish = 1;', /its onFinish is not a function/u],
  ])('%s is refused', async (name, text, why) => {
    expect(await messageOf(() => loadHooks(written(name, text)))).toMatch(why);
  });

  test('is named by a target, and found beside the config', async () => {
    const files = { ...depot(...valid, 'hooks: ./sign.mjs'), 'sign.mjs': 'export const onFinish = () => 1;' };
    const { target } = await loadOne({ files, env: key });
    expect(target.hooks).toEqual({ module: '/here/sign.mjs', digest: expect.stringMatching(/^[0-9a-f]{64}$/u) as string });
    const gone = messageOf(() => loadOne({ files: depot(...valid, 'hooks: ./gone.mjs'), env: key }));
    expect(await gone).toContain('/targets/depot/hooks: names "/here/gone.mjs", which does not exist');
  });
});

test('a hook that takes too long is given up', async () => {
  await expect(calledWithin('onFinish', 20, () => new Promise<never>(() => undefined))).rejects.toThrow(
    'the hook onFinish was not done within 0.02 s',
  );
});

describe('the hook onFinish', () => {
  const record = {
    header: { run: 'r1', targets: [{ target: 'depot', baseUrl: 'http://a' }] },
    targets: [],
    footer: { exitCode: 1, targets: [{ target: 'depot', exitCode: 1, ended: { kind: 'complete' }, requests: 7 }] },
  } as unknown as RunRecord;

  test('is told how the run ended, once for each module', async () => {
    const folder = emptyFolder();
    const told = join(folder, 'told.json');
    const module = join(folder, 'a.mjs');
    writeFileSync(
      module,
      `import { appendFileSync } from 'node:fs';\nexport const onFinish = (run) => appendFileSync(${JSON.stringify(told)}, JSON.stringify(run));`,
    );
    const hooks = { module, digest: '' };
    expect(await onFinish([{ hooks }, { hooks }, {}], record, '/reports/r1')).toEqual([]);
    const { readFileSync } = await import('node:fs');
    expect(JSON.parse(readFileSync(told, 'utf8'))).toEqual({
      run: 'r1',
      directory: '/reports/r1',
      exitCode: 1,
      targets: [{ target: 'depot', baseUrl: 'http://a', exitCode: 1, ended: 'complete', requests: 7 }],
    });
  });

  test('that fails is an error of the config, and the reports stay', async () => {
    const module = written('a.mjs', 'export const onFinish = () => { throw new TypeError("no channel"); };');
    expect(await onFinish([{ hooks: { module, digest: '' } }], record, '/reports/r1')).toEqual([
      `error: the hook onFinish failed with TypeError: no channel (${module}); the run itself ended with 1`,
    ]);
    expect([withHooks(0, true), withHooks(1, true), withHooks(4, true), withHooks(1, false)]).toEqual([2, 2, 4, 1]);
  });
});
