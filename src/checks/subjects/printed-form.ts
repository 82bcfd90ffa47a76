import type { Contract } from '../../contract/model.ts';

/** The text with which the printed form of a live credential begins; undefined where none is printed, or it begins with no plain text. */
export const printedPrefix = ({ conventions: { auth } }: Contract): string | undefined => {
  const [, prefix] = /^\^([A-Za-z0-9_-]+)(?![*?+{A-Za-z0-9_-])/.exec(auth?.forms?.live?.pattern ?? '') ?? [];
  return prefix;
};
