import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, tokensOf } from '../../contract/pointer.ts';
import { saidOfRefusals } from './promised-mistakes.ts';

/** Words for what a pointer leads to, where that is a place of the body. */
const ofBody =
  /\b(?:body|payload|document|request|sent|(?:wrong|invalid|offending|faulty|bad|failing|broken) (?:\w+ )?(?:members?|fields?|values?|propert(?:y|ies)|attributes?|places?)|members?|fields?|propert(?:y|ies)|attributes?)\b/iu;

/** Words by which it is something else, or not always. */
const unclear = /\b(?:schema|may|might|usually|response|answer body)\b/iu;

/** The sentence by which a refusal of an operation's body names the place of a mistake with a JSON Pointer into that body (RFC 6901); undefined where there is none. */
export const promisedPointers = (contract: Contract, operation: Operation): string | undefined =>
  saidOfRefusals(contract, operation)
    ?.flatMap(sentencesOf)
    .find(
      (one) => /\bJSON[- ]Pointers?\b/iu.test(one) && ofBody.test(one.replaceAll(/\bJSON[- ]Pointers?\b/giu, '')) && !unclear.test(one),
    );

/** Names of members of an error that hold a pointer. */
const names: ReadonlySet<string> = new Set(['pointer', 'json_pointer', 'jsonPointer']);

/** The texts of an error at members called `pointer`, wherever they are. */
const pointersIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(pointersIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, held]) => (typeof held === 'string' && names.has(name) ? [held] : pointersIn(held)));
};

/** Steps that services put before those of the body. */
const before: ReadonlySet<string> = new Set(['body', 'request', 'requestBody', 'payload']);

/**
 * The places to which the pointers of an error lead, each by its steps from the top of the body that was sent. Texts that are no JSON Pointers are left out.
 * @param error The JSON of the answer.
 */
export const placesIn = (error: unknown, body: unknown): readonly (readonly string[])[] =>
  pointersIn(error)
    .filter((one) => /^#?(?:\/|$)/u.test(one))
    .map((one) => tokensOf(one.replace(/^#/u, '')))
    .map((steps) => {
      const [first, ...rest] = steps;
      return first !== undefined && before.has(first) && !(isObject(body) && first in body) ? rest : steps;
    });

const index = /^(?:\d+|-)$/u;

/** Does a place go through a list of the body without saying which of its entries is meant. */
export const skipsIndex = (steps: readonly string[], body: unknown): boolean => {
  let value = body;
  for (const step of steps) {
    if (Array.isArray(value)) {
      if (!index.test(step)) return true;
      value = value[Number(step)] as unknown;
    } else value = isObject(value) ? value[step] : undefined;
  }
  return false;
};

/** Are two places the same but for the entries of lists in which they are. */
export const isInOtherEntry = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length &&
  one.some((step, n) => step !== other[n]) &&
  one.every((step, n) => step === other[n] || (index.test(step) && index.test(other[n] ?? '')));
