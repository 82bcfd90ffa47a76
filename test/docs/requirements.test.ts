import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadContract, shippedContracts } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';
import type { Requirement } from '../../src/model/requirement.ts';
import { vendors } from '../../src/reference/index.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').trim();

const documentOf = (name: string): string => {
  const ledger = parse(readFileSync(new URL(`../../spec/${name}/requirements.yaml`, import.meta.url), 'utf8')) as {
    readonly document: string;
  };
  return ledger.document;
};

const decision = ({ id, level, checks, judge }: Requirement, { open }: Contract): string => {
  if (level === 'untestable') return cell(judge);
  if (open.includes(id)) return 'not yet';
  return checks.map((check) => `\`${check}\``).join('<br>');
};

const counted = (requirements: readonly Requirement[], { open }: Contract): string[] =>
  (['must', 'should', 'observe', 'untestable'] as const).map((level) => {
    const own = requirements.filter((one) => one.level === level);
    const left = own.filter(({ id }) => open.includes(id)).length;
    return `${own.length}${left === 0 ? '' : ` (${left} not decided yet)`}`;
  });

const page = (contract: Contract): string => {
  const { name, title } = contract;
  const requirements = [...contract.requirements.values()];
  const defects = Object.entries(vendors[name]?.defects ?? {});
  const lines = [
    `# ${title}: requirements`,
    '',
    `Generated from \`spec/${name}\`; \`npm run golden:docs\` writes it again. Document: ${documentOf(name)}. The sections are its headings in their order.`,
    '',
  ];
  for (const section of new Set(requirements.map((one) => one.section))) {
    lines.push(`## ${section}`, '', '| requirement | level | sentence | decided by | defects that prove it |', '|---|---|---|---|---|');
    for (const requirement of requirements.filter((one) => one.section === section)) {
      const { id, level, basis } = requirement;
      const own = defects.filter(([, { breaks }]) => breaks === id).map(([slug]) => slug);
      const sentence = `${cell(requirement.title)}${basis === 'inferred' ? ' *(our reading)*' : ''}`;
      lines.push(
        `| ${id} | ${level} | ${sentence} | ${decision(requirement, contract)} | ${own.join(', ') || cell(requirement.noDefect ?? '')} |`,
      );
    }
    lines.push('');
  }
  return lines.join('\n');
};

test('docs/requirements.md counts the requirements of every contract', async () => {
  const lines = [
    '# Requirements',
    '',
    'Generated from the contracts; `npm run golden:docs` writes it again. Each page leads from the headings of a documentation to its requirements, to the checks',
    'that decide them and to the defects that prove those checks.',
    '',
    '| contract | must | should | observe | untestable |',
    '|---|---|---|---|---|',
  ];
  for (const name of shippedContracts()) {
    const contract = await loadContract(name);
    lines.push(`| [${name}](requirements/${name}.md) | ${counted([...contract.requirements.values()], contract).join(' | ')} |`);
  }
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../../docs/requirements.md');
});

test.each(shippedContracts())('docs/requirements/%s.md leads from the document to checks and defects', async (name) => {
  await expect(page(await loadContract(name))).toMatchFileSnapshot(`../../docs/requirements/${name}.md`);
});
