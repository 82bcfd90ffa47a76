import { jsonContent } from '../contract/asked-content.ts';
import { wordsOf } from '../contract/infer/words.ts';
import type { Contract, Operation, Parameter } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { saidIn } from '../contract/said.ts';
import { nodeOf } from '../model/location.ts';
import { bodyExamples } from './body-examples.ts';
import { mayBeSent } from './request-match.ts';

/** Last words of the name of what opens one thing alone. */
const passwords: ReadonlySet<string> = new Set(['password', 'passphrase', 'passcode']);

const passwordWord = (name: string): string | undefined => {
  const last = wordsOf(name).at(-1) ?? '';
  return passwords.has(last) ? last : undefined;
};

/** The passwords that the printed bodies of creations set, by the word of their member. */
const printedFor = (contract: Contract, word: string): ReadonlySet<string> =>
  new Set(
    contract.operations.flatMap(({ effect, body }): readonly string[] => {
      const content = effect.startsWith('creates') ? jsonContent(body?.content ?? []) : undefined;
      const [printed] = content ? bodyExamples(contract, content).usable : [];
      if (!isObject(printed)) return [];
      return Object.entries(printed).flatMap(([name, value]) => (passwordWord(name) === word && typeof value === 'string' ? [value] : []));
    }),
  );

/** Does a document say of a parameter that what has a password is opened by it: "If the share has a password it must be sent as `X-Share-Password`". */
const opens = ({ document }: Contract, { location }: Operation, { name, location: own }: Parameter): boolean =>
  [
    ...saidIn(valueAt(document, nodeOf(location))).filter((one) => one.toLowerCase().includes(name.toLowerCase())),
    ...saidIn(valueAt(document, nodeOf(own))),
  ].some((one) => /\b(?:if|when|where|for|of|with|has|have)\b[^.]*\b(?:password|passphrase|passcode|protected)\b/iu.test(one));

/**
 * The password that a read may be sent in a parameter, where it is about one thing which may have one, and the document prints it in the only body that sets one: what the run
 * creates has that, and what has none does not look at it.
 */
export const printedPassword = (contract: Contract, operation: Operation, parameter: Parameter): string | undefined => {
  const word = passwordWord(parameter.name);
  const isOptional = !parameter.required && (parameter.in === 'header' || parameter.in === 'query');
  if (word === undefined || !isOptional || contract.standard.size === 0) return undefined;
  if (operation.effect !== 'safe' || !operation.path.includes('{') || !opens(contract, operation, parameter)) return undefined;
  const [printed, ...others] = printedFor(contract, word);
  return printed !== undefined && others.length === 0 && mayBeSent(contract.document, parameter.schema, printed) ? printed : undefined;
};
