import { UsageError } from '../../../config/usage-error.ts';
import { isObject } from '../../../model/json.ts';
import type { RecordedTarget, RecordHeader } from '../../../model/record.ts';
import { canonical } from '../../../policy/canonical.ts';

/** How a target is reached may change between two nights, such as a proxy or a renewed certificate; what is judged does not depend on it. */
const withoutRoute = ({ http, ...settings }: NonNullable<RecordedTarget['settings']>): unknown => {
  const { ca: _certificates, proxies: _proxies, ...rest } = http;
  return { ...settings, http: rest };
};

/** The first path at which two JSON values differ, with both; undefined where they are equal. */
const difference = (
  before: unknown,
  now: unknown,
  path = '',
): { readonly path: string; readonly was: string; readonly is: string } | undefined => {
  if (canonical(before) === canonical(now)) return undefined;
  if (isObject(before) && isObject(now)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(now)])) {
      const found = difference(before[name], now[name], path === '' ? name : `${path}.${name}`);
      if (found) return found;
    }
  }
  const words = (value: unknown): string => (value === undefined ? 'not given' : JSON.stringify(value));
  return { path, was: words(before), is: words(now) };
};

/**
 * Refuses to go on with other rules than a run began with: the verdicts of the two parts would not belong together.
 * @param now The targets as the resumed run would record them.
 * @throws {UsageError} naming what differs.
 */
export const refuseOtherRun = (header: RecordHeader, version: string, now: readonly RecordedTarget[]): void => {
  const refuse = (why: string): never => {
    throw new UsageError(`Cannot resume run ${header.run}: ${why}; make a new run`);
  };
  if (header.assay !== version) refuse(`it was begun by version ${header.assay} of assay, and this is ${version}`);
  for (const before of header.targets) {
    const { target } = before;
    const after = now.find((one) => one.target === target);
    if (after === undefined) {
      refuse(`its target "${target}" is not judged`);
      continue;
    }
    if (before.baseUrl !== after.baseUrl) refuse(`the address of "${target}" was ${before.baseUrl} and is ${after.baseUrl}`);
    if (before.contractDigest !== after.contractDigest)
      refuse(`the contract of "${target}" has changed since (its document, an overlay or its requirements)`);
    const other = before.settings && after.settings && difference(withoutRoute(before.settings), withoutRoute(after.settings));
    if (other) refuse(`the config of "${target}" has changed since: ${other.path} was ${other.was} and is ${other.is}`);
    if (before.planDigest !== after.planDigest)
      refuse(`the plan of "${target}" is another one now: the same cases do not come of its config`);
  }
};
