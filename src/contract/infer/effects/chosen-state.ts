import { nodeOf } from '../../../model/location.ts';
import type { Operation } from '../../model.ts';
import { valueAt } from '../../pointer.ts';
import { saidIn } from '../../said.ts';
import { membersOf, partsOf } from '../schema-parts.ts';
import { sentencesOf } from '../sentences.ts';
import { type Named, wordsOf } from '../words.ts';
import { actsAs } from '../acting.ts';

type Json = Readonly<Record<string, unknown>>;

/** Words for a state into which a change brings what its path names, with what the state is called. None of them moves money, sets something going or writes to people by itself. */
const states: Readonly<Record<string, string>> = {
  publish: 'published',
  unpublish: 'unpublished',
  approve: 'approved',
  reject: 'rejected',
  complete: 'completed',
  finalize: 'finalized',
};

/** Verbs for a change of any member. */
const changing: ReadonlySet<string> = new Set(
  'change update edit modify adjust amend revise alter'.split(' ').flatMap((verb) => [verb, `${verb}s`]),
);

/** The members of a body by which a client chooses a state: a flag of its name, or a choice that has it. */
const choosing = (document: Json, { body }: Operation, state: string): ReadonlySet<string> =>
  new Set(
    (body?.content ?? [])
      .flatMap(({ schema }) => [...membersOf(document, schema)])
      .flatMap(([name, member]) => {
        const parts = partsOf(document, member);
        const isOpen = parts.every(({ readOnly }) => readOnly !== true);
        const isFlag = name === state && parts.some(({ type }) => type === 'boolean');
        const isChoice = parts.some((part) => Array.isArray(part['enum']) && part['enum'].includes(state));
        return isOpen && (isFlag || isChoice) ? [name] : [];
      }),
  );

/** Words of what reaches people or costs money, or cannot be taken back, and those that deny it. */
const reaching =
  /\b(?:e-?mail(?:s|ed)?|mails|mailed|notif(?:y|ies|ied)|notifications?|sen(?:d|ds|t) (?:it |them |this )?(?:out|off|to)|announce[sd]?|subscribers?|followers?|charge[sd]?|billed|bills|paid|pays|payments?|fees?|prints|printed|irreversibl[ey]|(?:cannot|can not|can't|never) be (?:undone|taken back|reversed|withdrawn)|for good)\b/iu;
const denied = /\b(?:nobody|no one|not|never|no|without)\b(?! be\b)/iu;

/** Does the text of a change say that a state does more than to be shown: "Publishing mails it to all subscribers". */
const reachesFurther = (document: Json, { location }: Operation): boolean =>
  saidIn(valueAt(document, nodeOf(location)))
    .flatMap(sentencesOf)
    .some((sentence) => reaching.test(sentence) && !denied.test(sentence.replaceAll(/\b(?:cannot|can not|can't|never) be\b/giu, '')));

/**
 * Is a dangerous word in the name of a change no more than a value of its body, which the creation of the resource takes as well: "Change or publish a recipe" for
 * `PATCH /recipes/{id}`, where `POST /recipes` may have `status: published`. The change of one resource of ours then reaches no more than its creation does.
 */
export const isChosenState = (
  document: Json,
  operations: readonly Operation[],
  operation: Operation,
  { operationId, summary }: Named,
  danger: string,
): boolean => {
  const state = states[danger];
  const above = /^(.*)\/\{[^{}/]+\}$/u.exec(operation.path)?.[1];
  if (state === undefined || above === undefined || !['PATCH', 'PUT'].includes(actsAs(operation))) return false;
  if (reachesFurther(document, operation)) return false;
  if (wordsOf(operationId ?? '').includes(danger) || !changing.has(wordsOf(summary ?? '')[0] ?? '')) return false;
  const creation = operations.find(({ method, path }) => method === 'POST' && path === above);
  if (!creation) return false;
  const atFirst = choosing(document, creation, state);
  return [...choosing(document, operation, state)].some((name) => atFirst.has(name));
};
