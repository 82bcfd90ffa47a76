// Builds dist/ from nothing, so that a file that was removed from src/ does not live on.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
rmSync(join(root, 'dist'), { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit', cwd: root });
const bin = join(root, 'dist/cli/main.js');
if (existsSync(bin)) chmodSync(bin, 0o755);
if (status !== 0) process.exit(status ?? 1);

// What comes with the package is proven here once, in place of at every start.
const { loadContract, shippedContracts } = await import(new URL('../dist/contract/load.js', import.meta.url).href);
const { provenDigests } = await import(new URL('../dist/contract/prove-document.js', import.meta.url).href);
for (const name of shippedContracts()) {
  await loadContract(name).catch((error) => console.error(`The contract ${name} is not valid: ${error.message}`));
}
writeFileSync(join(root, 'dist/contract/proven-documents.json'), JSON.stringify(provenDigests()));
