import { describe, expect, test } from 'vitest';

import type { RunJob } from '../../../src/runner/worker/job.ts';
import { quotaGroups } from '../../../src/runner/worker/quota-groups.ts';
import { fakeJob } from './fake-jobs.ts';

const namesOf = (groups: ReturnType<typeof quotaGroups>): string[][] => groups.map((group) => group.map(({ target }) => target.name));

describe('quota groups', () => {
  test('separate jobs that share nothing', () => {
    expect(namesOf(quotaGroups([fakeJob('a', 'e'), fakeJob('b', 'e'), fakeJob('c', 'e', { group: 'g' })]))).toEqual([['a'], ['b'], ['c']]);
  });

  test('join jobs of one group, in the order of the jobs', () => {
    const jobs = [fakeJob('a', 'e', { group: 'g' }), fakeJob('b', 'e'), fakeJob('c', 'e', { group: 'g' })];
    expect(namesOf(quotaGroups(jobs))).toEqual([['a', 'c'], ['b']]);
  });

  test('join jobs with one key', () => {
    expect(namesOf(quotaGroups([fakeJob('a', 'e', { key: 'k' }), fakeJob('b', 'e', { key: 'k' })]))).toEqual([['a', 'b']]);
  });

  test('join groups that a later job has something in common with', () => {
    const jobs = [fakeJob('a', 'e', { group: 'g' }), fakeJob('b', 'e', { key: 'k' }), fakeJob('c', 'e', { group: 'g', key: 'k' })];
    expect(namesOf(quotaGroups(jobs))).toEqual([['a', 'b', 'c']]);
  });

  test('join jobs with one credential of a security scheme', () => {
    const withBadge = (name: string): RunJob => {
      const job = fakeJob(name, 'e');
      return { ...job, target: { ...job.target, schemes: ['badge'] }, secrets: { 'scheme:badge': 'b' } };
    };
    expect(namesOf(quotaGroups([withBadge('a'), withBadge('b'), fakeJob('c', 'e', { key: 'k' })]))).toEqual([['a', 'b'], ['c']]);
  });

  test('distinguish a group from a key of the same name', () => {
    expect(namesOf(quotaGroups([fakeJob('a', 'e', { group: 'x' }), fakeJob('b', 'e', { key: 'x' })]))).toEqual([['a'], ['b']]);
  });
});
