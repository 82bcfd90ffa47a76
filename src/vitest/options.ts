import type { ConfigTarget } from '../config/config.ts';
import type { Case } from '../model/case.ts';
import type { ShapeOptions } from '../program/load.ts';

/** A value that is known at once, or only when the hooks before the tests have run. */
export type Late<T> = T | (() => T | Promise<T>);

/** A target whose server a hook may start: its address and its data may be functions, which are called once, after the hooks of the file. */
export type ConformanceTarget = Omit<ConfigTarget, 'baseUrl' | 'fixtures'> & {
  readonly baseUrl?: Late<string>;
  readonly fixtures?: Late<NonNullable<ConfigTarget['fixtures']>>;
};

/** A link that a report shows at a case. */
export type CaseLink = { readonly url: string; readonly name?: string; readonly type?: 'link' | 'issue' | 'tms' };

/** What {@link conformance} takes: the options of `run`, and how verdicts become results of tests. */
export type ConformanceOptions = Omit<ShapeOptions, 'targets' | 'signal' | 'out'> & {
  /** Targets in code, by names that you choose; or names of targets of the config. Default: every target of the config. */
  readonly targets?: Readonly<Record<string, ConformanceTarget>> | readonly string[];
  /** Name of the suite around the targets. Default: `conformance`. */
  readonly name?: string;
  /**
   * Folder of the record and the reports, which must be empty or not exist. Default: a new one below `reports/` of `cwd` for each run, as the command
   * line makes it, so that `assay replay latest CASE` judges one case again.
   */
  readonly out?: string;
  /** What fails a test besides a broken `must`. Default: nothing; a broken `should` and an open verdict are skipped with their reason. */
  readonly failOn?: readonly ('should' | 'inconclusive')[];
  /** Links for the report of a case, such as your ticket or page about its requirement. */
  readonly links?: (planned: Case, target: string) => readonly CaseLink[];
};

const valueOf = async <T>(late: Late<T>): Promise<T> => {
  const isFunction = (one: Late<T>): one is () => T | Promise<T> => typeof one === 'function';
  return isFunction(late) ? late() : late;
};

/** The target as it is known before the hooks have run. */
const known = ({ baseUrl, fixtures, ...target }: ConformanceTarget): ConfigTarget => ({
  ...target,
  ...(typeof baseUrl === 'string' ? { baseUrl } : {}),
  ...(fixtures === undefined || typeof fixtures === 'function' ? {} : { fixtures }),
});

const settled = async ({ baseUrl, fixtures, ...target }: ConformanceTarget): Promise<ConfigTarget> => ({
  ...target,
  ...(baseUrl === undefined ? {} : { baseUrl: await valueOf(baseUrl) }),
  ...(fixtures === undefined ? {} : { fixtures: await valueOf(fixtures) }),
});

const isNames = (targets: ConformanceOptions['targets']): targets is readonly string[] => Array.isArray(targets);

/** The targets before the hooks have run, for the names of the tests. */
export const targetsBefore = (targets: ConformanceOptions['targets']): Pick<ShapeOptions, 'targets'> => {
  if (targets === undefined) return {};
  if (isNames(targets)) return { targets };
  return { targets: Object.fromEntries(Object.entries(targets).map(([name, target]) => [name, known(target)])) };
};

/** The targets after the hooks have run. Functions are called one after another. */
export const targetsAfter = async (targets: ConformanceOptions['targets']): Promise<Pick<ShapeOptions, 'targets'>> => {
  if (targets === undefined) return {};
  if (isNames(targets)) return { targets };
  const all: [string, ConfigTarget][] = [];
  for (const [name, target] of Object.entries(targets)) all.push([name, await settled(target)]);
  return { targets: Object.fromEntries(all) };
};
