import { afterAll } from 'vitest';

import type { ResolvedTarget } from '../../src/config/resolve-target.ts';
import { configNames } from '../../src/config/find-config.ts';
import { existsSync } from 'node:fs';
import { referenceTarget } from '../../src/cli/reference-target.ts';
import { startReference, vendors, type Reference } from '../../src/reference/index.ts';
import { conformance, declareSuite } from '../../src/vitest/conformance.ts';
import type { Source } from '../../src/vitest/source.ts';

/** A config that a variable names, else the one in this folder, else none. */
const config = process.env['ASSAY_CONFIG'] ?? configNames.find((name) => existsSync(name));

const running: Reference[] = [];

const started = async (): Promise<readonly ResolvedTarget[]> => {
  const targets: ResolvedTarget[] = [];
  for (const vendor of Object.keys(vendors)) {
    const reference = await startReference({ vendor });
    running.push(reference);
    targets.push(await referenceTarget(vendor, reference));
  }
  return targets;
};

const stopped = async (): Promise<void> => {
  await Promise.all(running.splice(0).map((reference) => reference.close()));
};

const noRules = { gate: {}, names: [] };

const references: Source = {
  isDemo: true,
  // The names of the tests need the targets, not their servers.
  async before() {
    const targets = await started();
    await stopped();
    return { targets, ...noRules };
  },
  after: async () => ({ targets: await started(), ...noRules }),
};

afterAll(stopped);

if (config === undefined) declareSuite(references, {}, '    at test/contracts/targets.contract.ts');
else conformance({ config });
