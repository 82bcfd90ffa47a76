import { valueAt } from '../pointer.ts';
import { nodeOf } from '../../model/location.ts';
import { saidIn } from '../said.ts';
import type { Contract, Operation } from '../model.ts';
import { coveredBy, coveredByLasting, coveredElsewhere } from './covering.ts';
import { parametersIn, tailOf } from './path-template.ts';
import { wordsOf } from './words.ts';

/** What is the caller's own about something that was there before, and that can be taken back by the same path: following a creator. */
export type OwnRelation = { readonly parameter: string };

/** Words at the end of a path for such a thing. It leaves what the path names as it is, but for how many there are. */
const relations: ReadonlySet<string> = new Set(
  'follow following subscribe subscription favorite favourite bookmark star watch watching like'.split(' '),
);

/** Words by which more comes of it: somebody has to agree, is charged, or is told. */
const reaching = /\b(?:request\w*|approv\w+|confirm\w*|invit\w+|charge\w*|pay\w*|bill\w*|price|plan|e-?mails?|letter|messages?)\b/iu;

type View = Pick<Contract, 'document' | 'operations' | 'inferredResourceTypes' | 'lastingResourceTypes'>;

/**
 * The parameter of an operation by which callers tie themselves to something that the run cannot create, and no more: `PUT /creators/{creatorId}/follow`. A list may show a value for it.
 * Undefined for anything else.
 */
export const ownRelation = (contract: View, operation: Operation): OwnRelation | undefined => {
  const { method, path, effect, inferred } = operation;
  const [tail = '', ...more] = tailOf(path);
  const [parameter, ...others] = parametersIn(path);
  const words = wordsOf(tail);
  const isMeant =
    (method === 'PUT' || method === 'DELETE') &&
    effect === 'changes' &&
    inferred?.reaches === undefined &&
    more.length === 0 &&
    words.length === 1 &&
    relations.has(words[0] ?? '');
  if (!isMeant || parameter === undefined || others.length > 0) return undefined;
  const isOfRun =
    coveredBy(contract, operation).has(parameter) ||
    coveredByLasting(contract, operation).has(parameter) ||
    coveredElsewhere(contract, operation) !== undefined;
  const texts = saidIn(valueAt(contract.document, nodeOf(operation.location)));
  return isOfRun || texts.some((text) => reaching.test(text)) ? undefined : { parameter };
};
