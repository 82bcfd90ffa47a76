import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import { loadContract } from '../../src/contract/load.ts';
import { type CredentialName, credentialNames } from '../../src/model/request.ts';
import { type Permission, permissions } from '../../src/model/target.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { targetOf } from './support/fake-session.ts';
import { greenhouse, writeDocument } from '../worlds/without-x-assay-document.ts';

const spec = join(import.meta.dirname, '../../spec');

const targets: readonly (readonly [string, readonly Permission[], readonly CredentialName[]])[] = [
  ['nothing allowed', [], []],
  ['everything allowed', permissions, credentialNames],
];

/** Shipped contracts with a document of their own. */
const shipped = readdirSync(spec).filter((name) => existsSync(join(spec, name, 'openapi.yaml')));

/** A line for each planned case: its id, and a digest of its phase, locations, prerequisites and cost. */
const lines = async (document: string): Promise<string> => {
  const contract = await loadContract(document);
  return targets
    .flatMap(([name, allow, credentials]) => {
      const target = targetOf({
        contract: contract.name,
        allow,
        credentials,
        fixtures: {},
        urls: { sandbox: 'http://127.0.0.1:2', plain: 'http://127.0.0.1:3' },
      });
      const { cases } = makePlan({ contract, target, checks, seed: 1 });
      return [
        `# ${name}`,
        ...cases
          .map(
            ({ id, check: _check, requirement: _requirement, title: _title, ...planned }) =>
              `${id} ${createHash('sha256').update(JSON.stringify(planned)).digest('hex').slice(0, 12)}`,
          )
          .toSorted(),
      ];
    })
    .join('\n');
};

describe('the planned cases', () => {
  test.each(shipped)('of %s stay as they are', async (name) => {
    await expect(await lines(join(spec, name, 'openapi.yaml'))).toMatchFileSnapshot(`planned/${name}.txt`);
  });

  test('of a document without x-assay stay as they are', async () => {
    await expect(await lines(writeDocument(greenhouse))).toMatchFileSnapshot('planned/greenhouse.txt');
  });
});
