// Runs the built command once for each kind of process, so that the compiled code that they leave beside the scripts (src/start) is there for the first user. That code
// has only the functions that were called. So the run judges a document of which most is inferred, as it is with the documents of users, beside a shipped contract.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';

const mostMs = 60_000;

const withoutConventions = (node) => {
  if (Array.isArray(node)) return node.map(withoutConventions);
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([name]) => name !== 'x-assay')
      .map(([name, inner]) => [name, withoutConventions(inner)]),
  );
};

/** A shipped document as somebody else would have written it: with one word of `x-assay`. */
const asOthers = (document) => ({ ...withoutConventions(document), 'x-assay': { rateLimit: document['x-assay'].rateLimit } });

/** A config with both targets. As they have the same key, one worker judges them. */
const configOf = (served, spec, room) => {
  const [{ contract, fixtures, durations, ...common }] = Object.values(parse(served).targets);
  const document = join(room, 'openapi.yaml');
  writeFileSync(document, stringify(asOthers(parse(readFileSync(join(spec, contract, 'openapi.yaml'), 'utf8'))), { lineWidth: 0 }));
  const allow = ['mutation', 'permanent', 'plaintext'];
  return { targets: { foreign: { ...common, contract: document, allow }, shipped: { ...common, contract, fixtures, durations, allow } } };
};

/**
 * @param dist URL of the build, with its sources each in a file of its own, and the command in `bundle/`.
 * @param spec Path of the shipped contracts.
 */
export const warmUp = async (dist, spec) => {
  const { startReference } = await import(new URL('reference/index.js', dist).href);
  const { servedConfig } = await import(new URL('cli/serve-config.js', dist).href);
  const room = mkdtempSync(join(tmpdir(), 'assay-build-'));
  const main = fileURLToPath(new URL('bundle/main.js', dist));
  const assay = (...words) =>
    new Promise((resolve) => {
      spawn(process.execPath, [main, ...words], { cwd: room, stdio: 'ignore', timeout: mostMs }).on('close', resolve);
    });
  const reference = await startReference({ vendor: 'cloudnexus', quota: { limit: 600, windowSeconds: 2 } });
  try {
    writeFileSync(join(room, 'assay.config.yaml'), stringify(configOf(await servedConfig('cloudnexus', reference), spec, room)));
    // Most code is that of a run, so a run comes first.
    await assay('run', '--seed', '1');
    await assay('lint', 'cloudnexus');
    await assay('list', 'checks');
    await assay('--help');
  } finally {
    await reference.close();
    rmSync(room, { recursive: true, force: true });
  }
};
