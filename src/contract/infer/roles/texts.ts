import { rememberedByText } from '../../../model/remembered.ts';
import type { Contract } from '../../model.ts';
import { isObject, valueAt } from '../../pointer.ts';
import { isNoStatement } from '../not-demanded.ts';
import { segmentsOf } from '../path-template.ts';
import { holdsState } from '../state-names.ts';
import { wordsOf } from '../words.ts';
import { stemOf } from './stem.ts';

/** Names in backquotes of members that hold an id: `employeeId` speaks of no employee. */
const idNames = /`[\w.]*(?:Ids?|_ids?)`/gu;

/** A text without the signs of Markdown for emphasis and code, and without the names of members that hold ids. */
export const plain = rememberedByText((text) => text.replaceAll(idNames, 'id').replaceAll(/[*_`]/gu, '').trim());

/** The sentences and list items of a text, each without line breaks; tables are left out. */
export const linesOf = rememberedByText((text): readonly string[] =>
  text
    .split('\n')
    .filter((line) => !line.trim().startsWith('|'))
    .join('\n')
    .split(/(?<=[.!?;])(?<!\b(?:e\.g|i\.e|cf|vs)\.)\s+|\n\s*\n|\n(?=\s*(?:[-*]|\d+\.)\s)/iu)
    .map((one) => one.replaceAll(/\s+/gu, ' ').trim())
    .filter((one) => one !== '' && !isNoStatement(one)),
);

const deepest = 12;

/** The listed values of what holds a state by its name, in the schemas of a document: "draft", "open" and "closed" are no roles. */
const statesIn = (value: unknown, depth = 0): readonly string[] => {
  if (depth > deepest) return [];
  if (Array.isArray(value)) return value.flatMap((one) => statesIn(one, depth + 1));
  return Object.entries(isObject(value) ? value : {}).flatMap(([name, one]) => [
    ...(holdsState(name) && isObject(one) && Array.isArray(one['enum']) ? one['enum'].filter((each) => typeof each === 'string') : []),
    ...statesIn(one, depth + 1),
  ]);
};

/** A text without its tables with a column for each state. */
const withoutTablesOfStates = (text: string, states: ReadonlySet<string>): string => {
  if (states.size === 0 || !text.includes('|')) return text;
  let isInTable = false;
  let isLeftOut = false;
  return text
    .split('\n')
    .filter((line) => {
      const isRow = line.trim().startsWith('|');
      if (isRow && !isInTable) {
        const cells = line
          .trim()
          .replaceAll(/^\||\|$/gu, '')
          .split('|')
          .slice(1);
        isLeftOut = cells.length > 1 && cells.every((cell) => states.has(wordsOf(plain(cell)).join(' ')));
      }
      isInTable = isRow;
      return !(isRow && isLeftOut);
    })
    .join('\n');
};

/** What a document says about its API as a whole, as it is written, but for tables of what may be done in each state. */
export const textsAsWritten = (document: Contract['document']): readonly string[] => {
  const states = new Set([document['components'], document['paths']].flatMap((one) => statesIn(one)).map((one) => wordsOf(one).join(' ')));
  return allTexts(document).map((text) => withoutTablesOfStates(text, states));
};

const allTexts = (document: Contract['document']): readonly string[] => {
  const schemes = valueAt(document, '#/components/securitySchemes');
  const tags = Array.isArray(document['tags']) ? (document['tags'] as unknown[]) : [];
  return [document['info'], ...tags, ...(isObject(schemes) ? Object.values(schemes) : [])].flatMap((one) =>
    isObject(one) && typeof one['description'] === 'string' ? [one['description']] : [],
  );
};

/** Names of tags that tell of the whole API. */
const ofWhole = /auth|role|right|permission|access|securit|key|token|general|intro|overview|convention/iu;

/** What a document says of sections of its API: the texts of tags that operations have, but for those that tell of rights in general (OpenAPI 3.1, Tag Object). */
export const textsOfSections = (document: Contract['document']): ReadonlySet<string> => {
  const items = Object.values(isObject(document['paths']) ? document['paths'] : {}).filter(isObject);
  const used = new Set(
    items
      .flatMap((item) => Object.values(item))
      .flatMap((node) => (isObject(node) && Array.isArray(node['tags']) ? (node['tags'] as unknown[]) : [])),
  );
  const tags = Array.isArray(document['tags']) ? (document['tags'] as unknown[]) : [];
  return new Set(
    tags.flatMap((one) => {
      const { name, description } = isObject(one) ? one : {};
      return typeof name === 'string' && used.has(name) && !ofWhole.test(name) && typeof description === 'string' ? [description] : [];
    }),
  );
};

/** The words of the paths of a document. */
export const vocabularyOf = (document: Contract['document']): ReadonlySet<string> =>
  new Set(
    Object.keys(isObject(document['paths']) ? document['paths'] : {})
      .flatMap((path) => segmentsOf(path))
      .flatMap((one) => ('literal' in one ? wordsOf(one.literal).map(stemOf) : [])),
  );
