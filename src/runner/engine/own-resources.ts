import { filledSegments } from '../../contract/infer/path-template.ts';
import { uuidFor } from '../../generators/fresh-name.ts';
import type { Known } from '../../checks/kit/reach.ts';
import type { NamedBase, PlannedRequest } from '../../model/request.ts';

/** The paths of the things that a run made, and the names that it gave: what it may change. */
export type OwnResources = Known & {
  /** Remembers the thing at a path as one of ours. */
  add(path: string, values: Readonly<Record<string, string>>, base: NamedBase | undefined): void;
  /** Takes that back: the thing was there before. */
  disown(path: string, values: Readonly<Record<string, string>>, base: NamedBase | undefined): void;
  /** Remembers a new name of ours, and the UUID that may stand for it. */
  minted(text: string): void;
};

const locationOf = (segments: readonly string[], base: string | undefined): string => JSON.stringify([base ?? '', ...segments]);

/** The address without encryption leads to the same things; what answers under another version or path may be anything. */
const baseName = (base: PlannedRequest['base']): string | undefined => {
  if (base === undefined || (base.kind === 'named' && base.name === 'plain')) return undefined;
  if (base.kind === 'named') return base.name;
  return base.kind === 'path' ? `path ${base.path}` : `version ${base.segment ?? ''}`;
};

export const createOwnResources = (): OwnResources => {
  const places = new Set<string>();
  const names = new Set<string>();
  return {
    add(path, values, base) {
      const segments = filledSegments(path, values);
      if (segments) places.add(locationOf(segments, base));
    },
    disown(path, values, base) {
      const segments = filledSegments(path, values);
      if (segments) places.delete(locationOf(segments, base));
    },
    minted(text) {
      names.add(text);
      names.add(uuidFor(text));
    },
    isOwn: (segments, base) => places.has(locationOf(segments, baseName(base))),
    // What begins so is made from a new name, shortened where a schema leaves little room.
    isFresh: (text) => names.has(text) || text.startsWith('ct-'),
  };
};
