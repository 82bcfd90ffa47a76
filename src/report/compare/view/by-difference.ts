import type { ShownSection } from './compare-state.ts';

/** Subjects with differences come first; apart from that they keep their order. */
export const byDifference = (sections: readonly ShownSection[]): readonly ShownSection[] => {
  const isSame = ({ rows }: ShownSection): boolean => rows.every(({ state }) => state !== 'differs');
  return sections.toSorted((a, b) => Number(isSame(a)) - Number(isSame(b)));
};
