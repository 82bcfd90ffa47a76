import { type AnyInferred, itemOf } from '../../../contract/infer/covering.ts';
import { itemsIn, type PathValues } from '../../../contract/infer/created-resource.ts';
import { amountIn, withAmount } from '../../../contract/infer/money.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { amountWords, openNames } from '../../../contract/infer/suited-amounts.ts';
import { memberOf, suitedMembers } from '../../../contract/infer/suited-members.ts';
import { unsettledBelow } from '../../../contract/infer/unsettled-below.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { idText } from '../../subjects/shown-resource.ts';
import { holdsValue } from '../../../model/request.ts';

/** As many things are settled below one resource. */
const mostSettled = 5;

type Item = Readonly<Record<string, unknown>>;

/** The member of a body that takes an amount, with the members of a thing that show how much is open. */
type Amount = { readonly member: string; readonly of: string; readonly less: string | undefined };

/** The member of the body that takes an amount, and the one of a thing that shows how much is open, by their names alone. */
const byNames = ({ contract }: Session, settle: Operation, item: Item): Amount | undefined => {
  const has = (words: ReadonlySet<string>, name: string): boolean => wordsOf(name).some((word) => words.has(word));
  const members = bodyMembers(contract, settle).filter(({ name }) => has(amountWords, name));
  const of = openNames
    .slice(0, -1)
    .flatMap((word) => Object.keys(item).filter((name) => amountIn(item[name]) !== undefined && has(new Set([word]), name)))[0];
  const [only, ...others] = members;
  return only && others.length === 0 && of !== undefined ? { member: only.name, of, less: undefined } : undefined;
};

/** What is still open of a thing, in its own notation; undefined where it shows no amount, 'nothing' where nothing is open. */
export const openOf = (
  session: Session,
  settle: Operation,
  item: Item,
): { readonly member: string; readonly value: unknown } | 'nothing' | undefined => {
  const suited = suitedMembers(session.contract, settle).find(({ kind }) => kind === 'amount');
  const one: Amount | undefined = suited?.kind === 'amount' ? suited : byNames(session, settle, item);
  if (!one) return undefined;
  const shown = memberOf(item, one.of);
  const whole = amountIn(shown);
  if (whole === undefined) return undefined;
  const left = whole - (one.less === undefined ? 0 : (amountIn(memberOf(item, one.less)) ?? 0));
  if (left <= 0) return 'nothing';
  return {
    member: one.member,
    value: typeof shown === 'string' ? left.toFixed(shown.split('.')[1]?.length ?? 0) : withAmount(shown, left),
  };
};

/**
 * Settles what is open below a resource of the run, where the text of an action on that says that it has to be settled first: pays the fees of an account before that is
 * closed. What came with the resource is settled too, so that the target has to allow what reaches others.
 * @returns Whether anything was settled.
 */
export const settleBelow = async (
  session: Session,
  resourceType: AnyInferred,
  pathValues: PathValues,
  operation: Operation | undefined,
): Promise<boolean> => {
  const { contract, target } = session;
  const unsettled = operation && unsettledBelow(contract, operation);
  if (!unsettled || !target.allow.includes('destructive') || !isAllowed(unsettled.settle, target)) return false;
  const { list, settle } = unsettled;
  const own = valuesAlong(itemOf(resourceType).path, pathValues);
  const page = await orSkipped(
    (async () => session.send(usableRequest(session, list, 'unsettled', { pathValues: inPath(list.path, own) })))(),
  );
  if (isSkipped(page) || !isSuccess(page)) return false;
  let isSettled = false;
  for (const item of itemsIn(jsonOf(page)).filter(isObject).slice(0, mostSettled)) {
    const id = idText(item['id']);
    const left = openOf(session, settle, item);
    if (id === undefined || left === 'nothing') continue;
    const answer = await orSkipped(
      (async () => {
        const asked = usableRequest(session, settle, `settled-${id}`, { pathValues: inPath(settle.path, [...own, id]) });
        const { body } = asked;
        const isWhole = left === undefined || !holdsValue(body) || !isObject(body.value);
        return session.send(isWhole ? asked : { ...asked, body: { ...body, value: { ...body.value, [left.member]: left.value } } });
      })(),
    );
    isSettled ||= !isSkipped(answer) && isSuccess(answer);
  }
  return isSettled;
};
