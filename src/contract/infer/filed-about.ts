import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from './covering.ts';
import { nounWordsOf } from './id-names.ts';
import { isDirectlyBelow, isSamePath, parametersIn } from './path-template.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** What the service itself files about other resources, and nobody creates or removes: the notices of a club about its matches. */
export type FiledAbout = {
  /** The list of them. */
  readonly list: Operation;
  /** The parameter in the path of the change, which names one of them. */
  readonly parameter: string;
  /** The operations on resources that the run can create of which the text says that they file one, with the type of these. */
  readonly by: readonly { readonly operation: Operation; readonly type: AnyInferred }[];
};

/** Words by which an operation files something: "The club gets one notice for each change". */
const filing =
  / (?:gets?|receives?|sends?|sent|creates?|created|files?|filed|writes?|written|adds?|added|raises?|raised|leaves?|left|makes?|produces?|posts?|posted|triggers?|puts?|queues?|queued|opens?|there is) /u;

const denying = / (?:no|not|never|without|neither|nor|unless|if|when|where|once) /u;

/** Does the text of an operation say for certain that it files one of what has a noun. */
const files = ({ document }: Contract, { location }: Operation, noun: string): boolean =>
  saidIn(valueAt(document, nodeOf(location)))
    .flatMap(sentencesOf)
    .map(
      (sentence) =>
        ` ${wordsOf(sentence)
          .map((word) => (singular(word) === noun ? noun : word))
          .join(' ')} `,
    )
    .some((words) => words.includes(` ${noun} `) && filing.test(words) && !denying.test(words));

const find = (contract: Contract, operation: Operation): FiledAbout | undefined => {
  const { path, method, effect } = operation;
  const [parameter, ...others] = parametersIn(path);
  if (effect !== 'changes' || !['PUT', 'PATCH'].includes(method) || parameter === undefined || others.length > 0) return undefined;
  const collection = path.slice(0, path.indexOf(`/{${parameter}}`));
  const item = `${collection}/{${parameter}}`;
  const list = contract.operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, collection));
  const noun = nounWordsOf(collection).at(-1) ?? '';
  const isOtherwise = contract.operations.some(
    (one) =>
      (isSamePath(one.path, collection) && one.method !== 'GET') ||
      (isSamePath(one.path, item) && ['DELETE', 'PUT'].includes(one.method)) ||
      (one.effect.startsWith('creates') && nounWordsOf(one.path).at(-1) === noun),
  );
  if (!list || noun === '' || isOtherwise) return undefined;
  const by = contract.operations.flatMap((one): FiledAbout['by'] => {
    const type = [...coveredBy(contract, one).values(), ...coveredByLasting(contract, one).values()]
      .map(({ resourceType }) => resourceType)
      .find((each) => isDirectlyBelow(one.path, itemOf(each).path));
    const isActing = ['changes', 'destructive'].includes(one.effect) && ['POST', 'PUT', 'PATCH'].includes(one.method);
    return type && isActing && files(contract, one, noun) ? [{ operation: one, type }] : [];
  });
  return by.length === 0 ? undefined : { list, parameter, by };
};

const known = new WeakMap<Operation, FiledAbout | undefined>();

/**
 * What an operation changes that the service files about a resource of the run: `PUT /notices/{noticeId}/state`, where a list shows the notices, nothing creates or removes
 * one, and an action on a match says "The club gets one notice for each change". Undefined for anything else.
 */
export const filedAbout = (contract: Contract, operation: Operation): FiledAbout | undefined => {
  if (contract.standard.size === 0) return undefined;
  if (!known.has(operation)) known.set(operation, find(contract, operation));
  return known.get(operation);
};
