// A server with the S3 API from the registry, for tests and measurements. It is no dependency: what it is made of is old, so it is put into a cache of its own, and
// only 127.0.0.1 reaches it. It takes any secret of its key; who wants a refusal has to ask with another key.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const version = '3.7.1';
const cache = join(dirname(dirname(fileURLToPath(import.meta.url))), 'node_modules/.cache/s3-server', version);

/** Installs it once. Gives the reason where that is not possible. */
const install = () => {
  if (existsSync(cache)) return undefined;
  mkdirSync(dirname(cache), { recursive: true });
  const fresh = mkdtempSync(join(dirname(cache), 'fresh-'));
  const options = [
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--omit=dev',
    '--fetch-retries=0',
    '--fetch-timeout=20000',
  ];
  const { status, error } = spawnSync('npm', ['install', '--prefix', fresh, ...options, `s3rver@${version}`], {
    cwd: fresh,
    timeout: 90_000,
    stdio: 'ignore',
  });
  if (status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    return `npm could not install s3rver@${version} (${error?.code ?? `exit code ${status}`})`;
  }
  try {
    renameSync(fresh, cache);
  } catch {
    // Another process was first.
    rmSync(fresh, { recursive: true, force: true });
  }
  return undefined;
};

/**
 * Starts it on a free port.
 * @param directory Where it keeps its objects.
 * @returns the variables with which it is used, or why it cannot be had.
 */
export const startS3 = async (directory, bucket) => {
  const why = install();
  if (why !== undefined) return { why };
  const require = createRequire(join(cache, 'package.json'));
  const Server = require('s3rver');
  const server = new Server({ address: '127.0.0.1', port: 0, silent: true, directory, configureBuckets: [{ name: bucket }] });
  const { port } = await server.run();
  return {
    env: { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER-canary-71be0c44', AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` },
    close: () => server.close(),
  };
};
