import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Target } from '../../src/model/target.ts';
import { startReference, vendors } from '../../src/reference/index.ts';
import { isCaught, misnamed, whyNotCaught } from './caught.ts';
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

/** An absolute path, because the tests of each vendor are in a folder of their own. */
const pageOf = (vendor: string): string => fileURLToPath(new URL(`../../docs/kill-matrix/${vendor}.md`, import.meta.url));

/** Ten times smaller than the standard one, as a burst that uses up a quota costs as many requests: for runs that make bursts. */
const burstQuota = { limit: 60, windowSeconds: 2 } as const;

/** So often a defect is tried of which nothing was decided, for want of time. */
const mostTurns = 8;

/** How the defects of a vendor are tested. */
export type VendorKills = {
  readonly values?: Target['values'];
  /** Defects that no check catches yet although other checks decide their requirement, each with the reason: reported as skipped. */
  readonly survivors?: Readonly<Record<string, string>>;
  /** Defects that are caught only with overlays that describe what the document leaves out, each with their paths. */
  readonly overlays?: Readonly<Record<string, readonly string[]>>;
  /** What a run has seen of the healthy reference, for the defects of the requirement that is about changes. */
  readonly observed?: { readonly requirement: string; readonly by: Target['observed'] };
  /** Areas whose checks use up a quota. Default: `rate-limit` only. */
  readonly bursting?: readonly string[];
};

/** Every defect of a vendor's reference is caught and no other requirement fails; docs/kill-matrix/<vendor>.md lists the checks that caught it. */
export const describeKills = (
  vendor: string,
  { values = {}, survivors = {}, overlays: overlaysOf = {}, observed, bursting = ['rate-limit'] }: VendorKills = {},
): void => {
  const reference = vendors[vendor];
  if (!reference) throw new Error(`No reference is called "${vendor}": there are ${Object.keys(vendors).join(', ')}`);
  const defects = Object.entries(reference.defects);
  const rows = new Map<string, KillRow>();

  describe.concurrent('a defect is caught and nothing else is accused', () => {
    test.for(defects)('%s', async ([slug, defect], { expect: expectHere, skip }) => {
      const { breaks, alsoBreaks = {}, shownBy } = defect;
      const contract = await contractOf(vendor);
      const requirement = contract.requirements.get(breaks);
      if (!requirement) throw new Error(`The defect ${slug} breaks ${breaks}, which is not in spec/${vendor}/requirements.yaml`);
      if (contract.open.includes(breaks)) skip(`no check decides ${breaks} yet`);
      if (Object.hasOwn(survivors, slug)) skip(survivors[slug]);
      const only = shownBy ?? [requirement.area];
      // A defect that needs a certain quota names it.
      const isSmall = defect.options?.quota === undefined && only.some((one) => bursting.includes(one));
      const attempt = async (): Promise<boolean> => {
        const server = await startReference({ vendor, defect: slug, ...(isSmall && { quota: burstQuota, plan: reference.plan }) });
        try {
          const overlays = overlaysOf[slug] ?? (requirement.overlay === undefined ? [] : [requirement.overlay]);
          const judgement = await judge({
            vendor,
            server,
            overlays,
            selection: { only, skip: [] },
            values,
            observed: observed?.requirement === breaks ? observed.by : undefined,
          });
          const failed = judgement.failed();
          const own = judgement.verdicts.filter(({ case: one }) => one.requirement === breaks);
          const by = [...new Set(own.filter(({ verdict }) => verdict.kind === 'fail').map(({ case: { check } }) => check))];
          rows.set(slug, { breaks, failed, by });
          expectHere(judgement.broken(), 'A check of assay threw: mend the check').toEqual([]);
          const unexpected = failed.filter((id) => id !== breaks && !Object.hasOwn(alsoBreaks, id));
          const findings = findingsOf(judgement.verdicts.filter(({ case: one }) => unexpected.includes(one.requirement)));
          expectHere(
            { unexpected, findings },
            `Other requirements than ${breaks} failed: if ${slug} truly breaks them too, name each with the reason in its \`alsoBreaks\`; else the check accuses wrongly`,
          ).toEqual({ unexpected: [], findings: [] });
          isOpen = own.length > 0 && own.every(({ verdict }) => verdict.kind === 'inconclusive');
          why = whyNotCaught(
            defect,
            by,
            own.map(({ case: { check } }) => check),
            openIn(own),
          );
          return isCaught(defect, by);
        } finally {
          await server.close();
        }
      };
      // On a busy machine a burst may not end within its window, or not keep its pace, and nothing is decided. A wrong accusation is never tried again.
      let [why, isOpen] = ['', false];
      let caught = await attempt();
      for (let turn = 1; turn < (isOpen ? mostTurns : 3) && !caught; turn++) caught = await attempt();
      expectHere(caught, why).toBe(true);
    });
  });

  test('every decided must and should has a killed defect', async () => {
    const contract = await contractOf(vendor);
    const decided = [...contract.requirements.values()].filter(
      ({ level, checks, noDefect }) => (level === 'must' || level === 'should') && checks.length > 0 && noDefect === undefined,
    );
    const killed = new Set([...rows.values()].filter(({ breaks, failed }) => failed.includes(breaks)).map(({ breaks }) => breaks));
    expect(
      decided.map(({ id }) => id).filter((id) => !killed.has(id)),
      `Write a defect in src/reference/${vendor}/defects/ for each of these, or give the reason under \`noDefect\` in the ledger`,
    ).toEqual([]);
  });

  test('every check that a defect names in caughtBy decides its requirement', async () => {
    expect(misnamed(reference.defects, await contractOf(vendor))).toEqual([]);
  });

  test('every survivor, and every defect with overlays, exists', () => {
    expect(Object.keys({ ...survivors, ...overlaysOf }).filter((slug) => !Object.hasOwn(reference.defects, slug))).toEqual([]);
  });

  test('every defect has a note, and a reason for each further requirement that it breaks', () => {
    for (const [slug, { note, alsoBreaks = {} }] of defects) {
      expect(note.length, slug).toBeGreaterThan(10);
      for (const reason of Object.values(alsoBreaks)) expect(reason.length, slug).toBeGreaterThan(10);
    }
  });

  test('at least five defects are intermittent', () => {
    expect(defects.filter(([, { intermittent }]) => intermittent).length).toBeGreaterThanOrEqual(5);
  });

  test(`docs/kill-matrix/${vendor}.md lists the defects of every requirement and the checks that caught them`, async () => {
    const page = killMatrix(await contractOf(vendor), reference, rows);
    if (process.env['ASSAY_GOLDEN'] !== undefined) return expect(page).toMatchFileSnapshot(pageOf(vendor));
    // Which further checks fail may depend on how busy the machine is: one of those that the page lists must.
    const written = rowsOf(existsSync(pageOf(vendor)) ? readFileSync(pageOf(vendor), 'utf8') : '');
    const made = rowsOf(page);
    const hint = `docs/kill-matrix/${vendor}.md is not what the defects give now: run npm run golden:docs and look at what changed`;
    expect([...made.keys()], hint).toEqual([...written.keys()]);
    expect(
      [...made].filter(([row, checks]) => !checks.some((check) => written.get(row)?.includes(check))),
      hint,
    ).toEqual([]);
  });
};
