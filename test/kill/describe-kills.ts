import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Target } from '../../src/model/target.ts';
import { startReference, vendors } from '../../src/reference/index.ts';
import { contractOf, findingsOf, judge, openIn } from './judge.ts';
import { killMatrix, type KillRow } from './kill-matrix.ts';

/** Rows of a page: requirement, level, defect and what is broken, with the checks that caught it. */
const rowsOf = (page: string): ReadonlyMap<string, readonly string[]> =>
  new Map(
    page
      .split('\n')
      .filter((line) => /^\| [A-Z]+-\d+ \|/.test(line))
      .map((line) => line.split(' | '))
      .map((cells) => [cells.slice(0, 4).join(' | '), (cells[4] ?? '').split(', ')]),
  );

/** An absolute path, because the tests are in a folder of each vendor. */
const pageOf = (vendor: string): string => fileURLToPath(new URL(`../../docs/kill-matrix/${vendor}.md`, import.meta.url));

/** How the defects of a vendor are tested. */
export type VendorKills = {
  readonly values?: Target['values'];
  /**
   * Defects that no check catches yet although checks decide their requirement, each with the reason. Their tests are skipped.
   */
  readonly survivors?: Readonly<Record<string, string>>;
  /** Defects that are caught only with what an operator declares in overlays, each with these overlays. */
  readonly overlays?: Readonly<Record<string, readonly string[]>>;
};

/**
 * Tests that every defect of a vendor's reference is caught and nothing else fails. docs/kill-matrix/<vendor>.md lists the checks
 * that caught it.
 */
export const describeKills = (vendor: string, { values = {}, survivors = {}, overlays: overlaysOf = {} }: VendorKills = {}): void => {
  const reference = vendors[vendor];
  if (!reference) throw new Error(`No reference is called "${vendor}": there are ${Object.keys(vendors).join(', ')}`);
  const defects = Object.entries(reference.defects);
  const rows = new Map<string, KillRow>();

  describe.concurrent('a defect is caught and nothing else fails', () => {
    test.for(defects)('%s', { timeout: 240_000 }, async ([slug, { breaks, alsoBreaks = {}, shownBy }], { expect: expectHere, skip }) => {
      const contract = await contractOf(vendor);
      const requirement = contract.requirements.get(breaks);
      if (!requirement) throw new Error(`The defect ${slug} breaks ${breaks}, which the contract does not have`);
      if (contract.open.includes(breaks)) skip(`no check decides ${breaks} yet`);
      if (Object.hasOwn(survivors, slug)) skip(survivors[slug]);
      const attempt = async (): Promise<boolean> => {
        const server = await startReference({ vendor, defect: slug });
        try {
          const overlays = overlaysOf[slug] ?? (requirement.overlay === undefined ? [] : [requirement.overlay]);
          const judgement = await judge({ vendor, server, overlays, selection: { only: shownBy ?? [requirement.area], skip: [] }, values });
          const failed = judgement.failed();
          const own = judgement.verdicts.filter(({ case: one }) => one.requirement === breaks);
          const by = own.filter(({ verdict }) => verdict.kind === 'fail').map(({ case: { check } }) => check);
          rows.set(slug, { breaks, failed, by: [...new Set(by)] });
          expectHere(judgement.broken()).toEqual([]);
          const unexpected = failed.filter((id) => id !== breaks && !Object.hasOwn(alsoBreaks, id));
          const reported = findingsOf(judgement.verdicts.filter(({ case: one }) => unexpected.includes(one.requirement)));
          expectHere({ unexpected, reported }).toEqual({ unexpected: [], reported: [] });
          why = [...openIn(own), `${own.length} cases`].join('\n');
          return failed.includes(breaks);
        } finally {
          await server.close();
        }
      };
      // On a busy machine a burst may not end within its window. A wrong failure is never tried again.
      let why = '';
      let isCaught = await attempt();
      for (let turn = 1; turn < 3 && !isCaught; turn++) isCaught = await attempt();
      expectHere(isCaught, why).toBe(true);
    });
  });

  test('every decided must and should has a killed defect', async () => {
    const contract = await contractOf(vendor);
    const decided = [...contract.requirements.values()].filter(
      ({ level, checks, noDefect }) => (level === 'must' || level === 'should') && checks.length > 0 && noDefect === undefined,
    );
    const killed = new Set([...rows.values()].filter(({ breaks, failed }) => failed.includes(breaks)).map(({ breaks }) => breaks));
    expect(decided.map(({ id }) => id).filter((id) => !killed.has(id))).toEqual([]);
  });

  test('every survivor is a defect, and so is every defect that needs an overlay', () => {
    expect(Object.keys({ ...survivors, ...overlaysOf }).filter((slug) => !Object.hasOwn(reference.defects, slug))).toEqual([]);
  });

  test('every defect explains itself and what breaks with it', () => {
    for (const [slug, { note, alsoBreaks = {} }] of defects) {
      expect(note.length, slug).toBeGreaterThan(10);
      for (const reason of Object.values(alsoBreaks)) expect(reason.length, slug).toBeGreaterThan(10);
    }
  });

  test('at least five defects are intermittent', () => {
    expect(defects.filter(([, { intermittent }]) => intermittent).length).toBeGreaterThanOrEqual(5);
  });

  test(`docs/kill-matrix/${vendor}.md lists the defects of every requirement`, async () => {
    const page = killMatrix(await contractOf(vendor), reference, rows);
    if (process.env['ASSAY_GOLDEN'] !== undefined) return expect(page).toMatchFileSnapshot(pageOf(vendor));
    // Which further checks notice a defect may depend on how busy the machine is. At least one of the named checks must notice
    // it.
    const written = rowsOf(readFileSync(pageOf(vendor), 'utf8'));
    const made = rowsOf(page);
    expect([...made.keys()]).toEqual([...written.keys()]);
    expect([...made].filter(([row, checks]) => !checks.some((check) => written.get(row)?.includes(check)))).toEqual([]);
  });
};
