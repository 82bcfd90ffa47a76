import { nounWordsOf } from './id-names.ts';
import { endsInParameter, isDirectlyBelow, isSamePath, pathAbove } from './path-template.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation } from '../model.ts';

/** Is the name of a header field that of the condition on a version. */
export const isIfMatch = (name: string): boolean => name.toLowerCase() === 'if-match';

/** A path, and those of the resources that it is below: `/orders/{id}/lines/{line}`, `/orders/{id}/lines`, `/orders/{id}`. */
const pathsUp = (path: string): readonly string[] => {
  const cut = path.lastIndexOf('/');
  return cut <= 0 ? [path] : [path, ...pathsUp(path.slice(0, cut))];
};

/** Does a read, or another operation, describe an entity tag of what it answers. */
export const declaresTag = ({ responses }: Operation): boolean =>
  responses.some(({ status, headers }) => status.startsWith('2') && headers.some(({ name }) => name.toLowerCase() === 'etag'));

/** Does a path name one thing of which there are no others: nothing is added to it, and no path names one in it. */
const isOne = (operations: readonly Operation[], path: string): boolean =>
  !operations.some(
    (one) => (one.method === 'POST' && isSamePath(one.path, path)) || (endsInParameter(one.path) && isSamePath(pathAbove(one.path), path)),
  );

/** A read that shows the tag that a change names, and the part of the path of the change that it has the values of. */
export type TagRead = { readonly operation: Operation; readonly asked: string };

/** What a text says the tag to be of: `configuration` in "the ETag of the environment's configuration". */
const ofWhat = /\b(?:etag|entity tag)s? of (?:the |an? |its )?(?<what>[\p{L}'’ -]+)/giu;

/** The words for what the tag is of that a change has to name, by the text of the field and of the change. */
const wordsForTagged = ({ document }: Pick<Contract, 'document'>, { parameters, location }: Operation): readonly string[] =>
  [location, ...parameters.filter(({ in: where, name }) => where === 'header' && isIfMatch(name)).map((one) => one.location)]
    .flatMap((one) => saidIn(valueAt(document, nodeOf(one))))
    .flatMap((text) => [...text.replaceAll('`', '').matchAll(ofWhat)].flatMap(({ groups }) => groups?.['what'] ?? []))
    .flatMap(wordsOf)
    .map(singular);

/** Letters that the short form of a word shares with the whole: `config` and `configuration`. */
const stem = 4;

/**
 * The read of a part of what is changed, or of what that is below, which alone has a tag: `GET /fleets/{id}/plan` for `PUT /fleets/{id}/stops/{stop}`. Where a text says what the tag is
 * of, the path of the read has to be called so.
 */
const readBeside = (
  contract: Pick<Contract, 'operations' | 'document'>,
  { path, change }: { readonly path: string; readonly change: Operation },
): TagRead | undefined => {
  const words = wordsForTagged(contract, change);
  const isMeant = (read: Operation): boolean =>
    words.length === 0 ||
    nounWordsOf(read.path).some((noun) => words.some((word) => word === noun || (noun.length >= stem && word.startsWith(noun))));
  for (const asked of pathsUp(path).filter(endsInParameter)) {
    const [found, ...others] = contract.operations.filter(
      (one) =>
        one.method === 'GET' &&
        one.effect === 'safe' &&
        one.unsupported === undefined &&
        isDirectlyBelow(one.path, asked) &&
        declaresTag(one) &&
        isOne(contract.operations, one.path) &&
        isMeant(one),
    );
    if (found) return others.length === 0 ? { operation: found, asked } : undefined;
  }
  return undefined;
};

/**
 * The read that shows the tag of what a path is about: the read of the path itself where it describes a tag, or of the nearest resource above that does, as lines share
 * the tag of their order, and the desired values that of their configuration; else the read of the path, or of a part beside it. `asked` is the part of the path that it reads. A PUT that may
 * go without a tag makes something new, which has none.
 */
export const readOfTag = (
  contract: Pick<Contract, 'operations' | 'document'>,
  { path, change, isOfAbove }: { readonly path: string; readonly change: Operation; readonly isOfAbove: boolean },
): TagRead | undefined => {
  const { operations } = contract;
  const reads = (isOfAbove ? pathsUp(path) : [path]).flatMap((asked) =>
    operations
      .filter((one) => one.method === 'GET' && one.effect === 'safe' && one.unsupported === undefined && isSamePath(one.path, asked))
      .map((operation) => ({ operation, asked })),
  );
  return (
    reads.find(
      ({ operation, asked }) => declaresTag(operation) && (asked === path || endsInParameter(asked) || isOne(operations, asked)),
    ) ??
    reads.find(({ asked }) => asked === path) ??
    (isOfAbove ? readBeside(contract, { path, change }) : undefined)
  );
};
