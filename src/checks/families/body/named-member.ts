import { listAt } from '../../../contract/held.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';

/** Prefixes that services put before the name of a body member. */
const prefixes = new Set(['body', 'request', '$']);

/** The steps of a path such as `plan`, `body.plan`, `/plan` or `keys[0]`; none for a sentence. */
const stepsIn = (text: string): readonly string[] => {
  if (/\s/.test(text)) return [];
  const steps = text.split(/[./[\]#]+/).filter((step) => step !== '');
  return steps.length > 1 && prefixes.has(steps[0] ?? '') ? steps.slice(1) : steps;
};

/**
 * True if the details of an error response name a member of the body, alone or as the first step of a path. Where the contract does not document
 * which member of a detail is the name, any of its texts may be.
 */
export const namesMember = ({ conventions }: Operation, errorResponse: Exchange, member: string): boolean => {
  const { details } = conventions.errors ?? {};
  const listed = details && listAt(errorResponse, details.at)?.value;
  if (!Array.isArray(listed)) return false;
  const texts = listed.flatMap((element: unknown): unknown[] => {
    if (!isObject(element)) return [element];
    return details?.name === undefined ? Object.values(element) : [valueAt(element, details.name)];
  });
  return texts.some((text) => typeof text === 'string' && stepsIn(text)[0] === member);
};
