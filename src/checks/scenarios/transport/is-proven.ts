import { jsonOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { ProvenRead } from './proven-read.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';

/** Refusals that are about the moment and not about the caller. */
const passing = [408, 429];

/**
 * Is it the documented service that answers, and is the credential good: a read gives its documented success and JSON, and the same with
 * a credential that nobody has is refused. A page for everybody, or a service that lets everybody in, proves neither.
 */
export const isProven = (operation: Operation, { served, stranger }: ProvenRead): boolean => {
  const body = jsonOf(served);
  const refusal = (stranger && statusOf(stranger)) ?? 0;
  const isRefused = refusal >= 400 && refusal < 500 && !passing.includes(refusal);
  return isDeclaredSuccess(operation, served) && (isObject(body) || Array.isArray(body)) && isRefused;
};

/** The exchanges of a proof, the telling one first. */
export const proofOf = ({ served, stranger }: ProvenRead) => (stranger ? [served, stranger] : [served]);
