import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { segmentsOf } from '../../contract/infer/path-template.ts';
import { singular } from '../../contract/infer/singular.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';

/** "falls by one", "one less", "counts down". */
const falls =
  /\b(?:falls?|drops?|sinks?|decreases?|decrements?|goes down|go down|is (?:reduced|lowered|decreased|decremented)) by (?:one|1)\b|\bone (?:less|fewer)\b|\bcounts? down\b/iu;
/** "with every request". */
const each =
  /\b(?:with|for|on|after|per|at|by) (?:every|each) (?:further |single |accepted |answered |successful )?(?:request|call)(?= (?:you|your \w+|a (?:key|client)|clients?) (?:makes?|sends?)\b| (?:is|was) made\b| (?:until|till|and|in (?:the|a|this) window|of (?:the|a|this) window)\b|[^\w\s]|$)/iu;
/** What leaves open by how much, when, or for which requests. */
const open =
  /\b(?:about|roughly|approximately|may|might|usually|eventually|cost\w*|weight\w*|writes?|POST|some|except|excluded|aside|but|unless|not|if|when|once|while|where|above|beyond|cache\w*|bill\w*|steps|seconds|delay\w*|later|refreshed|example|plans?|tiers?|production|sandbox|live|versions?|batch)\b/iu;
/** What is not counted somewhere, which may be what a run reads. */
const uncounted =
  /\b(?:not|never|neither|nor|without being) (?:be )?count(?:s|ed)?\b|\b(?:don't|doesn't|isn't|aren't) count(?:ed)?\b|\bexempt\w*/iu;

/** "With each upload", "after every accepted import": what one operation does. */
const eachOf =
  /\b(?:with|for|on|after|per|at|by) (?:every|each) (?:further |single |accepted |answered |successful |new )?(?<noun>\p{L}+)(?= (?:you|your \w+|a (?:key|client)|clients?) (?:makes?|sends?)\b| (?:is|was) (?:made|sent|accepted|started)\b| (?:until|till|and|in (?:the|a|this) window|of (?:the|a|this) window)\b|[^\p{L}\s]|$)/iu;

const isLeft = (name: string): boolean => wordsOf(name).some((word) => ['remaining', 'left'].includes(word));

const isTold = (text: string): boolean => falls.test(text) && each.test(text) && !open.test(text.replaceAll(/`[^`]*`/gu, ''));

/**
 * The header fields of which a document says that the number in them falls by one with every request ("`X-Rate-Remaining` falls by one with every request"): in the
 * introduction, or at the field itself.
 */
export const toldCountdowns = ({ document, operations }: Contract): readonly string[] => {
  const said = [...saidIn(document['info']), ...operations.flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))))];
  if (said.some((text) => uncounted.test(text))) return [];
  const introduced = saidIn(document['info'])
    .flatMap(sentencesOf)
    .flatMap((sentence) => {
      const plain = sentence.replaceAll(/\s+/gu, ' ');
      const at = falls.exec(plain)?.index;
      if (at === undefined || !isTold(plain)) return [];
      const named = [...plain.slice(0, at).matchAll(/`(?<name>[A-Za-z][\w-]*)`/gu)].at(-1)?.groups?.['name'];
      return named !== undefined && isLeft(named) ? [named] : [];
    });
  const described = operations
    .flatMap(({ responses }) => responses.flatMap(({ headers }) => headers))
    .flatMap(({ name, location }) => {
      const node = valueAt(document, nodeOf(location));
      const text = isObject(node) ? saidIn(node).join(' ') : '';
      return isLeft(name) && isTold(text) ? [name] : [];
    });
  return [...new Map([...introduced, ...described].map((name) => [name.toLowerCase(), name])).values()];
};

/** A header field of the successes of one operation, of which a document says that the number in it falls by one with each call of that. */
export type OwnCountdown = { readonly operation: Operation; readonly name: string };

/** The words of what an operation adds, or gives: `import` of `POST /imports`. */
const nounsOf = ({ path }: Operation): readonly string[] => {
  const last = segmentsOf(path).findLast((one) => 'literal' in one);
  return last === undefined ? [] : wordsOf(last.literal).map(singular).slice(-1);
};

/** Can an operation be called several times by itself: it is about no one thing, ends nothing and reaches nobody. */
const isRepeatable = ({ method, path, effect, unsupported, issues, inferred }: Operation): boolean =>
  !path.includes('{') &&
  unsupported === undefined &&
  issues !== true &&
  inferred?.reaches === undefined &&
  inferred?.ends === undefined &&
  ((method === 'GET' && effect === 'safe') || method === 'POST');

/**
 * The header fields of which the operation that has them says what each of its own calls takes from them: "One less with each upload" at `POST /uploads`. Not where something is
 * not counted.
 */
export const ownCountdowns = ({ document, operations }: Contract): readonly OwnCountdown[] =>
  operations.filter(isRepeatable).flatMap((operation) => {
    const around = saidIn(valueAt(document, nodeOf(operation.location)));
    if (around.some((text) => uncounted.test(text))) return [];
    return operation.responses
      .filter(({ status }) => status.startsWith('2'))
      .flatMap(({ headers }) => headers)
      .flatMap(({ name, location }) => {
        const text = saidIn(valueAt(document, nodeOf(location))).join(' ');
        const noun = singular(eachOf.exec(text)?.groups?.['noun']?.toLowerCase() ?? '');
        const isOwn = falls.test(text) && nounsOf(operation).includes(noun) && !open.test(text.replaceAll(/`[^`]*`/gu, ''));
        return isLeft(name) && isOwn && !uncounted.test(text) ? [{ operation, name }] : [];
      });
  });
