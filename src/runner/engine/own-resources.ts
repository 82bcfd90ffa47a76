import { filledSegments } from '../../contract/infer/path-template.ts';
import { uuidFor } from '../../generators/fresh-name.ts';
import type { Known } from '../../checks/kit/reach.ts';
import type { CredentialName, NamedBase, PlannedRequest } from '../../model/request.ts';

/** The paths of the resources that a run created, and the names that it made up: what it may change. */
export type OwnResources = Required<Known> & {
  /** Records the resource at a path as one of the run. */
  add(path: string, values: Readonly<Record<string, string>>, base: NamedBase | undefined, account?: CredentialName): void;
  /** The credential that created the resource at a path; undefined where that is the key. */
  accountOf(segments: readonly string[], base: PlannedRequest['base']): CredentialName | undefined;
  /** Did a credential create any. */
  hasOf(account: CredentialName): boolean;
  /** Withdraws that: the resource existed before. */
  disown(path: string, values: Readonly<Record<string, string>>, base: NamedBase | undefined): void;
  /** Did a creation report the resource at a path although it existed before. */
  isOthers(segments: readonly string[], base: PlannedRequest['base']): boolean;
  /** Records that a read found nothing at a path. */
  free(path: string, values: Readonly<Record<string, string>>, base: PlannedRequest['base']): void;
  /** Records a new made-up name, and the UUID derived from it. */
  minted(text: string): void;
  /** Does a text hold such a name, and not only one that begins like one. */
  holdsMinted(text: string): boolean;
};

const locationOf = (segments: readonly string[], base: string | undefined): string => JSON.stringify([base ?? '', ...segments]);

/** The address without encryption leads to the same resources; another version or path may lead to any. */
const baseName = (base: PlannedRequest['base']): string | undefined => {
  if (base === undefined || (base.kind === 'named' && base.name === 'plain')) return undefined;
  if (base.kind === 'named') return base.name;
  return base.kind === 'path' ? `path ${base.path}` : `version ${base.segment ?? ''}`;
};

export const createOwnResources = (): OwnResources => {
  /** With the accounts that created what is there. */
  const locations = new Map<string, CredentialName | undefined>();
  const accounts = new Set<CredentialName | undefined>();
  const others = new Set<string>();
  const names = new Set<string>();
  const free = new Set<string>();
  return {
    add(path, values, base, account) {
      const segments = filledSegments(path, values);
      if (!segments) return;
      locations.set(locationOf(segments, base), account);
      accounts.add(account);
      others.delete(locationOf(segments, base));
    },
    disown(path, values, base) {
      const segments = filledSegments(path, values);
      if (!segments) return;
      locations.delete(locationOf(segments, base));
      others.add(locationOf(segments, base));
    },
    free(path, values, base) {
      const segments = filledSegments(path, values);
      if (segments) free.add(locationOf(segments, baseName(base)));
    },
    isFree: (segments, base) => free.has(locationOf(segments, baseName(base))) && !others.has(locationOf(segments, baseName(base))),
    minted(text) {
      if (names.has(text)) return;
      names.add(text);
      names.add(uuidFor(text));
    },
    isOthers: (segments, base) => others.has(locationOf(segments, baseName(base))),
    hasOf: (account) => accounts.has(account),
    accountOf: (segments, base) => locations.get(locationOf(segments, baseName(base))),
    holdsMinted: (text) => [...names].some((name) => text.includes(name)),
    isOwnAnywhere: (segments, base) =>
      [...locations.keys()].some((location) => {
        const [at, ...own] = JSON.parse(location) as readonly string[];
        return (
          at === (baseName(base) ?? '') && own.length === segments.length && segments.every((one, n) => one === undefined || one === own[n])
        );
      }),
    isOwn: (segments, base) => locations.has(locationOf(segments, baseName(base))),
    // A text with this prefix was made from a new name, shortened where a schema leaves little room.
    isFresh: (text) => names.has(text) || text.startsWith('ct-'),
  };
};
