import { afterAll, describe, expect, test } from 'vitest';
import { closeLoans, startLoans } from '../../worlds/removable-resources-service.ts';
import { judgeLoans, type JudgedLoans } from './judge-loans.ts';

afterAll(closeLoans);

const about =
  (...ids: readonly string[]): ((id: string) => boolean) =>
  (id) =>
    ids.includes(id);

/** The reasons of what is left open because of a reset. */
const reset = ({ rest }: JudgedLoans): readonly string[] => rest.filter((line) => line.includes('was gone meanwhile'));

describe.concurrent('data that is reset while it is judged', () => {
  test.each([[9], [14], [20]])('after %i requests accuses nobody', async (resetAfter) => {
    const loans = await startLoans('none', { resetAfter });
    const judged = await judgeLoans(loans.url, {
      only: about('L-LISTED', 'L-READABLE', 'L-UPDATE', 'L-UPDATE-KEPT', 'L-STABLE', 'L-ONLY-ONE'),
    });
    expect(judged.failed).toEqual([]);
    expect(judged.passed).not.toEqual([]);
    for (const line of reset(judged))
      expect(line).toMatch(
        /: what was there was gone meanwhile \((?:GET )?\/loans\/ln-\d+.*\): the data was reset, or somebody else removed it; /u,
      );
  });

  test('leaves a breach that shows again a breach', async () => {
    const loans = await startLoans('update-lost', { resetAfter: 20 });
    const { failed, rest } = await judgeLoans(loans.url, { only: about('L-UPDATE-KEPT', 'L-READABLE') });
    expect(rest).toEqual([]);
    expect(failed).toEqual(['L-UPDATE-KEPT']);
  });

  test('is told from a service that loses what it was given', async () => {
    const loans = await startLoans('never-readable');
    const { failed } = await judgeLoans(loans.url, { only: about('L-READABLE', 'L-LISTED') });
    expect(failed).toEqual(['L-READABLE']);
  });
});
