import { titledTablesIn } from '../../contract/infer/markdown-tables.ts';
import { moveRowsIn } from '../../contract/infer/move-tables.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { saidIn } from '../../contract/said.ts';
import { nounsIn } from './collection-nouns.ts';
import { textsOf } from './exclusive-moves.ts';

/** Words by which the text of an operation leads to a table that stands elsewhere: "the table at the top", "see the table in the introduction". */
const leading =
  /\btable\b(?=[^.;]{0,40}\b(?:at the top|above|at the (?:beginning|start)|in the (?:introduction|overview|description))\b)|\b(?:introduction|overview)'s table\b/iu;

/** Does a paragraph begin a section: with a heading, or with bold words that serve as one. */
const begins = (paragraph: string): boolean => /^\s*(?:#{1,6}\s|\*\*[^*\n]+\*\*|__[^_\n]+__)/u.test(paragraph);

/** The sections of a text, each with the paragraphs below its heading. */
const sectionsOf = (text: string): readonly string[] => {
  const sections: string[] = [];
  for (const paragraph of text.split(/\n\s*\n/u)) {
    const last = sections.pop();
    if (last === undefined) sections.push(paragraph);
    else if (begins(paragraph)) sections.push(last, paragraph);
    else sections.push(`${last}\n\n${paragraph}`);
  }
  return sections;
};

/**
 * The sections of the introduction with a table of moves between the states of a resource, where the text of an operation leads there; none where a title over the
 * table names another resource.
 * @param states The listed states.
 * @param collection The path of the collection of the resource.
 */
export const tablesElsewhere = (
  contract: Contract,
  operation: Operation,
  states: readonly string[],
  collection: string,
): readonly string[] => {
  if (!textsOf(contract, operation).some((text) => leading.test(text.replaceAll(/\s+/gu, ' ')))) return [];
  const noun = singular(nounWordsOf(collection).at(-1) ?? '');
  const nouns = [...nounsIn(contract)].map(singular);
  const isOfIt = (title: string): boolean => {
    const words = wordsOf(title).map(singular);
    return words.includes(noun) || !words.some((word) => nouns.includes(word));
  };
  return saidIn(contract.document['info'])
    .flatMap(sectionsOf)
    .filter((section) => {
      const rows = moveRowsIn(section);
      const named = rows.flatMap(({ from, to }) => [...from, ...to]);
      return (
        named.length > 0 &&
        named.every((one) => states.includes(one)) &&
        titledTablesIn(section).every(({ lead, heading }) => isOfIt(lead) && isOfIt(heading))
      );
    });
};
