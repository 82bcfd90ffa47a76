import { stateMembers } from './state-names.ts';
import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { askedSchema } from '../asked-content.ts';
import { answerSchema } from './conventions/collection.ts';
import { itemOf } from './covering.ts';
import { nounWordsOf } from './id-names.ts';
import { isDirectlyBelow, isSamePath } from './path-template.ts';
import { membersOf, partsOf } from './schema-parts.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** A creation below a resource that hands its own state on to that: `POST /boats/{boatId}/reports` with `status`. */
export type HandedState = {
  /** The member of the body. */
  readonly member: string;
  /** The states that it can name, each one of the resource. */
  readonly values: readonly string[];
};

/** Words by which it happens on a condition, or not at all. */
const unsure = / (?:not|never|if|when|where|unless|until|may|might|can|could|cannot|only|except|without|optionally) /u;

/** Forms of sentences by which the resource `NOUN` comes to the `STATE` that is sent. */
const forms: readonly string[] = [
  ' (?:the|its|this|that) NOUN (?:then |thereby )?(?:takes over|takes on|takes|adopts|assumes|gets|receives|inherits|has then) (?:the|its|this|that) (?:new |same )?STATE ',
  ' (?:sets|updates|changes|replaces|moves) (?:the|its) (?:STATE of (?:the|its|this) NOUN|NOUN s STATE|NOUN STATE) ',
  ' (?:(?:the|its) STATE of (?:the|its|this) NOUN|(?:the|its) NOUN s STATE|(?:the|its) NOUN STATE) (?:then |thereby )?(?:follows|is (?:then )?(?:set|updated|changed) to|becomes|changes to|is taken (?:over )?from) (?:it|the|that|this|what) ',
  ' (?:moves|brings|puts|takes|sets) (?:the|its) NOUN (?:in|to|into) (?:the|that|this) (?:given |named |new |same |reported )?STATE ',
];

const listedIn = (document: Contract['document'], schema: unknown): readonly string[] => {
  const [listed] = partsOf(document, schema).flatMap(({ enum: values }) => (Array.isArray(values) ? [values] : []));
  return listed?.filter((one): one is string => typeof one === 'string') ?? [];
};

const find = (contract: Contract, operation: Operation): HandedState | undefined => {
  const { document } = contract;
  if (operation.method !== 'POST' || !operation.effect.startsWith('creates')) return undefined;
  const above = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find((one) =>
    isDirectlyBelow(operation.path, itemOf(one).path),
  );
  const read = above && contract.operations.find(({ method, path }) => method === 'GET' && isSamePath(path, itemOf(above).path));
  if (!above || !read) return undefined;
  const shown = membersOf(document, answerSchema(read));
  const listed = [...membersOf(document, askedSchema(operation.body))].flatMap(([member, schema]) => {
    const [values, states] = [listedIn(document, schema), listedIn(document, shown.get(member))];
    const isOfIt = values.length > 1 && values.every((one) => states.includes(one));
    return isOfIt ? [[member, values] as const] : [];
  });
  const [found] = stateMembers(listed).map(([member, values]) => ({ member, values }));
  const noun = singular(nounWordsOf(above.create.path).at(-1) ?? '');
  if (!found || noun === '') return undefined;
  const told = forms.map((form) => new RegExp(form.replaceAll('NOUN', noun).replaceAll('STATE', wordsOf(found.member).join(' ')), 'u'));
  const isTold = saidIn(valueAt(document, nodeOf(operation.location)))
    .flatMap(sentencesOf)
    .map((sentence) => ` ${wordsOf(sentence).join(' ')} `)
    .some((words) => !unsure.test(words) && told.some((form) => form.test(words)));
  return isTold ? found : undefined;
};

const known = new WeakMap<Contract, Map<string, HandedState | undefined>>();

/**
 * The state that a creation hands on to the resource which its path is below, by a sentence of its text: "The boat takes over the status of the report". Undefined
 * where it hands on none.
 */
export const handedState = (contract: Contract, operation: Operation): HandedState | undefined => {
  const all = known.get(contract) ?? new Map<string, HandedState | undefined>();
  known.set(contract, all);
  if (!all.has(operation.key)) all.set(operation.key, find(contract, operation));
  return all.get(operation.key);
};
