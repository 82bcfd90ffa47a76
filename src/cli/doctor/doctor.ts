import { checks } from '../../checks/index.ts';
import { checkAgainstContract } from '../../config/check-against-contract.ts';
import { type Flags, gatherOptions } from '../../config/given.ts';
import { loadTargets } from '../../config/load-targets.ts';
import { realOutside } from '../../config/outside.ts';
import { loadContract, loadOptionsOf, shippedContracts } from '../../contract/load.ts';
import { makePlan } from '../../plan/make-plan.ts';
import { examine, type Examination } from '../../runner/doctor/examine.ts';
import { contractFacts } from '../contract-facts.ts';
import type { Io } from '../io.ts';
import { tellProblems } from '../lint/tell-problems.ts';
import { type Prognosis, prognosisOf } from './prognosis.ts';

/**
 * `assay doctor TARGET`: 0 when a run could judge something, 3 when preflight would stop it.
 * @throws {UsageError} or {ContractError} for what cannot be used.
 */
export const doctor = async (name: string, flags: Flags, io: Io): Promise<number> => {
  const { json, ...rest } = flags;
  const given = gatherOptions(rest, io.env);
  const resolved = await loadTargets({ names: [name], given, shipped: shippedContracts(), outside: realOutside(io.cwd, io.env) });
  const stop = new AbortController();
  const deaf = io.onSignal(() => stop.abort());
  let worst = 0;
  try {
    for (const each of resolved) {
      const { target, secrets } = each;
      const contract = await loadContract(target.contract, { cwd: io.cwd, ...loadOptionsOf(target) });
      tellProblems([contract], io);
      checkAgainstContract(each, contractFacts(contract));
      const examination = await examine({ contract, target, secrets }, stop.signal);
      const prognosis = prognosisOf(contract, makePlan({ contract, target, checks, seed: 0 }), examination);
      io.stdout.write(
        json === true
          ? `${JSON.stringify({ target: target.name, ...examination, ...prognosis }, undefined, 2)}\n`
          : told(target.name, target.baseUrl, examination, prognosis),
      );
      if (examination.preflight.kind === 'stopped') worst = 3;
    }
  } finally {
    deaf();
  }
  return worst;
};

/** The findings in words, readable in 80 columns. */
const told = (name: string, baseUrl: string, { preflight, data, quota, requests }: Examination, { levels, missing }: Prognosis): string => {
  const lines = [`${name} at ${baseUrl}, looked at with ${requests} requests`, ''];
  if (preflight.kind === 'stopped') {
    lines.push(`A run would stop here: ${preflight.reason}`, '');
    return lines.join('\n');
  }
  lines.push(
    preflight.answersEverything
      ? 'It answers 2xx without a credential and for an unknown path: no pass would prove anything.'
      : 'The credential is accepted, and refused where it is left out.',
  );
  for (const note of preflight.notes) lines.push(`Note: ${note}`);
  lines.push('', 'Data found:');
  for (const { operation, items, more } of data)
    lines.push(
      `  ${operation}: ${items === undefined ? 'no list that can be read' : `${items} items${more ? ' on the first page, and more' : ''}`}`,
    );
  lines.push(
    '',
    'Quota announced:',
    ...(Object.keys(quota).length === 0 ? ['  none'] : Object.entries(quota).map(([header, value]) => `  ${header}: ${value}`)),
  );
  lines.push('', 'A run could decide:');
  for (const { level, possible, all } of levels) if (all > 0) lines.push(`  ${level}: ${possible} of ${all}`);
  if (missing.length > 0) lines.push('', 'For the rest:');
  for (const { what, requirements } of missing) lines.push(`  ${what}`, `    ${requirements.join(' ')}`);
  return `${lines.join('\n')}\n`;
};
