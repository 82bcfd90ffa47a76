import type { Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { nounWordsOf } from './id-names.ts';
import { endsInParameter, isSamePath, pathAbove } from './path-template.ts';
import { fateIn, namesIn } from './told-removals.ts';
import { wordsOf } from './words.ts';

/** Words by which a removal says that it takes along what is below: "Removes the shelf together with its boxes", "deletes a list and all its entries". */
const along =
  / (?:together with|along with|including|and (?:all )?(?:of )?(?:its|their|the)|with (?:all )?(?:of )?(?:its|their)|cascades? to) /u;

/** Words of a sentence that says what does not happen, or not always. */
const otherwise = / (?:not|cannot|never|no|unless|except|while|if|when|until|must|refused|fails?|prevents?|keeps?|stays?|remains?) /u;

/**
 * The removal of the parent that takes along, by its own words, what a creation adds below it: `DELETE /shelves/{id}` for `POST /shelves/{id}/boxes`. Undefined
 * where none says so plainly.
 */
export const takenAlongBy = (
  document: Readonly<Record<string, unknown>>,
  operations: readonly Operation[],
  { path }: Pick<Operation, 'path'>,
): Operation | undefined => {
  const parent = pathAbove(path);
  const remove = endsInParameter(parent) ? operations.find((one) => one.method === 'DELETE' && isSamePath(one.path, parent)) : undefined;
  const noun = nounWordsOf(path).at(-1) ?? '';
  const node = remove && valueAt(document, remove.location.way.at(-1) ?? '#');
  if (remove === undefined || noun === '') return undefined;
  const texts = saidIn(node);
  if (fateIn(texts, { parent: namesIn(pathAbove(parent)), child: namesIn(path), all: [] }) === 'taken') return remove;
  const sentences = texts.flatMap((text) => text.split(/[.;]/u)).map((sentence) => ` ${wordsOf(sentence).join(' ')} `);
  const says = (words: string): boolean => {
    const place = [` ${noun} `, ` ${noun}s `, ` ${wordsOf(path).at(-1) ?? ''} `].map((one) => words.indexOf(one)).find((one) => one >= 0);
    const before = place === undefined ? '' : words.slice(0, place + 1);
    return along.test(before) && !otherwise.test(before);
  };
  return sentences.some(says) ? remove : undefined;
};
