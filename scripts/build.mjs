// Builds dist/ from nothing, so that no file outlives its source. Each source becomes a file of its own, with its types. The
// command also goes to dist/bundle/ in few files.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { bundle } from './bundle.mjs';
import { bundledView, viewFolders } from './bundle-view.mjs';
import { compileValidators } from './compile-validators.mjs';
import { warmUp } from './warm-up.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');

/** When anything below a path was last changed, in milliseconds. Removing a file changes its folder. */
const changedMs = (path) => {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => changedMs(join(path, name))));
};
// Written last, so that an interrupted build counts as none.
const mark = join(root, 'dist/bundle/proven-documents.json');
const sources = ['src', 'spec', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
if (process.argv.includes('--if-older') && existsSync(mark)) {
  const builtMs = statSync(mark).mtimeMs;
  if (sources.every((name) => changedMs(join(root, name)) < builtMs)) process.exit(0);
}

rmSync(join(root, 'dist'), { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit', cwd: root });
if (status !== 0) process.exit(status ?? 1);
for (const folder of viewFolders) writeFileSync(join(root, 'dist', folder, 'bundled-view.js'), await bundledView(folder));

await compileValidators();

const bundled = join(root, 'dist/bundle');
await bundle(bundled);
chmodSync(join(bundled, 'main.js'), 0o755);
// Programs and tests that run these files start the same worker as the command: alone it would read hundreds of files.
writeFileSync(join(root, 'dist/runner/worker/worker.js'), "import '../../bundle/worker.js';\n");

// The shipped contracts are checked here once, instead of at every start.
const { loadContract, shippedContracts } = await import(new URL('../dist/contract/load.js', import.meta.url).href);
const { provenDigests } = await import(new URL('../dist/contract/prove-document.js', import.meta.url).href);
for (const name of shippedContracts()) {
  await loadContract(name).catch((error) => console.error(`The contract ${name} is not valid: ${error.message}`));
}
for (const folder of ['dist/contract', 'dist/bundle']) {
  writeFileSync(join(root, folder, 'proven-documents.json'), JSON.stringify(provenDigests()));
}

// So are they read: their values are kept for texts that are the same to the last character.
const { sourceOf } = await import(new URL('../dist/contract/source.js', import.meta.url).href);
const { parsedName } = await import(new URL('../dist/contract/parsed-texts.js', import.meta.url).href);
for (const path of readdirSync(join(root, 'spec'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'))) {
  const text = readFileSync(join(root, 'spec', path), 'utf8');
  const { value } = sourceOf(path, text);
  const json = JSON.stringify(value);
  if (!isDeepStrictEqual(JSON.parse(json), value)) throw new Error(`Cannot keep the value of ${path}: JSON has no words for it`);
  for (const folder of ['dist/contract', 'dist/bundle']) {
    mkdirSync(join(root, folder, 'parsed-texts'), { recursive: true });
    writeFileSync(join(root, folder, 'parsed-texts', parsedName(text)), json);
  }
}

await warmUp(new URL('../dist/', import.meta.url), join(root, 'spec')).catch((error) =>
  console.error(`The first commands will be slower, as no code was compiled for them: ${error.message}`),
);
