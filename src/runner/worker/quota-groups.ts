import { schemeSecret } from '../../model/target.ts';
import type { RunJob } from './job.ts';

/**
 * Groups the jobs that share a quota: the same `quota.group`, or the same credential, whether `key` or that of a security scheme. Jobs of a
 * group must not run at the same time. Groups and jobs keep the order of the jobs.
 */
export const quotaGroups = (jobs: readonly RunJob[]): readonly (readonly RunJob[])[] => {
  const groups: { readonly marks: Set<string>; readonly jobs: RunJob[] }[] = [];
  for (const job of jobs) {
    const marks = marksOf(job);
    const [home, ...others] = groups.filter((group) => marks.some((mark) => group.marks.has(mark)));
    if (home === undefined) {
      groups.push({ marks: new Set(marks), jobs: [job] });
      continue;
    }
    // One job can join groups that had nothing in common before.
    for (const other of others) {
      home.jobs.push(...other.jobs);
      for (const mark of other.marks) home.marks.add(mark);
      groups.splice(groups.indexOf(other), 1);
    }
    home.jobs.push(job);
    for (const mark of marks) home.marks.add(mark);
  }
  return groups.map((group) => group.jobs.toSorted((a, b) => jobs.indexOf(a) - jobs.indexOf(b)));
};

const marksOf = ({ target, secrets }: RunJob): readonly string[] => {
  const group = target.quota?.group;
  const own = [secrets.key, ...(target.schemes ?? []).map((scheme) => secrets[schemeSecret(scheme)])];
  return [...(group === undefined ? [] : [`group ${group}`]), ...own.flatMap((secret) => (secret === undefined ? [] : [`key ${secret}`]))];
};
