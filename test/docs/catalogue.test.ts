import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { existsSync, readFileSync } from 'node:fs';
import { facts } from '../../src/checks/kit/facts.ts';
import { checks } from '../../src/checks/index.ts';
import { loadContract, shippedContracts } from '../../src/contract/load.ts';
import { ownerOf } from '../../src/contract/owner.ts';

type Planned = { readonly id: string; readonly check: string; readonly kind: string; readonly measurement: string };

/** The entries of open.yaml: requirements that no check decides yet. */
const plannedOf = (name: string): readonly Planned[] => {
  const file = new URL(`../../spec/${name}/open.yaml`, import.meta.url);
  return existsSync(file) ? (parse(readFileSync(file, 'utf8')) as Planned[]) : [];
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').trim();

/** docs/checks.md: every check in words, then for each contract which check decides which requirement. */
const catalogue = async (): Promise<string> => {
  const lines = ['# Checks', '', 'Generated from the registry and the contracts; `npm run golden:docs` writes it again.', ''];
  for (const check of checks) {
    lines.push(`## ${check.id}`, '', check.title, '', `*Why:* ${check.why}`, '', `*What to do about a failure:* ${check.fix}`, '');
    lines.push(
      `*Kind:* ${check.kind}${check.kind === 'probe' ? `, phase ${check.phase}` : ''}${check.reads === undefined ? '' : `; reads \`x-assay.${check.reads}\``}`,
      '',
    );
  }
  lines.push(
    '# Facts',
    '',
    'What is recorded where a documentation leaves freedom, by name. A name keeps its meaning.',
    '',
    '| fact | what it means |',
    '|---|---|',
  );
  for (const [name, meaning] of Object.entries(facts)) lines.push(`| \`${name}\` | ${cell(meaning)} |`);
  lines.push('');
  for (const name of shippedContracts()) {
    const contract = await loadContract(name);
    const kinds = new Map(checks.map(({ id, kind }) => [id, kind]));
    lines.push(
      `# ${name}: requirements and the checks that decide them`,
      '',
      '| requirement | level | sentence | check | kind | where |',
      '|---|---|---|---|---|---|',
    );
    for (const { id, level, title, checks: ids } of contract.requirements.values()) {
      if (level === 'untestable') continue;
      for (const checkId of ids) {
        const check = checks.find((one) => one.id === checkId);
        const nodes =
          check
            ?.locations(contract)
            .map((location) => ownerOf(contract, check, location))
            .filter((owner) => owner?.requirement.id === id)
            .map((owner) => owner?.node ?? '') ?? [];
        lines.push(
          `| ${id} | ${level} | ${cell(title)} | ${checkId} | ${kinds.get(checkId) ?? ''} | ${[...new Set(nodes)].map((node) => `\`${cell(node)}\``).join('<br>')} |`,
        );
      }
    }
    const planned = plannedOf(name);
    if (planned.length > 0) {
      lines.push(
        '',
        `## ${name}: not decided yet`,
        '',
        '| requirement | level | sentence | check to come | kind | scenario |',
        '|---|---|---|---|---|---|',
      );
      for (const { id, check, kind, measurement } of planned) {
        const requirement = contract.requirements.get(id);
        lines.push(
          `| ${id} | ${requirement?.level ?? ''} | ${cell(requirement?.title ?? '')} | ${check} | ${kind} | ${cell(measurement)} |`,
        );
      }
    }
    lines.push('');
  }
  return lines.join('\n');
};

test('docs/checks.md agrees with the registry and the contracts', async () => {
  await expect(await catalogue()).toMatchFileSnapshot('../../docs/checks.md');
});
