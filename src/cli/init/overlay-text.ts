import { printable } from '../../report/foreign-text.ts';
import { dump } from 'js-yaml';
import { carrierOf, markedValue, type Suggestion } from '../../contract/infer/conventions/convention.ts';
import type { Contract } from '../../contract/model.ts';
import { isObject, tokensOf } from '../../contract/pointer.ts';
import { nodeOf } from '../../model/location.ts';

/** A JSONPath (RFC 9535) of a node: `$.paths['/parcels/{number}'].get`. */
const pathOf = (pointer: string): string =>
  tokensOf(pointer).reduce(
    (path, token) =>
      /^[A-Za-z_]\w*$/u.test(token) ? `${path}.${token}` : `${path}['${token.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`,
    '$',
  );

type Words = Record<string, unknown>;

const put = (words: Words, [step, ...rest]: readonly string[], value: unknown): void => {
  if (step === undefined) return;
  if (rest.length === 0) {
    words[step] = value;
    return;
  }
  const inner: Words = isObject(words[step]) ? { ...words[step] } : {};
  words[step] = inner;
  put(inner, rest, value);
};

const head = (document: string): string => `# What assay read between the lines of ${document}: behaviour that the document does not state,
# as words of x-assay (docs/x-assay.md). The document itself stays as it is; the config names this file under "overlays".
#
# Each word below is a guess, marked "x-inferred", with its reason. What rests on a guess only warns.
#
#   A guess is right:  delete its two lines "x-inferred" and "x-inferred-reason". From then on a breach is a failure.
#   A guess is wrong:  put the name of the word under "notInferred" in its place. Without that it is guessed again.
#
#                          x-assay:
#                            notInferred: [pagination]
#
#                      A word inside another one is named with its steps: notInferred: [refusals.type]
#   Neither is sure:   leave it as it is.
#
# A word without the two marks follows from the document itself: a guess beside it needs it.
`;

/** The suggestions of a contract that are guesses: the others follow from the document itself, and need nobody's word. */
export const guessesIn = ({ suggestions }: Pick<Contract, 'suggestions'>): readonly Suggestion[] =>
  suggestions.filter(({ isDocumented }) => isDocumented !== true);

/** The guesses, and what follows from the document itself inside the same words: `auth` is nothing without `auth.unauthenticated`. */
const writtenOf = (contract: Pick<Contract, 'suggestions'>): readonly Suggestion[] => {
  const around = new Set(guessesIn(contract).map((one) => `${carrierOf(one)} ${one.word[0]}`));
  return contract.suggestions.filter((one) => around.has(`${carrierOf(one)} ${one.word[0]}`));
};

/**
 * An OpenAPI Overlay 1.0 with every guess about a document: one action for the root and one for each operation, in the order of the
 * document. Undefined where there is nothing to guess: an overlay has at least one action.
 * @param document Its path, for the text at the beginning.
 */
export const overlayText = (contract: Pick<Contract, 'suggestions' | 'operations' | 'title'>, document: string): string | undefined => {
  const byCarrier = new Map<string, Words>(['#', ...contract.operations.map(({ location }) => nodeOf(location))].map((at) => [at, {}]));
  for (const suggestion of writtenOf(contract)) put(byCarrier.get(carrierOf(suggestion)) ?? {}, suggestion.word, markedValue(suggestion));
  const actions = [...byCarrier]
    .filter(([, words]) => Object.keys(words).length > 0)
    .map(([at, words]) => ({ target: pathOf(at), update: { 'x-assay': words } }));
  if (actions.length === 0) return undefined;
  const overlay = {
    overlay: '1.0.0',
    info: { title: printable(`What assay read between the lines of ${contract.title}`), version: '1' },
    actions,
  };
  return `${head(document)}\n${dump(overlay, { lineWidth: 140, noRefs: true })}`;
};
