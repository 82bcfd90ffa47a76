import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withEnvFile } from '../../src/cli/env-file.ts';
import { assay, emptyFolder, fakeIo } from './support.ts';

const text = `# for tests only
NEXUS_KEY="a-key-from-the-file"
export OTHER='with # no comment'
ASSAY_BASE_URL=http://127.0.0.1:9/v2
`;

const folderWith = (content: string): string => {
  const folder = emptyFolder();
  writeFileSync(join(folder, '.env'), content);
  return folder;
};

const plan = ['run', 'cloudnexus', '--dry-run', '--only', 'NEXUS-1'];

describe('--env-file', () => {
  test('adds variables; those of the environment come first', () => {
    expect(withEnvFile({ NEXUS_KEY: 'of the environment' }, '.env', folderWith(text), '--env-file')).toEqual({
      NEXUS_KEY: 'of the environment',
      OTHER: 'with # no comment',
      ASSAY_BASE_URL: 'http://127.0.0.1:9/v2',
    });
  });

  test('gives values to env: and to the options, by its flag or its variable', async () => {
    const cwd = folderWith(text);
    for (const [args, env] of [
      [['--env-file', '.env'], {}],
      [[], { ASSAY_ENV_FILE: '.env' }],
    ] as const) {
      const { code, stdout, stderr } = await assay([...plan, '--auth', 'env:NEXUS_KEY', ...args], fakeIo({ cwd, env }));
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('at http://127.0.0.1:9/v2');
    }
  });

  test.each([
    ['gone', 'there is no file "gone"'],
    ['.', '"." cannot be read: EISDIR'],
    ['empty', '"empty" has no line NAME=VALUE'],
  ])('%s is refused', async (file, why) => {
    const cwd = folderWith(text);
    writeFileSync(join(cwd, 'empty'), '# nothing\n');
    expect(await assay([...plan, '--env-file', file], fakeIo({ cwd }))).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: Cannot use --env-file: ${why}\n`,
    });
  });
});
