// Builds dist/ from nothing, so that no file outlives its source. Each source becomes a file of its own, with its types. The
// command also goes to dist/bundle/ in few files, because reading a thousand takes longer than most commands run.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

import { bundledView, viewFolders } from './bundle-view.mjs';

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

// As deep as the folders of the sources, so that paths from a file to what is next to dist/ stay the same.
const bundle = join(root, 'dist/bundle');
await build({
  configFile: false,
  root,
  logLevel: 'warn',
  // Parts of these packages are needed, and only by `--otel`, `upload` and `download`: in the bundle that is a small share of what they would take in every installation.
  ssr: { noExternal: [/^@opentelemetry\//u, /^@(?:aws|aws-sdk|smithy)\//u] },
  build: {
    // What comes from others into the bundle stands there with its licence.
    license: { fileName: 'licences.md' },
    ssr: true,
    outDir: bundle,
    emptyOutDir: true,
    minify: false,
    target: 'node20',
    rollupOptions: {
      input: {
        main: join(root, 'dist/cli/main.js'),
        // What programs and test files import.
        index: join(root, 'dist/index.js'),
        vitest: join(root, 'dist/vitest/index.js'),
        // The workers of a run look for it next to the file that starts them.
        worker: join(root, 'dist/runner/worker/worker.js'),
        'run-plan': join(root, 'dist/runner/engine/run-plan.js'),
      },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        // Names stay as they are, for the traces of errors; without spaces and comments the engine reads the files faster.
        minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
      },
    },
  },
});
chmodSync(join(bundle, 'main.js'), 0o755);

// The shipped contracts are checked here once, instead of at every start.
const { loadContract, shippedContracts } = await import(new URL('../dist/contract/load.js', import.meta.url).href);
const { provenDigests } = await import(new URL('../dist/contract/prove-document.js', import.meta.url).href);
for (const name of shippedContracts()) {
  await loadContract(name).catch((error) => console.error(`The contract ${name} is not valid: ${error.message}`));
}
for (const folder of ['dist/contract', 'dist/bundle']) {
  writeFileSync(join(root, folder, 'proven-documents.json'), JSON.stringify(provenDigests()));
}
