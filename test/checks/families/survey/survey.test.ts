import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import type { Probe } from '../../../../src/checks/kit/define.ts';
import { surveyChecks } from '../../../../src/checks/families/survey/index.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import type { Contract } from '../../../../src/contract/model.ts';
import { surveyRequirements } from '../../../../src/contract/standard-requirements.ts';
import { credentialNames, type PlannedRequest } from '../../../../src/model/request.ts';
import { permissions } from '../../../../src/model/target.ts';
import { makePlan } from '../../../../src/plan/make-plan.ts';
import { mistakeOf } from '../../../../src/policy/compare/behaviour/mistake-of.ts';
import { situations } from '../../../../src/policy/compare/behaviour/situations.ts';
import { writeBooks } from '../../../worlds/every-paging-style-contract.ts';
import { writeLoans } from '../../../worlds/removable-resources-contract.ts';
import type { Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, parcels } from '../../support/judge.ts';

/** The checks with what they ask about. */
const probes = surveyChecks.map((check) => {
  if (check.kind !== 'probe') throw new Error(`${check.id} asks nothing`);
  return [check.id.slice('survey/'.length), check] as const;
});

const target = targetOf({ credentials: credentialNames, allow: permissions });

/** Refuses every mistake, and has a list with one thing in it. */
const honest = (request: PlannedRequest): Reply =>
  request.faults.length > 0
    ? { status: request.faults[0] === 'unknown-id' ? 404 : 400, json: {} }
    : { status: request.method === 'POST' ? 201 : 200, json: { id: 7, loans: [{ id: 7 }], items: [{ id: 7 }] } };

const loadAll = async (): Promise<readonly Contract[]> => {
  const { folder, file } = writeLoans();
  const loans = await loadContract(file, { survey: true }).finally(() => rmSync(folder, { recursive: true, force: true }));
  const names = ['cloudapi-dev', 'cloudplatform-io'];
  const shipped = await Promise.all(names.map((name) => loadContract(name, { survey: true })));
  return [await parcels(), await loadContract(writeBooks(), { survey: true }), loans, ...shipped];
};

let loading: Promise<readonly Contract[]> | undefined;
const contracts = (): Promise<readonly Contract[]> => (loading ??= loadAll());

/** The first of the contracts in which the check has something to ask. */
const inFirst = async (probe: Probe, answer: (request: PlannedRequest) => Reply) => {
  for (const contract of await contracts())
    if (probe.locations(contract).length > 0) return { contract, ...(await judge(probe, { contract, target, answer })) };
  throw new Error(`${probe.id} has nothing to ask in any of the contracts`);
};

describe('a survey', () => {
  test('has a check for each mistake that comparisons show, except of accounts at their limit, and a requirement for each check', async () => {
    const rows = Object.entries(situations).filter(([id]) => id.startsWith('mistake.') && id !== 'mistake.exhausted');
    expect(rows.map(([id]) => `survey/${id.slice('mistake.'.length)}`).toSorted()).toEqual(surveyChecks.map(({ id }) => id).toSorted());
    expect(rows.filter(([id, { survey }]) => survey !== `survey/${id.slice('mistake.'.length)}`)).toEqual([]);
    const ledger = [...(await surveyRequirements()).values()];
    expect(ledger.flatMap(({ checks }) => checks).toSorted()).toEqual(surveyChecks.map(({ id }) => id).toSorted());
    expect(ledger.filter(({ level }) => level !== 'observe')).toEqual([]);
  });

  test.each(probes)('asks what the row %s of comparisons is about, at one place', async (situation, probe) => {
    if (situation === 'foreign-thing') return;
    const { contract, session, locations, verdict } = await inFirst(probe, honest);
    expect(locations).toHaveLength(1);
    expect(verdict).toMatchObject({ kind: 'observed', facts: [{ fact: 'survey.answer', value: { situation } }] });
    expect(session.exchanges.map(({ request }) => mistakeOf(request, contract))).toContain(`mistake.${situation}`);
  });

  test.each(probes)('accuses nobody by %s, whatever the answer is', async (_situation, probe) => {
    for (const status of [200, 201, 204, 302, 404, 500, 503]) {
      const { verdict } = await inFirst(probe, () => ({ status, json: { id: 1 } }));
      expect(['observed', 'skipped', 'inconclusive'], `${status}`).toContain(verdict.kind);
    }
    const refused = await inFirst(probe, () => ({ status: 429, json: {} }));
    expect(['skipped', 'inconclusive']).toContain(refused.verdict.kind);
  });

  test('reads with the key what the list of the other account shows', async () => {
    const probe = probes.find(([name]) => name === 'foreign-thing')?.[1];
    if (probe === undefined) throw new Error('there is no such check');
    const contract = await loadContract('cloudapi-dev', { survey: true });
    const theirs = (request: PlannedRequest): Reply => {
      if (request.faults.length > 0) return { status: 403, json: {} };
      const isTheirs = request.credential.kind === 'valid' && request.credential.name === 'other';
      return { status: 200, json: { data: isTheirs ? [{ id: 'proj_theirs' }] : [], has_more: false, next_cursor: null } };
    };
    const { verdict, session } = await judge(probe, { contract, target, answer: theirs });
    expect(verdict).toMatchObject({ kind: 'observed', facts: [{ value: { situation: 'foreign-thing', status: 403 } }] });
    const last = session.exchanges.at(-1)?.request;
    expect(last).toMatchObject({ pathValues: { id: 'proj_theirs' }, credential: { kind: 'valid', name: 'key' } });
    expect(last && mistakeOf(last, contract)).toBe('mistake.foreign-thing');
  });

  test('is planned for a target that asks for it alone, beside requirements that stand alone, and leaves the digest of the contract', async () => {
    const [plain, surveyed] = [await loadContract('cloudsync'), await loadContract('cloudsync', { survey: true })];
    expect(surveyed.digest).toBe(plain.digest);
    const planned = (contract: Contract) => makePlan({ contract, target, checks: surveyChecks, seed: 1 });
    expect(planned(plain).cases).toEqual([]);
    const { cases, digest } = planned(surveyed);
    expect(cases.map(({ check }) => check)).toContain('survey/scheme-letter-case');
    expect(cases.filter(({ level, requirement }) => level !== 'observe' || !requirement.startsWith('SURVEY-'))).toEqual([]);
    expect(digest).not.toBe(planned(plain).digest);
  });

  test('sends nothing that may change anything without a permission', async () => {
    for (const contract of await contracts()) {
      const { cases } = makePlan({ contract, target: targetOf({ credentials: ['key'], allow: [] }), checks: surveyChecks, seed: 1 });
      for (const { check, places, skip } of cases) {
        const changing = places.filter(({ operation }) => operation !== null && !operation.startsWith('GET '));
        expect(changing, check).toEqual([]);
        if (places.length === 0) expect(skip?.reason, check).toMatch(/needs the (?:permission|credential) "/u);
      }
    }
  });
});
