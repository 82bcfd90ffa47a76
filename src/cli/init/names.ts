import { basename, extname } from 'node:path';
import { wordsOf } from '../../contract/infer/words.ts';

/** Words of a title that say nothing about which API it is. */
const idle = new Set([
  'api',
  'apis',
  'rest',
  'restful',
  'open',
  'openapi',
  'swagger',
  'the',
  'a',
  'an',
  'of',
  'for',
  'and',
  'service',
  'specification',
]);

const longest = 4;

const usable = (text: string): readonly string[] =>
  wordsOf(text)
    .map((word) => word.toLowerCase().replaceAll(/[^a-z0-9]/gu, ''))
    .filter((word) => word !== '');

/**
 * A name for the target of a document: the first telling words of its title, such as `parcel-tracking`, else of its file.
 * @param taken Names that it cannot have.
 */
export const targetNameOf = (title: string, file: string, taken: readonly string[]): string => {
  const telling = (text: string): readonly string[] => usable(text).filter((word) => !idle.has(word) && !/^v?\d+$/u.test(word));
  const candidates = [telling(title), telling(basename(file, extname(file))), ['api']];
  const name = (candidates.find((words) => words.length > 0) ?? []).slice(0, longest).join('-');
  return taken.includes(name) ? `${name}-target` : name;
};

/** A name for an environment variable: `PARCELS_API_KEY`. Variables of assay itself begin with ASSAY_. */
export const variableNameOf = (target: string, scheme: string): string => {
  const [prefix, suffix] = [target, scheme].map((text) => usable(text).join('_').toUpperCase());
  const name = [prefix, suffix || 'KEY'].join('_');
  return /^(?:\d|ASSAY_)/u.test(name) ? `API_${name}` : name;
};
