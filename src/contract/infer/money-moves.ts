import type { Contract, Operation } from '../model.ts';
import { nounWordsOf } from './id-names.ts';
import { parametersIn } from './path-template.ts';
import { membersOf } from './schema-parts.ts';
import { singular } from './singular.ts';
import { type Named, wordsOf } from './words.ts';

/** Entries by which money gets from one to another. */
const payments: ReadonlySet<string> = new Set(
  'transfer payment refund charge withdrawal payout purchase capture topup deposit hold'.split(' '),
);

/** What is moved where money is. A credit may be anything that is granted. */
const moneyWords: ReadonlySet<string> = new Set(['money', 'funds', 'cash']);

/** What money is taken from. */
const purses: ReadonlySet<string> = new Set('account wallet purse balance pot card mandate'.split(' '));

/** Words in a member that holds how much is moved. */
const sums: ReadonlySet<string> = new Set('amount sum value cents minor total'.split(' '));

/** What stands behind "pay out" where that is all that is done: whom to, or how much. */
const behindPayout: ReadonlySet<string> = new Set(['to', 'from', 'an', 'a', 'the', 'money', 'funds', 'cash', 'amount']);

const says = (name: string | undefined, isSo: (words: readonly string[]) => boolean): boolean => name !== undefined && isSo(wordsOf(name));

/**
 * The verbs in the names of a POST that say no more than that it adds one of the collection at its path: "Move money between two accounts" for `POST /transfers`, "Pay out to a
 * bank account" for `POST /payouts`. "Move a domain" and "Pay the invoices" say more.
 */
export const moneyVerbs = ({ path, summary, operationId }: Named): readonly string[] => {
  const noun = nounWordsOf(path).at(-1);
  const isMove = ([verb, what]: readonly string[]): boolean => /^moves?$/u.test(verb ?? '') && moneyWords.has(what ?? '');
  const isPayout = ([verb, out, what]: readonly string[]): boolean =>
    /^pays?$/u.test(verb ?? '') && out === 'out' && (what === undefined || behindPayout.has(what));
  const both = [summary, operationId];
  const isOnly = (is: (words: readonly string[]) => boolean, verb: RegExp): boolean =>
    both.some((name) => says(name, is)) &&
    both.every((name) => !says(name, (words) => words.some((word) => verb.test(word))) || says(name, is));
  if (noun === 'transfer' && isOnly(isMove, /^moves?$/u)) return ['move', 'moves'];
  return noun === 'payout' && isOnly(isPayout, /^pays?$/u) ? ['pay', 'pays'] : [];
};

/** Does a name end in a noun of what money is taken from: `fromAccountId`, `wallet_id`, `card`. */
const namesPurse = (name: string): boolean => {
  const words = wordsOf(name).filter((word) => !['id', 'uuid', 'no', 'number', 'ref', 'key'].includes(word));
  return purses.has(singular(words.at(-1) ?? ''));
};

/**
 * Does an operation that changes something move money out of, or into, an account that its path or its body names: `POST /transfers` with `fromAccountId`. It is sent for
 * accounts of the run alone, and never for one that a list shows.
 */
export const movesMoney = (document: Contract['document'], { method, effect, path, body }: Operation): boolean => {
  if (method !== 'POST' || effect === 'safe' || !payments.has(nounWordsOf(path).at(-1) ?? '')) return false;
  const members = (body?.content ?? []).flatMap(({ schema }) => [...membersOf(document, schema).keys()]);
  return [...parametersIn(path), ...members].some(namesPurse) && members.some((name) => wordsOf(name).some((word) => sums.has(word)));
};
