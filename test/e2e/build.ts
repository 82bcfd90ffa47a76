import { spawnSync } from 'node:child_process';

/** Builds dist/ once before the tests, for those that start the real command. */
export const setup = (): void => {
  const { status, stderr, stdout } = spawnSync(process.execPath, ['scripts/build.mjs', '--if-older'], {
    encoding: 'utf8',
    cwd: new URL('../..', import.meta.url),
  });
  if (status !== 0) throw new Error(`Cannot build dist/: ${stdout}${stderr}`);
};
