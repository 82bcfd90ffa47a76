import { describe, expect, test } from 'vitest';
import { isCaught, misnamed, whyNotCaught } from './caught.ts';
import { contractOf } from './judge.ts';

describe('a defect is caught', () => {
  test.for<readonly [string, string | undefined, readonly string[], boolean]>([
    ['by any check where it names none', undefined, ['errors/named'], true],
    ['by no check', undefined, [], false],
    ['by the check that it names', 'errors/named', ['schema/response-body', 'errors/named'], true],
    ['not by another check than the one that it names', 'errors/named', ['schema/response-body'], false],
  ])('%s', ([, caughtBy, by, expected]) => {
    expect(isCaught({ breaks: 'ABC-1', ...(caughtBy === undefined ? {} : { caughtBy }) }, by)).toBe(expected);
  });
});

describe('the failure of a kill test', () => {
  const defect = { breaks: 'ABC-1', caughtBy: 'errors/named' };

  test('names the check that was expected, the checks that failed, and what to do', () => {
    const why = whyNotCaught(defect, ['schema/response-body'], ['errors/named', 'schema/response-body'], ['errors/named@#: skipped']);
    expect(why).toContain('errors/named did not fail for ABC-1, only schema/response-body did');
    expect(why).toContain('`shownBy`');
    expect(why).toContain('errors/named@#: skipped');
  });

  test('says that the check has no case, where no location of it leads to the requirement', () => {
    const why = whyNotCaught(defect, [], ['schema/response-body'], []);
    expect(why).toContain('x-requirement: [ABC-1]');
    expect(why).not.toContain('`shownBy`');
  });
});

test('a check that does not decide the requirement of a defect is reported', async () => {
  const contract = await contractOf('cloudsync');
  const [requirement] = [...contract.requirements.values()].filter(({ checks }) => checks.length > 0);
  if (!requirement) throw new Error('The contract has no decided requirement');
  const breaks = requirement.id;
  const defects = { right: { breaks, caughtBy: requirement.checks[0] ?? '' }, none: { breaks }, wrong: { breaks, caughtBy: 'errors/x' } };
  expect(misnamed(defects, contract)).toEqual([`wrong: errors/x is not listed under \`checks\` of ${breaks}`]);
});
